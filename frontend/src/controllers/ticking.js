import { Controller } from "@hotwired/stimulus"
import { written } from "../amounts.js"

// Postings that are matched with each other: sums of what is chosen, and keys for whoever does many of them.
export default class extends Controller {
  static targets = ["all", "row", "box", "bar", "count", "debit", "credit", "difference", "match", "unmatch", "round"]
  static values = { lang: String, digits: Number }

  connect() {
    this.pressed = (event) => this.press(event)
    document.addEventListener("keydown", this.pressed)
    this.update()
  }

  disconnect() {
    document.removeEventListener("keydown", this.pressed)
  }

  amount(minor) {
    return written(minor, this.langValue, this.digitsValue)
  }

  update() {
    if (!this.hasBarTarget) return
    const chosen = this.boxTargets.filter((box) => box.checked)
    const sum = (sign) => chosen.reduce((all, box) => all + Math.max(0, sign * Number(box.dataset.amount)), 0)
    const [debit, credit] = [sum(1), sum(-1)]
    const matched = chosen.filter((box) => box.dataset.matched).length
    const difference = debit - credit
    const open = chosen.length > 1 && matched === 0
    this.barTarget.hidden = chosen.length === 0
    if (this.hasAllTarget) {
      this.allTarget.checked = chosen.length > 0 && chosen.length === this.boxTargets.length
      this.allTarget.indeterminate = chosen.length > 0 && !this.allTarget.checked
    }
    const { one, other } = this.countTarget.dataset
    this.countTarget.textContent = chosen.length === 1 ? one : other.replace("#", chosen.length)
    this.debitTarget.textContent = this.amount(debit)
    this.creditTarget.textContent = this.amount(credit)
    this.differenceTarget.textContent = `${this.differenceTarget.dataset.label} ${this.amount(difference)}`
    this.differenceTarget.classList.toggle("ok", difference === 0)
    this.differenceTarget.classList.toggle("warn", difference !== 0)
    this.matchTarget.disabled = !open || difference !== 0
    this.matchTarget.classList.toggle("primary", !this.matchTarget.disabled)
    this.unmatchTarget.hidden = matched === 0
    const small = open && difference !== 0 && Math.abs(difference) <= Number(this.roundTarget.dataset.most)
    this.roundTarget.hidden = !small
    this.roundTarget.textContent = this.roundTarget.dataset.label.replace("#", this.amount(Math.abs(difference)))
  }

  tick(event) {
    if (this.ranged && this.last && this.last !== event.target) this.range(this.last, event.target)
    this.last = event.target
    this.update()
  }

  // From one box to another, as the other stands.
  range(from, to) {
    const [first, last] = [this.boxTargets.indexOf(from), this.boxTargets.indexOf(to)].sort((a, b) => a - b)
    if (first < 0) return
    for (const box of this.boxTargets.slice(first, last + 1)) box.checked = to.checked
  }

  all() {
    for (const box of this.boxTargets) box.checked = this.allTarget.checked
    this.update()
  }

  none() {
    for (const box of this.boxTargets) box.checked = false
    this.update()
    this.boxTargets[0]?.focus()
  }

  press(event) {
    this.ranged = event.shiftKey
    const typing = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")
    if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return
    const row = document.activeElement.closest("tr")
    const box = row?.querySelector("input[name=posting]")
    const step = document.querySelector(`main a[data-key="${CSS.escape(event.key)}"]`)
    if (step) step.click()
    else if (event.key === "c") document.querySelector("#report-form .combo input, #f-account")?.focus()
    else if (event.key === "j" || event.key === "k") this.move(event.key === "j" ? 1 : -1)
    else if (event.key === "X" && box) {
      box.checked = true
      if (this.last) this.range(this.last, box)
      this.last = box
      this.update()
    } else if (event.key === "p" && this.hasMatchTarget && !this.matchTarget.disabled && !this.barTarget.hidden) this.matchTarget.click()
    else if (event.key === "P" && this.hasUnmatchTarget && !this.unmatchTarget.hidden && !this.barTarget.hidden) this.unmatchTarget.click()
    else return
    event.preventDefault()
  }

  move(by) {
    const at = this.rowTargets.indexOf(document.activeElement.closest("tr"))
    const row = this.rowTargets[at < 0 ? 0 : Math.min(Math.max(at + by, 0), this.rowTargets.length - 1)]
    row?.querySelector(".text a")?.focus()
  }
}
