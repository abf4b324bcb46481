import { Controller } from "@hotwired/stimulus"

// A form of filters that is sent while one types or chooses; what it leads to fills a frame beside it, so the focus stays.
export default class extends Controller {
  static targets = ["fold"]

  connect() {
    this.element.classList.add("live")
  }

  disconnect() {
    clearTimeout(this.later)
  }

  type(event) {
    if (event.target.type !== "search") return
    clearTimeout(this.later)
    this.later = setTimeout(() => this.element.requestSubmit(), 200)
  }

  change(event) {
    if (event.target.type === "search") return
    clearTimeout(this.later)
    this.element.requestSubmit()
  }

  fold() {
    const open = this.element.classList.toggle("open")
    this.foldTarget.setAttribute("aria-expanded", open)
  }
}
