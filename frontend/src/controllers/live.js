import { Controller } from "@hotwired/stimulus"

// A form of filters that is sent while one types or chooses; what it leads to fills a frame beside it, so the focus stays.
export default class extends Controller {
  static targets = ["fold"]

  connect() {
    this.element.classList.add("live")
    this.loaded = ({ target }) => this.tell(target)
    document.addEventListener("turbo:frame-load", this.loaded)
  }

  disconnect() {
    clearTimeout(this.later)
    document.removeEventListener("turbo:frame-load", this.loaded)
  }

  // The button of a period says the one that is shown.
  tell(frame) {
    const [shown, told] = [this.element.querySelector(".of-period"), frame.querySelector("[data-period]")]
    if (shown && told && frame.id === this.element.dataset.turboFrame) shown.textContent = told.dataset.period
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
