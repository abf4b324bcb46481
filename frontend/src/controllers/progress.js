import { Controller } from "@hotwired/stimulus"

// A job's progress, pushed by the server; the browser reconnects by itself if the server restarts.
export default class extends Controller {
  static values = { url: String }

  connect() {
    this.source = new EventSource(this.urlValue)
    this.source.onmessage = (event) => {
      this.element.innerHTML = event.data
      if (this.element.querySelector("[data-finished]")) this.source.close()
    }
  }

  disconnect() {
    this.source.close()
  }
}
