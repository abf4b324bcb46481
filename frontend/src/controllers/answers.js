import { Controller } from "@hotwired/stimulus"

// What a form is answered with when it is not saved: it is told in the page that the form stands on, so that nothing typed, chosen or
// filtered is lost. A refusal shows the server's words; a session that is over is opened again and the form sent anew; a server that
// can't be reached is tried again.

const SLOW = 10_000

export default class extends Controller {
  static targets = ["toast", "text", "retry", "offline", "dialog", "form"]
  static values = { unreachable: String, slow: String }

  connect() {
    const on = (target, name, hear) => {
      target.addEventListener(name, hear)
      return () => target.removeEventListener(name, hear)
    }
    this.stops = [
      on(document, "turbo:submit-start", (event) => this.sent(event.detail.formSubmission)),
      on(document, "turbo:submit-end", () => this.settled()),
      on(document, "turbo:before-fetch-response", (event) => this.look(event)),
      on(document, "turbo:fetch-request-error", (event) => this.failed(event)),
      // Turbo throws what it told already.
      on(window, "unhandledrejection", (event) => { if (event.reason === this.error) event.preventDefault() }),
      on(window, "offline", () => this.online(false)),
      on(window, "online", () => this.online(true))
    ]
    this.online(navigator.onLine)
  }

  disconnect() {
    clearTimeout(this.waiting)
    for (const stop of this.stops) stop()
  }

  online(is) {
    this.offlineTarget.firstElementChild.hidden = is
  }

  sent(submission) {
    this.submission = submission
    clearTimeout(this.waiting)
    if (!this.toastTarget.hidden) this.hide()
    this.waiting = setTimeout(() => this.tell(this.slowValue), SLOW)
  }

  settled() {
    clearTimeout(this.waiting)
    if (this.textTarget.textContent === this.slowValue) this.hide()
  }

  async look(event) {
    const response = event.detail.fetchResponse
    const kind = response.header("despacho-problem")
    if (!kind || !(event.target instanceof HTMLFormElement) || this.submission?.isSafe) return
    event.preventDefault()
    const { formElement: form, submitter } = this.submission
    const again = () => form.isConnected && form.requestSubmit(submitter?.isConnected ? submitter : undefined)
    const page = new DOMParser().parseFromString(await response.responseHTML, "text/html")
    if (kind === "expired") return this.openSession(again)
    const told = page.querySelector("[data-problem]")
    const title = document.createElement("b")
    title.textContent = told.querySelector("h1").textContent
    told.querySelector("h1").replaceWith(title)
    this.tell([...told.childNodes], form, submitter)
  }

  failed(event) {
    const { error, request } = event.detail
    this.error = error
    event.preventDefault()
    // What was asked for before anybody clicked is nobody's concern.
    if (event.target instanceof HTMLAnchorElement) return
    const { formElement: form, submitter } = (event.target instanceof HTMLFormElement && this.submission) || {}
    this.again = form
      ? () => form.isConnected && form.requestSubmit(submitter?.isConnected ? submitter : undefined)
      : () => window.Turbo.visit(request.url)
    this.tell(this.unreachableValue, form, submitter, true)
  }

  tell(what, form, submitter, retry = false) {
    const dialog = form?.closest("dialog")
    if (dialog?.matches(".sure")) {
      if (dialog.open) dialog.close()
      else dialog.hidePopover()
    }
    // Within a dialog that stays open, as what is outside can't be reached.
    const open = document.querySelector("dialog[open]") ?? this.element
    if (this.toastTarget.parentElement !== open) open.append(this.toastTarget)
    this.from = submitter
    this.retryTarget.hidden = !retry
    this.textTarget.replaceChildren(...[what].flat())
    this.toastTarget.hidden = false
    if (form) this.toastTarget.focus()
  }

  retry() {
    this.hide()
    this.again()
  }

  close() {
    this.hide()
    if (this.from?.isConnected) this.from.focus()
  }

  hide() {
    this.toastTarget.hidden = true
    this.textTarget.replaceChildren()
  }

  // The sign-in page's form, in a dialog, step by step until somebody is signed in.
  async openSession(then) {
    const page = await fetch("/sign-in")
    this.signIn(await page.text(), then)
    this.dialogTarget.showModal()
    this.formTarget.querySelector("input:not([type=hidden])")?.focus()
  }

  signIn(html, then) {
    const page = new DOMParser().parseFromString(html, "text/html")
    if (page.querySelector("[data-controller~=bell]")) {
      this.dialogTarget.close()
      this.formTarget.replaceChildren()
      return then()
    }
    const form = page.querySelector("main form")
    const told = page.querySelector("[data-problem]")
    if (!form) return told && this.formTarget.prepend(told)
    // The page may have a field of the same name.
    for (const element of form.querySelectorAll("[id]")) element.id = `again-${element.id}`
    for (const label of form.querySelectorAll("label[for]")) label.htmlFor = `again-${label.htmlFor}`
    for (const link of form.querySelectorAll("a[href^='#']")) link.setAttribute("href", `#again-${link.hash.slice(1)}`)
    for (const element of form.querySelectorAll("[aria-describedby]")) element.setAttribute("aria-describedby", `again-${element.getAttribute("aria-describedby")}`)
    form.dataset.turbo = "false"
    form.addEventListener("submit", async (event) => {
      event.preventDefault()
      try {
        const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form, event.submitter)) })
        this.signIn(await answer.text(), then)
      } catch {
        this.tell(this.unreachableValue, form, event.submitter)
      }
    })
    this.formTarget.replaceChildren(form)
  }
}
