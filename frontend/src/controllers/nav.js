import { Controller } from "@hotwired/stimulus"

// Opens the navigation on a phone.
export default class extends Controller {
  toggle(event) {
    event.preventDefault()
    this.element.classList.toggle("nav-open")
    event.currentTarget.setAttribute("aria-expanded", this.element.classList.contains("nav-open"))
  }
}
