import { Controller } from "@hotwired/stimulus"

// A details element whose summary looks like a button: it says whether it is open, as a button does.
export default class extends Controller {
  connect() {
    const tell = () => this.element.querySelector("summary").setAttribute("aria-expanded", this.element.open)
    this.element.addEventListener("toggle", tell)
    tell()
  }
}
