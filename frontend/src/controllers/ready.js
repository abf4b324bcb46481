import { Controller } from "@hotwired/stimulus"

// A ready reason is put where it can still be changed. Without scripts its button gives it as it is.
export default class extends Controller {
  take(event) {
    event.preventDefault()
    const field = this.element.querySelector("[name=reason]")
    field.value = event.currentTarget.value
    field.focus()
  }
}
