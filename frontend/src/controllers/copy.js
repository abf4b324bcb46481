import { Controller } from "@hotwired/stimulus"

// Copies a text to the clipboard and says so.
export default class extends Controller {
  static targets = ["source", "done"]

  async copy() {
    const text = this.sourceTarget.value ?? this.sourceTarget.textContent
    try {
      await navigator.clipboard.writeText(text)
    } catch {
      this.sourceTarget.select?.()
      document.execCommand("copy")
    }
    this.doneTarget.hidden = false
  }
}
