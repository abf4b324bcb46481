import { Controller } from "@hotwired/stimulus"

// Asks for the page again every three seconds, and goes there once it waits for nothing more.
export default class extends Controller {
  static values = { url: String }

  connect() {
    this.wait()
  }

  disconnect() {
    clearTimeout(this.timer)
  }

  wait() {
    this.timer = setTimeout(() => this.look(), 3000)
  }

  async look() {
    const over = await this.isOver()
    if (!this.element.isConnected) return
    if (over) window.Turbo.visit(this.urlValue, { action: "replace" })
    else this.wait()
  }

  async isOver() {
    try {
      const response = await fetch(this.urlValue)
      // Elsewhere is the sign-in page.
      if (!response.ok || response.redirected) return false
      const page = new DOMParser().parseFromString(await response.text(), "text/html")
      return !page.querySelector("[data-controller~=waiting]")
    } catch {
      // The server is away, and may be back the next time.
      return false
    }
  }
}
