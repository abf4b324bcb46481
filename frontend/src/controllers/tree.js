import { Controller } from "@hotwired/stimulus"
import { fold } from "../fold.js"

// A tree of nested details: a search shows what matches and its ancestors.
export default class extends Controller {
  static targets = ["filter", "none"]

  filter() {
    const words = fold(this.filterTarget.value).split(/\s+/).filter(Boolean)
    let found = 0
    for (const item of [...this.element.querySelectorAll("li[data-text]")].reverse()) {
      const own = words.every((word) => fold(item.dataset.text).includes(word))
      const below = item.querySelector("li[data-text]:not([hidden])") !== null
      item.hidden = !(own || below)
      if (own) found += 1
      const details = item.querySelector(":scope > details")
      if (details && words.length) details.open = below
    }
    this.noneTarget.hidden = found > 0
  }

  expand() {
    for (const details of this.element.querySelectorAll("li details")) details.open = true
  }

  collapse() {
    for (const details of this.element.querySelectorAll("li details")) details.open = false
  }
}
