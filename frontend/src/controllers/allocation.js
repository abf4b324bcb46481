import { Controller } from "@hotwired/stimulus"
import { minor, written } from "../amounts.js"

// A result that is shared out: what is left is told while one types.
export default class extends Controller {
  static targets = ["amount", "told"]
  static values = { result: Number, digits: Number, left: String, over: String, done: String }

  get lang() {
    return document.documentElement.lang
  }

  sum() {
    const amounts = this.amountTargets.map((field) => field.value.trim() === "" ? 0 : minor(field.value, this.lang, this.digitsValue))
    if (amounts.includes(undefined)) return
    const rest = this.resultValue - amounts.reduce((all, amount) => all + amount, 0)
    const tag = document.createElement("span")
    tag.className = rest === 0 ? "tag ok" : "tag warn"
    const text = rest === 0 ? this.doneValue : rest < 0 ? this.overValue : this.leftValue
    tag.textContent = text.replace("#", written(Math.abs(rest), this.lang, this.digitsValue))
    this.toldTarget.replaceChildren(tag)
  }

  // What is a sum is solved on leaving.
  settle({ target }) {
    const amount = minor(target.value, this.lang, this.digitsValue)
    if (target.value.trim() !== "" && amount !== undefined) target.value = written(amount, this.lang, this.digitsValue)
    this.sum()
  }
}
