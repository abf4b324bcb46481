import { Controller } from "@hotwired/stimulus"

// The lines of a statement, each opened to the accounts that stand below it.
export default class extends Controller {
  connect() {
    this.element.classList.add("live")
  }

  fold(event) {
    const button = event.currentTarget
    const open = button.getAttribute("aria-expanded") !== "true"
    button.setAttribute("aria-expanded", open)
    for (let row = button.closest("tr").nextElementSibling; row?.classList.contains("account"); row = row.nextElementSibling) row.hidden = !open
  }
}
