import { Controller } from "@hotwired/stimulus"

// The button of a form of one choice: it shows once another is chosen. Without scripts it is always there.
export default class extends Controller {
  static targets = ["value", "button"]

  connect() {
    this.first = this.valueTarget.value
    this.look()
  }

  look() {
    this.buttonTarget.hidden = this.valueTarget.value === this.first
  }
}
