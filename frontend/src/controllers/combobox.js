import { Controller } from "@hotwired/stimulus"
import { mark, unmark } from "../corrected.js"
import { found } from "../rank.js"

// Gives a select a search box (ARIA's combobox with a list). The select stays in the page, keeps the value and is what is sent. Enter, Tab or
// leaving the box takes the first that matches what was typed; what matches nothing stays, with an error, and is not sent. With a url the
// options beyond those of the page are looked for there. What matches nothing may be made where the page says how: the last of the list asks for it by an event.

const MOST = 200
const words = () => JSON.parse(document.body.dataset.words)

export default class extends Controller {
  static values = { url: String, of: { type: String, default: "id" }, more: Boolean, make: String }

  connect() {
    const select = this.element
    this.id = select.id
    this.words = words()
    this.field = select.closest(".field") ?? select.parentElement
    this.more = this.moreValue || this.urlValue !== ""
    const input = (this.input = document.createElement("input"))
    const attributes = {
      type: "text", role: "combobox", id: this.id, autocomplete: "off", spellcheck: "false", "aria-autocomplete": "list", "aria-expanded": "false",
      "aria-controls": `${this.id}-list`, "aria-describedby": [select.getAttribute("aria-describedby"), "combobox-hint"].filter(Boolean).join(" ")
    }
    for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value)
    for (const name of ["aria-invalid", "autofocus"]) if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name))
    input.placeholder = this.option("")?.textContent ?? ""
    input.value = this.label()
    this.list = document.createElement("ul")
    this.list.id = `${this.id}-list`
    this.list.setAttribute("role", "listbox")
    this.list.setAttribute("aria-label", this.field.querySelector("label")?.textContent ?? "")
    this.note = document.createElement("p")
    this.status = document.createElement("p")
    this.status.className = "vh"
    this.status.setAttribute("role", "status")
    this.popup = document.createElement("div")
    this.popup.className = "options"
    this.popup.hidden = true
    this.popup.append(this.list, this.note)
    this.wrapper = document.createElement("div")
    this.wrapper.className = "combobox"
    this.wrapper.append(input, this.popup, this.status)
    select.before(this.wrapper)
    select.id = `${this.id}-select`
    select.dataset.box = this.id
    // Whoever was in the select goes on in the box.
    const focused = document.activeElement === select
    select.hidden = true
    this.listen()
    if (focused) input.focus()
  }

  disconnect() {
    this.asking?.abort()
    this.form?.removeEventListener("submit", this.guard, true)
    this.wrapper?.remove()
    this.element.id = this.id
    this.element.hidden = false
  }

  listen() {
    const { input } = this
    input.addEventListener("focus", () => input.select())
    input.addEventListener("click", () => this.isOpen || this.show(""))
    input.addEventListener("input", (event) => {
      event.stopPropagation()
      this.show(input.value)
    })
    // What the box itself says of a change is the select's to say.
    input.addEventListener("change", (event) => event.stopPropagation())
    input.addEventListener("keydown", (event) => this.press(event))
    input.addEventListener("blur", () => this.settle())
    this.list.addEventListener("mousedown", (event) => event.preventDefault())
    this.list.addEventListener("click", (event) => {
      const row = event.target.closest("[role=option]")
      if (row?.dataset.make) this.make()
      else if (row) this.choose(row.dataset.value)
    })
    this.form = this.element.form
    this.guard = (event) => {
      // A step of a panel keeps what is typed as it is.
      if (event.submitter?.formNoValidate || !this.isWrong) return
      event.preventDefault()
      event.stopImmediatePropagation()
      input.focus()
    }
    this.form?.addEventListener("submit", this.guard, true)
  }

  get isOpen() {
    return !this.popup.hidden
  }

  get isWrong() {
    return this.input.value !== this.label()
  }

  option(value) {
    return Array.from(this.element.options).find((option) => option.value === value)
  }

  // The text of what is chosen; nothing for the empty choice, which is the box's placeholder.
  label() {
    return this.element.value === "" ? "" : this.option(this.element.value)?.textContent ?? ""
  }

  press(event) {
    const { key } = event
    if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault()
      if (this.isOpen) this.move(key === "ArrowDown" ? 1 : -1)
      else this.show("")
    } else if (key === "Enter" && !event.ctrlKey && !event.metaKey && (this.isOpen || this.isWrong)) {
      event.preventDefault()
      this.settle(true)
    } else if (key === "Escape" && this.isOpen) {
      event.preventDefault()
      event.stopPropagation()
      this.input.value = this.label()
      this.close()
      unmark(this.field, this.input)
    }
  }

  // Shows what matches a text: all where there is none.
  show(text) {
    this.typed = text
    this.asking?.abort()
    this.draw()
    if (!this.urlValue || !text.trim()) return
    this.note.textContent = this.words["combobox-searching"]
    this.answer = this.ask(text).then((last) => last && this.typed === text && this.isOpen && this.draw())
  }

  draw() {
    const options = Array.from(this.element.options).filter((option) => option.value !== "" || !this.typed.trim())
    const rows = found(this.typed, options)
    this.rows = rows.slice(0, MOST)
    this.list.replaceChildren(...this.rows.map((option, at) => {
      const row = document.createElement("li")
      row.setAttribute("role", "option")
      row.id = `${this.id}-option-${at}`
      row.dataset.value = option.value
      row.textContent = option.textContent
      if (option.dataset.note) {
        const note = document.createElement("small")
        note.textContent = ` ${option.dataset.note}`
        row.append(note)
      }
      return row
    }))
    if (this.makeValue && this.typed.trim()) {
      const row = document.createElement("li")
      row.setAttribute("role", "option")
      row.id = `${this.id}-option-make`
      row.className = "new"
      row.dataset.make = "yes"
      row.textContent = this.makeValue.replace("%t", this.typed.trim())
      this.list.append(row)
    }
    const more = rows.length > MOST || (this.more && !this.typed.trim()) || this.cut
    const count = rows.length === 1 ? this.words["combobox-count-one"] : this.words["combobox-count"].replace("%n", rows.length)
    this.note.textContent = rows.length === 0 ? this.words["combobox-none"] : more ? this.words["combobox-more"] : ""
    this.note.hidden = this.note.textContent === ""
    this.status.textContent = [rows.length && count, this.note.textContent].filter(Boolean).join(". ")
    this.popup.hidden = false
    this.input.setAttribute("aria-expanded", "true")
    const chosen = this.rows.findIndex((option) => option.value === this.element.value)
    this.highlight(this.typed.trim() ? 0 : chosen)
  }

  highlight(at) {
    this.at = at
    for (const [place, row] of [...this.list.children].entries()) row.setAttribute("aria-selected", place === at)
    const row = this.list.children[at]
    if (row) this.input.setAttribute("aria-activedescendant", row.id)
    else this.input.removeAttribute("aria-activedescendant")
    row?.scrollIntoView({ block: "nearest" })
  }

  move(by) {
    const last = this.list.children.length - 1
    if (last >= 0) this.highlight(Math.min(Math.max(this.at + by, 0), last))
  }

  close() {
    this.popup.hidden = true
    this.list.replaceChildren()
    this.input.setAttribute("aria-expanded", "false")
    this.input.removeAttribute("aria-activedescendant")
    this.cut = false
  }

  // Takes what is highlighted, or says that nothing matches.
  async settle(pressed = false) {
    const { input } = this
    if (this.isOpen && this.typed.trim() && this.rows.length === 0 && this.urlValue) await this.answer
    const row = this.isOpen && (this.typed.trim() || pressed) ? this.rows[this.at] : undefined
    // What is new is asked for by Enter or a click, not by leaving.
    if (pressed && this.isOpen && this.list.children[this.at]?.dataset.make) return this.make()
    if (row) return this.choose(row.value)
    this.close()
    if (!this.isWrong) return this.wrong && this.right()
    if (input.value.trim() === "" && this.option("")) return this.choose("")
    this.wrong = true
    mark(this.field, input, this.words["combobox-mismatch"].replace("%t", input.value.trim()))
  }

  // Asks whoever listens for what was typed, or for a new one where nothing was.
  make() {
    const text = this.isWrong ? this.input.value.trim() : ""
    this.close()
    this.element.dispatchEvent(new CustomEvent("combobox:make", { bubbles: true, detail: { text, box: this } }))
  }

  // Takes what was made.
  take(value, label) {
    this.element.add(new Option(label, value))
    this.choose(value)
  }

  right() {
    this.wrong = false
    unmark(this.field, this.input)
  }

  choose(value) {
    const changed = this.element.value !== value
    this.element.value = value
    this.input.value = this.label()
    this.close()
    this.right()
    if (changed) this.element.dispatchEvent(new Event("change", { bubbles: true }))
  }

  // Adds the options that the server finds; answers whether this was the last question.
  async ask(text) {
    const asking = (this.asking = new AbortController())
    try {
      const response = await fetch(`${this.urlValue}?${new URLSearchParams({ q: text })}`, { signal: asking.signal, headers: { Accept: "application/json" } })
      if (!response.ok) return true
      const { items, more } = await response.json()
      for (const item of items) {
        if (this.option(item[this.ofValue])) continue
        const option = new Option(item.label, item[this.ofValue])
        // The server may find by what the label does not say.
        option.dataset.words = text
        this.element.add(option)
      }
      this.cut = more
      return true
    } catch (error) {
      return error.name !== "AbortError"
    }
  }

  // Another controller proposes a value.
  propose(value) {
    if (this.element.value === value) return
    this.element.value = value
    this.input.value = this.label()
    if (this.wrong) this.right()
  }
}
