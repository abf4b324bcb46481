import { Controller } from "@hotwired/stimulus"

// Lines of a bank to reconcile, by keys: J K move, A accepts, O opens the options, 2 to 5 take another proposal of the open line.
export default class extends Controller {
  static targets = ["line", "accept", "options", "other"]

  connect() {
    this.pressed = (event) => this.press(event)
    document.addEventListener("keydown", this.pressed)
  }

  disconnect() {
    document.removeEventListener("keydown", this.pressed)
  }

  // The line that has the focus, or the first.
  get at() {
    return Math.max(0, this.lineTargets.indexOf(document.activeElement.closest("[data-bank-target=line]")))
  }

  within(line, targets) {
    return targets.find((target) => line?.contains(target))
  }

  press(event) {
    const typing = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")
    if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return
    const key = event.key.toLowerCase()
    const line = this.lineTargets[this.at]
    if (key === "j" || key === "k") {
      const inside = line?.contains(document.activeElement)
      const next = this.lineTargets[inside ? this.at + (key === "j" ? 1 : -1) : this.at]
      const control = this.within(next, this.acceptTargets) ?? this.within(next, this.optionsTargets)
      control?.focus()
      control?.scrollIntoView({ block: "nearest" })
    } else if (key === "a") this.within(line, this.acceptTargets)?.click()
    else if (key === "o") this.within(line, this.optionsTargets)?.click()
    else if (/^[1-5]$/.test(key)) (key === "1" ? this.acceptTargets.find((target) => target.closest(".now")) : this.otherTargets[Number(key) - 2])?.click()
    else return
    event.preventDefault()
  }
}
