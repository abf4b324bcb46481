// Documents of sales and purchases: an invoice is written, issued, paid in part and credited for the rest; a bill is recorded with the vendor's number.
// Both languages; without scripts it is a plain form.
import { WORDS, audit, choose, confirm, expect, fits, signIn, test } from "./support.js"

const TEXTS = {
  es: {
    newContact: "Nuevo contacto", contactName: "Nombre o razón social", newInvoice: "Nueva factura", contact: "Contacto", cell: (line, column) => `Línea ${line}, ${column}`, line: "Concepto", quantity: "Cantidad", price: "Precio",
    taxes: "Impuestos", payable: "A pagar", keep: "Guardar borrador", kept: "Borrador guardado", issue: "Emitir", posted: "tiene su número", pay: "Registrar cobro", amount: "Importe", account: "Cuenta del dinero",
    part: "Cobrada en parte", credit: "Rectificar", reason: "Motivo", prepare: "Preparar en borrador", edit: "Editar", paid: "Cobrada", remove: "Quitar la línea 2", undo: "Deshacer", newBill: "Nueva factura recibida",
    number: "Número del proveedor", record: "Registrar", recorded: "Registrada", price1: "1.000,00", half: "600,00", errors: "que corregir", calculate: "Calcular", newItem: "Nuevo producto o servicio", name: "Nombre", used: "Aplicada"
  },
  en: {
    newContact: "New contact", contactName: "Name", newInvoice: "New invoice", contact: "Contact", cell: (line, column) => `Line ${line}, ${column}`, line: "Description", quantity: "Quantity", price: "Price",
    taxes: "Taxes", payable: "Amount due", keep: "Keep draft", kept: "Draft kept", issue: "Issue", posted: "it has its number", pay: "Record payment", amount: "Amount", account: "Account of the money",
    part: "Partly paid", credit: "Credit note", reason: "Reason", prepare: "Prepare as draft", edit: "Edit", paid: "Paid", remove: "Remove line 2", undo: "Undo", newBill: "New bill",
    number: "Vendor's number", record: "Record", recorded: "Recorded", price1: "1,000.00", half: "600.00", errors: "correct", calculate: "Calculate", newItem: "New item", name: "Name", used: "Used up"
  }
}

for (const lang of ["es", "en"]) {
  const [w, t] = [WORDS[lang], TEXTS[lang]]

  const open = async (server, visitor, name, options) => {
    const accountant = server.setup(`${name}-${lang}`, `${name} ${lang}`)
    const made = await server.api(accountant.token, "POST", "/clients", { business_name: "Empresa Ficticia", applications: ["books"], billing_address: { country: "ES" } })
    const organization = made.body.organization_ids[0]
    const api = (method, path, body) => server.api(accountant.token, method, `/organizations/${organization}${path}`, body)
    const page = await visitor(lang, options)
    await signIn(page, accountant.email, w)
    return { page, api, base: `/organizations/${organization}` }
  }

  const tick = async (page, line, codes) => {
    const row = page.locator("[data-paper-target=row]").nth(line - 1)
    await row.locator("summary").click()
    for (const [code, on] of codes) await row.getByRole("checkbox", { name: code }).setChecked(on)
    await page.keyboard.press("Escape")
  }

  // The server is slow to tell what it comes to, and the answer comes while it is being issued.
  test(`what is issued is issued whatever was asked about it meanwhile (${lang})`, async ({ server, visitor }) => {
    const { page, api, base } = await open(server, visitor, "a-la-vez")
    const contact = await api("POST", "/contacts", { name: "Viveros Quintana", tax_id: "B12345674", customer: true })
    const draft = await api("POST", "/invoices", { contact_id: contact.body.id, lines: [{ description: "Poda", unit_price: "100.00" }] })
    const asks = (request) => request.method() === "POST" && request.headers()["turbo-frame"] !== undefined
    // What is there is asked about once.
    const first = page.waitForResponse((response) => asks(response.request()))
    await page.goto(`${base}/invoices/${draft.body.id}/edit`)
    await first
    const gate = () => { let open; const opened = new Promise((resolve) => { open = resolve }); return { open, opened } }
    const [issued, told] = [gate(), gate()]
    await page.route(`**${base}/invoices/${draft.body.id}*`, async (route) => {
      if (route.request().method() !== "POST") return route.continue()
      if (asks(route.request())) {
        await issued.opened
        const response = await route.fetch({ maxRedirects: 0 })
        await route.fulfill({ response })
        return told.open(response.status())
      }
      const response = await route.fetch({ maxRedirects: 0 })
      issued.open()
      await told.opened
      await route.fulfill({ response })
    })
    const asked = page.waitForRequest(asks)
    await page.getByLabel(t.cell(1, t.price), { exact: true }).fill("200")
    await asked
    await page.getByRole("button", { name: t.issue, exact: true }).first().click()
    await page.getByRole("dialog").getByRole("button", { name: t.issue, exact: true }).click()
    await expect(page.getByRole("status").filter({ hasText: t.posted })).toBeVisible()
    expect(await told.opened).toBe(200)
  })

  test(`an invoice is written, issued, paid in part and credited (${lang})`, async ({ server, visitor }) => {
    test.slow()
    const { page, api, base } = await open(server, visitor, "facturas")
    await page.goto(`${base}/contacts/new`)
    await page.getByLabel(t.contactName).fill("Viveros Quintana")
    await page.locator("#f-tax_id").fill("B12345674")
    await page.getByRole("button", { name: w.save }).click()
    await expect(page.getByRole("heading", { name: /Viveros Quintana/ })).toBeVisible()
    await api("POST", "/items", { name: "Revisión anual", sku: "REV", sale_price: "185.00", sale_taxes: ["IVA21V"] })

    await page.goto(`${base}/invoices`)
    await audit(page, "empty list")
    await page.getByRole("link", { name: t.newInvoice }).first().click()
    await choose(page, t.contact, "Viveros Quintana")
    const cell = (line, column) => page.getByLabel(t.cell(line, column), { exact: true })
    // An item gives its text, price and taxes.
    await cell(1, t.line).pressSequentially("anual")
    await expect(page.locator(".found [role=option]").first()).toContainText("Revisión anual")
    await audit(page, "items open")
    await page.keyboard.press("Enter")
    await expect(cell(1, t.price)).toHaveValue(lang === "es" ? "185,00" : "185.00")
    await expect(page.locator("#totals")).toContainText(lang === "es" ? "223,85" : "223.85")
    await cell(1, t.price).fill(t.price1)
    await cell(2, t.line).fill("Desplazamiento")
    await cell(2, t.quantity).fill("2")
    await cell(2, t.price).fill("50")
    await tick(page, 1, [["IVA21V", true], ["IRPF15V", true]])
    await tick(page, 2, [["IVA21V", true], ["IRPF15V", true]])
    // 1,100.00 with 21 % and less 15 %.
    await expect(page.locator("#totals")).toContainText(lang === "es" ? "1.166,00" : "1,166.00")
    await expect(page.locator("[data-paper-target=row]").nth(1).locator("output")).toHaveText(lang === "es" ? "100,00" : "100.00")
    await audit(page, "typed invoice")
    await page.getByRole("button", { name: t.remove }).click()
    await expect(page.locator("#totals")).toContainText(lang === "es" ? "1.060,00" : "1,060.00")
    await page.getByRole("button", { name: t.undo }).click()
    await expect(page.locator("#totals")).toContainText(lang === "es" ? "1.166,00" : "1,166.00")
    // What is wrong is told at its cell, and nothing typed is lost.
    await cell(2, t.quantity).fill("dos")
    await page.getByRole("button", { name: t.keep }).click()
    await expect(page.locator(".summary")).toContainText(t.errors)
    await expect(cell(2, t.quantity)).toHaveValue("dos")
    await expect(cell(2, t.quantity)).toHaveAttribute("aria-invalid", "true")
    await audit(page, "refused invoice")
    await cell(2, t.quantity).fill("2")
    await page.getByRole("button", { name: t.keep }).click()
    await expect(page.getByRole("status").filter({ hasText: t.kept })).toBeVisible()
    await audit(page, "draft")

    await confirm(page, page.getByRole("button", { name: t.issue, exact: true }).first())
    await expect(page.getByRole("status").filter({ hasText: t.posted })).toBeVisible()
    await audit(page, "issued invoice")
    const invoice = page.url()
    await page.getByRole("link", { name: t.pay }).click()
    await expect(page.getByLabel(t.amount, { exact: true })).toHaveValue(lang === "es" ? "1.166,00" : "1,166.00")
    await page.getByLabel(t.amount, { exact: true }).fill(t.half)
    await choose(page, t.account, "572")
    await audit(page, "payment form")
    await page.getByRole("button", { name: t.pay }).click()
    await audit(page, "payment")
    await page.goto(invoice)
    await expect(page.locator("p.lead")).toContainText(t.part)
    // The rest is credited: the draft takes every line, of which one is removed and the other made smaller.
    await page.getByRole("link", { name: t.credit, exact: true }).click()
    await page.getByLabel(t.reason, { exact: true }).fill("Precio mal")
    await audit(page, "credit form")
    await page.getByRole("button", { name: t.prepare }).click()
    await page.getByRole("link", { name: t.edit, exact: true }).click()
    // What is left is 566.00 of 106 % of the price.
    await page.getByRole("button", { name: t.remove }).click()
    await cell(1, t.price).fill(lang === "es" ? "533,96" : "533.96")
    await expect(page.locator("#totals")).toContainText(lang === "es" ? "566,00" : "566.00")
    await page.getByRole("button", { name: t.issue, exact: true }).first().click()
    await page.getByRole("dialog").getByRole("button", { name: t.issue, exact: true }).click()
    await expect(page.locator("p.lead")).toContainText(t.used)
    await page.goto(invoice)
    await expect(page.locator("p.lead")).toContainText(t.paid)
    await page.goto(`${base}/invoices?status=paid`)
    await expect(page.getByRole("link", { name: "Viveros Quintana" })).toHaveCount(1)
    await audit(page, "list of invoices")
    await page.setViewportSize({ width: 390, height: 844 })
    for (const path of [`${base}/invoices`, `${base}/invoices/new`, invoice, `${base}/payments-received`, `${base}/items`]) {
      await page.goto(path)
      await fits(page, path)
    }
  })

  test(`a bill is recorded with its vendor's number and what the paper says (${lang})`, async ({ server, visitor }) => {
    const { page, api, base } = await open(server, visitor, "recibidas")
    await api("POST", "/contacts", { name: "Suministros Brezo", vendor: true })
    await page.goto(`${base}/bills/new`)
    await choose(page, t.contact, "Suministros Brezo")
    await page.getByLabel(t.number).fill("SB-300")
    await page.getByLabel(t.cell(1, t.line), { exact: true }).fill("Material")
    await page.getByLabel(t.cell(1, t.price), { exact: true }).fill("40")
    await expect(page.locator("#totals")).toContainText(lang === "es" ? "48,40" : "48.40")
    await expect(page.locator("[data-paper-target=row]").first().locator("summary")).toContainText("IVA21C")
    await audit(page, "bill form")
    await page.getByRole("button", { name: t.record, exact: true }).first().click()
    await page.getByRole("dialog").getByRole("button", { name: t.record, exact: true }).click()
    await expect(page.locator("p.lead")).toContainText(t.recorded)
    await expect(page.locator("main")).toContainText("SB-300")
    await audit(page, "bill")
    await page.goto(`${base}/items/new`)
    await audit(page, "item form")
    await page.getByLabel(t.name, { exact: true }).fill("Hora de taller")
    await page.getByRole("button", { name: w.save }).click()
    await expect(page.getByRole("heading", { name: "Hora de taller" })).toBeVisible()
    await audit(page, "item")
  })

  test(`without scripts a document is a plain form (${lang})`, async ({ server, visitor }) => {
    const { page, api, base } = await open(server, visitor, "sinscripts", { javaScriptEnabled: false })
    const contact = await api("POST", "/contacts", { name: "Viveros Quintana", tax_id: "B12345674" })
    await page.goto(`${base}/invoices/new?contact=${contact.body.id}`)
    await page.getByLabel(t.cell(1, t.line), { exact: true }).fill("Trabajo")
    await page.getByLabel(t.cell(1, t.price), { exact: true }).fill("100")
    await page.getByRole("button", { name: t.calculate }).click()
    await expect(page.locator("#totals")).toContainText(lang === "es" ? "121,00" : "121.00")
    await page.getByRole("button", { name: t.keep }).click()
    await expect(page.getByRole("status").filter({ hasText: t.kept })).toBeVisible()
  })
}
