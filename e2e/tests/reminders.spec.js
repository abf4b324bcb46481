// Reminders as a person reads them: switched on after a question, seen before they go, stopped on an invoice's page, in both languages.
import { WORDS, audit as asked, expect, fits, signIn, test } from "./support.js"

const TEXTS = {
  es: { title: "Recordatorios", on: "Activar", off: "Desactivar", isOff: "Los recordatorios están desactivados.", isOn: /Activados desde/, to: /Saldrá a compras@viveros\.example/, next: /El siguiente sale el/, dispute: "En disputa", disputed: /La factura está en disputa/, resume: "Reanudar", told: "Los recordatorios vuelven a salir." },
  en: { title: "Reminders", on: "Switch on", off: "Switch off", isOff: "Reminders are off.", isOn: /On since/, to: /It will go to compras@viveros\.example/, next: /The next goes on/, dispute: "Disputed", disputed: /The invoice is disputed/, resume: "Resume", told: "Reminders go again." }
}

const audit = async (page, name) => {
  await asked(page, name)
  await fits(page, name)
}

const day = (ahead) => {
  const date = new Date(Date.now() + ahead * 86_400_000)
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, "0")}-${String(date.getDate()).padStart(2, "0")}`
}

for (const lang of ["es", "en"]) {
  const [w, t] = [WORDS[lang], TEXTS[lang]]

  test(`reminders are switched on, seen and stopped (${lang})`, async ({ server, visitor }) => {
    const accountant = server.setup(`avisos-${lang}`, `Avisos ${lang}`)
    const call = async (path, body) => {
      const answer = await server.api(accountant.token, "POST", path, body)
      expect(answer.status, JSON.stringify(answer.body)).toBe(201)
      return answer.body
    }
    const made = await call("/clients", { business_name: "Talleres Ficticios", applications: ["books"], billing_address: { country: "ES" } })
    const base = `/organizations/${made.organization_ids[0]}`
    const contact = await call(`${base}/contacts`, { name: "Viveros Quintana", country: "ES", tax_id: "B12345674", email: "compras@viveros.example" })
    const lines = [{ description: "Trabajo", unit_price: "100", taxes: ["IVA21V"] }]
    const invoice = await call(`${base}/invoices`, { contact_id: contact.id, date: day(0), due_date: day(5), lines, status: "issued" })

    const wide = lang === "es"
    const page = await visitor(lang, { viewport: wide ? { width: 1440, height: 900 } : { width: 390, height: 844 } })
    await signIn(page, accountant.email, w)
    await page.goto(`${base}/reminders`)
    await expect(page.getByText(t.isOff)).toBeVisible()
    await audit(page, "reminders off")
    await page.getByRole("button", { name: t.on, exact: true }).first().click()
    await page.getByRole("dialog").getByRole("button", { name: t.on, exact: true }).click()
    await expect(page.getByText(t.isOn)).toBeVisible()
    await expect(page.getByRole("row", { name: /Viveros Quintana/ }).first()).toBeVisible()
    await audit(page, "reminders on")

    // What it will say, with the invoice's own words.
    await page.getByRole("row", { name: /Viveros Quintana/ }).first().getByRole("link").last().click()
    await expect(page.getByText(t.to)).toBeVisible()
    await expect(page.locator(".letter")).toContainText(invoice.number)
    await audit(page, "a reminder before it goes")

    // On the invoice's page: the next, and why there is none.
    await page.goto(`${base}/invoices/${invoice.id}`)
    await expect(page.getByText(t.next)).toBeVisible()
    await page.getByRole("button", { name: t.dispute }).click()
    await expect(page.getByText(t.disputed)).toBeVisible()
    await audit(page, "a disputed invoice")
    await page.getByRole("button", { name: t.resume }).click()
    await expect(page.getByText(t.told)).toBeVisible()
    await expect(page.getByText(t.next)).toBeVisible()
  })
}
