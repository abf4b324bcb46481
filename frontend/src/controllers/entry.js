import { Controller } from "@hotwired/stimulus"
import { balance, balancing, minor, money, settled, sums, written } from "../amounts.js"
import { Accounts } from "../accounts.js"
import { Making } from "../making.js"
import { amount, body, isDated, markOf, rows } from "../paste.js"

// The grid of an entry, made for the keyboard: Enter goes on, `=` balances, `"` copies the text above, arrows change the row, Alt with Delete
// removes a line and with arrows moves it. There is always an empty row at the end. Without scripts the same rows are a plain form.

const CELLS = ["account_code", "description", "tags", "debit", "credit"]
const WAIT = 150
// Lines that are pasted at once.
const PASTED = 500

export default class extends Controller {
  static targets = ["row", "body", "difference", "debits", "credits", "balance", "removed", "day", "pasted"]
  static values = { search: String, contacts: String, ledger: String, day: String, first: String, pasted: String, block: String, beside: String, words: Object, digits: Number, money: String }

  connect() {
    this.lang = document.documentElement.lang
    this.accounts = new Accounts(this.searchValue, this.wordsValue, (cell, account) => this.named(cell, account))
    this.making = new Making(this.element, this.wordsValue, (cell, answer) => {
      this.accounts.choose(cell, answer)
      this.focus(this.cell(cell.closest("tr"), "description"))
    })
    this.blank = this.rowTargets.at(-1).cloneNode(true)
    this.loaded = () => this.follow()
    this.frame?.addEventListener("turbo:frame-load", this.loaded)
    this.sent = () => this.settle(document.activeElement)
    this.element.addEventListener("submit", this.sent, true)
    this.count()
    // A phone's keyboard would cover the page.
    if (!this.firstValue || !matchMedia("(min-width: 901px)").matches) return
    const first = this.element.elements[this.firstValue]
    first.focus({ preventScroll: true })
    // What is typed at once stands in its place.
    first.select()
  }

  disconnect() {
    clearTimeout(this.waiting)
    this.accounts.close()
    this.frame?.removeEventListener("turbo:frame-load", this.loaded)
    this.element.removeEventListener("submit", this.sent, true)
  }

  get frame() {
    return document.getElementById("beside")
  }

  cell(row, field) {
    return row.querySelector(`[data-cell=${field}]`)
  }

  lines() {
    return this.rowTargets.map((row) => ({ debit: this.cell(row, "debit").value, credit: this.cell(row, "credit").value }))
  }

  isEmpty(row) {
    return CELLS.every((field) => !this.cell(row, field)?.value.trim())
  }

  // Keys

  press(event) {
    const { target: cell, key } = event
    const row = cell.closest("[data-entry-target=row]")
    if (event.isComposing) return
    if ((event.ctrlKey || event.metaKey) && key === "Enter") return this.settle(cell)
    if (cell.closest("dialog")) return key === "Enter" && cell.matches("input") ? this.act(event, () => this.make()) : undefined
    if (!row || !cell.dataset.cell) {
      if (key === "Enter" && cell.matches(".entry-head input, .entry-head select")) this.go(event, this.after(cell))
      return
    }
    if (event.altKey && key === "Delete") return this.act(event, () => this.takeAway(row))
    if (event.altKey && (key === "ArrowUp" || key === "ArrowDown")) return this.act(event, () => this.move(row, key === "ArrowUp" ? -1 : 1, cell))
    if (event.altKey || event.ctrlKey || event.metaKey) return
    if (key === "F8") return this.act(event, () => this.ledger(row))
    if (cell.dataset.cell === "account_code" && this.accounts.press(event, cell)) return
    if (key === "Enter") return this.act(event, () => this.on(row, cell))
    if (key === "ArrowUp" || key === "ArrowDown") return this.go(event, this.beneath(row, cell, key === "ArrowUp" ? -1 : 1))
    if (key === "Escape" && cell.value !== this.was) return this.act(event, () => this.giveBack(row, cell))
    if (key === "=" && ["debit", "credit"].includes(cell.dataset.cell) && cell.value.trim() === "") return this.act(event, () => this.fill(row))
    if (key === '"' && cell.dataset.cell === "description" && cell.value === "") return this.act(event, () => this.copy(row, cell))
  }

  // The cell as it was when it was come to, with the name that stood beside it.
  giveBack(row, cell) {
    this.accounts.close()
    cell.value = this.was
    if (cell.dataset.cell === "account_code") row.querySelector(".named").innerHTML = this.wasNamed
    this.right(cell)
    this.count()
  }

  // The ledger of the row's account, in a tab of its own: what is typed stays.
  ledger(row) {
    const [account, contact] = this.cell(row, "account_code").value.split("·").map((part) => part.trim())
    if (account) window.open(`${this.ledgerValue}?${new URLSearchParams({ account, only: 1, ...(contact && { contact }) })}`, "_blank", "noopener")
  }

  act(event, work) {
    event.preventDefault()
    work()
  }

  go(event, to) {
    if (!to) return
    event.preventDefault()
    to.focus()
    to.select?.()
  }

  // The cell after one; from the empty row of a balanced entry, the button.
  on(row, cell) {
    const [debits, credits] = this.sum()
    if (this.isEmpty(row) && debits === credits && debits > 0) return this.element.querySelector(".primary[type=submit]").focus()
    const cells = CELLS.filter((field) => this.cell(row, field))
    const at = cells.indexOf(cell.dataset.cell)
    // A line has one amount.
    const done = cell.dataset.cell === "debit" && cell.value.trim() !== "" && !this.cell(row, "credit").value.trim()
    if (at < cells.length - 1 && !done) return this.focus(this.cell(row, cells[at + 1]))
    this.settle(cell)
    this.count()
    this.focus(this.cell(this.rowTargets[this.rowTargets.indexOf(row) + 1] ?? row, "account_code"))
  }

  focus(cell) {
    cell.focus()
    cell.select()
  }

  after(field) {
    const all = [...this.element.querySelectorAll(".entry-head input, .entry-head select, [data-cell]:not([type=hidden])")]
    return all[all.indexOf(field) + 1]
  }

  beneath(row, cell, by) {
    const other = this.rowTargets[this.rowTargets.indexOf(row) + by]
    return other && this.cell(other, cell.dataset.cell)
  }

  copy(row, cell) {
    const above = this.rowTargets[this.rowTargets.indexOf(row) - 1]
    cell.value = above ? this.cell(above, "description").value || this.head : this.head
    this.count()
  }

  get head() {
    return this.element.elements.description.value
  }

  // What is lacking

  fill(row) {
    const found = balancing(this.lines(), this.rowTargets.indexOf(row), this.lang, this.digitsValue)
    if (!found) return
    this.cell(row, "debit").value = found.debit
    this.cell(row, "credit").value = found.credit
    this.changed(this.cell(row, found.debit ? "debit" : "credit")).focus()
  }

  // The button: the row at work if it has no amount yet, or the first that has none.
  balance() {
    const open = (row) => row && !this.cell(row, "debit").value.trim() && !this.cell(row, "credit").value.trim()
    const row = open(this.at) ? this.at : this.rowTargets.find((row) => open(row) && !this.isEmpty(row)) ?? this.rowTargets.find(open)
    if (row) this.fill(row)
  }

  changed(cell) {
    this.right(cell)
    cell.dispatchEvent(new Event("change", { bubbles: true }))
    this.count()
    return cell
  }

  // Focus and typing

  enter({ target: cell }) {
    const row = cell.closest("[data-entry-target=row]")
    if (!row) return
    this.at = row
    this.was = cell.value
    this.wasNamed = row.querySelector(".named").innerHTML
    if (cell.several) this.accounts.look(cell)
    this.count()
    this.look(row)
  }

  leave({ target: cell }) {
    if (cell.name === "date" || cell.name === "journal") return this.dated()
    this.settle(cell)
    this.count()
  }

  // A day that takes no entry is told once it is left, with the first that does.
  async dated() {
    const { date, journal } = this.element.elements
    const asked = new URLSearchParams({ date: date.value, journal: journal?.value ?? "" })
    if (!this.hasDayTarget || this.askedDay === `${asked}`) return
    this.askedDay = `${asked}`
    const answer = await fetch(`${this.dayValue}?${asked}`, { headers: { Accept: "application/json" } }).then((response) => response.ok ? response.json() : {}, () => ({}))
    if (this.askedDay !== `${asked}`) return
    // The number that a new entry would get follows its day and journal.
    const title = document.querySelector("main h1")
    if (this.blockValue && answer.number) title.textContent = title.textContent.replace(/\d+$/, answer.number)
    const note = this.dayTarget
    note.hidden = !answer.message
    note.replaceChildren(answer.message ?? "")
    if (answer.open) {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "btn small", textContent: answer.open.label })
      button.addEventListener("click", () => {
        date.value = answer.open.date
        date.dispatchEvent(new Event("change", { bubbles: true }))
        note.hidden = true
        this.askedDay = undefined
        this.go(new Event("click"), this.after(date))
      })
      note.append(" ", button)
    }
    if (answer.ask) note.append(" ", Object.assign(document.createElement("a"), { href: answer.ask.url, target: "_blank", rel: "noopener", className: "btn small quiet", textContent: answer.ask.label }))
  }

  type({ target: cell }) {
    if (cell.dataset.cell === "account_code") {
      this.cell(cell.closest("tr"), "account_code").closest("tr").querySelector(".named").textContent = ""
      this.accounts.type(cell)
    }
    if (cell.dataset.cell) this.right(cell)
    this.count()
  }

  // What a cell says once it is left.
  settle(cell) {
    const row = cell?.closest?.("[data-entry-target=row]")
    if (!row || !cell.dataset.cell) return
    if (cell.dataset.cell === "account_code") return cell.value === this.was && !this.accounts.isOpen ? undefined : this.accounts.settle(cell)
    if (cell.dataset.cell === "description") return
    const [debit, credit] = [this.cell(row, "debit"), this.cell(row, "credit")]
    const now = settled({ debit: debit.value, credit: credit.value }, this.lang, this.digitsValue)
    debit.value = now.debit
    credit.value = now.credit
  }

  // An account was found for what was typed, or none.
  named(cell, account) {
    const row = cell.closest("[data-entry-target=row]")
    const named = row.querySelector(".named")
    named.textContent = account?.name ?? ""
    if (account?.lacks) named.append(" ", Object.assign(document.createElement("span"), { className: "tag warn", textContent: this.wordsValue.without_contact }))
    if (account?.missing !== undefined) {
      this.wrong(cell, this.wordsValue.unknown, account)
      if (account.asked) this.ask(cell, account)
      return this.count()
    }
    if (account?.several) return this.doubt(cell, account.several)
    this.right(cell)
    this.count()
    if (row === this.at) this.look(row)
  }

  // What was typed could be several: who has not yet gone on chooses at once, others when they come back.
  doubt(cell, found) {
    this.wrong(cell, this.wordsValue.several, {})
    cell.several = true
    const now = document.activeElement
    if (now === cell || (this.element.contains(now) && now.dataset.cell && now.value !== this.was)) return this.count()
    if (this.element.contains(now) || now === document.body) {
      cell.focus()
      this.accounts.open(cell, found)
    }
    this.count()
  }

  wrong(cell, text, { missing, url, contact }) {
    this.right(cell)
    cell.closest("td").classList.add("bad")
    cell.setAttribute("aria-invalid", "true")
    const says = document.createElement("tr")
    says.className = "say"
    const td = document.createElement("td")
    td.colSpan = cell.closest("tr").cells.length
    td.id = `${cell.id}-help`
    td.textContent = text
    cell.setAttribute("aria-describedby", td.id)
    if (url) {
      const link = Object.assign(document.createElement("a"), { href: url, target: "_blank", className: "btn small", textContent: this.wordsValue.make.replace("%t", missing) })
      link.addEventListener("click", (event) => this.act(event, () => this.ask(cell, { missing })))
      td.append(" ", link)
    } else if (contact) {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "btn small", textContent: contact.label })
      button.addEventListener("click", () => this.ask(cell, { contact }))
      td.append(" ", button)
    }
    says.append(td)
    cell.closest("tr").after(says)
  }

  // A missing account or contact is made without leaving the grid.
  ask(cell, { missing, contact }) {
    this.making.ask(cell, contact ? { ...contact, url: this.contactsValue } : { code: missing, url: this.searchValue })
  }

  closeMaking() {
    this.making.close()
  }

  make() {
    return this.making.make()
  }

  // The error of a cell goes once it is typed in again.
  right(cell) {
    cell.several = false
    if (!cell.hasAttribute("aria-invalid")) return
    document.getElementById(cell.getAttribute("aria-describedby"))?.closest("tr.say")?.remove()
    document.querySelector(`.summary a[href="#${CSS.escape(cell.id)}"], .summary a[href="#${cell.id}"]`)?.closest("li").classList.add("done")
    cell.closest("td").classList.remove("bad")
    cell.removeAttribute("aria-invalid")
    cell.removeAttribute("aria-describedby")
  }

  // Rows

  remove({ currentTarget }) {
    this.takeAway(currentTarget.closest("[data-entry-target=row]"))
  }

  takeAway(row) {
    const at = this.rowTargets.indexOf(row)
    this.gone = { row, at }
    for (const says of this.saysOf(row)) says.remove()
    row.remove()
    this.count()
    this.removedTarget.hidden = false
    this.removedTarget.firstElementChild.textContent = this.wordsValue.removed.replace("%n", at + 1)
    this.focus(this.cell(this.rowTargets[Math.min(at, this.rowTargets.length - 1)], "account_code"))
  }

  bringBack() {
    const { row, at } = this.gone
    const before = this.rowTargets[at]
    if (before) before.before(row)
    else this.bodyTarget.append(row)
    this.removedTarget.hidden = true
    this.count()
    this.focus(this.cell(row, "account_code"))
  }

  move(row, by, cell) {
    const other = this.rowTargets[this.rowTargets.indexOf(row) + by]
    if (!other) return
    const own = [row, ...this.saysOf(row)]
    if (by < 0) other.before(...own)
    else [other, ...this.saysOf(other)].at(-1).after(...own)
    this.count()
    this.focus(cell)
  }

  saysOf(row) {
    const found = []
    for (let next = row.nextElementSibling; next?.matches(".say"); next = next.nextElementSibling) found.push(next)
    return found
  }

  // Names, numbers and ids follow the rows' order.
  number() {
    const { wordsValue: words } = this
    const told = []
    for (const [at, row] of this.rowTargets.entries()) {
      row.querySelector(".pos").textContent = at + 1
      row.querySelector(".out button").setAttribute("aria-label", words.remove.replace("%n", at + 1))
      for (const cell of row.querySelectorAll("[data-cell]")) {
        const field = cell.dataset.cell
        const says = cell.getAttribute("aria-describedby") && document.getElementById(cell.getAttribute("aria-describedby"))
        cell.name = `postings[${at}].${field}`
        cell.id = `f-postings[${at}]-${field}`
        if (words[field]) cell.setAttribute("aria-label", words[field].replace("%n", at + 1))
        if (says) told.push([cell, says])
        if (field === "account_code" && !cell.hasAttribute("role")) this.accounts.adopt(cell)
      }
    }
    for (const [cell, says] of told) {
      says.id = `${cell.id}-help`
      cell.setAttribute("aria-describedby", says.id)
    }
  }

  // An empty row at the end.
  add() {
    const row = this.blank.cloneNode(true)
    for (const cell of row.querySelectorAll("[data-cell]")) {
      cell.value = ""
      for (const name of ["role", "aria-invalid", "aria-describedby"]) cell.removeAttribute(name)
      cell.closest("td").classList.remove("bad")
    }
    row.querySelector(".named").textContent = ""
    this.bodyTarget.append(row)
    return row
  }

  // The sums, what is lacking, what the amounts of the row at work would be, and an empty row at the end.
  count() {
    if (this.quiet) return
    if (!this.rowTargets.length || !this.isEmpty(this.rowTargets.at(-1))) this.add()
    this.number()
    const [debits, credits] = this.sum()
    const { wordsValue: words } = this
    const lacks = Math.abs(debits - credits)
    const told = debits === 0 && credits === 0 ? words.none : balance([debits, credits], words, (units) => this.money(units))
    if (this.differenceTarget.textContent !== told) this.differenceTarget.textContent = told
    this.differenceTarget.className = debits !== credits ? "warn-ink" : debits === 0 ? "muted" : "ok-ink"
    this.debitsTarget.textContent = written(debits, this.lang, this.digitsValue)
    this.creditsTarget.textContent = written(credits, this.lang, this.digitsValue)
    this.balanceTarget.hidden = lacks === 0
    for (const row of this.rowTargets) {
      const empty = this.isEmpty(row)
      const [debit, credit] = [this.cell(row, "debit"), this.cell(row, "credit")]
      const open = row === this.at && lacks > 0 && !debit.value.trim() && !credit.value.trim()
      debit.placeholder = open && credits > debits ? `= ${written(lacks, this.lang, this.digitsValue)}` : ""
      credit.placeholder = open && debits > credits ? `= ${written(lacks, this.lang, this.digitsValue)}` : ""
      this.cell(row, "account_code").placeholder = row === this.rowTargets.at(-1) ? words.placeholder : ""
      this.cell(row, "description").placeholder = empty ? "" : this.head
    }
    this.follow()
  }

  sum() {
    return sums(this.lines(), this.lang, this.digitsValue)
  }

  money(units) {
    return money(this.moneyValue, units, this.lang, this.digitsValue)
  }

  // Pasting from a spreadsheet

  paste(event) {
    const { target: cell } = event
    const text = event.clipboardData.getData("text/plain").replace(/[\r\n]+$/, "")
    if (!cell.dataset?.cell || !/[\t\n]/.test(text)) return
    event.preventDefault()
    const found = rows(text)
    const words = this.wordsValue
    if (this.blockValue && cell.dataset.cell === "account_code" && isDated(body(found))) {
      return this.say(words.dated, [words.see_block, () => this.toBlock(text)], [words.only_lines, () => this.fillFrom(cell, body(found).map((row) => row.slice(1)))])
    }
    this.fillFrom(cell, body(found))
  }

  // The block on the page that posts it as entries; what is typed here stays in its tab.
  toBlock(text) {
    const form = Object.assign(document.createElement("form"), { method: "post", action: this.blockValue, hidden: true })
    if (this.rowTargets.some((row) => !this.isEmpty(row))) form.target = "_blank"
    for (const [name, value] of [["block", text], ["do", "look"]]) {
      form.append(Object.assign(document.createElement("textarea"), { name, value }))
    }
    document.body.append(form)
    form.requestSubmit()
    form.remove()
  }

  // Tells what was pasted, with buttons `[text, what it does]`.
  say(text, ...buttons) {
    const bar = this.pastedTarget
    bar.hidden = false
    bar.replaceChildren(text, ...buttons.flatMap(([label, work]) => {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "btn small", textContent: label })
      button.addEventListener("click", () => {
        bar.hidden = true
        work()
      })
      return [" ", button]
    }))
    bar.querySelector("button")?.focus()
  }

  // Fills rows from a cell on, in the order of the columns; tags have theirs where there are as many.
  fillFrom(cell, found) {
    const words = this.wordsValue
    if (found.length > PASTED) return this.say(words.too_many)
    const cells = CELLS.filter((field) => this.cell(this.rowTargets[0], field))
    const first = cells.indexOf(cell.dataset.cell)
    const wide = Math.max(...found.map((row) => row.length))
    const fields = (first + wide > 4 && cells.length > 4 ? cells : cells.filter((field) => field !== "tags" || cell.dataset.cell === "tags")).slice(first)
    const isAmount = (field) => ["debit", "credit"].includes(field)
    const usual = this.lang === "en" ? "." : ","
    const mark = markOf(found.flatMap((row) => row.filter((_, at) => isAmount(fields[at]))), usual)
    const from = this.rowTargets.indexOf(cell.closest("tr"))
    const before = this.rowTargets.map((row) => [row, row.querySelector(".named").innerHTML, [...row.querySelectorAll("[data-cell]")].map((cell) => [cell, cell.value])])
    const present = this.rowTargets
    const filled = found.map((values, at) => {
      const row = present[from + at] ?? this.add()
      for (const [place, field] of fields.entries()) {
        if (values[place] === undefined) continue
        const target = this.cell(row, field)
        this.right(target)
        target.value = isAmount(field) ? amount(values[place], mark, usual) : values[place]
      }
      return row
    })
    for (const row of filled) this.settle(this.cell(row, "debit"))
    this.element.dispatchEvent(new Event("change", { bubbles: true }))
    this.count()
    for (const row of filled) {
      for (const field of ["debit", "credit"]) {
        const target = this.cell(row, field)
        if (target.value.trim() && minor(target.value, this.lang, this.digitsValue) === undefined) this.wrong(target, words.amount, {})
      }
    }
    const undo = () => {
      for (const row of this.rowTargets) if (!before.some(([old]) => old === row)) row.remove()
      for (const [row, named, values] of before) {
        row.querySelector(".named").innerHTML = named
        for (const [cell, value] of values) {
          this.right(cell)
          cell.value = value
        }
      }
      this.count()
      this.focus(cell)
    }
    const [debits, credits] = sums(this.linesOf(filled), this.lang, this.digitsValue)
    const told = words.pasted.replace("%n", filled.length).replace("%d", this.money(debits)).replace("%c", this.money(credits))
    this.say(told, [words.undo_paste, undo])
    if (fields[0] === "account_code") this.nameAll(filled)
    const last = filled.at(-1)
    this.focus(this.cell(this.rowTargets[this.rowTargets.indexOf(last) + 1] ?? last, "account_code"))
  }

  linesOf(rows) {
    return rows.map((row) => ({ debit: this.cell(row, "debit").value, credit: this.cell(row, "credit").value }))
  }

  // The names of pasted accounts, asked for at once; those that are not there are told at their cells.
  async nameAll(filled) {
    const cells = filled.map((row) => this.cell(row, "account_code")).filter((cell) => cell.value.trim())
    const sent = cells.map((cell) => cell.value)
    const response = await fetch(this.pastedValue, { method: "POST", body: new URLSearchParams(sent.map((text) => ["q", text])) }).catch(() => undefined)
    if (!response?.ok) return
    const { items } = await response.json()
    this.quiet = true
    for (const [at, cell] of cells.entries()) {
      if (cell.value !== sent[at]) continue
      if (items[at].code === undefined) this.named(cell, items[at])
      else this.accounts.choose(cell, items[at])
    }
    this.quiet = false
    this.count()
  }

  // The account beside

  look(row) {
    clearTimeout(this.waiting)
    const code = this.cell(row, "account_code").value.trim()
    if (!this.frame || !code || this.frame.querySelector("[data-code]")?.dataset.code === code) return
    this.waiting = setTimeout(() => { this.frame.src = `${this.besideValue}?${new URLSearchParams({ code })}` }, WAIT)
  }

  // What this entry does to the account that is shown.
  follow() {
    const shown = this.frame?.querySelector("[data-code]")
    if (!shown) return
    const repeat = this.frame.querySelector("[data-repeat]")
    if (repeat) repeat.href = `${repeat.href.split("&")[0]}&${new URLSearchParams({ date: this.element.elements.date.value })}`
    const own = this.rowTargets.filter((row) => this.cell(row, "account_code").value.trim() === shown.dataset.code)
    const [debits, credits] = sums(own.map((row) => ({ debit: this.cell(row, "debit").value, credit: this.cell(row, "credit").value })), this.lang, this.digitsValue)
    const change = debits - credits
    shown.querySelector("[data-this]").textContent = change === 0 ? "—" : written(change, this.lang, this.digitsValue)
    shown.querySelector("[data-after]").textContent = written(Number(shown.dataset.balance) + change, this.lang, this.digitsValue)
  }
}
