import { Controller } from "@hotwired/stimulus"

// Takes the focus when it appears: an error summary.
export default class extends Controller {
  connect() {
    this.element.focus()
  }
}
