import { Controller } from "@hotwired/stimulus"
import { minor, written } from "../amounts.js"

// A sheet of cells: Enter and the arrows change the row, what is pasted from a spreadsheet fills the cells from the one at work on, each row
// tells its sum, and there is always an empty row at the end.
export default class extends Controller {
  static targets = ["row", "sum"]
  static values = { digits: Number }

  connect() {
    this.lang = document.documentElement.lang
    this.blank = this.rowTargets.at(-1)?.cloneNode(true)
    this.count()
  }

  cells(row) {
    return [...row.querySelectorAll("input")]
  }

  place(cell) {
    const row = cell.closest("[data-sheet-target=row]")
    return row && [this.rowTargets.indexOf(row), this.cells(row).indexOf(cell)]
  }

  to(at, column) {
    const row = this.rowTargets[at]
    return row && this.cells(row)[column]
  }

  enter({ target }) {
    target.select?.()
  }

  press(event) {
    const place = event.target.matches("input") && this.place(event.target)
    if (!place || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return
    const by = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!by || (event.target.list && event.key !== "Enter")) return
    event.preventDefault()
    this.to(place[0] + by, place[1])?.focus()
  }

  paste(event) {
    const text = event.clipboardData.getData("text/plain").replace(/\r/g, "").replace(/\n$/, "")
    const place = this.place(event.target)
    if (!place || !/[\t\n]/.test(text)) return
    event.preventDefault()
    for (const [down, line] of text.split("\n").entries()) {
      for (const [across, value] of line.split("\t").entries()) {
        if (place[0] + down >= this.rowTargets.length) this.add()
        const cell = this.to(place[0] + down, place[1] + across)
        if (cell) cell.value = value.trim()
      }
    }
    event.target.dispatchEvent(new Event("input", { bubbles: true }))
  }

  add() {
    if (!this.blank) return
    const row = this.blank.cloneNode(true)
    const at = this.rowTargets.length
    for (const cell of this.cells(row)) {
      cell.value = ""
      cell.id = cell.id.replace(/\[\d+\]/, `[${at}]`)
      cell.setAttribute("aria-label", cell.getAttribute("aria-label").replace(/\d+$/, at + 1))
    }
    const number = row.querySelector(".pos")
    if (number) number.textContent = number.textContent.replace(/\d+/, at + 1)
    this.rowTargets.at(-1).after(row)
  }

  count() {
    for (const [at, row] of this.rowTargets.entries()) {
      const sum = [...row.querySelectorAll("[data-cell=amount]")].reduce((sum, cell) => sum + (minor(cell.value || "0", this.lang, this.digitsValue) ?? 0), 0)
      if (this.sumTargets[at]) this.sumTargets[at].textContent = sum ? written(sum, this.lang, this.digitsValue) : ""
    }
    const last = this.rowTargets.at(-1)
    if (last && !last.querySelector(":disabled") && !last.closest("fieldset:disabled") && this.cells(last).some((cell) => cell.value.trim())) this.add()
  }
}
