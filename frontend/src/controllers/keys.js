import { Controller } from "@hotwired/stimulus"

// Keyboard shortcuts: / n g j k x ?, those that a page's controls name, and Ctrl or ⌘ with Enter to save.

// Links of a list's rows.
const ROWS = "tr a.who, table.report th a.to, table.entry-list td.text a.to, table.entries tr.first a.to"

// The control that led to this page and stands on it again.
let returns

export default class extends Controller {
  static targets = ["search"]
  static values = { map: Array }

  connect() {
    this.pressed = (event) => this.press(event)
    document.addEventListener("keydown", this.pressed)
    this.clicked = ({ target }) => { returns = target.closest("[data-returns]")?.id }
    document.addEventListener("click", this.clicked)
    document.getElementById(returns)?.focus()
    returns = undefined
  }

  disconnect() {
    document.removeEventListener("keydown", this.pressed)
    document.removeEventListener("click", this.clicked)
  }

  press(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return this.save(event)
    const typing = event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]")
    if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return
    const sequence = this.first ? `${this.first} ${event.key}` : event.key
    this.first = undefined
    const known = this.mapValue.find(([keys]) => keys === sequence)
    const control = sequence.length === 1 && [...document.querySelectorAll(`main [data-press="${CSS.escape(sequence)}"]`)].find((found) => found.checkVisibility())
    if (known) {
      event.preventDefault()
      window.Turbo.visit(known[1])
    } else if (control) {
      event.preventDefault()
      control.focus()
      control.click()
    } else if (event.key === "n" || event.key === "g") {
      this.first = event.key
    } else if (event.key === "/" && this.hasSearchTarget) {
      event.preventDefault()
      this.searchTarget.focus()
    } else if (event.key === "?") {
      this.help()
    } else if (event.key === "j" || event.key === "k") {
      this.move(event.key === "j" ? 1 : -1)
    } else if (event.key === "x") {
      document.activeElement.closest("tr")?.querySelector("input[type=checkbox]")?.click()
    }
  }

  // Every key, those of the page with the others.
  help() {
    const [all, own] = ["shortcuts", "page-keys"].map((id) => document.getElementById(id))
    if (own && !all.querySelector("h3")) all.append(own.content.cloneNode(true))
    all.showModal()
  }

  // The form that one is in, or the page's only one that is saved at its foot.
  save(event) {
    const form = event.target.closest("form[method=post]") ?? document.querySelector("main form[method=post]:has(.foot, .entry-foot)")
    const button = form?.querySelector(".foot .primary[type=submit]") ?? form?.querySelector(".primary[type=submit]")
    if (!button) return
    event.preventDefault()
    form.requestSubmit(button)
  }

  move(by) {
    const rows = [...document.querySelectorAll(ROWS)].filter((row) => row.checkVisibility())
    const at = rows.indexOf(document.activeElement)
    rows[Math.min(Math.max(at + by, 0), rows.length - 1)]?.focus()
  }
}
