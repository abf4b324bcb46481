import { Controller } from "@hotwired/stimulus"
import { fold } from "../fold.js"

// A table with boxes: selects all, counts, filters by text.
export default class extends Controller {
  static targets = ["all", "box", "count", "bar", "submit", "filter", "row", "none", "text", "withText"]

  connect() {
    this.update()
  }

  toggleAll() {
    for (const box of this.visible()) box.checked = this.allTarget.checked
    this.update()
  }

  visible() {
    return this.boxTargets.filter((box) => !box.closest("[hidden]"))
  }

  update() {
    const chosen = this.boxTargets.filter((box) => box.checked).length
    const visible = this.visible()
    if (this.hasAllTarget) {
      this.allTarget.checked = visible.length > 0 && visible.every((box) => box.checked)
      this.allTarget.indeterminate = chosen > 0 && !this.allTarget.checked
    }
    for (const target of this.countTargets) target.textContent = chosen === 1 ? target.dataset.one : target.dataset.other.replace("#", chosen)
    for (const target of this.barTargets) target.hidden = chosen === 0
    for (const target of this.submitTargets) target.disabled = chosen === 0
    // What needs a text waits for it.
    for (const target of this.withTextTargets) target.disabled = this.textTarget.value.trim() === ""
  }

  filter() {
    const words = fold(this.filterTarget.value).split(/\s+/).filter(Boolean)
    let found = 0
    for (const row of this.rowTargets) {
      row.hidden = !words.every((word) => fold(row.textContent).includes(word))
      if (!row.hidden) found += 1
    }
    if (this.hasNoneTarget) this.noneTarget.hidden = found > 0
    this.update()
  }
}
