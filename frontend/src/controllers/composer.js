import { Controller } from "@hotwired/stimulus"

// A note within the firm, or a message to the client: whoever changes from one to the other sees how many get it, and a text that was begun as a note is sent
// on the second press alone.
export default class extends Controller {
  static targets = ["note", "message", "to", "send"]
  static values = { one: String, other: String, sure: String }

  connect() {
    this.begun = false
    this.sure = false
    this.text = this.element.querySelector("textarea")
    this.typed = () => {
      if (!this.isMessage) this.begun = this.text.value.trim() !== ""
    }
    this.text.addEventListener("input", this.typed)
    this.count()
  }

  disconnect() {
    this.text.removeEventListener("input", this.typed)
  }

  get isMessage() {
    return this.hasMessageTarget && this.messageTarget.checked
  }

  choose() {
    this.sure = false
    this.count()
  }

  count() {
    if (!this.hasSendTarget) return
    const count = this.toTargets.filter((box) => box.checked).length
    this.sendTarget.textContent = count === 1 ? this.oneValue : this.otherValue.replace("#", count)
    this.sendTarget.disabled = count === 0
  }

  send(event) {
    if (!this.begun || this.sure) return
    event.preventDefault()
    this.sure = true
    this.sendTarget.textContent = `${this.sureValue} ${this.sendTarget.textContent}`
  }
}
