// The dialog in which an account or a contact that is missing where it was typed is made without leaving the page.

export class Making {
  // `made` is told the cell and what was made.
  constructor(element, words, made) {
    this.dialog = element.querySelector("dialog[data-making]")
    this.words = words
    this.made = made
  }

  get name() {
    return this.dialog.querySelector("#making-name")
  }

  get taxId() {
    return this.dialog.querySelector("#making-tax-id")
  }

  get help() {
    return this.dialog.querySelector(".help")
  }

  // Asks for the name of an account (`code`) or of a contact (`account`, `label`, and what is known of it).
  ask(cell, { url, code, account, label, name, tax_id, sent }) {
    const { words } = this
    const isContact = account !== undefined
    this.at = { cell, url, sent: sent ?? (isContact ? { account } : { code }) }
    this.dialog.querySelector("h2").textContent = isContact ? label : words.make.replace("%t", code)
    this.dialog.querySelector(".primary").textContent = isContact ? words.make_contact : words.make_account
    this.name.value = name ?? ""
    this.help.textContent = isContact ? words.about_contact : words.about_account
    this.help.classList.remove("bad")
    if (this.taxId) {
      this.taxId.value = tax_id ?? ""
      this.taxId.closest(".field").hidden = !isContact
    }
    this.dialog.showModal()
    this.name.focus()
  }

  close() {
    this.dialog.close()
    this.at.cell.focus()
  }

  async make() {
    const { cell, url, sent } = this.at
    // Enter pressed twice makes one.
    if (this.busy) return
    this.busy = true
    const taxId = this.taxId?.value.trim()
    try {
      const response = await fetch(url, { method: "POST", body: new URLSearchParams({ ...sent, name: this.name.value, ...(taxId && { tax_id: taxId }) }) })
      const answer = await response.json()
      if (response.ok) {
        this.dialog.close()
        return this.made(cell, answer)
      }
      this.help.textContent = answer.message ?? response.statusText
    } catch {
      this.help.textContent = document.querySelector("[data-answers-unreachable-value]").dataset.answersUnreachableValue
    } finally {
      this.busy = false
    }
    this.help.classList.add("bad")
    this.name.focus()
  }
}
