import { expect, signIn, speak, test, WORDS } from "./support.js"
const OUT = process.env.OUT ?? "/tmp/wt/shots-quick"
for (const [name, viewport, scheme] of [["desk", { width: 1440, height: 900 }, "light"], ["dark", { width: 1440, height: 900 }, "dark"], ["phone", { width: 390, height: 844 }, "light"]]) {
  test(`shots ${name}`, async ({ server, visitor }) => {
    const a = server.setup("shots", `Shots ${name}`)
    const made = await server.api(a.token, "POST", "/clients", { business_name: "Talleres Arriaga Ficticios, S. L.", applications: ["books"], billing_address: { country: "ES" } })
    const base = `/organizations/${made.body.organization_ids[0]}`
    const api = (m, p, b) => server.api(a.token, m, `${base}${p}`, b)
    for (const n of ["Neumáticos Albor de Ejemplo, S. A.", "Energía Ficticia del Norte, S. A.", "Inmuebles Arco de Ejemplo, S. L.", "Gestión Faro de Muestra"]) await api("POST", "/contacts", { name: n, vendor: true })
    const page = await visitor("es", { viewport, colorScheme: scheme })
    await signIn(page, a.email, WORDS.es)
    const cell = (l) => page.getByLabel(l, { exact: true })
    const bill = async (v, n, acc, b, w, t, paid) => {
      await page.goto(`${base}/quick-bills`)
      await cell("Proveedor").fill(v); await cell("N.º de factura").fill(n); await cell("Fecha").fill("12"); await cell("Cuenta").fill(acc)
      await cell("Base").fill(b); if (w) await cell("Ret. %").fill(w); await cell("Total papel").fill(t)
      if (paid) { await page.getByLabel(/^Pagada/).first().check(); await cell("Pagada desde").fill("572") }
      await page.getByRole("button", { name: "Registrar", exact: true }).click()
      await expect(page.locator("table.bills tbody tr").first()).toContainText(n)
    }
    await bill("1", "FR-27/8841", "600", "612,40", "", "741,00")
    await bill("2", "2027-04-55120", "628", "850", "", "1028,50")
    await bill("3", "04/2027", "621", "1200", "19", "1224", true)
    await bill("4", "118", "623", "180", "15", "190,80")

    await page.locator("details.bring > summary").click()
    await page.screenshot({ path: `${OUT}/${name}-5.png` })
    await page.locator("#f-file").setInputFiles([{ name: "albor-noviembre.xml", mimeType: "text/xml", buffer: Buffer.from(INV) }, { name: "papel.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7 nada") }])
    await page.locator("details.bring form").getByRole("button").last().click()
    await expect(page.locator(".viewer")).toContainText("albor")
    await cell("Total papel").focus(); await page.waitForTimeout(700)
    await page.screenshot({ path: `${OUT}/${name}-6.png`, fullPage: name === "phone" })
    await page.goto(`${base}/quick-bills`); await page.locator(".viewer a[data-quick-go='1']").click(); await page.waitForTimeout(400)
    await page.locator(".viewer details.aside summary").click()
    await page.screenshot({ path: `${OUT}/${name}-7.png` })
  })
}
const INV = `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"><ID>NA-2026-0774</ID><IssueDate>2026-11-12</IssueDate><DueDate>2026-12-12</DueDate>
  <AccountingSupplierParty><Party><PartyTaxScheme><CompanyID>ESA99000044</CompanyID></PartyTaxScheme><PartyLegalEntity><RegistrationName>Lavandería Copo de Muestra, S. L.</RegistrationName></PartyLegalEntity></Party></AccountingSupplierParty>
  <AccountingCustomerParty><Party><PartyLegalEntity><CompanyID>B99000010</CompanyID></PartyLegalEntity></Party></AccountingCustomerParty>
  <TaxTotal><TaxSubtotal><TaxableAmount>275.15</TaxableAmount><TaxAmount>57.79</TaxAmount><TaxCategory><ID>S</ID><Percent>21</Percent></TaxCategory></TaxSubtotal></TaxTotal>
  <LegalMonetaryTotal><PayableAmount>332.94</PayableAmount></LegalMonetaryTotal><InvoiceLine><LineExtensionAmount>275.15</LineExtensionAmount><Item><Name>Lavado de monos de trabajo</Name></Item></InvoiceLine></Invoice>`
