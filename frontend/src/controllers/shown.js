import { Controller } from "@hotwired/stimulus"

// Fields that have a meaning only while others say so: each tells the cases in which it is shown, and of a case every field's words.
export default class extends Controller {
  static targets = ["part"]

  connect() {
    this.tell()
  }

  tell() {
    for (const part of this.partTargets) part.hidden = !JSON.parse(part.dataset.cases).some((all) => all.every(([name, words]) => words.includes(this.element.elements[name]?.value)))
  }
}
