import { Controller } from "@hotwired/stimulus"
import { Accounts } from "../accounts.js"
import { minor, written } from "../amounts.js"
import { fromTotal, judge, share } from "../bills.js"
import { read, today } from "../dates.js"
import { Making } from "../making.js"

// A line in which vendors' bills are typed one after another: Enter goes on over what was proposed, the amounts follow from one another, and what the
// paper says is held against what is computed. Without scripts it is a plain form, which the server computes and judges alike.

// Vendors and accounts are found as in the grid of entries, and shown with their names.
class Vendors extends Accounts {
  choose(cell, row) {
    super.choose(cell, row)
    if (!row.label) return
    cell.value = row.label
    this.known.set(row.label, row)
  }
}

class Postable extends Accounts {
  async ask(cell, text) {
    const found = await super.ask(cell, /^\d/.test(text) ? text.split(/\s/)[0] : text)
    return found && { ...found, items: found.items.filter((row) => !row.lacks && !row.code.includes("·")), contacts: [] }
  }

  choose(cell, row) {
    super.choose(cell, row)
    if (row.code === undefined) return
    cell.value = row.name ? `${row.code} ${row.name}` : row.code
    this.known.set(cell.value, row)
  }
}

export default class extends Controller {
  static targets = ["says", "last", "rate", "blank", "more", "paid", "register"]
  static values = { vendors: String, accounts: String, contacts: String, last: String, twin: String, day: String, taxes: Array, words: Object, digits: Number, most: Number, seller: String }

  connect() {
    this.lang = document.documentElement.lang
    const words = this.wordsValue
    this.vendors = new Vendors(this.vendorsValue, words, (cell, row) => this.vendorFound(cell, row))
    this.accounts = new Postable(this.accountsValue, words, (cell, row) => this.accountFound(cell, row))
    this.vendors.list.id = "found-vendors"
    this.making = new Making(this.element, words, (cell, answer) => this.made(cell, answer))
    this.vendors.adopt(this.cell("vendor"))
    for (const name of ["account", "paid_account"]) this.accounts.adopt(this.cell(name))
    this.wrongs = new Map()
    this.pressed = (event) => this.undo(event)
    document.addEventListener("keydown", this.pressed)
    this.month?.addEventListener("change", this.monthly = () => this.dated())
    // What is there already is what somebody typed or read.
    for (const cell of this.amounts()) if (cell.value.trim()) cell.dataset.typed = ""
    // What the server refused stands until its cell is typed in again, or it is sent again.
    for (const cell of this.element.querySelectorAll("[data-cell][aria-invalid]")) {
      const help = document.getElementById(`${cell.id}-help`)
      const link = help?.querySelector("a")
      this.wrongs.set(cell, { text: help?.firstChild?.textContent.trim() ?? "", link: link && { url: link.href, see: link.textContent }, by: cell.dataset.cell === "total" ? "judged" : "server" })
    }
    this.compute()
    // A vendor that a document names and nobody knows is told at once.
    if (this.sellerValue && !this.wrongs.size) this.vendors.settle(this.cell("vendor"))
  }

  disconnect() {
    document.removeEventListener("keydown", this.pressed)
    this.month?.removeEventListener("change", this.monthly)
    this.vendors.close()
    this.accounts.close()
  }

  get month() {
    return this.element.elements.month
  }

  cell(name) {
    return this.element.elements[name]
  }

  // The cells of amounts that follow from one another.
  amounts() {
    return [...this.element.querySelectorAll("[data-cell=base], [data-cell=quota], [data-cell=withheld], [data-cell=total]")]
  }

  // Where the caret goes, in order.
  stops() {
    const more = this.moreTarget.open ? this.moreTarget : undefined
    return [...this.element.querySelectorAll("[data-cell]")].filter((cell) => {
      // It is asked for once.
      if (cell.dataset.cell === "paid_account") return this.paidTarget.checked && (!cell.value.trim() || cell === document.activeElement)
      return !cell.closest("details") || cell.closest("details") === more
    }).sort((a, b) => this.rank(a) - this.rank(b))
  }

  // The total closes the bill: it comes after other rates and other fields.
  rank(cell) {
    return cell.dataset.cell === "total" ? 2 : cell.dataset.cell === "paid_account" ? 3 : cell.closest(".second, details") ? 1 : 0
  }

  isProposed(cell) {
    return cell.closest(".field").classList.contains("proposed")
  }

  // What was proposed is gone over, and what is withheld where nothing is.
  isSkipped(cell) {
    return this.isProposed(cell) || (cell.dataset.cell === "withheld" && this.withheldRate === "0" && !cell.value.trim())
  }

  // Keys

  press(event) {
    const { target: cell, key } = event
    if (event.isComposing) return
    if (cell.closest("dialog")) {
      if (key === "Enter" && cell.matches("input")) this.act(event, () => this.make())
      return
    }
    if (event.altKey && (key === "PageUp" || key === "PageDown")) return this.act(event, () => this.go(key === "PageUp" ? -1 : 1))
    if (key === "F2") return this.act(event, () => this.open())
    if (event.altKey && event.code === "KeyP") return this.act(event, () => this.pay())
    const finder = this.finder(cell)
    if (finder?.press(event, cell)) return
    if ((event.ctrlKey || event.metaKey) && key === "Enter") return this.act(event, () => this.register(cell))
    if (event.altKey || event.ctrlKey || event.metaKey) return
    if (key === "Escape") return this.act(event, () => this.empty())
    this.armed = false
    if (key === "+" && cell.matches("[inputmode=decimal]") && (cell.value === "" || this.isSelected(cell))) return this.act(event, () => this.add())
    if (key !== "Enter" || !cell.dataset.cell) return
    this.act(event, () => this.step(cell, event.shiftKey ? -1 : 1))
  }

  act(event, work) {
    event.preventDefault()
    event.stopPropagation()
    work()
  }

  isSelected(cell) {
    return cell.selectionStart === 0 && cell.selectionEnd === cell.value.length
  }

  finder(cell) {
    if (cell.dataset.cell === "vendor") return this.vendors
    if (["account", "paid_account"].includes(cell.dataset.cell)) return this.accounts
  }

  // The next cell that something is to be typed in; from the last one, the bill is registered.
  step(cell, by) {
    const all = this.stops()
    let at = all.indexOf(cell)
    // An error is put right before one goes on.
    if (by > 0 && this.settle(cell) === false) return
    do at += by
    while (all[at] && by > 0 && this.isSkipped(all[at]))
    if (all[at]) return this.focus(all[at])
    if (by > 0) this.register(cell)
  }

  focus(cell) {
    cell.focus()
    cell.select?.()
  }

  async register(cell) {
    this.settle(cell)
    await Promise.all([this.vendors.settle(this.cell("vendor")), this.asking])
    this.element.requestSubmit(this.registerTarget)
  }

  // What cannot be read, or does not come to what the paper says, stays here.
  sent(event) {
    this.vendors.close()
    this.accounts.close()
    const wrong = [...this.wrongs].find(([cell, { by }]) => cell.isConnected && by !== "server")
    if (!wrong || (event.submitter && event.submitter !== this.registerTarget)) return
    event.preventDefault()
    event.stopImmediatePropagation()
    this.focus(wrong[0])
  }

  open() {
    this.moreTarget.open = !this.moreTarget.open
    if (this.moreTarget.open) this.focus(this.cell("description"))
    else this.focus(this.cell("total"))
  }

  // The document before or after the one that is typed from.
  go(by) {
    document.querySelector(`[data-quick-go="${by}"]`)?.click()
  }

  pay() {
    this.paidTarget.checked = !this.paidTarget.checked
    const account = this.cell("paid_account")
    if (this.paidTarget.checked && !account.value.trim()) this.focus(account)
  }

  // Another base with another tax.
  add() {
    const at = this.rateTargets.length + 1
    if (at >= this.mostValue) return
    const row = this.blankTarget.content.firstElementChild.cloneNode(true)
    for (const element of row.querySelectorAll("[id], [name], [for]")) {
      for (const name of ["id", "name", "for"]) if (element.hasAttribute(name)) element.setAttribute(name, element.getAttribute(name).replace(/\[\d+\]/, `[${at}]`))
    }
    for (const element of row.querySelectorAll("label, p")) element.textContent = element.textContent.replace(/\d+$/, at + 1)
    const before = this.rateTargets.at(-1) ?? this.element.querySelector(".line")
    before.after(row)
    // One is likely to have another tax than those before.
    const used = this.rates().map((rate) => rate.tax.value)
    const other = this.taxesValue.find((tax) => !used.slice(0, -1).includes(tax.code))
    if (other) row.querySelector("select").value = other.code
    // What was computed of one rate alone no longer is the whole.
    for (const cell of this.amounts()) if (cell.dataset.cell === "base" && cell.dataset.typed === undefined) cell.value = ""
    this.focus(row.querySelector("[data-cell=base]"))
  }

  // Esc empties the line; where more than the vendor was typed, it is pressed twice.
  empty() {
    const typed = [...this.element.querySelectorAll("input[data-cell]")].filter((cell) => cell.value.trim() && !["vendor", "date", "paid_account"].includes(cell.dataset.cell) && !this.isProposed(cell))
    if (typed.length && !this.armed) {
      this.armed = true
      return this.say([["warn", this.wordsValue.empty]])
    }
    this.armed = false
    for (const row of this.rateTargets) row.remove()
    for (const cell of this.element.querySelectorAll("[data-cell]")) {
      if (["date", "paid_account"].includes(cell.dataset.cell)) continue
      this.right(cell)
      if (cell.matches("input")) cell.value = ""
      delete cell.dataset.typed
      cell.closest(".field").classList.remove("proposed")
    }
    this.paidTarget.checked = false
    this.lastTarget.textContent = ""
    this.moreTarget.open = false
    this.say([])
    // Nothing is left to be lost.
    this.application.getControllerForElementAndIdentifier(this.element, "unsaved").dirty = false
    this.focus(this.cell("vendor"))
  }

  isEmpty() {
    return [...this.element.querySelectorAll("input[data-cell]")].every((cell) => ["date", "paid_account"].includes(cell.dataset.cell) || !cell.value.trim())
  }

  // Ctrl Z with nothing typed takes the last bill back.
  undo(event) {
    const button = document.getElementById("undo-last")
    if (event.key !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey || !button || !this.isEmpty() || document.querySelector("dialog[open]")) return
    event.preventDefault()
    button.form.requestSubmit(button)
  }

  // Focus and typing

  enter({ target: cell }) {
    if (!cell.dataset?.cell) return
    this.was = cell.value
    // Where it was read in the document.
    for (const mark of document.querySelectorAll(".viewer mark")) {
      const now = mark.dataset.of === cell.name
      mark.classList.toggle("now", now)
      if (now) mark.scrollIntoView({ block: "nearest" })
    }
    if (cell.matches("input")) cell.select()
  }

  leave({ target: cell }) {
    if (cell.dataset?.cell) this.settle(cell)
  }

  type({ target: cell }) {
    if (!cell.dataset?.cell) return
    cell.closest(".field").classList.remove("proposed")
    this.right(cell)
    this.finder(cell)?.type(cell)
    if (!this.amounts().includes(cell)) return cell.dataset.cell === "withholding" ? this.compute(cell) : undefined
    if (cell.value.trim()) cell.dataset.typed = ""
    else delete cell.dataset.typed
    this.compute(cell)
  }

  change({ target: cell }) {
    if (cell.dataset?.cell !== "tax") return
    cell.closest(".field").classList.remove("proposed")
    this.right(cell)
    this.compute(cell)
  }

  // What a cell says once it is left; false where it cannot be.
  settle(cell) {
    const name = cell.dataset.cell
    if (name === "vendor") return cell.value === this.was && !this.vendors.isOpen ? undefined : void (this.asking = this.vendors.settle(cell))
    if (name === "account" || name === "paid_account") return cell.value === this.was && !this.accounts.isOpen ? undefined : void this.accounts.settle(cell)
    if (name === "number") return void (this.asking = this.twins())
    if (name === "date") return this.dated()
    if (name === "due_date") return this.readable(cell, !cell.value.trim() || this.day(cell) !== undefined, this.wordsValue.no_date)
    if (!this.amounts().includes(cell)) return undefined
    const units = this.units(cell)
    if (cell.value.trim() && units === undefined) return this.readable(cell, false, this.wordsValue.amount)
    if (units !== undefined && cell.dataset.typed !== undefined) cell.value = this.shown(units)
    this.compute()
    return !this.wrongs.has(cell)
  }

  readable(cell, fits, text) {
    if (fits) this.right(cell)
    else this.wrong(cell, text)
    this.tell()
    return fits
  }

  // Days

  // A day's parts as it is typed, of the batch's month where that is left out.
  day(cell) {
    const [year, month] = (this.month?.value ?? "").split("-").map(Number)
    return read(cell.value, year ? [1, month, year] : today())
  }

  dated() {
    const cell = this.cell("date")
    if (!cell.value.trim()) return undefined
    const day = this.day(cell)
    if (!day) return this.readable(cell, false, this.wordsValue.no_date)
    this.right(cell)
    this.asking = Promise.all([this.twins(), this.locked(cell, day)])
    return true
  }

  whole([day, month, year]) {
    return `${String(day).padStart(2, "0")}/${String(month).padStart(2, "0")}/${year}`
  }

  // A locked day is told at once: a bill's day is its paper's, and no other is offered.
  async locked(cell, day) {
    const answer = await this.get(this.dayValue, { date: this.whole(day), journal: "purchases" })
    if (this.whole(this.day(cell) ?? [0, 0, 0]) !== this.whole(day)) return
    this.stopped = answer.message
    this.tell()
  }

  // What the server knows

  async get(url, asked) {
    try {
      const response = await fetch(`${url}?${new URLSearchParams(asked)}`, { headers: { Accept: "application/json" } })
      return response.ok ? await response.json() : {}
    } catch {
      return {}
    }
  }

  vendorFound(cell, row) {
    if (row?.asked && row.contact) return this.making.ask(cell, this.offered(row.contact))
    if (row?.several) return this.wrong(cell, this.wordsValue.several), this.tell()
    if (row?.missing !== undefined) {
      this.offer = row.contact
      this.wrong(cell, this.wordsValue.no_vendor)
      return this.tell()
    }
    this.right(cell)
    if (!row) return this.tell()
    this.asking = this.lastTime(cell.value = row.label)
  }

  // What is known of a vendor that could be made: a document tells its name.
  offered(contact) {
    return { ...contact, name: contact.name || this.sellerValue, url: this.contactsValue }
  }

  // Account and taxes as last time, until one types others.
  async lastTime(vendor) {
    const last = await this.get(this.lastValue, { vendor })
    if (this.cell("vendor").value !== vendor) return
    this.lastTarget.textContent = last.told ?? ""
    this.propose(this.cell("account"), last.account)
    this.propose(this.cell("withholding"), last.account && last.withholding)
    const [tax] = this.rates().map((rate) => rate.tax)
    if (last.tax !== undefined && [...tax.options].some((option) => option.value === last.tax)) this.propose(tax, last.tax)
    await this.twins()
    this.compute()
  }

  propose(cell, value) {
    const field = cell.closest(".field")
    // What was typed stays; what was proposed for another vendor goes.
    if (cell.value.trim() && !field.classList.contains("proposed") && cell.matches("input")) return
    field.classList.toggle("proposed", value !== undefined)
    if (cell.matches("input")) cell.value = value ?? ""
    else if (value !== undefined) cell.value = value
    this.right(cell)
  }

  accountFound(cell, row) {
    if (row?.asked) return this.making.ask(cell, { code: row.missing, url: this.accountsValue })
    if (row?.missing !== undefined || row?.several) {
      this.missing = row.url ? row.missing : undefined
      this.wrong(cell, this.wordsValue.no_account)
    } else this.right(cell)
    this.tell()
  }

  closeMaking() {
    this.making.close()
  }

  make() {
    return this.making.make()
  }

  // What was made is taken into its cell.
  async made(cell, answer) {
    if (cell.dataset.cell !== "vendor") {
      this.accounts.choose(cell, answer)
      return this.step(cell, 1)
    }
    this.was = cell.value = String(answer.number)
    const found = await this.vendors.ask(cell, cell.value)
    if (found?.items.length) this.vendors.choose(cell, found.items[0])
    this.was = cell.value
    this.focus(this.cell("number"))
  }

  // Whether the vendor's number is there already in its year.
  async twins() {
    const [vendor, number, date] = ["vendor", "number", "date"].map((name) => this.cell(name).value)
    const cell = this.cell("number")
    const asked = { vendor, number, date, month: this.month?.value ?? "", replaces: this.cell("replaces")?.value ?? "" }
    const key = JSON.stringify(asked)
    if (!vendor.trim() || !number.trim() || this.askedTwin === key) return
    this.askedTwin = key
    const answer = await this.get(this.twinValue, asked)
    if (this.askedTwin !== key) return
    if (answer.message) this.wrong(cell, answer.message, answer)
    else this.right(cell)
    this.tell()
  }

  // Amounts

  units(cell) {
    return cell.value.trim() ? minor(cell.value, this.lang, this.digitsValue) : undefined
  }

  shown(units) {
    return written(units, this.lang, this.digitsValue)
  }

  rates() {
    return [this.element.querySelector(".line"), ...this.rateTargets].map((row) => {
      const [base, tax, quota] = ["base", "tax", "quota"].map((name) => row.querySelector(`[data-cell=${name}]`))
      return { base, tax, quota, of: this.taxesValue.find((of) => of.code === tax.value) ?? { rate: "0", charged: true } }
    })
  }

  // The percentage that is withheld, as it is stored.
  get withheldRate() {
    const text = this.cell("withholding").value.trim().replace(/%$/, "")
    const found = text && minor(text, this.lang, 4)
    return found ? String(found / 10_000) : "0"
  }

  // Puts what was not typed: from the bases what they come to, or from the total alone what it is made of. `at` is the cell that is being typed in.
  compute(at) {
    const rates = this.rates()
    const [withheld, total] = [this.cell("withheld"), this.cell("total")]
    const typed = (cell) => cell.dataset.typed !== undefined
    const put = (cell, units) => { if (!typed(cell) && cell !== at) cell.value = units === undefined ? "" : this.shown(units) }
    const percent = this.withheldRate
    const alone = rates.length === 1 && !typed(rates[0].base)
    if (alone && typed(total)) {
      const paper = this.units(total)
      const parts = paper === undefined ? undefined : fromTotal(paper, rates[0].of, percent)
      put(rates[0].base, parts?.base)
      put(rates[0].quota, rates[0].of.rate === "0" ? undefined : parts?.quota)
      put(withheld, percent === "0" ? undefined : parts?.withheld)
      return this.tell()
    }
    let base = 0
    for (const rate of rates) {
      const units = this.units(rate.base)
      put(rate.quota, units === undefined || rate.of.rate === "0" ? undefined : share(units, rate.of.rate))
      base += units ?? 0
    }
    put(withheld, percent === "0" || base === 0 ? undefined : share(base, percent))
    // The total of several rates is the paper's alone.
    if (rates.length === 1) put(total, base === 0 ? undefined : this.sum())
    else if (!typed(total)) total.value = ""
    this.tell()
  }

  // What the cells come to.
  sum() {
    const rates = this.rates().map(({ base, quota, of }) => (this.units(base) ?? 0) + (of.charged ? this.units(quota) ?? 0 : 0))
    return rates.reduce((all, one) => all + one, 0) - (this.units(this.cell("withheld")) ?? 0)
  }

  // Holds each tax against what is computed, and the total against the whole.
  judged() {
    const told = []
    const rates = this.rates()
    const names = { typed: "", computed: "", difference: "", base: "", rate: "", most: "" }
    const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => ({ ...names, ...values })[name])
    const check = (cell, typed, base, percent) => {
      if (typed === undefined) return this.clear(cell)
      const computed = share(base, percent)
      const verdict = judge(typed, computed, rates.length, this.digitsValue)
      const most = verdict === "accepted" ? Math.max(rates.length, 2) : Math.max(100, 10 ** this.digitsValue)
      const values = { typed: this.shown(typed), computed: this.shown(computed), difference: this.shown(Math.abs(typed - computed)), base: this.shown(base), rate: `${percent.replace(".", this.lang === "en" ? "." : ",")} %`, most: this.shown(most) }
      if (verdict === "refused") return this.wrong(cell, fill(this.wordsValue.refused, values), undefined, "judged")
      this.clear(cell)
      if (verdict !== "same") told.push([verdict === "accepted" ? "ok" : "warn", fill(this.wordsValue[verdict], values)])
    }
    for (const { base, quota, of } of rates) {
      const units = this.units(base)
      if (units !== undefined) check(quota, this.units(quota), units, of.rate)
    }
    const base = rates.reduce((all, rate) => all + (this.units(rate.base) ?? 0), 0)
    check(this.cell("withheld"), this.units(this.cell("withheld")), base, this.withheldRate)
    const total = this.units(this.cell("total"))
    if (total !== undefined && base !== 0) {
      const sum = this.sum()
      const parts = rates.flatMap(({ base, quota, of }) => [this.units(base), of.charged ? this.units(quota) : undefined]).filter((units) => units).map((units) => this.shown(units))
      const withheld = this.units(this.cell("withheld"))
      const added = `${parts.join(" + ")}${withheld ? ` − ${this.shown(withheld)}` : ""} = ${this.shown(sum)}`
      if (sum === total) {
        this.clear(this.cell("total"))
        if (rates.length > 1) told.push(["ok", fill(this.wordsValue.adds.replace("{sum}", added), {})])
      } else this.wrong(this.cell("total"), fill(this.wordsValue.lacks.replace("{sum}", added), { typed: this.shown(total), difference: this.shown(Math.abs(total - sum)) }), undefined, "judged")
    } else this.clear(this.cell("total"))
    return told
  }

  // What is said

  wrong(cell, text, link, by = "typed") {
    this.wrongs.set(cell, { text, link, by })
    cell.closest(".field").classList.add("error")
    cell.setAttribute("aria-invalid", "true")
    cell.setAttribute("aria-describedby", `${cell.id}-help`)
  }

  right(cell) {
    this.wrongs.delete(cell)
    if (!cell.hasAttribute("aria-invalid")) return
    cell.closest(".field").classList.remove("error")
    cell.removeAttribute("aria-invalid")
    cell.removeAttribute("aria-describedby")
  }

  // What was judged of a cell no longer holds.
  clear(cell) {
    if (this.wrongs.get(cell)?.by === "judged") this.right(cell)
  }

  tell() {
    this.say(this.judged())
  }

  say(told) {
    const make = (name, more) => Object.assign(document.createElement(name), more)
    const all = []
    for (const [cell, { text, link }] of this.wrongs) {
      const span = make("span", { className: "bad", id: `${cell.id}-help`, textContent: text })
      if (link?.url) span.append(" ", make("a", { className: "link", href: link.url, target: "_blank", rel: "noopener", textContent: link.see }))
      const offer = cell.dataset.cell === "vendor" ? this.offer : undefined
      const missing = cell.dataset.cell === "account" ? this.missing : undefined
      if (offer || missing) {
        const button = make("button", { type: "button", className: "btn small", textContent: offer ? offer.label : this.wordsValue.make.replace("%t", missing) })
        button.addEventListener("click", () => this.making.ask(cell, offer ? this.offered(offer) : { code: missing, url: this.accountsValue }))
        span.append(" ", button)
      }
      all.push(span)
    }
    if (this.stopped) all.push(make("span", { className: "warn", textContent: this.stopped }))
    all.push(...told.map(([className, textContent]) => make("span", { className, textContent })))
    const says = all.flatMap((span) => [span, " "])
    // What was said is not said again.
    if (this.saysTarget.textContent !== says.map((part) => part.textContent ?? part).join("")) this.saysTarget.replaceChildren(...says)
  }
}
