import { Controller } from "@hotwired/stimulus"

// Opens a dialog that the page holds; the browser traps and returns the focus.
export default class extends Controller {
  static targets = ["dialog"]
  static values = { open: Boolean }

  connect() {
    if (this.openValue) this.dialogTarget.showModal()
  }

  open(event) {
    event.preventDefault()
    this.dialogTarget.showModal()
  }

  close(event) {
    event.preventDefault()
    this.dialogTarget.close()
  }
}
