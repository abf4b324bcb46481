import { Controller } from "@hotwired/stimulus"

// Shows the number of unread notifications, live.
export default class extends Controller {
  static targets = ["count"]
  static values = { unread: Number, label: String }

  connect() {
    this.source = new EventSource("/notifications/events")
    this.source.onmessage = (event) => { this.unreadValue = Number(event.data) }
  }

  disconnect() {
    this.source.close()
  }

  unreadValueChanged(unread) {
    this.countTarget.textContent = unread
    this.countTarget.hidden = unread === 0
    this.element.setAttribute("aria-label", unread ? `${this.labelValue}: ${unread}` : this.labelValue)
  }
}
