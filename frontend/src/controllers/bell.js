import { Controller } from "@hotwired/stimulus"
import { join, listen } from "../live.js"

// Shows the number of unread notifications, live.
export default class extends Controller {
  static targets = ["count"]
  static values = { unread: Number, label: String, reader: String, worker: String }

  connect() {
    this.stop = listen("notified", (unread) => { this.unreadValue = Number(unread) })
    join(this.readerValue, this.workerValue)
  }

  disconnect() {
    this.stop()
  }

  unreadValueChanged(unread) {
    this.countTarget.textContent = unread
    this.countTarget.hidden = unread === 0
    this.element.setAttribute("aria-label", unread ? `${this.labelValue}: ${unread}` : this.labelValue)
  }
}
