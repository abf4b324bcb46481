// Tax figures as a person reads them: the returns of a year, one with its boxes and their documents, the tie-out, and the books of VAT, in both languages.
import { WORDS, audit as asked, expect, fits, signIn, test } from "./support.js"

const TEXTS = {
  es: {
    nav: "Modelos fiscales", title: "Impuestos", one: /Modelo 303 · 1T/, box: /^Casilla 29: 63,00/, vendor: "Papelería Ficticia", closed: /^Casilla 29/, empty: "Ver también las vacías", zero: "Importaciones de bienes corrientes",
    differs: /472 tiene 25,20/, entry: /Asiento \d+/, byHand: "IVA sin documento", issued: "Libro de facturas expedidas", total: "1.210,00", summary: "Resumen de impuestos", output: "Repercutido", exports: "Exportar",
    file: /^facturas-expedidas-.*\.xlsx$/, union: /Modelo 349/, records: "Registros", from: "Desde", wrong: "Escriba una fecha", result: "147,00"
  },
  en: {
    nav: "Tax returns", title: "Taxes", one: /Form 303 · Q1/, box: /^Box 29: 63\.00/, vendor: "Papelería Ficticia", closed: /^Box 29/, empty: "Show the empty ones too", zero: "Imports, current",
    differs: /472 has .*25\.20/, entry: /Entry \d+/, byHand: "IVA sin documento", issued: "VAT book, issued", total: "1,210.00", summary: "Tax summary", output: "Output", exports: "Export",
    file: /^vat-book-issued-.*\.xlsx$/, union: /Form 349/, records: "Records", from: "From", wrong: "Enter a date", result: "147.00"
  }
}

const audit = async (page, name) => {
  await asked(page, name)
  await fits(page, name)
}

// A quarter of a company: two sales, a bill, one from another member state, and VAT in the ledger without a document.
const quarter = async (server, accountant) => {
  const year = new Date().getFullYear()
  const call = async (method, path, body, status) => {
    const answer = await server.api(accountant.token, method, path, body)
    expect(answer.status, JSON.stringify(answer.body)).toBe(status)
    return answer.body
  }
  const made = await call("POST", "/clients", { business_name: "Talleres Ficticios", applications: ["books"], billing_address: { country: "ES" } }, 201)
  const base = `/organizations/${made.organization_ids[0]}`
  const contact = async (name, country, tax_id) => (await call("POST", `${base}/contacts`, { name, country, tax_id }, 201)).id
  const document = async (path, contact_id, day, price, taxes, vendor_number) =>
    call("POST", `${base}/${path}`, { contact_id, date: `${year}-01-${day}`, lines: [{ description: "Trabajo", unit_price: price, taxes }], status: "issued", ...vendor_number && { vendor_number } }, 201)
  const customer = await contact("Viveros Quintana", "ES", "B12345674")
  await document("invoices", customer, "05", "1000", ["IVA21V", "IRPF15V"])
  await document("invoices", await contact("Azulejos do Tejo", "PT", "PT501234567"), "06", "500", ["IVAINTV"])
  await document("bills", await contact("Papelería Ficticia", "ES", "B12345674"), "10", "300", ["IVA21C"], "P-1")
  await document("bills", await contact("Ferragens do Douro", "PT", "PT509876543"), "11", "200", ["IVA21ICB"], "D-7")
  const postings = [{ account_code: "472", debit: "25.20" }, { account_code: "572", credit: "25.20" }]
  await call("POST", `${base}/journal-entries`, { date: `${year}-03-31`, description: "IVA sin documento", postings }, 201)
  return { base, year }
}

for (const lang of ["es", "en"]) {
  const [w, t] = [WORDS[lang], TEXTS[lang]]

  test(`from the returns of a year to a box's documents (${lang})`, async ({ server, visitor }) => {
    test.slow()
    const accountant = server.setup(`impuestos-${lang}`, `Impuestos ${lang}`)
    const { base, year } = await quarter(server, accountant)
    const wide = lang === "es"
    const page = await visitor(lang, { viewport: wide ? { width: 1440, height: 900 } : { width: 390, height: 844 } })
    await signIn(page, accountant.email, w)
    await page.goto(`${base}/tax-returns?year=${year}`)
    await expect(page.getByRole("heading", { name: t.title, level: 1 })).toBeVisible()
    if (wide) await expect(page.getByRole("navigation").getByRole("link", { name: t.nav })).toHaveAttribute("aria-current", "page")
    await audit(page, "returns")

    // A return: what is due, what does not tie and by which entry.
    await page.getByRole("main").getByRole("link", { name: /^303/ }).first().click()
    await expect(page.getByRole("heading", { name: t.one })).toBeVisible()
    await expect(page.locator(".tax-result")).toContainText(t.result)
    await expect(page.locator(".warnings")).toContainText(t.differs)
    await audit(page, "return")
    // Empty lines are shown when they are asked for.
    await expect(page.getByText(t.zero)).toHaveCount(0)
    await page.getByRole("link", { name: t.empty }).click()
    await expect(page.getByText(t.zero)).toBeVisible()
    await page.goBack()
    // A box opens to its documents and closes again; the figure keeps the focus.
    await page.getByRole("link", { name: t.box }).click()
    const box = page.getByRole("link", { name: t.closed })
    await expect(box).toHaveAttribute("aria-expanded", "true")
    await expect(box).toBeFocused()
    await expect(page.locator(".docs")).toContainText(t.vendor)
    await audit(page, "box")
    await box.click()
    await expect(page.locator(".docs")).toHaveCount(0)
    // The entry without a document.
    await page.locator(".warnings").getByRole("link", { name: t.entry }).click()
    await expect(page.getByRole("main")).toContainText(t.byHand)

    await page.goto(`${base}/tax-returns/349/${year}-1T`)
    await expect(page.getByRole("heading", { name: t.union })).toBeVisible()
    await expect(page.getByRole("region", { name: t.records })).toContainText("Azulejos do Tejo")
    await audit(page, "records")

    // Books and summary are reports as the others.
    await page.goto(`${base}/reports/vat-book-issued?from=${year}-01-01&to=${year}-03-31`)
    await expect(page.getByRole("heading", { name: t.issued })).toBeVisible()
    await expect(page.getByRole("main")).toContainText(t.total)
    await audit(page, "book issued")
    const download = page.waitForEvent("download")
    await page.getByText(t.exports, { exact: true }).click()
    await page.getByRole("button", { name: "XLSX" }).click()
    expect((await download).suggestedFilename()).toMatch(t.file)
    await page.goto(`${base}/reports/vat-book-received?from=${year}-01-01&to=${year}-03-31`)
    await audit(page, "book received")
    await page.goto(`${base}/reports/tax-summary?from=${year}-01-01&to=${year}-03-31`)
    await expect(page.getByRole("heading", { name: t.summary })).toBeVisible()
    await expect(page.locator(".ties")).toContainText(t.output)
    await audit(page, "summary")
    await page.goto(`${base}/reports/tax-summary?from=nunca`)
    await expect(page.getByRole("alert")).toContainText(t.wrong)
  })
}

test("a box opens without scripts", async ({ server, visitor }) => {
  const accountant = server.setup("impuestos-llano", "Impuestos llano")
  const { base, year } = await quarter(server, accountant)
  const page = await visitor("es", { javaScriptEnabled: false })
  await signIn(page, accountant.email, WORDS.es)
  await page.goto(`${base}/tax-returns/303/${year}-1T`)
  await page.getByRole("link", { name: TEXTS.es.box }).click()
  await expect(page.locator(".docs")).toContainText("Papelería Ficticia")
  await page.goto(`${base}/tax-returns?year=${year - 1}`)
  await expect(page.getByRole("main")).toBeVisible()
})
