import { Controller } from "@hotwired/stimulus"

// A grid of links is one stop of Tab: arrows go among them.
export default class extends Controller {
  connect() {
    this.rows = [...this.element.tBodies[0].rows].map((row) => [...row.querySelectorAll("td a")])
    for (const link of this.rows.flat()) link.tabIndex = -1
    this.stop(this.rows[0]?.[0])
  }

  stop(link) {
    if (!link) return
    if (this.at) this.at.tabIndex = -1
    this.at = link
    link.tabIndex = 0
  }

  press(event) {
    const row = this.rows.findIndex((links) => links.includes(event.target))
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key]
    if (row < 0 || !step || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    // On phones the grid is turned.
    const [down, right] = getComputedStyle(this.element).display === "flex" ? [step[1], step[0]] : step
    const next = this.rows[row + down]?.[this.rows[row].indexOf(event.target) + right]
    this.stop(next)
    next?.focus()
  }
}
