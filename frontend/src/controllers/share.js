import { Controller } from "@hotwired/stimulus"
import { minor, written } from "../amounts.js"

// A line that is shared out among documents: what is left is told at each key, and it is done at nothing.
export default class extends Controller {
  static targets = ["row", "told"]
  static values = { whole: Number, digits: Number, side: Number }

  connect() {
    this.sum()
  }

  get lang() {
    return document.documentElement.lang
  }

  read(field) {
    return field.value.trim() === "" ? 0 : minor(field.value, this.lang, this.digitsValue)
  }

  parts(row) {
    return [row.querySelector("input[type=checkbox]"), row.querySelector("input:not([type=checkbox])")]
  }

  // What is ticked takes what is there of it and of the line.
  tick({ target }) {
    const row = target.closest("tr")
    const [, amount] = this.parts(row)
    amount.value = ""
    if (target.checked) {
      const rest = this.rest()
      const open = minor(row.dataset.left, this.lang, this.digitsValue)
      if (open !== undefined) amount.value = written(rest > 0 ? Math.min(open, rest) : open, this.lang, this.digitsValue)
    }
    this.sum()
  }

  type({ target }) {
    const [tick] = this.parts(target.closest("tr"))
    tick.checked = target.value.trim() !== ""
    this.sum()
  }

  rest() {
    const charges = this.element.querySelector("[name=charges]")
    const all = this.rowTargets.map((row) => this.parts(row)).filter(([tick]) => tick.checked).map(([, amount]) => this.read(amount))
    const kept = charges ? this.read(charges) : 0
    if (all.includes(undefined) || kept === undefined) return undefined
    return this.wholeValue + this.sideValue * kept - all.reduce((sum, amount) => sum + amount, 0)
  }

  sum() {
    const rest = this.rest()
    this.toldTarget.textContent = rest === undefined ? "—" : written(rest, this.lang, this.digitsValue)
    this.toldTarget.classList.toggle("ok", rest === 0)
  }
}
