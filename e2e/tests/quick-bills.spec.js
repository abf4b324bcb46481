// Vendors' bills typed one after another, by keyboard alone, in both languages; on a telephone and without scripts it is a plain form.
import { WORDS, audit as asked, expect, fits, signIn, test } from "./support.js"

const TEXTS = {
  es: {
    title: "Facturas recibidas, una tras otra", vendor: "Proveedor", number: "N.º de factura", date: "Fecha", account: "Cuenta", base: "Base", tax: "IVA", quota: "Cuota", rate: "Ret. %", withheld: "Retención", total: "Total papel",
    asLast: "como la última vez", accepted: "admitido", refused: "corrija el importe o el tipo", twin: "Ya está registrada", differs: "hay 1,00 de diferencia", register: "Registrar", another: "Otro tipo", create: "Crear proveedor",
    name: "Nombre", undone: "Deshecha", end: "Terminar tanda", ended: "Tanda terminada", decimal: ",", sum: "Suma de la tanda", paid: "pagada", second: (label) => `${label}, tipo 2`, sure: "¿Vaciar la línea?", correct: "Corregir", total20: "2.440,10", differ: "hay 1,00 € de diferencia"
  },
  en: {
    title: "Bills received, one after another", vendor: "Vendor", number: "Bill number", date: "Date", account: "Account", base: "Base", tax: "VAT", quota: "Tax", rate: "W/h %", withheld: "Withheld", total: "On paper",
    asLast: "as last time", accepted: "accepted", refused: "correct the amount or the rate", twin: "It is registered already", differs: "1.00 apart", register: "Register", another: "Another rate", create: "Create vendor",
    name: "Name", undone: "Undone", end: "End the batch", ended: "Batch ended", decimal: ".", sum: "Sum of the batch", paid: "paid", second: (label) => `${label}, rate 2`, sure: "Empty the line?", correct: "Correct", total20: "2,440.10", differ: "€1.00 apart"
  }
}

const audit = async (page, name) => {
  await asked(page, name)
  await fits(page, name)
}

const invoice = (number) => `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"><ID>${number}</ID><IssueDate>${new Date().getFullYear()}-01-12</IssueDate>
  <AccountingSupplierParty><Party><PartyTaxScheme><CompanyID>ESB99000044</CompanyID></PartyTaxScheme><PartyLegalEntity><RegistrationName>Lavandería Copo de Muestra</RegistrationName></PartyLegalEntity></Party></AccountingSupplierParty>
  <TaxTotal><TaxSubtotal><TaxableAmount>100.00</TaxableAmount><TaxAmount>21.00</TaxAmount><TaxCategory><ID>S</ID><Percent>21</Percent></TaxCategory></TaxSubtotal></TaxTotal>
  <LegalMonetaryTotal><PayableAmount>121.00</PayableAmount></LegalMonetaryTotal></Invoice>`

for (const lang of ["es", "en"]) {
  const [w, t] = [WORDS[lang], TEXTS[lang]]
  const n = (text) => text.replace(".", t.decimal)

  const open = async (server, visitor, name, options) => {
    const accountant = server.setup(`${name}-${lang}`, `${name} ${lang}`)
    const made = await server.api(accountant.token, "POST", "/clients", { business_name: "Talleres Ficticios", applications: ["books"], billing_address: { country: "ES" } })
    const base = `/organizations/${made.body.organization_ids[0]}`
    const api = (method, path, body) => server.api(accountant.token, method, `${base}${path}`, body)
    for (const contact of ["Neumáticos Albor de Ejemplo", "Gestión Faro de Muestra"]) await api("POST", "/contacts", { name: contact, vendor: true })
    const page = await visitor(lang, options)
    await signIn(page, accountant.email, w)
    return { page, api, base }
  }

  test(`twenty bills are typed by keyboard alone (${lang})`, async ({ server, visitor }) => {
    test.slow()
    const { page, api, base } = await open(server, visitor, "tanda", { viewport: { width: 1440, height: 900 } })
    const cell = (label) => page.getByLabel(label, { exact: true })
    const keys = page.keyboard
    const vendor = cell(t.vendor)
    // The keys of the side bar lead there.
    await page.goto(base)
    await keys.press("n")
    await keys.press("r")
    await expect(page.getByRole("heading", { name: t.title })).toBeVisible()
    await expect(vendor).toBeFocused()
    await audit(page, "an empty line")

    // The first bill of a vendor has everything typed; the next ones what changes.
    await keys.type("1")
    await expect(page.locator(".found [role=option]").first()).toContainText("Neumáticos Albor")
    await audit(page, "vendors open")
    await keys.press("Enter")
    await expect(vendor).toHaveValue(/Neumáticos Albor de Ejemplo$/)
    await expect(cell(t.number)).toBeFocused()
    await keys.type("F-1")
    await keys.press("Enter")
    await keys.type("12")
    await keys.press("Enter")
    await expect(cell(t.account)).toBeFocused()
    await keys.type("629")
    await expect(page.locator(".found [role=option]").first()).toContainText("629")
    await keys.press("Enter")
    await expect(cell(t.base)).toBeFocused()
    await keys.type("100")
    await keys.press("Enter")
    await expect(cell(t.tax)).toBeFocused()
    await keys.press("Enter")
    await expect(cell(t.quota)).toHaveValue(n("21.00"))
    await expect(cell(t.total)).toHaveValue(n("121.00"))
    await keys.press("Enter")
    await expect(cell(t.rate)).toBeFocused()
    await keys.press("Enter")
    await expect(cell(t.total)).toBeFocused()
    await keys.press("Enter")
    await expect(page.locator("table.bills")).toContainText("F-1")
    await expect(vendor).toBeFocused()
    await expect(cell(t.date)).toHaveValue(/^12\//)

    for (let at = 2; at <= 20; at += 1) {
      await keys.type("1")
      await expect(page.locator(".found [role=option]").first()).toBeVisible()
      await keys.press("Enter")
      await expect(page.locator(".bill-line")).toContainText(t.asLast)
      await keys.type(`F-${at}`)
      await keys.press("Enter")
      await expect(cell(t.date)).toBeFocused()
      await keys.press("Enter")
      // What is proposed is gone over.
      await expect(cell(t.base)).toBeFocused()
      await keys.type("100")
      await keys.press("Enter")
      await expect(cell(t.quota)).toBeFocused()
      await keys.press("Control+Enter")
      await expect(page.locator("table.bills tbody tr").first()).toContainText(`F-${at} `)
      await expect(vendor).toBeFocused()
    }
    await expect(page.locator("table.bills tfoot")).toContainText(lang === "es" ? "2.420,00" : "2,420.00")
    expect((await api("GET", "/bills?limit=100")).body.items.length).toBe(20)
    await audit(page, "a batch of twenty")

    // The batch is kept by the server.
    await page.reload()
    await expect(page.locator("table.bills tbody tr")).toHaveCount(20)

    // A repeated number is told on leaving it, with where the other is.
    await keys.type("1")
    await expect(page.locator(".found [role=option]").first()).toBeVisible()
    await keys.press("Enter")
    await keys.type("F-7")
    await keys.press("Enter")
    await expect(page.locator(".says")).toContainText(t.twin)
    await audit(page, "a repeated bill")
    await keys.press("Escape")
    await expect(page.locator(".says")).toContainText(t.sure)
    await keys.press("Escape")
    await expect(vendor).toHaveValue("")
    await expect(vendor).toBeFocused()

    // Ctrl Z with nothing typed takes the last one back.
    await keys.press("Control+z")
    await expect(page.getByRole("status").filter({ hasText: t.undone })).toBeVisible()
    await expect(page.locator("table.bills tbody tr")).toHaveCount(19)
    await expect(page.locator("table.bills tfoot")).toContainText(lang === "es" ? "2.299,00" : "2,299.00")
  })

  test(`amounts follow from one another, and the paper is held to them (${lang})`, async ({ server, visitor }) => {
    test.slow()
    const { page, api, base } = await open(server, visitor, "importes", { viewport: { width: 1440, height: 900 } })
    const cell = (label) => page.getByLabel(label, { exact: true })
    const keys = page.keyboard
    const begin = async (who, number, account = "629") => {
      await cell(t.vendor).fill(who)
      await cell(t.number).fill(number)
      await cell(t.date).fill("12")
      await cell(t.account).fill(account)
    }
    await page.goto(`${base}/quick-bills`)

    // The paper's tax stands within the tolerance, and the total closes the bill.
    await begin("1", "T-1")
    await cell(t.base).fill(n("275.15"))
    await cell(t.quota).fill(n("57.79"))
    await cell(t.total).fill(n("332.94"))
    await expect(page.locator(".says .ok")).toContainText(t.accepted)
    await cell(t.quota).fill(n("75.80"))
    await keys.press("Tab")
    await expect(page.locator(".says .bad").first()).toContainText(t.refused)
    await audit(page, "a tax that is refused")
    await page.getByRole("button", { name: t.register, exact: true }).click()
    await expect(cell(t.quota)).toHaveAttribute("aria-invalid", "true")
    await cell(t.quota).fill(n("57.79"))
    await cell(t.total).fill(n("333.94"))
    await keys.press("Enter")
    await expect(page.locator(".says .bad")).toContainText(t.differs)
    await expect(cell(t.total)).toBeFocused()
    await cell(t.total).fill(n("332.94"))
    await keys.press("Enter")
    await expect(page.locator("table.bills")).toContainText("T-1")

    // The total alone, with what is withheld; paid, from an account that is asked for once.
    await begin("2", "T-2", "623")
    await cell(t.rate).fill("15")
    await cell(t.total).fill(n("190.80"))
    await expect(cell(t.base)).toHaveValue(n("180.00"))
    await expect(cell(t.quota)).toHaveValue(n("37.80"))
    await expect(cell(t.withheld)).toHaveValue(n("27.00"))
    await keys.press("Alt+p")
    await keys.type("572")
    await expect(page.locator(".found [role=option]").first()).toContainText("572")
    await keys.press("Enter")
    await keys.press("Control+Enter")
    await expect(page.locator("table.bills tbody tr").first()).toContainText(t.paid)
    expect((await api("GET", "/payments-made")).body.items.map((of) => of.amount)).toEqual(["190.80"])

    // Two rates: `+` opens the second.
    await begin("1", "T-3")
    await cell(t.base).fill(n("48.20"))
    await cell(t.quota).focus()
    await keys.press("+")
    await expect(cell(t.second(t.base))).toBeFocused()
    await keys.type(n("36.50"))
    await cell(t.second(t.tax)).selectOption({ label: lang === "es" ? "10 %" : "10%" })
    await expect(cell(t.second(t.quota))).toHaveValue(n("3.65"))
    await cell(t.total).fill(n("98.47"))
    await audit(page, "two rates")
    await keys.press("Control+Enter")
    await expect(page.locator("table.bills tbody tr").first()).toContainText("T-3")

    // A vendor that is missing is made without leaving the line.
    await cell(t.vendor).fill("Bazar Almena Ficticio")
    await keys.press("Tab")
    await page.locator(".says").getByRole("button", { name: t.create }).click()
    await expect(page.getByRole("dialog").getByLabel(t.name)).toHaveValue("Bazar Almena Ficticio")
    await audit(page, "a new vendor")
    await keys.press("Enter")
    await expect(cell(t.vendor)).toHaveValue(/\.3 Bazar Almena Ficticio$/)
    await expect(cell(t.number)).toBeFocused()

    // A row is opened and put right.
    await keys.press("Escape")
    await page.locator("table.bills tbody tr").first().getByRole("link", { name: new RegExp(`^${t.correct}`) }).click()
    await expect(cell(t.number)).toHaveValue("T-3")
    await expect(cell(t.second(t.base))).toHaveValue(n("36.50"))
    await cell(t.number).fill("T-3B")
    await page.getByRole("button", { name: t.correct, exact: true }).click()
    await expect(page.locator("table.bills tbody tr").first()).toContainText("T-3B")
    await expect(page.locator("table.bills tbody tr")).toHaveCount(3)
    await page.getByRole("button", { name: t.end }).click()
    await expect(page.getByRole("status").filter({ hasText: t.ended })).toBeVisible()
  })

  test(`an electronic invoice proposes the line (${lang})`, async ({ server, visitor }) => {
    const { page, api, base } = await open(server, visitor, "archivos", { viewport: { width: 1440, height: 900 } })
    await page.goto(`${base}/quick-bills`)
    await page.locator("details.bring > summary").click()
    await page.locator("#f-file").setInputFiles([
      { name: "albor.xml", mimeType: "text/xml", buffer: Buffer.from(invoice("NA-0774")) },
      { name: "papel.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7 nada") }
    ])
    await audit(page, "files chosen")
    await page.locator("details.bring form").getByRole("button").last().click()
    const cell = (label) => page.getByLabel(label, { exact: true })
    await expect(page.locator(".viewer")).toContainText("albor.xml")
    await expect(cell(t.number)).toHaveValue("NA-0774")
    await expect(cell(t.base)).toHaveValue(n("100.00"))
    await expect(page.locator(".field.proposed")).not.toHaveCount(0)
    await cell(t.total).focus()
    await expect(page.locator(".viewer mark.now")).toHaveText(n("121.00"))
    await audit(page, "a document read")
    // Its vendor is made with what the document tells.
    await page.locator(".says").getByRole("button", { name: t.create }).click()
    await expect(page.getByRole("dialog").getByLabel(t.name)).toHaveValue("Lavandería Copo de Muestra")
    await page.keyboard.press("Enter")
    await expect(cell(t.vendor)).toHaveValue(/Lavandería Copo de Muestra$/)
    await cell(t.account).fill("629")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator("table.bills")).toContainText("NA-0774")
    await expect(page.locator(".viewer")).toContainText("papel.pdf")
    const [bill] = (await api("GET", "/bills")).body.items
    expect((await api("GET", `/journal-entries/${bill.entry_id}/attachments`)).body.items.map((of) => of.name)).toEqual(["albor.xml"])
  })

  test(`without scripts the line is a plain form, and it fits a telephone (${lang})`, async ({ server, visitor }) => {
    const { page, base } = await open(server, visitor, "papel", { javaScriptEnabled: false, viewport: { width: 390, height: 844 } })
    await page.goto(`${base}/quick-bills`)
    const cell = (label) => page.getByLabel(label, { exact: true })
    await cell(t.vendor).fill("1")
    await cell(t.number).fill("P-1")
    await cell(t.date).fill("1204")
    await cell(t.account).fill("629")
    await cell(t.base).fill(n("48.20"))
    await page.getByRole("button", { name: t.another }).click()
    await cell(t.second(t.base)).fill(n("36.50"))
    await cell(t.second(t.tax)).selectOption({ label: lang === "es" ? "10 %" : "10%" })
    await cell(t.total).fill(n("99.47"))
    await page.getByRole("button", { name: t.register, exact: true }).click()
    await expect(page.locator(".says .bad")).toContainText(t.differ)
    await expect(cell(t.base)).toHaveValue(n("48.20"))
    await cell(t.total).fill(n("98.47"))
    await page.getByRole("button", { name: t.register, exact: true }).click()
    await expect(page.locator("table.bills")).toContainText("P-1")
    await fits(page, "without scripts")
  })
}
