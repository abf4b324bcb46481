import { Controller } from "@hotwired/stimulus"
import { listen } from "../live.js"

// A job's progress: asked for whenever the server tells that it moved on, or that something was missed.
export default class extends Controller {
  static values = { id: String, url: String }

  connect() {
    this.stop = listen("progress", (id) => { if (id === this.idValue || id === "any") this.look() })
    this.look()
  }

  disconnect() {
    this.stop()
  }

  // One request at a time: what moves on meanwhile is asked for after it.
  async look() {
    this.wanted = true
    if (this.looking || this.finished) return
    this.looking = true
    while (this.wanted && !this.finished) {
      this.wanted = false
      await this.show()
    }
    this.looking = false
  }

  async show() {
    try {
      const response = await fetch(this.urlValue)
      // Elsewhere is the sign-in page.
      if (!response.ok || response.redirected) return
      const part = document.createRange().createContextualFragment(await response.text())
      this.finished = part.querySelector("[data-finished]") !== null
      if (this.finished) this.stop()
      // What stands around it, the count of clients, has moved on too: the page comes anew, once, unless somebody is on their way elsewhere.
      if (this.finished && !document.documentElement.hasAttribute("aria-busy")) window.Turbo.visit(window.location.href, { action: "replace" })
      else this.element.replaceChildren(part)
    } catch {
      // The server is away. Its stream tells when it is back.
    }
  }
}
