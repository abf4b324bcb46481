import { Controller } from "@hotwired/stimulus"

// A choice of a file in the reader's language, whatever the browser's is. The input lies over it, so that clicks, keys and what is dropped are its own.
export default class extends Controller {
  static targets = ["input"]

  connect() {
    const words = JSON.parse(document.body.dataset.words)
    this.none = words["file-none"]
    this.button = document.createElement("span")
    this.button.className = "btn small"
    this.button.textContent = words["file-choose"]
    this.name = document.createElement("span")
    for (const part of [this.button, this.name]) part.setAttribute("aria-hidden", "true")
    this.element.append(this.button, this.name)
    this.element.classList.add("dressed")
    this.show()
  }

  disconnect() {
    this.element.classList.remove("dressed", "chosen")
    this.button.remove()
    this.name.remove()
  }

  show() {
    const names = Array.from(this.inputTarget.files, (file) => file.name)
    this.name.textContent = names.join(", ") || this.none
    this.element.classList.toggle("chosen", names.length > 0)
  }
}
