import { Controller } from "@hotwired/stimulus"
import accessibleAutocomplete from "accessible-autocomplete"
import { fold } from "../fold.js"

// Gives a select a search box. The select stays in the page, keeps the value and is what is sent. With a url the options
// beyond those of the page are looked for there.
export default class extends Controller {
  static values = { none: String, url: String, of: { type: String, default: "id" } }

  connect() {
    const select = this.element
    const id = select.id
    const described = select.getAttribute("aria-describedby")
    const invalid = select.getAttribute("aria-invalid")
    accessibleAutocomplete.enhanceSelectElement({
      selectElement: select,
      defaultValue: this.label(select.value),
      showAllValues: true,
      confirmOnBlur: true,
      autoselect: false,
      dropdownArrow: () => "",
      source: (query, show) => this.search(query, show),
      tNoResults: () => this.noneValue,
      onConfirm: (label) => {
        const option = Array.from(select.options).find((o) => o.textContent === label)
        if (!option || option.value === select.value) return
        select.value = option.value
        select.dispatchEvent(new Event("change", { bubbles: true }))
      }
    })
    this.wrapper = select.previousElementSibling
    this.input = this.wrapper.querySelector("input")
    if (described) this.input.setAttribute("aria-describedby", described)
    if (invalid) this.input.setAttribute("aria-invalid", invalid)
    // What was typed and matches nothing is put back when the field is left.
    this.input.addEventListener("blur", () => setTimeout(() => this.restore(), 150))
    this.id = id
  }

  disconnect() {
    this.asking?.abort()
    this.wrapper?.remove()
    this.element.style.display = ""
    this.element.id = this.id
  }

  search(query, show) {
    const words = fold(query).split(/\s+/).filter(Boolean)
    const labels = () => Array.from(this.element.options, (option) => option.textContent)
    const found = () => labels().filter((label) => words.every((word) => fold(label).includes(word)))
    if (!query || query === this.label(this.element.value)) return show(labels())
    if (!this.urlValue) return show(found())
    this.ask(query).then((asked) => asked && show(found()), () => show(found()))
  }

  // Adds the options that the server finds; answers whether this was the last question.
  async ask(query) {
    this.asking?.abort()
    const asking = (this.asking = new AbortController())
    try {
      const response = await fetch(`${this.urlValue}?${new URLSearchParams({ q: query })}`, { signal: asking.signal, headers: { Accept: "application/json" } })
      if (!response.ok) return true
      const known = new Set(Array.from(this.element.options, (option) => option.value))
      for (const item of (await response.json()).items) {
        if (!known.has(item[this.ofValue])) this.element.add(new Option(item.label, item[this.ofValue]))
      }
      return true
    } catch (error) {
      if (error.name === "AbortError") return false
      throw error
    }
  }

  // Another controller proposes a value.
  propose(value) {
    if (this.element.value === value) return
    this.element.value = value
    this.restore()
  }

  restore() {
    const label = this.label(this.element.value)
    if (this.input.value === label) return
    // The library keeps its own state of the text: tell it as typing does, without opening the list.
    this.disconnect()
    this.connect()
  }

  label(value) {
    return Array.from(this.element.options).find((o) => o.value === value)?.textContent ?? ""
  }
}
