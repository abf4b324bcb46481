import { Controller } from "@hotwired/stimulus"
import { fold } from "../fold.js"

// A list of links that is narrowed to those that hold the words as one types; a heading stays while one of its own does.
export default class extends Controller {
  static targets = ["words", "item", "heading", "none"]

  connect() {
    this.opened = () => { if (this.element.open && this.hasWordsTarget) this.wordsTarget.focus() }
    this.element.addEventListener("toggle", this.opened)
  }

  disconnect() {
    this.element.removeEventListener("toggle", this.opened)
  }

  sift() {
    const words = fold(this.wordsTarget.value).split(/\s+/).filter(Boolean)
    for (const item of this.itemTargets) item.hidden = !words.every((word) => fold(item.textContent).includes(word))
    for (const heading of this.headingTargets) {
      let next = heading.nextElementSibling
      while (next?.hidden && this.itemTargets.includes(next)) next = next.nextElementSibling
      heading.hidden = !this.itemTargets.includes(next)
    }
    this.noneTarget.hidden = this.itemTargets.some((item) => !item.hidden)
  }
}
