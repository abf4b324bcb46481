import { Controller } from "@hotwired/stimulus"
import { settled } from "../corrected.js"

// Where preferences are chosen: what a group needs is chosen with it, each change refreshes the preview, and without Books
// among the applications there is nothing to clone.
let focused = ""

export default class extends Controller {
  static targets = ["group", "refresh", "remove", "settled"]

  connect() {
    this.applications = (event) => {
      if (event.target.name === "applications" && event.target.value === "books" && !event.target.checked && this.hasRemoveTarget) this.removeTarget.click()
    }
    this.element.addEventListener("change", this.applications)
    // Enter in the panel goes on in it; what sends the whole form is at its foot.
    this.enter = (event) => {
      const panel = event.key === "Enter" && !event.defaultPrevented && !event.ctrlKey && !event.metaKey && event.target.matches("input:not([type=checkbox])") && event.target.closest(".clone")
      if (!panel) return
      event.preventDefault()
      ;(event.target.closest(".row")?.querySelector("button[type=submit]") ?? panel.querySelector(".primary"))?.click()
    }
    this.element.addEventListener("keydown", this.enter)
  }

  disconnect() {
    this.element.removeEventListener("change", this.applications)
    this.element.removeEventListener("keydown", this.enter)
  }

  // The panel came back after a choice: the box that was changed has the focus again.
  groupTargetConnected(box) {
    if (box.id !== focused) return
    focused = ""
    setTimeout(() => document.getElementById(box.id)?.focus())
  }

  // The preferences are chosen: the form's summary, which stands outside the panel, asks for them no more.
  settledTargetConnected() {
    settled("f-clone")
  }

  toggle(event) {
    const { value, checked } = event.target
    const change = (box, on) => {
      if (box.checked === on) return
      box.checked = on
      spread(box.value, on)
    }
    const spread = (name, on) => {
      for (const box of this.groupTargets) {
        const needs = box.dataset.needs.split(" ")
        if (on && box.value === name) this.groupTargets.filter((other) => needs.includes(other.value)).forEach((other) => change(other, true))
        if (!on && needs.includes(name)) change(box, false)
      }
    }
    spread(value, checked)
    focused = event.target.id
    this.refreshTarget.click()
  }
}
