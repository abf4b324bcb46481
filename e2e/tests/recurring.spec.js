// Recurring invoices: one is begun from an invoice, kept, made at once, stopped and resumed. Both languages; without scripts it is a plain form.
import { WORDS, audit, confirm, expect, fits, signIn, test } from "./support.js"

const TEXTS = {
  es: {
    repeat: "Repetir", name: "Nombre", does: "Qué hace", every: "Cada", line: "Línea 1, Concepto", price: "Línea 1, Precio", says: "Lo que dirá la próxima", make: "Hacer la próxima ahora", issued: "tiene su número", stop: "Detener",
    resume: "Reanudar", stopped: "Detenida", skip: "Omitir la próxima", left: "omitida", edit: "Editar", when: "Cada 3 meses, el último día", title: "Facturas recurrentes", amount: "121,00", errors: "que corregir", calculate: "Calcular", fresh: "Nueva recurrente"
  },
  en: {
    repeat: "Repeat", name: "Name", does: "What it does", every: "Every", line: "Line 1, Description", price: "Line 1, Price", says: "What the next one will say", make: "Make the next one now", issued: "it has its number", stop: "Stop",
    resume: "Resume", stopped: "Stopped", skip: "Leave the next one out", left: "left out", edit: "Edit", when: "Every 3 months, on the last day", title: "Recurring invoices", amount: "121.00", errors: "correct", calculate: "Calculate", fresh: "New recurring invoice"
  }
}

for (const lang of ["es", "en"]) {
  const [w, t] = [WORDS[lang], TEXTS[lang]]

  const open = async (server, visitor, name, options) => {
    const accountant = server.setup(`${name}-${lang}`, `${name} ${lang}`)
    const made = await server.api(accountant.token, "POST", "/clients", { business_name: "Empresa Ficticia", applications: ["books"], billing_address: { country: "ES" } })
    const organization = made.body.organization_ids[0]
    const api = (method, path, body) => server.api(accountant.token, method, `/organizations/${organization}${path}`, body)
    const contact = await api("POST", "/contacts", { name: "Viveros Quintana", tax_id: "B12345674" })
    const lines = [{ description: "Cuota de {mes}", unit_price: "100.00", taxes: ["IVA21V"] }]
    const invoice = await api("POST", "/invoices", { contact_id: contact.body.id, lines, status: "issued" })
    const page = await visitor(lang, options)
    await signIn(page, accountant.email, w)
    return { page, api, contact: contact.body.id, invoice: invoice.body.id, base: `/organizations/${organization}` }
  }

  test(`an invoice comes again (${lang})`, async ({ server, visitor }) => {
    test.slow()
    const { page, base, invoice } = await open(server, visitor, "recurrentes")
    await page.goto(`${base}/recurring-invoices`)
    await audit(page, "empty list")
    await page.goto(`${base}/invoices/${invoice}`)
    await page.getByRole("link", { name: t.repeat }).click()
    await expect(page.getByLabel(t.name, { exact: true })).toHaveValue("Viveros Quintana")
    await expect(page.getByLabel(t.line, { exact: true })).toHaveValue("Cuota de {mes}")
    await page.getByLabel(t.does).selectOption("issue")
    await page.getByLabel(t.every, { exact: true }).fill("3")
    await page.locator("#f-day").selectOption("31")
    await expect(page.locator("#totals")).toContainText(t.amount)
    await audit(page, "form")
    // What is wrong is told at its place, and nothing typed is lost.
    await page.getByLabel(t.every, { exact: true }).fill("0")
    await page.getByRole("button", { name: w.save }).click()
    await expect(page.locator(".summary")).toContainText(t.errors)
    await page.getByLabel(t.every, { exact: true }).fill("3")
    await page.getByRole("button", { name: w.save }).click()
    await expect(page.getByText(t.when).first()).toBeVisible()
    await expect(page.getByRole("heading", { name: t.says })).toBeVisible()
    // The mark is filled with a month.
    await expect(page.locator("table .said").first()).not.toContainText("{")
    await audit(page, "page")
    await confirm(page, page.getByRole("button", { name: t.make }))
    await expect(page.getByText(t.issued)).toBeVisible()
    await page.goto(`${base}/recurring-invoices`)
    await expect(page.getByRole("cell", { name: t.amount })).toBeVisible()
    await audit(page, "list")
    await page.getByRole("link", { name: "Viveros Quintana" }).click()
    await page.getByRole("button", { name: t.stop }).click()
    await expect(page.locator(".lead")).toContainText(t.stopped)
    await page.getByRole("button", { name: t.resume }).click()
    await confirm(page, page.getByRole("button", { name: t.skip }))
    await expect(page.getByText(t.left, { exact: true })).toBeVisible()
    await page.setViewportSize({ width: 390, height: 844 })
    await fits(page)
    await page.getByRole("link", { name: t.edit }).click()
    await fits(page)
  })

  test(`without scripts one is written in a plain form (${lang})`, async ({ server, visitor }) => {
    const { page, base } = await open(server, visitor, "recurrentes-sin", { javaScriptEnabled: false })
    await page.goto(`${base}/recurring-invoices`)
    await page.getByRole("link", { name: t.fresh }).first().click()
    await page.getByLabel(t.name, { exact: true }).fill("Mantenimiento")
    await page.locator("[name='contact_id.key']").fill("1")
    await page.getByLabel(t.line, { exact: true }).fill("Mantenimiento")
    await page.getByLabel(t.price, { exact: true }).fill("100")
    await page.getByRole("button", { name: t.calculate }).click()
    await expect(page.locator("#totals")).toContainText(t.amount)
    await page.getByRole("button", { name: w.save }).click()
    await expect(page.getByRole("heading", { name: "Mantenimiento" })).toBeVisible()
    await expect(page.getByRole("heading", { name: t.says })).toBeVisible()
  })
}
