import { Controller } from "@hotwired/stimulus"

// A month of tasks: one that is dragged to another day moves there.
export default class extends Controller {
  static targets = ["day", "task"]

  connect() {
    this.element.addEventListener("dragstart", ({ target, dataTransfer }) => {
      this.dragged = this.taskTargets.find((task) => task.contains(target))
      dataTransfer.setData("text/plain", "")
    })
    this.element.addEventListener("dragover", (event) => {
      const day = this.day(event)
      if (!this.dragged || !day) return
      event.preventDefault()
      for (const other of this.dayTargets) other.classList.toggle("over", other === day)
    })
    this.element.addEventListener("dragend", () => this.clear())
    this.element.addEventListener("drop", (event) => {
      const day = this.day(event)
      if (!this.dragged || !day) return
      event.preventDefault()
      if (!day.contains(this.dragged)) {
        const form = document.getElementById("move-day")
        form.action = this.dragged.dataset.to
        form.elements.due_on.value = day.dataset.day
        form.requestSubmit()
      }
      this.clear()
    })
  }

  day({ target }) {
    return this.dayTargets.find((day) => day.contains(target))
  }

  clear() {
    this.dragged = undefined
    for (const day of this.dayTargets) day.classList.remove("over")
  }
}
