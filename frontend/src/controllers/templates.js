import { Controller } from "@hotwired/stimulus"

// Templates of entries in the grid: F9 opens them, a code or a name finds one, what it asks is told, and its lines go into the rows. Nothing is
// posted by itself.
export default class extends Controller {
  static targets = ["dialog", "title", "finding", "search", "list", "none", "asks", "told", "go"]

  get entry() {
    return this.application.getControllerForElementAndIdentifier(this.element.querySelector("form.entry"), "entry")
  }

  press(event) {
    if (event.key !== "F9" || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    if (!this.dialogTarget.open) this.open()
  }

  open() {
    this.searchTarget.value = ""
    this.show(true)
    this.dialogTarget.showModal()
    this.searchTarget.focus()
    this.search()
  }

  close() {
    this.dialogTarget.close()
  }

  show(finding) {
    this.findingTarget.hidden = !finding
    this.asksTarget.hidden = this.goTarget.hidden = finding
    this.toldTarget.textContent = ""
    if (finding) this.titleTarget.textContent = this.titleTarget.dataset.title
  }

  async search() {
    const text = this.searchTarget.value
    const found = await this.ask(`${this.dialogTarget.dataset.choices}?${new URLSearchParams({ q: text })}`)
    if (!found || text !== this.searchTarget.value) return
    this.found = found.answer.items
    this.noneTarget.hidden = this.found.length > 0
    this.listTarget.replaceChildren(...this.found.map((item, at) => this.choice(item, at)))
  }

  choice(item, at) {
    const button = Object.assign(document.createElement("button"), { type: "button" })
    const code = Object.assign(document.createElement("kbd"), { textContent: item.code })
    button.append(...(item.code ? [code, " "] : []), item.name)
    button.dataset.at = at
    button.addEventListener("click", () => this.pick(item))
    button.addEventListener("keydown", (event) => this.choose(event))
    const li = document.createElement("li")
    li.append(button)
    return li
  }

  // Enter takes the first, the arrows go through the list.
  choose(event) {
    const buttons = [...this.listTarget.querySelectorAll("button")]
    const at = buttons.indexOf(event.target)
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (by) {
      event.preventDefault()
      return (buttons[at + by] ?? (by < 0 ? this.searchTarget : buttons.at(-1)))?.focus()
    }
    if (event.key === "Enter" && at < 0) {
      event.preventDefault()
      this.takeFirst()
    }
  }

  // What was typed last is looked for before the first is taken.
  async takeFirst() {
    await this.search()
    if (this.found?.length) this.pick(this.found[0])
  }

  pick(item) {
    this.item = item
    this.show(false)
    this.titleTarget.textContent = item.name
    this.asksTarget.replaceChildren(...item.asks.map((asked) => this.asked(asked)))
    if (item.asks.length === 0) return this.fill()
    this.asksTarget.querySelector("input").focus()
  }

  asked({ name, label }) {
    const field = Object.assign(document.createElement("div"), { className: "field c3" })
    const id = `template-${name}`
    const input = Object.assign(document.createElement("input"), { id, type: "text", inputMode: "decimal", autocomplete: "off" })
    input.dataset.asked = name
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return
      event.preventDefault()
      const all = this.inputs()
      const next = all[all.indexOf(input) + 1]
      if (next) next.focus()
      else this.fill()
    })
    const title = Object.assign(document.createElement("div"), { className: "label" })
    title.append(Object.assign(document.createElement("label"), { htmlFor: id, textContent: label }))
    const help = Object.assign(document.createElement("p"), { id: `${id}-help`, className: "help bad", hidden: true })
    field.append(title, input, help)
    return field
  }

  inputs() {
    return [...this.asksTarget.querySelectorAll("input")]
  }

  async fill() {
    const body = new URLSearchParams({ date: this.entry.element.elements.date.value })
    for (const input of this.inputs()) body.set(`v.${input.dataset.asked}`, input.value)
    const told = await this.ask(`${this.dialogTarget.dataset.base}/${this.item.id}/filling`, { method: "POST", body })
    if (!told) return
    if (told.ok) {
      this.dialogTarget.close()
      return this.pour(told.answer)
    }
    this.wrong(told.answer.errors ?? {})
  }

  wrong(errors) {
    for (const input of this.inputs()) {
      const text = errors[input.dataset.asked]
      const help = document.getElementById(`${input.id}-help`)
      help.hidden = !text
      help.textContent = text ?? ""
      if (text) input.setAttribute("aria-invalid", "true")
      else input.removeAttribute("aria-invalid")
      if (text) input.setAttribute("aria-describedby", help.id)
      else input.removeAttribute("aria-describedby")
    }
    const names = this.inputs().map((input) => input.dataset.asked)
    this.toldTarget.textContent = Object.entries(errors).filter(([name]) => !names.includes(name)).map(([, text]) => text).join(" ")
    this.asksTarget.querySelector("[aria-invalid=true]")?.focus()
  }

  async ask(url, options) {
    try {
      const response = await fetch(url, options)
      const answer = await response.json()
      if (response.ok || response.status === 422) return { ok: response.ok, answer }
      this.toldTarget.textContent = answer.title ?? response.statusText
    } catch {
      this.toldTarget.textContent = document.querySelector("[data-answers-unreachable-value]").dataset.answersUnreachableValue
    }
  }

  // The lines go into the empty rows at the end; texts of the head that are there stay.
  pour({ journal, description, reference, lines }) {
    const { entry } = this
    const { elements } = entry.element
    const untouched = entry.rowTargets.every((row) => entry.isEmpty(row))
    if (untouched && journal) elements.journal.value = journal
    if (!elements.description.value.trim()) elements.description.value = description
    if (!elements.reference.value.trim()) elements.reference.value = reference
    let at = entry.rowTargets.findLastIndex((row) => !entry.isEmpty(row)) + 1
    let waits
    for (const line of lines) {
      const row = entry.rowTargets[at]
      for (const field of ["account_code", "description", "tags", "debit", "credit"]) {
        const cell = entry.cell(row, field)
        if (cell) cell.value = line[field]
      }
      row.querySelector(".named").textContent = line.account_name ?? ""
      if (line.waits) waits ??= entry.cell(row, "account_code")
      entry.count()
      at += 1
    }
    elements.description.dispatchEvent(new Event("change", { bubbles: true }))
    const [debits, credits] = entry.sum()
    const to = waits ?? (debits === credits && debits > 0 ? entry.element.querySelector(".primary[type=submit]") : entry.cell(entry.rowTargets[at], "account_code"))
    to.focus()
  }
}
