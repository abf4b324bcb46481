import { Controller } from "@hotwired/stimulus"

// The country proposes currency, language and time zone, and lists its provinces.
export default class extends Controller {
  static values = { proposals: Object }

  change(event) {
    const proposal = this.proposalsValue[event.target.value]
    if (!proposal) return
    for (const [at, name] of ["currency", "language", "time_zone"].entries()) {
      const select = this.element.querySelector(`select[data-field=${name}]`)
      if (!select) continue
      const combobox = this.application.getControllerForElementAndIdentifier(select, "combobox")
      if (combobox) combobox.propose(proposal[at])
      else select.value = proposal[at]
    }
  }

  async states(event) {
    const field = this.element.querySelector(`[data-states-of="${event.target.name}"]`)
    if (!field) return
    const response = await fetch(`/places/${encodeURIComponent(event.target.value || "-")}/states?name=${encodeURIComponent(field.dataset.name)}`)
    if (response.ok) field.innerHTML = await response.text()
  }
}
