import { Controller } from "@hotwired/stimulus"

// The matrix of the tax calendar: one tab stop, moved by arrows; a panel that opens beside it and gives the focus back.
export default class extends Controller {
  static targets = ["grid"]

  connect() {
    this.frame = this.element.querySelector("turbo-frame#obligation")
    this.loaded = () => this.frame.querySelector("#obligation-title")?.focus()
    this.closing = (event) => {
      if (!event.target.closest("[data-close]")) return
      event.preventDefault()
      this.close()
    }
    this.escaped = (event) => { if (event.key === "Escape" && this.isOpen()) { event.stopPropagation(); this.close() } else this.across(event) }
    this.frame?.addEventListener("turbo:frame-load", this.loaded)
    this.frame?.addEventListener("click", this.closing)
    this.frame?.addEventListener("keydown", this.escaped)
    for (const [at, cell] of this.cells().entries()) cell.tabIndex = at ? -1 : 0
    for (const box of this.element.querySelectorAll(".mark input")) box.tabIndex = -1
  }

  disconnect() {
    this.frame?.removeEventListener("turbo:frame-load", this.loaded)
    this.frame?.removeEventListener("click", this.closing)
    this.frame?.removeEventListener("keydown", this.escaped)
  }

  cells() {
    return this.hasGridTarget ? [...this.gridTarget.querySelectorAll("a.o")] : []
  }

  isOpen() {
    return Boolean(this.frame?.querySelector(".panel"))
  }

  close() {
    this.frame.removeAttribute("src")
    this.frame.removeAttribute("complete")
    this.frame.innerHTML = ""
    this.current()?.focus()
  }

  current() {
    return this.gridTarget.querySelector("a.o[tabindex='0']")
  }

  focus(cell) {
    if (!cell) return
    for (const other of this.gridTarget.querySelectorAll("a.o[tabindex='0']")) other.tabIndex = -1
    cell.tabIndex = 0
    cell.focus()
  }

  // The cell so many columns and rows away that has something in it.
  beside(cell, columns, rows) {
    const td = cell.closest("td")
    let [row, at] = [td.parentElement, td.cellIndex]
    for (;;) {
      if (rows) row = rows > 0 ? row.nextElementSibling : row.previousElementSibling
      at += columns
      if (!row || at < 1 || at >= row.cells.length) return undefined
      const found = row.cells[at].querySelector("a.o")
      if (found) return found
    }
  }

  key(event) {
    const cell = event.target.closest("a.o")
    if (!cell || event.altKey || event.metaKey) return
    const of = (row) => [...row.querySelectorAll("a.o")]
    const steps = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }
    let next
    if (steps[event.key]) {
      next = this.beside(cell, ...steps[event.key])
      if (event.shiftKey && next) for (const own of [cell, next]) this.pick(own, true)
    } else if (event.key === "Home") next = event.ctrlKey ? this.cells()[0] : of(cell.closest("tr"))[0]
    else if (event.key === "End") next = event.ctrlKey ? this.cells().at(-1) : of(cell.closest("tr")).at(-1)
    else if (event.key === "x" && !event.ctrlKey) this.pick(cell)
    else if (event.key === "p" && !event.ctrlKey) {
      if (!this.element.querySelector(".mark :checked")) this.pick(cell, true)
      return
    } else if (event.key === "Escape") {
      if (this.isOpen()) this.close()
      else for (const box of this.element.querySelectorAll(".mark :checked")) box.checked = false
    } else return
    event.preventDefault()
    event.stopPropagation()
    this.focus(next)
  }

  // From the panel to the obligation of the next cell.
  across(event) {
    if (event.target.closest("input, select, textarea") || event.ctrlKey || !["j", "k"].includes(event.key)) return
    const all = this.cells()
    const next = all[all.indexOf(this.current()) + (event.key === "j" ? 1 : -1)]
    event.stopPropagation()
    if (!next) return
    for (const other of all) other.tabIndex = other === next ? 0 : -1
    next.click()
  }

  pick(cell, on) {
    const box = cell.closest("td").querySelector(".mark input")
    if (box) box.checked = on ?? !box.checked
  }

  clicked(event) {
    const cell = event.target.closest("a.o")
    if (!cell || !this.frame) return
    for (const other of this.cells()) other.tabIndex = other === cell ? 0 : -1
    // Where one comes back to once something is changed in the panel.
    const address = new URL(cell.href)
    address.searchParams.set("back", location.pathname + location.search)
    cell.href = address.pathname + address.search
  }
}
