import { Controller } from "@hotwired/stimulus"

// The new-client form: proposes the display name, and allows an invitation only where there is something to invite to.
export default class extends Controller {
  static targets = ["invite", "reason", "application"]

  connect() {
    this.display = this.field("display_name")
    this.own = this.display && this.display.value !== "" && this.display.value !== this.proposal()
    this.toggle()
  }

  field(name) {
    return this.element.querySelector(`[data-field=${name}]`)
  }

  proposal() {
    const text = (name) => this.field(name)?.value.trim() ?? ""
    return text("business_name") || text("legal_name") || [text("first_name"), text("last_name")].filter(Boolean).join(" ")
  }

  propose(event) {
    if (event?.target === this.display) {
      this.own = this.display.value !== ""
    } else if (!this.own) {
      this.display.value = this.proposal()
    }
  }

  toggle() {
    const chosen = this.applicationTargets.some((box) => box.checked)
    this.inviteTarget.disabled = !chosen
    if (!chosen) this.inviteTarget.checked = false
    this.reasonTarget.hidden = chosen
    // An organization has a country.
    const country = this.element.querySelector("select[name='billing_address.country']")?.closest(".field")?.querySelector(".opt")
    if (country) country.hidden = chosen
  }
}
