// The list of accounts under a cell of the grid (ARIA's combobox with a list): what was typed is looked for by code and name, the first that is found is
// taken with Enter, Tab or by leaving the cell, and an account that is missing can be made.

const WAIT = 120

export class Accounts {
  constructor(url, words, tell) {
    this.url = url
    this.words = words
    this.tell = tell
    this.known = new Map()
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
    if (key === "ArrowDown" || key === "ArrowUp") return mine(() => this.highlight(Math.min(Math.max(this.at + (key === "ArrowDown" ? 1 : -1), 0), this.rows.length - 1)))
    if (key === "Escape") return mine(() => this.close())
    // A new account is asked for by Enter or a click; who only goes on is told that it is missing.
    if (key === "Enter" && this.rows[this.at].new) return mine(() => this.choose(cell, this.rows[this.at]))
    return false
  }

  type(cell) {
    clearTimeout(this.waiting)
    this.close()
    if (cell.value.trim()) this.waiting = setTimeout(() => this.look(cell), WAIT)
  }

  async look(cell) {
    const text = cell.value.trim()
    const found = await this.ask(text)
    if (!found || document.activeElement !== cell || cell.value.trim() !== text) return
    this.cell = cell
    this.rows = [...found.items, ...(found.new ? [{ new: found.new }] : [])]
    this.list.setAttribute("aria-label", cell.getAttribute("aria-label"))
    this.list.replaceChildren(...this.rows.map((row, at) => {
      const li = document.createElement("li")
      li.id = `found-accounts-${at}`
      li.setAttribute("role", "option")
      const [code, name] = [document.createElement("span"), document.createElement("span")]
      code.className = "code"
      code.textContent = row.new?.code ?? row.code
      name.textContent = row.new ? this.words.make.replace("%t", row.new.code) : row.name
      li.classList.toggle("new", row.new !== undefined)
      li.append(code, name)
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

  close() {
    clearTimeout(this.waiting)
    if (!this.isOpen) return
    this.list.remove()
    this.cell.setAttribute("aria-expanded", "false")
    this.cell.removeAttribute("aria-activedescendant")
  }

  choose(cell, row, asked = true) {
    this.close()
    if (row.new) {
      cell.value = row.new.code
      return this.tell(cell, { missing: row.new.code, url: row.new.url, asked })
    }
    cell.value = row.code
    this.known.set(row.code, row)
    this.tell(cell, row)
  }

  // Leaves a cell: what is highlighted is taken; without a list, what the server finds for the text.
  async settle(cell) {
    if (this.isOpen && this.cell === cell) return this.choose(cell, this.rows[this.at], false)
    this.close()
    const text = cell.value.trim()
    if (!text) return this.tell(cell, undefined)
    if (this.known.has(text)) return this.tell(cell, this.known.get(text))
    const found = await this.ask(text)
    if (!found || cell.value.trim() !== text) return
    if (found.items.length) return this.choose(cell, found.items[0])
    this.tell(cell, { missing: found.new?.code ?? text, url: found.new?.url })
  }

  // What the server finds; nothing where it was overtaken or cannot be asked, which the server tells once the entry is sent.
  async ask(text) {
    this.asking?.abort()
    const asking = (this.asking = new AbortController())
    try {
      const response = await fetch(`${this.url}?${new URLSearchParams({ q: text })}`, { signal: asking.signal, headers: { Accept: "application/json" } })
      return response.ok ? await response.json() : undefined
    } catch {
      return undefined
    }
  }
}
