// What is owed told and paid: a contact's statement, a correction begun from its list, a contact made in a document's form, an order that becomes a bill, and a
// remittance for the bank. Both languages.
import { WORDS, audit, confirm, expect, fits, signIn, test } from "./support.js"

const TEXTS = {
  es: {
    statement: "Extracto de cuenta", open: "Pendiente", mail: "Enviar", send: "Enviar", to: "Para", sent: "Se envía a", amount: "121,00", newCredit: "Nueva rectificativa", line: "Línea 1, Concepto", price: "Línea 1, Precio", contact: "Contacto", create: "Crear el contacto", name: "Nombre",
    make: "Nuevo contacto", preview: "Vista previa", date: "Fecha", locked: "Bloqueado hasta", use: "Usar el", bill: "Registrar su factura", expected: "Se espera el",
    iban: "IBAN", prepare: "Preparar remesa", post: "Contabilizar", posted: "Contabilizada", prepared: "Preparada", lacks: "Falta su IBAN"
  },
  en: {
    statement: "Statement of account", open: "Open", mail: "Email", send: "Send", to: "To", sent: "on its way to", amount: "121.00", newCredit: "New credit note", line: "Line 1, Description", price: "Line 1, Price", contact: "Contact", create: "Create the contact", name: "Name",
    make: "New contact", preview: "Preview", date: "Date", locked: "Locked up to", use: "Use", bill: "Record its bill", expected: "Expected on",
    iban: "IBAN", prepare: "Prepare remittance", post: "Post", posted: "Posted", prepared: "Prepared", lacks: "Its IBAN is missing"
  }
}

for (const lang of ["es", "en"]) {
  const [w, t] = [WORDS[lang], TEXTS[lang]]

  const open = async (server, visitor, name) => {
    const accountant = server.setup(`${name}-${lang}`, `${name} ${lang}`)
    const made = await server.api(accountant.token, "POST", "/clients", { business_name: "Empresa Ficticia", applications: ["books"], billing_address: { country: "ES" } })
    const organization = made.body.organization_ids[0]
    const api = (method, path, body) => server.api(accountant.token, method, `/organizations/${organization}${path}`, body)
    await api("PATCH", "", { tax_id: "B00000117" })
    const contact = async (name, more) => (await api("POST", "/contacts", { name, tax_id: "B12345674", ...more })).body.id
    const page = await visitor(lang)
    await signIn(page, accountant.email, w)
    return { page, api, contact, base: `/organizations/${organization}` }
  }
  const lines = [{ description: "Trabajo", unit_price: "100.00", taxes: ["IVA21V"] }]
  const narrow = async (page, name) => {
    await page.setViewportSize({ width: 390, height: 844 })
    await fits(page, name)
    await page.setViewportSize({ width: 1440, height: 900 })
  }

  test(`a statement is read and sent, and a correction begins with its invoice (${lang})`, async ({ server, visitor }) => {
    test.slow()
    const { page, api, contact, base } = await open(server, visitor, "extracto")
    const customer = await contact("Viveros Quintana", { email: "compras@viveros.example" })
    await api("POST", "/invoices", { contact_id: customer, lines, status: "issued" })
    await page.goto(`${base}/contacts/${customer}`)
    await page.getByRole("link", { name: t.statement }).click()
    await expect(page.getByRole("heading", { name: t.statement })).toBeVisible()
    await expect(page.getByRole("table")).toContainText(t.amount)
    await audit(page, "movements")
    await page.getByRole("link", { name: t.open, exact: true }).click()
    await expect(page.getByRole("table")).toContainText(t.amount)
    await audit(page, "what is open")
    await narrow(page, "statement")
    await page.getByRole("link", { name: t.mail, exact: true }).click()
    await expect(page.getByLabel(t.to, { exact: true })).toHaveValue("compras@viveros.example")
    await audit(page, "message")
    await page.getByRole("button", { name: t.send, exact: true }).click()
    await expect(page.getByText(`${t.sent} compras@viveros.example`)).toBeVisible()

    await page.goto(`${base}/credit-notes`)
    await page.getByRole("link", { name: t.newCredit }).first().click()
    await audit(page, "what is corrected")
    await narrow(page, "what is corrected")
    await page.getByRole("link", { name: "Viveros Quintana" }).click()
    await expect(page.getByLabel(t.line, { exact: true })).toHaveValue("Trabajo")
    await expect(page.locator("#totals")).toContainText(t.amount)
    // The search box finds the invoice by what it comes to.
    await page.getByRole("searchbox").or(page.locator("form.search input")).first().fill(t.amount)
    await page.keyboard.press("Enter")
    await expect(page.getByRole("link", { name: /Viveros Quintana/ }).first()).toBeVisible()
    await audit(page, "found")
  })

  test(`a contact is made in the form, a locked day is told, and the paper stands beside it (${lang})`, async ({ server, visitor }) => {
    test.slow()
    const { page, api, contact, base } = await open(server, visitor, "formulario")
    await contact("Talleres Sol")
    const year = new Date().getFullYear()
    await page.goto(`${base}/invoices/new`)
    const box = page.getByRole("combobox", { name: t.contact, exact: true })
    await box.click()
    await box.pressSequentially("Editorial Pinar")
    await expect(page.getByRole("option", { name: t.create })).toBeVisible()
    await page.keyboard.press("Enter")
    const dialog = page.getByRole("dialog", { name: t.make })
    await expect(dialog.getByLabel(t.name)).toHaveValue("Editorial Pinar")
    await audit(page, "a new contact")
    await dialog.getByRole("button", { name: t.make }).click()
    await expect(box).toHaveValue(/Editorial Pinar/)
    await page.getByLabel(t.line, { exact: true }).fill("Trabajo")
    await page.getByLabel(t.price, { exact: true }).fill("100")
    const preview = page.getByRole("complementary", { name: t.preview })
    await expect(preview).toContainText("Editorial Pinar")
    await expect(preview).toContainText("121,00")
    await audit(page, "form with its paper")
    await narrow(page, "form with its paper")
    // By its key, from an empty box, too.
    await box.focus()
    await page.keyboard.press("Alt+n")
    await expect(dialog).toBeVisible()
    await page.keyboard.press("Escape")
    await api("POST", "/period-locks", { scope: "sales", level: "hard", locked_through: `${year}-01-31`, reason: "IVA" })
    await page.getByLabel(t.date, { exact: true }).fill(`15/01/${year}`)
    await page.keyboard.press("Tab")
    await expect(page.getByText(t.locked)).toBeVisible()
    await page.getByRole("button", { name: t.use }).click()
    await expect(page.getByText(t.locked)).toBeHidden()
  })

  test(`an order becomes a bill, which is paid by a remittance (${lang})`, async ({ server, visitor }) => {
    test.slow()
    const { page, api, contact, base } = await open(server, visitor, "remesa")
    const vendor = await contact("Suministros Luna")
    await api("POST", "/bank-accounts", { name: "Banco de Ejemplo", iban: "ES9121000418450200051332" })
    const bought = [{ description: "Recambios", unit_price: "100.00", taxes: ["IVA21C"] }]
    await api("POST", "/purchase-orders", { contact_id: vendor, lines: bought, status: "issued" })
    await page.goto(`${base}/purchase-orders`)
    await audit(page, "orders")
    await page.getByRole("link", { name: "Suministros Luna" }).click()
    await expect(page.getByText(t.expected)).toBeVisible()
    await audit(page, "order")
    await page.getByRole("button", { name: t.bill }).click()
    await expect(page).toHaveURL(/\/bills\//)
    await api("POST", "/bills", { contact_id: vendor, vendor_number: "A-1", lines: bought, status: "issued" })

    await page.goto(`${base}/remittances/new?kind=transfers&due=2099-12-31`)
    await expect(page.getByText(t.lacks)).toBeVisible()
    await audit(page, "what lacks something")
    await page.getByRole("link", { name: t.lacks }).click()
    await page.getByLabel(t.iban, { exact: true }).fill("ES79 2100 0813 6101 2345 6780")
    await page.getByRole("button", { name: w.save }).click()
    await expect(page.locator(".summary")).toBeVisible()
    await page.getByLabel(t.iban, { exact: true }).fill("ES79 2100 0813 6101 2345 6789")
    await page.getByRole("button", { name: w.save }).click()
    await audit(page, "account and mandates")
    await narrow(page, "account and mandates")
    await page.goto(`${base}/remittances/new?kind=transfers&due=2099-12-31`)
    await expect(page.getByRole("checkbox", { name: /A-1/ })).toBeChecked()
    await narrow(page, "new remittance")
    await page.getByRole("button", { name: t.prepare }).click()
    await expect(page.locator(".lead")).toContainText(t.prepared)
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "pain.001.001.03" }).click()])
    expect(download.suggestedFilename()).toBe("REM-0001.xml")
    await audit(page, "remittance")
    await confirm(page, page.getByRole("button", { name: t.post, exact: true }))
    await expect(page.locator(".lead")).toContainText(t.posted)
    await page.goto(`${base}/remittances`)
    await expect(page.getByRole("cell", { name: t.amount })).toBeVisible()
    await audit(page, "remittances")
    await narrow(page, "remittances")
  })
}
