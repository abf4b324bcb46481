import { Controller } from "@hotwired/stimulus"
import { Accounts } from "../accounts.js"
import { Making } from "../making.js"

// The form of a document: lines that are cells, with items and accounts found as one types, a chooser of taxes, always an empty row at the end, and
// what it comes to, which the server tells 300 ms after the last key.

const WAIT = 300

// A document's line names an account or an item that is there: nothing is made from here.
class Found extends Accounts {
  async ask(cell, text) {
    const found = await super.ask(cell, text)
    return found && { ...found, new: undefined, contacts: [] }
  }
}

export default class extends Controller {
  static targets = ["row", "body", "calculate", "removed", "day", "preview"]
  static values = { items: String, accounts: String, contacts: String, side: String, day: String, journal: String, words: Object }

  connect() {
    this.items = new Found(this.itemsValue, this.wordsValue, (cell, row) => this.take(cell, row))
    this.accounts = new Found(this.accountsValue, this.wordsValue, () => this.later())
    this.items.list.id = "found-items"
    this.making = new Making(this.element, this.wordsValue, (input, made) => {
      this.box.take(made.id, made.label)
      input.focus()
    })
    const contact = this.element.elements.contact_id
    contact?.setAttribute("data-combobox-make-value", this.wordsValue.offer_contact)
    contact?.addEventListener("combobox:make", ({ detail }) => this.newContact(detail))
    this.dated()
    this.blank = this.rowTargets.at(-1).cloneNode(true)
    for (const row of this.rowTargets) this.adopt(row)
    this.more()
    if (this.rowTargets.some((row) => this.isFilled(row))) this.later()
  }

  disconnect() {
    clearTimeout(this.due)
  }

  adopt(row) {
    for (const cell of row.querySelectorAll("input[data-cell=description]")) this.items.adopt(cell)
    for (const cell of row.querySelectorAll("[data-cell=account_code]")) this.accounts.adopt(cell)
  }

  // Which list a cell has, if it has one.
  finder(cell) {
    if (cell.matches?.("input[data-cell=description]")) return this.items
    if (cell.matches?.("[data-cell=account_code]")) return this.accounts
  }

  cell(row, name) {
    return row.querySelector(`[data-cell=${name}]`)
  }

  isFilled(row) {
    return ["description", "unit_price", "account_code"].some((name) => this.cell(row, name)?.value.trim())
  }

  // Where the caret goes in a row, in order.
  stops(row) {
    return [...row.querySelectorAll("[data-cell]:not([type=hidden]), summary")]
  }

  row(element) {
    return element.closest?.("[data-paper-target=row]")
  }

  // A contact that is missing is made in a dialog, by what was typed.
  newContact({ text, box }) {
    this.box = box
    this.making.ask(box.input, { url: this.contactsValue, account: this.sideValue, label: this.wordsValue.make_contact, name: text, sent: { side: this.sideValue } })
  }

  closeMaking() {
    this.making.close()
  }

  make() {
    return this.making.make()
  }

  // A day that takes no entry is told once it is left, with the first that does.
  async dated() {
    const { date } = this.element.elements
    if (!date || !this.hasDayTarget || !this.journalValue || this.askedDay === date.value) return
    const asked = (this.askedDay = date.value)
    const query = new URLSearchParams({ date: asked, journal: this.journalValue })
    const answer = await fetch(`${this.dayValue}?${query}`, { headers: { Accept: "application/json" } }).then((response) => response.ok ? response.json() : {}, () => ({}))
    if (this.askedDay !== asked) return
    const note = this.dayTarget
    note.hidden = !answer.message
    note.replaceChildren(answer.message ?? "")
    if (answer.open) {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "btn small", textContent: answer.open.label })
      button.addEventListener("click", () => {
        date.value = answer.open.date
        date.dispatchEvent(new Event("change", { bubbles: true }))
        date.focus()
      })
      note.append(" ", button)
    }
    if (answer.ask) note.append(" ", Object.assign(document.createElement("a"), { href: answer.ask.url, target: "_blank", rel: "noopener", className: "btn small quiet", textContent: answer.ask.label }))
  }

  press(event) {
    const { target, key } = event
    if (target.closest("dialog[data-making]")) {
      if (key !== "Enter" || !target.matches("input")) return
      event.preventDefault()
      return this.make()
    }
    if (event.altKey && event.code === "KeyN" && target.matches("[role=combobox]") && target.id === "f-contact_id") {
      event.preventDefault()
      return this.application.getControllerForElementAndIdentifier(this.element.elements.contact_id, "combobox").make()
    }
    const row = this.row(target)
    if (!row || event.isComposing || event.ctrlKey || event.metaKey) return
    const finder = this.finder(target)
    if (finder?.press(event, target)) return
    if (event.altKey) {
      if (key === "Delete") {
        event.preventDefault()
        this.remove(event)
      } else if (key === "ArrowUp" || key === "ArrowDown") {
        event.preventDefault()
        this.move(row, key === "ArrowUp" ? -1 : 1, target)
      }
      return
    }
    if (target.closest(".pop") || target.matches("textarea")) return
    if (key === "Enter" && !target.matches("summary, button")) {
      event.preventDefault()
      this.step(row, target, event.shiftKey ? -1 : 1)
    } else if (key === '"' && target.matches("[data-cell]") && target.value === "") {
      const above = this.rowTargets[this.rowTargets.indexOf(row) - 1]
      const from = above && this.cell(above, target.dataset.cell)
      if (!from) return
      event.preventDefault()
      target.value = from.value
      target.dispatchEvent(new Event("input", { bubbles: true }))
    }
  }

  step(row, target, by) {
    const all = this.rowTargets.flatMap((of) => this.stops(of))
    const next = all[all.indexOf(target) + by]
    next?.focus()
    next?.select?.()
  }

  enter({ target }) {
    if (this.row(target) && target.matches("input[data-cell]")) target.select()
  }

  leave({ target }) {
    if (target.name === "date") this.dated()
    if (!target.dataset?.cell) return
    // A text is what is typed, whatever items hold it; an account is looked for.
    if (target.dataset.cell === "description") this.items.leave(target)
    if (target.dataset.cell === "account_code") this.accounts.settle(target)
  }

  type(event) {
    const { target } = event
    const row = this.row(target)
    if (row) {
      this.finder(target)?.type(target)
      // Without its text a line has no item either.
      if (target.dataset.cell === "description" && !target.value.trim()) this.cell(row, "item_id").value = ""
      this.more()
    }
    if (target.type !== "checkbox") this.later()
  }

  change(event) {
    const { target } = event
    if (target.name === "date") this.dated()
    const row = this.row(target)
    if (row && target.type === "checkbox") {
      this.proposed(row).value = ""
      this.tell(row, [...row.querySelectorAll(".of-taxes input:checked")].map((box) => box.value))
    }
    this.later()
  }

  proposed(row) {
    return row.querySelector("input[name$='.proposed']")
  }

  // What stands on the chooser of a line's taxes.
  tell(row, codes) {
    const chosen = row.querySelector(".of-taxes .chosen")
    const make = (className, text) => Object.assign(document.createElement("span"), { className, textContent: text })
    const none = this.proposed(row).value ? this.wordsValue.proposed : this.wordsValue.none
    chosen.replaceChildren(...(codes.length ? codes.map((code) => make("tag", code)) : [make("muted", none)]))
  }

  // An item gives its text, price and account; its taxes are proposed.
  take(cell, found) {
    const row = this.row(cell)
    if (!found?.id || !row) return
    this.cell(row, "item_id").value = found.id
    cell.value = found.text
    for (const [name, value] of [["unit_price", found.price], ["account_code", found.account]]) {
      const other = this.cell(row, name)
      if (other && value) other.value = value
    }
    this.proposed(row).value = "yes"
    for (const box of row.querySelectorAll(".of-taxes input")) box.checked = false
    this.more()
    this.later()
  }

  // There is always an empty row at the end.
  more() {
    const last = this.rowTargets.at(-1)
    if (last && !this.isFilled(last)) return
    const row = this.blank.cloneNode(true)
    const at = 1 + Math.max(-1, ...this.rowTargets.map((row) => Number(this.cell(row, "item_id").name.match(/\d+/)[0])))
    for (const element of row.querySelectorAll("[id], [name]")) {
      for (const name of ["id", "name"]) if (element.hasAttribute(name)) element.setAttribute(name, element.getAttribute(name).replace(/\[\d+\]/, `[${at}]`))
    }
    this.bodyTarget.append(row)
    this.adopt(row)
    this.count()
  }

  // Rows are told by their place.
  count() {
    for (const [at, row] of this.rowTargets.entries()) {
      const named = (text) => text.replace("%n", at + 1)
      row.querySelector(".pos").textContent = at + 1
      for (const cell of row.querySelectorAll("[data-cell]:not([type=hidden])")) cell.setAttribute("aria-label", named(this.wordsValue.labels[cell.dataset.cell]))
      row.querySelector("summary .vh").textContent = `${named(this.wordsValue.labels.taxes)}: `
      row.querySelector(".out button").setAttribute("aria-label", named(this.wordsValue.remove))
    }
  }

  // What is said of a row, under it.
  saysOf(row) {
    const found = []
    for (let next = row.nextElementSibling; next?.matches(".say"); next = next.nextElementSibling) found.push(next)
    return found
  }

  place(row) {
    return Number(this.cell(row, "item_id").name.match(/\d+/)[0])
  }

  // Changes places with the row above or below: lines are sent by the places in their names.
  move(row, by, target) {
    const other = this.rowTargets[this.rowTargets.indexOf(row) + by]
    if (!other) return
    const [own, others] = [row, other].map((of) => [of, ...this.saysOf(of)])
    if (by < 0) other.before(...own)
    else others.at(-1).after(...own)
    const [from, to] = [this.place(row), this.place(other)]
    for (const [rows, at] of [[own, to], [others, from]]) {
      for (const element of rows.flatMap((of) => [of, ...of.querySelectorAll("*")])) {
        for (const name of ["id", "name", "aria-describedby"]) if (element.hasAttribute(name)) element.setAttribute(name, element.getAttribute(name).replace(/\[\d+\]/, `[${at}]`))
      }
    }
    this.more()
    this.count()
    target.focus()
    this.changed()
  }

  remove(event) {
    const row = this.row(event.target)
    const at = this.rowTargets.indexOf(row)
    const says = this.saysOf(row)
    for (const of of says) of.remove()
    this.gone = { row, says, before: row.nextElementSibling }
    row.remove()
    this.more()
    this.count()
    this.removedTarget.firstElementChild.textContent = this.wordsValue.removed.replace("%n", at + 1)
    this.removedTarget.hidden = false
    const next = this.rowTargets[Math.min(at, this.rowTargets.length - 1)]
    this.stops(next)[0]?.focus()
    this.changed()
  }

  bringBack() {
    const { row, says, before } = this.gone
    this.bodyTarget.insertBefore(row, before?.isConnected ? before : null)
    row.after(...says)
    this.removedTarget.hidden = true
    this.count()
    this.stops(row)[0]?.focus()
    this.changed()
  }

  changed() {
    this.element.dispatchEvent(new Event("change", { bubbles: true }))
  }

  // What the form comes to is asked for once one pauses; one question at a time.
  later() {
    clearTimeout(this.due)
    this.due = setTimeout(() => this.ask(), WAIT)
  }

  ask() {
    // What is being kept is not asked about any more.
    if (this.keeping) return
    if (this.asking) return (this.again = true)
    this.asking = this.calculateTarget
    this.again = false
    this.element.requestSubmit(this.calculateTarget)
  }

  sent({ submitter }) {
    if (submitter !== this.calculateTarget) this.keeping = true
  }

  settled({ detail }) {
    if (detail.formSubmission.submitter !== this.calculateTarget) this.keeping = detail.success
    if (detail.formSubmission.submitter !== this.asking) return
    this.asking = undefined
    if (this.again) this.later()
  }

  // What the server computed of each line: its amount, and the taxes that it proposes.
  fill({ target }) {
    const paper = target.querySelector("template[data-preview]")
    if (paper && this.hasPreviewTarget) this.previewTarget.replaceChildren(paper.content.cloneNode(true))
    const told = JSON.parse(target.querySelector("[data-lines]")?.dataset.lines ?? "[]")
    for (const row of this.rowTargets) {
      const place = Number(this.cell(row, "item_id").name.match(/\d+/)[0])
      const line = told.find((of) => of.place === place)
      row.querySelector("output").textContent = line?.net ?? ""
      const proposed = this.proposed(row)
      if (!proposed.value || row.querySelector("details").open) continue
      const codes = line?.taxes ?? []
      for (const box of row.querySelectorAll(".of-taxes input")) box.checked = codes.includes(box.value)
      // The boxes show what is proposed: they are no choice of anybody's.
      proposed.value = "script"
      this.tell(row, codes)
    }
  }
}
