import { Controller } from "@hotwired/stimulus"

// Warns before leaving a form with changes; a form is sent once however often its button is clicked.
export default class extends Controller {
  static values = { message: String }

  connect() {
    this.dirty = this.element.querySelector(".summary") !== null
    this.mark = () => { this.dirty = true }
    this.sent = (event) => {
      // A step of a panel stays on the page: what is typed is still unsaved, and a later step overtakes an earlier one.
      if (event.submitter?.dataset.turboFrame) return
      // What opens in a tab of its own leaves this form as it is.
      if (event.submitter?.formTarget === "_blank") return
      if (this.sending) return event.preventDefault()
      this.sending = true
      this.dirty = false
    }
    this.settled = (event) => {
      // What became of a step says nothing of the form.
      if (event.detail.formSubmission.submitter?.dataset.turboFrame) return
      this.sending = false
      // What was not saved is still to be saved.
      if (!event.detail.success) this.dirty = true
    }
    this.leave = (event) => { if (this.dirty) event.preventDefault() }
    this.visit = (event) => {
      if (!this.dirty) return
      event.preventDefault()
      this.ask(event.detail.url)
    }
    this.element.addEventListener("input", this.mark)
    this.element.addEventListener("change", this.mark)
    this.element.addEventListener("submit", this.sent)
    this.element.addEventListener("turbo:submit-end", this.settled)
    window.addEventListener("beforeunload", this.leave)
    document.addEventListener("turbo:before-visit", this.visit)
  }

  // The question before what is unsaved is left; whoever answers nothing stays.
  ask(url) {
    const words = JSON.parse(document.body.dataset.words)
    const make = (name, properties, ...inside) => {
      const element = Object.assign(document.createElement(name), properties)
      element.append(...inside)
      return element
    }
    const title = make("h2", { id: "leaving-title" }, this.messageValue)
    const stay = make("button", { type: "button", className: "btn", autofocus: true }, words["unsaved-stay"])
    const leave = make("button", { type: "button", className: "btn danger" }, words["unsaved-leave"])
    const dialog = make("dialog", { className: "sure" }, make("header", {}, title), make("footer", {}, make("span", { className: "grow" }), stay, leave))
    dialog.setAttribute("aria-labelledby", title.id)
    dialog.addEventListener("close", () => dialog.remove())
    stay.addEventListener("click", () => dialog.close())
    leave.addEventListener("click", () => {
      this.dirty = false
      window.Turbo.visit(url)
    })
    document.body.append(dialog)
    dialog.showModal()
  }

  disconnect() {
    window.removeEventListener("beforeunload", this.leave)
    document.removeEventListener("turbo:before-visit", this.visit)
  }
}
