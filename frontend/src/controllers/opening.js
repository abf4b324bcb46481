import { Controller } from "@hotwired/stimulus"
import { Accounts } from "../accounts.js"
import { balance, balancing, money, settled, sums, written } from "../amounts.js"

// The sheet of opening balances, typed as the grid of an entry is: accounts and contacts are found as one types, sums are solved, `=` puts what is
// lacking, totals follow, and there is always an empty row at the end.
export default class extends Controller {
  static targets = ["row", "debits", "credits", "difference"]
  static values = { search: String, words: Object, digits: Number, money: String }

  connect() {
    this.lang = document.documentElement.lang
    this.accounts = new Accounts(this.searchValue, this.wordsValue, (cell, account) => this.named(cell, account))
    this.blank = this.rowTargets.at(-1).cloneNode(true)
    for (const row of this.rowTargets) this.accounts.adopt(this.cell(row, "account_code"))
    this.count()
  }

  disconnect() {
    this.accounts.close()
  }

  cell(row, name) {
    return row.querySelector(`[name=${name}]`)
  }

  get lines() {
    return this.rowTargets.map((row) => ({ debit: this.cell(row, "debit").value, credit: this.cell(row, "credit").value }))
  }

  enter({ target }) {
    if (target.closest("[data-opening-target=row]")) this.was = target.value
  }

  press(event) {
    const { target: cell, key } = event
    const row = cell.closest("[data-opening-target=row]")
    if (!row || event.isComposing || ((event.ctrlKey || event.metaKey) && key === "Enter")) return
    if (cell.name === "account_code" && this.accounts.press(event, cell)) return
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const to = (found) => {
      event.preventDefault()
      found?.focus()
      found?.select()
    }
    const step = { ArrowUp: -1, ArrowDown: 1 }[key]
    if (step) return to(this.cell(this.rowTargets[this.rowTargets.indexOf(row) + step] ?? row, cell.name))
    if (key === "=" && ["debit", "credit"].includes(cell.name) && !cell.value.trim()) {
      const found = balancing(this.lines, this.rowTargets.indexOf(row), this.lang, this.digitsValue)
      event.preventDefault()
      if (!found) return
      for (const side of ["debit", "credit"]) this.cell(row, side).value = found[side]
      cell.dispatchEvent(new Event("change", { bubbles: true }))
      this.count()
      return to(this.cell(row, found.debit ? "debit" : "credit"))
    }
    if (key !== "Enter") return
    // A line has one amount.
    const done = cell.name === "debit" && cell.value.trim() && !this.cell(row, "credit").value.trim()
    const next = { account_code: "debit", debit: done ? undefined : "credit", currency: "amount_in_currency" }[cell.name]
    const below = this.rowTargets[this.rowTargets.indexOf(row) + 1]
    to(next ? this.cell(row, next) : below && this.cell(below, "account_code"))
  }

  type({ target: cell }) {
    const row = cell.closest("[data-opening-target=row]")
    if (!row) return
    if (cell.name === "account_code") {
      row.querySelector(".named").textContent = ""
      this.accounts.type(cell)
    }
    this.right(cell)
    this.count()
  }

  leave({ target: cell }) {
    const row = cell.closest("[data-opening-target=row]")
    if (!row) return
    if (cell.name === "account_code") return cell.value === this.was && !this.accounts.isOpen ? undefined : this.accounts.settle(cell)
    if (!["debit", "credit"].includes(cell.name)) return
    const now = settled({ debit: this.cell(row, "debit").value, credit: this.cell(row, "credit").value }, this.lang, this.digitsValue)
    for (const side of ["debit", "credit"]) this.cell(row, side).value = now[side]
    this.count()
  }

  // An account was found for what was typed, or none.
  named(cell, account) {
    this.right(cell)
    cell.closest("tr").querySelector(".named").textContent = account?.name ?? ""
    if (account?.several) return this.wrong(cell, this.wordsValue.several)
    if (account?.missing === undefined) return
    this.wrong(cell, this.wordsValue.unknown)
    if (!account.url) return
    const link = Object.assign(document.createElement("a"), { href: account.url, target: "_blank", className: "btn small", textContent: this.wordsValue.make.replace("%t", account.missing) })
    cell.parentElement.querySelector(".help").append(" ", link)
    if (account.asked) link.focus()
  }

  wrong(cell, text) {
    const help = Object.assign(document.createElement("p"), { className: "help", id: `${cell.id}-help`, textContent: text })
    cell.setAttribute("aria-invalid", "true")
    cell.setAttribute("aria-describedby", help.id)
    cell.parentElement.classList.add("error")
    cell.parentElement.append(help)
  }

  right(cell) {
    if (!cell.hasAttribute("aria-invalid")) return
    cell.removeAttribute("aria-invalid")
    cell.removeAttribute("aria-describedby")
    cell.parentElement.classList.remove("error")
    cell.parentElement.querySelector(".help")?.remove()
  }

  add() {
    const row = this.blank.cloneNode(true)
    const at = this.rowTargets.length
    for (const cell of row.querySelectorAll("input")) {
      cell.value = ""
      if (!cell.id) continue
      cell.id = cell.id.replace(/\[\d+\]/, `[${at}]`)
      cell.setAttribute("aria-label", cell.getAttribute("aria-label").replace(/\d+$/, at + 1))
    }
    row.querySelector(".named").textContent = ""
    this.rowTargets.at(-1).after(row)
    this.accounts.adopt(this.cell(row, "account_code"))
  }

  count() {
    if (["account_code", "debit", "credit"].some((name) => this.cell(this.rowTargets.at(-1), name).value.trim())) this.add()
    const [debits, credits] = sums(this.lines, this.lang, this.digitsValue)
    const told = balance([debits, credits], this.wordsValue, (units) => money(this.moneyValue, units, this.lang, this.digitsValue))
    if (this.differenceTarget.textContent !== told) this.differenceTarget.textContent = told
    this.differenceTarget.className = debits === credits ? "tag ok" : "tag warn"
    this.debitsTarget.textContent = written(debits, this.lang, this.digitsValue)
    this.creditsTarget.textContent = written(credits, this.lang, this.digitsValue)
  }
}
