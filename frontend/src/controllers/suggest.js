import { Controller } from "@hotwired/stimulus"

// The search box of the top bar: what it would find, while one types. Arrows choose, Enter opens; without a choice it leads to the list.
export default class extends Controller {
  static targets = ["input", "list"]
  static values = { url: String }

  connect() {
    const input = this.inputTarget
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", this.listTarget.id], ["aria-expanded", "false"]]) input.setAttribute(name, value)
    this.outside = (event) => { if (!this.element.contains(event.target)) this.close() }
    document.addEventListener("click", this.outside)
  }

  disconnect() {
    document.removeEventListener("click", this.outside)
    clearTimeout(this.later)
    this.asking?.abort()
  }

  type() {
    clearTimeout(this.later)
    this.later = setTimeout(() => this.ask(), 150)
  }

  async ask() {
    this.asking?.abort()
    const q = this.inputTarget.value.trim()
    if (!q) return this.close()
    const asking = (this.asking = new AbortController())
    try {
      const response = await fetch(`${this.urlValue}?${new URLSearchParams({ q })}`, { signal: asking.signal })
      // Elsewhere is the sign-in page.
      if (!response.ok || response.redirected) return
      this.listTarget.innerHTML = await response.text()
      this.chosen = -1
      this.listTarget.hidden = this.listTarget.childElementCount === 0
      this.inputTarget.setAttribute("aria-expanded", !this.listTarget.hidden)
      this.inputTarget.removeAttribute("aria-activedescendant")
    } catch (error) {
      if (error.name !== "AbortError") throw error
    }
  }

  close() {
    this.asking?.abort()
    this.listTarget.hidden = true
    this.inputTarget.setAttribute("aria-expanded", "false")
    this.inputTarget.removeAttribute("aria-activedescendant")
  }

  key(event) {
    if (this.listTarget.hidden) return
    const options = [...this.listTarget.querySelectorAll("[role=option]")]
    if (event.key === "Escape") {
      event.preventDefault()
      this.close()
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && options.length > 0) {
      event.preventDefault()
      const by = event.key === "ArrowDown" ? 1 : -1
      this.chosen = this.chosen === -1 && by === -1 ? options.length - 1 : (this.chosen + by + options.length) % options.length
      for (const [at, option] of options.entries()) option.setAttribute("aria-selected", at === this.chosen)
      this.inputTarget.setAttribute("aria-activedescendant", options[this.chosen].id)
      options[this.chosen].scrollIntoView({ block: "nearest" })
    } else if (event.key === "Enter" && this.chosen >= 0) {
      event.preventDefault()
      options[this.chosen].click()
    }
  }
}
