// A bank account from its first statement to a closed reconciliation, in both languages, by keys and without scripts.
import { WORDS, audit as asked, choose, confirm, expect, fits, signIn, test } from "./support.js"

const TEXTS = {
  es: {
    banks: "Bancos", add: "Nueva cuenta bancaria", name: "Nombre", iban: "IBAN", noIban: "No es un IBAN", bring: "Importar extracto", file: "Archivo", import: "Importar",
    unknown: "No es un formato conocido", lines: "7 líneas nuevas", again: "Ninguna línea nueva: 7 ya estaban", certain: "segura", receipt: "Cobro de", accept: "Aceptar", matched: "Conciliada:",
    options: "Opciones", account: "Cuenta", post: "Contabilizar", choose: "Escriba", left: "Por conciliar", done: "Conciliadas", excluded: "Excluidas", all: "Aceptar las 2 seguras", two: "2 líneas conciliadas",
    reason: "Motivo", exclude: "Excluir", isOut: "Excluida:", close: "Cerrar conciliación", isClosed: "Conciliación cerrada", reopen: "Reabrir", open: "Reabierta", undo: "Deshacer", waits: "Por conciliar otra vez", none: "Todo conciliado", keys: "aceptar y seguir",
    these: "Aceptar las marcadas", documents: "Conciliar con lo elegido", value: "Valor", try: "Probar", same: "1 se hizo igual", saveRule: "Guardar y aplicar", rule: "Regla guardada", share: "Importe", noPostings: "Ningún apunte", note: "Anotar línea", date: "Fecha", text: "Concepto", noted: "Línea anotada", remove: "Eliminar línea", removed: "Línea eliminada"
  },
  en: {
    banks: "Banks", add: "New bank account", name: "Name", iban: "IBAN", noIban: "It is no IBAN", bring: "Import statement", file: "File", import: "Import",
    unknown: "It is no known format", lines: "7 new lines", again: "No new line: 7 were known", certain: "certain", receipt: "Receipt of", accept: "Accept", matched: "Reconciled:",
    options: "Options", account: "Account", post: "Post", choose: "Enter this", left: "To reconcile", done: "Reconciled", excluded: "Excluded", all: "Accept the 2 certain ones", two: "2 lines reconciled",
    reason: "Reason", exclude: "Exclude", isOut: "Excluded:", close: "Close reconciliation", isClosed: "Reconciliation closed", reopen: "Reopen", open: "reopened", undo: "Undo", waits: "To reconcile again", none: "All is reconciled", keys: "accept and go on",
    these: "Accept those ticked", documents: "Match with those chosen", value: "Value", try: "Try", same: "1 was done the same way", saveRule: "Save and apply", rule: "Rule saved", share: "Amount", noPostings: "No posting", note: "Note a line", date: "Date", text: "Text", noted: "Line noted", remove: "Delete line", removed: "Line deleted"
  }
}

const audit = async (page, name) => {
  await asked(page, name)
  await fits(page, name)
}

for (const lang of ["es", "en"]) {
  const [w, t] = [WORDS[lang], TEXTS[lang]]

  test(`a statement is brought, reconciled and closed (${lang})`, async ({ server, visitor }) => {
    test.slow()
    const accountant = server.setup(`bancos-${lang}`, `Bancos ${lang}`)
    const api = async (method, path, body) => (await server.api(accountant.token, method, path, body)).body
    const made = await api("POST", "/clients", { business_name: "Talleres Ficticios", applications: ["books"], billing_address: { country: "ES" } })
    const base = `/organizations/${made.organization_ids[0]}`
    const year = new Date().getFullYear()
    const contact = await api("POST", `${base}/contacts`, { name: "Viveros de Ejemplo", tax_id: "B12345674", customer: true })
    const issue = (price) => api("POST", `${base}/invoices`, { contact_id: contact.id, date: `${year}-01-02`, lines: [{ description: "Trabajo", unit_price: price, taxes: ["IVA21V"] }], status: "issued" })
    const invoices = [await issue("100"), await issue("200"), await issue("300")]
    const page = await visitor(lang, { viewport: lang === "es" ? { width: 1440, height: 900 } : { width: 390, height: 844 } })
    await signIn(page, accountant.email, w)

    // The account: its IBAN is checked, and nothing typed is lost.
    await page.goto(`${base}/bank-accounts`)
    await audit(page, "no banks")
    await page.getByRole("link", { name: t.add }).click()
    await page.getByLabel(t.name, { exact: true }).fill("Banco de Ejemplo")
    await page.getByLabel(t.iban, { exact: true }).fill("ES92 2100 0418 4502 0005 1332")
    await page.getByRole("button", { name: w.save, exact: true }).click()
    await expect(page.getByRole("alert")).toContainText(t.noIban)
    await expect(page.getByLabel(t.name, { exact: true })).toHaveValue("Banco de Ejemplo")
    await audit(page, "an account refused")
    await page.getByLabel(t.iban, { exact: true }).fill("ES91 2100 0418 4502 0005 1332")
    await page.getByRole("button", { name: w.save, exact: true }).click()
    await expect(page.getByRole("heading", { name: "Banco de Ejemplo" })).toBeVisible()
    await audit(page, "an empty account")

    // A statement: what is none is told at its place.
    const rows = [
      [2, `TRANSF ${invoices[0].number}`, "121,00", "121,00"], [3, `PAGO ${invoices[1].number}`, "242,00", "363,00"], [4, `PAGO ${invoices[2].number}`, "363,00", "726,00"],
      [5, "CUOTA GIMNASIO", "-40,00", "686,00"], [6, "COMISION MANTENIMIENTO", "-3,00", "683,00"], [7, "COMISION TARJETA", "-2,00", "681,00"], [8, "VARIOS OFICINA", "-10,00", "671,00"]
    ]
    const csv = "Fecha;Concepto;Importe;Saldo\n" + rows.map(([day, text, amount, balance]) => `0${day}/01/${year};${text};${amount};${balance}`).join("\n") + "\n"
    const bring = async (text) => {
      await page.getByRole("link", { name: t.bring }).first().click()
      await page.locator("#f-file").setInputFiles({ name: "extracto.csv", mimeType: "text/csv", buffer: Buffer.from(text) })
      await page.getByRole("button", { name: t.import, exact: true }).click()
    }
    await bring("hola")
    await expect(page.locator("#f-file-help")).toContainText(t.unknown)
    await audit(page, "a file refused")
    await page.goBack()
    await page.goto(`${base}/bank-accounts`)
    await page.getByRole("main").getByRole("link", { name: "Banco de Ejemplo" }).click()
    await bring(csv)
    await expect(page.locator(".flash")).toContainText(t.lines)
    await audit(page, "lines to reconcile")
    await bring(csv)
    await expect(page.locator(".flash")).toContainText(t.again)

    // By keys: the first is accepted, and the next one has the focus.
    const line = (text) => page.locator(".match > li", { hasText: text })
    await expect(line(invoices[0].number)).toContainText(t.certain)
    await expect(line(invoices[0].number)).toContainText(t.receipt)
    await page.keyboard.press("j")
    await expect(line(invoices[0].number).getByRole("button")).toBeFocused()
    await page.keyboard.press("j")
    await page.keyboard.press("k")
    await page.keyboard.press("a")
    await expect(page.locator(".flash")).toContainText(t.matched)
    await expect(line(invoices[0].number)).toHaveCount(0)
    await expect(line(invoices[1].number).getByRole("button")).toBeFocused()
    await page.locator(".flash").getByRole("button", { name: t.undo }).click()
    await expect(page.locator(".flash")).toContainText(t.waits)
    // Shared out among documents: those of the proposal are ticked, and nothing is left.
    await line(invoices[0].number).getByRole("link", { name: t.options }).focus()
    await page.keyboard.press("s")
    await expect(line(invoices[0].number).getByRole("checkbox").first()).toBeFocused()
    await expect(line(invoices[0].number).locator("tfoot")).toContainText(lang === "es" ? "0,00" : "0.00")
    await audit(page, "a line that is shared out")
    await line(invoices[0].number).getByRole("button", { name: t.documents }).click()
    await expect(line(invoices[0].number)).toHaveCount(0)
    await page.getByRole("link", { name: t.all, exact: true }).click()
    await expect(page.getByRole("checkbox", { checked: true })).toHaveCount(2)
    await audit(page, "what is certain")
    await page.getByRole("button", { name: t.these }).click()
    await expect(page.locator(".flash")).toContainText(t.two)
    await expect(page.locator(".match > li")).toHaveCount(4)

    // Without a proposal: an account, and leaving out.
    await line("GIMNASIO").getByRole("link", { name: t.options }).focus()
    await page.keyboard.press("e")
    await expect(line("GIMNASIO")).toHaveClass(/now/)
    await expect(line("GIMNASIO").getByLabel(t.reason)).toBeFocused()
    await audit(page, "options of a line")
    await line("GIMNASIO").getByLabel(t.reason).fill("Es personal")
    await line("GIMNASIO").getByRole("button", { name: t.exclude, exact: true }).click()
    await expect(page.locator(".flash")).toContainText(t.isOut)
    await page.keyboard.press("u")
    await expect(page.locator(".flash")).toContainText(t.waits)
    await line("GIMNASIO").getByRole("link", { name: t.options }).click()
    await line("GIMNASIO").getByLabel(t.reason).fill("Es personal")
    await line("GIMNASIO").getByRole("button", { name: t.exclude, exact: true }).click()
    await expect(page.locator(".flash")).toContainText(t.isOut)
    await line("MANTENIMIENTO").getByRole("link", { name: t.options }).click()
    await line("MANTENIMIENTO").getByRole("button", { name: t.post, exact: true }).click()
    await expect(line("MANTENIMIENTO").getByRole("alert")).toContainText(t.choose)
    await audit(page, "a line refused")
    await choose(page, t.account, "626")
    await line("MANTENIMIENTO").getByRole("button", { name: t.post, exact: true }).click()
    await expect(page.locator(".match > li")).toHaveCount(2)

    // A rule, tried on what was done before, and kept.
    await line("TARJETA").getByRole("link", { name: t.options }).focus()
    await page.keyboard.press("r")
    await expect(page.getByLabel(t.value, { exact: true })).toHaveValue("COMISION TARJETA")
    await page.getByLabel(t.value, { exact: true }).fill("COMISION")
    await choose(page, t.account, "626")
    await page.getByRole("button", { name: t.try, exact: true }).click()
    await expect(page.getByRole("status").filter({ hasText: t.same })).toBeVisible()
    await audit(page, "a rule")
    await page.getByRole("button", { name: t.saveRule }).click()
    await expect(page.locator(".flash")).toContainText(t.rule)

    // Looked for, and shared out among accounts.
    await line("VARIOS").getByRole("link", { name: t.options }).focus()
    await page.keyboard.press("b")
    await expect(line("VARIOS").getByRole("searchbox")).toBeFocused()
    await line("VARIOS").getByRole("searchbox").fill("nada de esto")
    await page.keyboard.press("Enter")
    await expect(line("VARIOS")).toContainText(t.noPostings)
    await line("VARIOS").getByRole("button").first().focus()
    await page.keyboard.press("s")
    await choose(page, `${t.account} 1`, "629")
    await line("VARIOS").getByLabel(`${t.share} 1`).fill("4")
    await choose(page, `${t.account} 2`, "628")
    await audit(page, "a line shared out among accounts")
    await line("VARIOS").locator("details").getByRole("button", { name: t.post, exact: true }).click()
    await expect(page.getByRole("main")).toContainText(t.none)
    await audit(page, "nothing left")
    await page.getByRole("link", { name: t.excluded, exact: true }).click()
    await expect(line("GIMNASIO")).toContainText("Es personal")
    await audit(page, "excluded lines")
    await page.getByRole("link", { name: t.done, exact: true }).click()
    await expect(page.locator(".match > li")).toHaveCount(6)
    await audit(page, "reconciled lines")

    // A line by hand, and gone again.
    await page.getByRole("link", { name: t.note }).click()
    await page.getByLabel(t.date, { exact: true }).fill(`${year}-01-09`)
    await page.getByLabel(t.share, { exact: true }).fill(lang === "es" ? "-1,50" : "-1.50")
    await page.getByLabel(t.text, { exact: true }).fill("Sello")
    await audit(page, "a line by hand")
    await page.getByRole("button", { name: w.save, exact: true }).click()
    await expect(page.locator(".flash")).toContainText(t.noted)
    await line("Sello").getByRole("link", { name: t.options }).click()
    await confirm(page, line("Sello").getByRole("button", { name: t.remove }).first())
    await expect(page.locator(".flash")).toContainText(t.removed)

    // Closed, and opened again.
    await page.getByRole("button", { name: t.close, exact: true }).click()
    await expect(page.locator(".flash")).toContainText(t.isClosed)
    await audit(page, "closed")
    await confirm(page, page.getByRole("button", { name: t.reopen, exact: true }).first())
    await expect(page.locator(".flash")).toContainText(t.open)
    await page.goto(`${base}/bank-accounts`)
    await audit(page, "banks")

    // Without scripts a line is undone and done again.
    const plain = await visitor(lang, { javaScriptEnabled: false })
    await signIn(plain, accountant.email, w)
    await plain.goto(`${base}/bank-accounts`)
    await plain.getByRole("main").getByRole("link", { name: "Banco de Ejemplo" }).click()
    await plain.getByRole("link", { name: t.done, exact: true }).click()
    await plain.locator(".match > li", { hasText: invoices[1].number }).getByRole("button", { name: t.undo }).click()
    await expect(plain.locator(".flash")).toContainText(t.waits)
    await plain.locator(".match > li", { hasText: invoices[1].number }).getByRole("button").click()
    await expect(plain.locator(".flash")).toContainText(t.matched)
  })
}
