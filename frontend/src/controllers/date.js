import { Controller } from "@hotwired/stimulus"
import { read, today, written } from "../dates.js"

// A day that is typed: what is left out is that of the day that stood there, or of today.
export default class extends Controller {
  connect() {
    this.last = read(this.element.value, today()) ?? today()
  }

  complete() {
    const found = read(this.element.value, this.last)
    if (!found) return
    this.last = found
    this.element.value = written(found)
  }
}
