import { Controller } from "@hotwired/stimulus"

// The parts of a line's options, by their keys.
const SECTIONS = { b: "search", s: "split", g: "expense", t: "transfer", e: "exclude" }

// Lines of a bank to reconcile, by keys: J K move, A accepts, O opens the options, 1 to 5 take a proposal of the open line; B S G T E go to a part of the
// options, R makes a rule of the line, U undoes what was done last, Esc leaves the options.
export default class extends Controller {
  static targets = ["line", "accept", "options", "other"]
  static values = { lines: String, rules: Boolean }

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

  // A part of the options: that of the open line has the focus at once, another line's are opened first.
  part(line, name) {
    const found = line?.classList.contains("now") && (line.querySelector(`[data-section=${name}]`) ?? (name === "split" ? line.querySelector("[data-section=shares]") : null))
    if (found) {
      if (found.tagName === "DETAILS") found.open = true
      const control = found.querySelector("input:not([type=hidden]), select, textarea, button")
      control?.focus()
      control?.scrollIntoView({ block: "center" })
      return
    }
    const options = this.within(line, this.optionsTargets)
    if (!options || line.classList.contains("now")) return
    // With an anchor it would be the line that has the focus.
    const [path] = options.getAttribute("href").split("#")
    options.setAttribute("href", `${path}&focus=${name}`)
    options.click()
  }

  press(event) {
    const typing = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")
    if (event.key === "Escape" && event.target.closest(".options") && !event.defaultPrevented) {
      this.within(event.target.closest("[data-bank-target=line]"), this.optionsTargets)?.focus()
      return
    }
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
    else if (SECTIONS[key]) this.part(line, SECTIONS[key])
    else if (key === "r" && this.rulesValue && line?.id) window.Turbo.visit(`${this.linesValue}/${line.id.replace("line", "")}/rule`)
    else if (key === "u") document.querySelector(".flash form button")?.click()
    else if (/^[1-5]$/.test(key)) (key === "1" ? this.acceptTargets.find((target) => target.closest(".now")) : this.otherTargets[Number(key) - 2])?.click()
    else return
    event.preventDefault()
  }
}
