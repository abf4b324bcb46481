// The list of accounts and contacts under a cell of the grid (ARIA's combobox with a list): what was typed is looked for by code and name; what is
// highlighted is taken with Enter, what is meant without doubt by leaving the cell too, and what is missing can be made.

const WAIT = 120

export class Accounts {
  constructor(url, words, tell) {
    this.url = url
    this.words = words
    this.tell = tell
    this.known = new Map()
    // Each cell asks for itself: who goes on to the next one leaves the question of the last to be answered.
    this.asking = new WeakMap()
    this.list = document.createElement("ul")
    this.list.className = "found"
    this.list.id = "found-accounts"
    this.list.setAttribute("role", "listbox")
    this.list.addEventListener("mousedown", (event) => event.preventDefault())
    this.list.addEventListener("click", (event) => {
      const row = event.target.closest("li")
      if (row) this.choose(this.cell, this.rows[[...this.list.children].indexOf(row)])
    })
    this.status = document.createElement("p")
    this.status.className = "vh"
    this.status.setAttribute("role", "status")
  }

  // A cell of accounts says what it is.
  adopt(cell) {
    for (const [name, value] of [["role", "combobox"], ["aria-expanded", "false"], ["aria-controls", this.list.id], ["aria-autocomplete", "list"]]) cell.setAttribute(name, value)
  }

  get isOpen() {
    return this.list.isConnected
  }

  // Answers whether the key was the list's.
  press(event, cell) {
    const { key } = event
    const mine = (work) => {
      event.preventDefault()
      work()
      return true
    }
    if (key === "F4" || (key === "ArrowDown" && event.altKey)) return mine(() => this.look(cell))
    if (!this.isOpen) return false
    if (key === "ArrowDown" || key === "ArrowUp") return mine(() => {
      this.moved = true
      this.highlight(Math.min(Math.max(this.at + (key === "ArrowDown" ? 1 : -1), 0), this.rows.length - 1))
    })
    if (key === "Escape") return mine(() => this.close())
    if (key !== "Enter") return false
    const row = this.rows[this.at]
    if (row.code !== undefined) {
      this.choose(cell, row)
      return false
    }
    // What is new is asked for by Enter or a click; who only goes on is told that it is missing.
    return mine(() => this.choose(cell, row))
  }

  type(cell) {
    this.close()
    if (cell.value.trim()) this.due = { cell, timer: setTimeout(() => this.look(cell), WAIT) }
  }

  async look(cell) {
    const text = cell.value.trim()
    const found = await this.ask(cell, text)
    if (found && document.activeElement === cell && cell.value.trim() === text) this.open(cell, found)
  }

  open(cell, found) {
    this.wait()
    this.cell = cell
    this.found = found
    this.moved = false
    this.rows = [...found.items, ...(found.new ? [{ new: found.new }] : []), ...found.contacts.map((contact) => ({ contact }))]
    this.list.setAttribute("aria-label", cell.getAttribute("aria-label"))
    this.list.replaceChildren(...this.rows.map((row, at) => {
      const li = document.createElement("li")
      li.id = `found-accounts-${at}`
      li.setAttribute("role", "option")
      const [code, name, amount] = ["code", "name", "num"].map((kind) => Object.assign(document.createElement("span"), { className: kind }))
      code.textContent = row.new?.code ?? (row.contact ? `${row.contact.account} · …` : row.code)
      name.textContent = row.new ? this.words.make.replace("%t", row.new.code) : row.contact ? row.contact.label : row.name
      amount.textContent = row.amount ?? ""
      li.classList.toggle("new", row.code === undefined)
      li.append(code, name, amount)
      return li
    }))
    this.status.textContent = found.items.length === 0 ? this.words.unknown : found.items.length === 1 ? this.words.found_one : this.words.found.replace("%n", found.items.length)
    cell.after(this.status)
    if (!this.rows.length) return
    cell.after(this.list)
    cell.setAttribute("aria-expanded", "true")
    this.highlight(0)
  }

  highlight(at) {
    this.at = at
    for (const [place, row] of [...this.list.children].entries()) row.setAttribute("aria-selected", place === at)
    this.cell.setAttribute("aria-activedescendant", this.list.children[at].id)
    this.list.children[at].scrollIntoView({ block: "nearest" })
  }

  // Looks for nothing any more.
  wait() {
    clearTimeout(this.due?.timer)
    this.due = undefined
  }

  // Of a cell that was left: its answer may come while one types in another, which goes on.
  leave(cell) {
    if (this.due?.cell === cell) this.wait()
    if (this.isOpen && this.cell === cell) this.close()
  }

  close() {
    this.wait()
    if (!this.isOpen) return
    this.list.remove()
    this.cell.setAttribute("aria-expanded", "false")
    this.cell.removeAttribute("aria-activedescendant")
  }

  choose(cell, row) {
    this.leave(cell)
    if (row.new) {
      cell.value = row.new.code
      return this.tell(cell, { missing: row.new.code, url: row.new.url, asked: true })
    }
    if (row.contact) return this.tell(cell, { missing: cell.value.trim(), contact: row.contact, asked: true })
    cell.value = row.code
    this.known.set(row.code, row)
    this.tell(cell, row)
  }

  // Leaves a cell: what is meant without doubt is taken, and what could be several is told with its list.
  async settle(cell) {
    const text = cell.value.trim()
    if (this.isOpen && this.cell === cell) {
      const [row, found] = [this.rows[this.at], this.found]
      this.close()
      return this.moved && row.code !== undefined ? this.choose(cell, row) : this.decide(cell, text, found)
    }
    this.leave(cell)
    if (!text) return this.tell(cell, undefined)
    if (this.known.has(text)) return this.tell(cell, this.known.get(text))
    const found = await this.ask(cell, text)
    if (found && cell.value.trim() === text) this.decide(cell, text, found)
  }

  decide(cell, text, found) {
    // The beginning of a code is none, however few have it; the only one of a name is meant.
    const only = found.items.length === 1 && /\p{L}/u.test(text)
    if (found.exact || only) return this.choose(cell, found.items[0])
    if (found.items.length) return this.tell(cell, { several: found })
    this.tell(cell, { missing: found.new?.code ?? text, url: found.new?.url, contact: found.contacts[0] })
  }

  // What the server finds; nothing where the same cell asks for something else meanwhile or nothing can be asked, which the server tells once the
  // entry is sent.
  async ask(cell, text) {
    this.asking.get(cell)?.abort()
    const asking = new AbortController()
    this.asking.set(cell, asking)
    try {
      const response = await fetch(`${this.url}?${new URLSearchParams({ q: text })}`, { signal: asking.signal, headers: { Accept: "application/json" } })
      return response.ok ? await response.json() : undefined
    } catch {
      return undefined
    }
  }
}
