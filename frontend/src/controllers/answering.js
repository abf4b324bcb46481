import { Controller } from "@hotwired/stimulus"

// An answer is saved as it is typed, and its reader is told when. What is not yet an answer is told by the button that goes on.
const PAUSE = 900

export default class extends Controller {
  static targets = ["told"]
  static values = { saved: String, failed: String }

  disconnect() {
    clearTimeout(this.timer)
  }

  type(event) {
    if (!event.target.matches("textarea, input[type=text]")) return
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.save(), PAUSE)
  }

  leave() {
    clearTimeout(this.timer)
    this.left = true
  }

  async save() {
    clearTimeout(this.timer)
    const body = new URLSearchParams(new FormData(this.element))
    const turn = this.turn = (this.turn ?? 0) + 1
    try {
      const answer = await fetch(this.element.action, { method: "POST", headers: { accept: "application/json" }, body })
      if (turn !== this.turn || this.left) return
      if (answer.ok) {
        const { answered_at: at } = await answer.json()
        this.toldTarget.textContent = `${this.savedValue} ${new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: "numeric", minute: "2-digit" })}`
      } else if (answer.status !== 422) this.toldTarget.textContent = this.failedValue
    } catch {
      this.toldTarget.textContent = this.failedValue
    }
  }
}
