import { Controller } from "@hotwired/stimulus"

// The country proposes currency, language, time zone and date format, and lists its provinces.
export default class extends Controller {
  static values = { proposals: Object, provinces: Object }

  change(event) {
    this.label(event.target.value)
    const proposal = this.proposalsValue[event.target.value]
    if (!proposal) return
    for (const [at, name] of ["currency", "language", "time_zone", "date_format"].entries()) {
      const select = this.element.querySelector(`select[data-field=${name}]`)
      if (!select) continue
      const combobox = this.application.getControllerForElementAndIdentifier(select, "combobox")
      if (combobox) combobox.propose(proposal[at])
      else select.value = proposal[at]
    }
  }

  // What the country calls its tax id.
  label(country) {
    const labels = JSON.parse(this.element.querySelector("[data-tax-labels]")?.dataset.taxLabels ?? "{}")
    const input = this.element.querySelector("[data-field=tax_id]")
    if (!input || !country || !labels[""]) return
    this.element.querySelector(`label[for=${CSS.escape(input.id)}]`).textContent = labels[country] ?? labels[""]
  }

  // A Spanish postal code begins with its province, which is proposed until one chooses another.
  province(event) {
    const part = (name) => this.element.querySelector(`[name="${event.target.name.replace("postal_code", name)}"]`)
    const state = part("state")
    const proposed = this.provincesValue[event.target.value.trim().slice(0, 2)]
    if (!proposed || part("country")?.value !== "ES" || event.target.value.trim().length < 5) return
    if (state?.tagName !== "SELECT" || (state.value && state.value !== this.proposed)) return
    state.value = proposed
    this.proposed = proposed
  }

  async states(event) {
    if (event.target.name === "billing_address.country") this.label(event.target.value)
    const field = this.element.querySelector(`[data-states-of="${event.target.name}"]`)
    if (!field) return
    const response = await fetch(`/places/${encodeURIComponent(event.target.value || "-")}/states?name=${encodeURIComponent(field.dataset.name)}`)
    if (response.ok) field.innerHTML = await response.text()
  }
}
