// A return from draft to paid, what changes after it, and back, in both languages.
import { WORDS, audit as asked, expect, fits, signIn, test } from "./support.js"

const TEXTS = {
  es: {
    approve: "Aprobar", approved: "Aprobado", file: "Marcar como presentado", day: "Fecha de presentación", reference: "Justificante", csv: "CSV", proof: "Justificante en fichero", reason: /Motivo del descuadre/,
    short: "El CSV tiene 16", needed: "Motivo", filed: "Presentado: periodo bloqueado", filedOn: /Presentado el/, settlement: "Asiento al presentar", pay: "Registrar pago", account: "Cuenta", paid: "Pago registrado",
    changed: "Cambió después de presentarlo", correct: "Preparar rectificativa", rectifying: /Autoliquidación rectificativa/, discard: "Descartar la rectificación", why: "Motivo", undone: "Paso deshecho",
    undoPayment: "Deshacer el pago", reopen: "Reabrir", computed: /calculado ahora/, entry: "Asiento", locks: /303 de/, carried: /Casilla 71, a compensar/
  },
  en: {
    approve: "Approve", approved: "Approved", file: "Mark as filed", day: "Filed on", reference: "Proof of filing", csv: "CSV code", proof: "Proof as a file", reason: /Reason for the mismatch/,
    short: "The CSV code has 16", needed: "Reason", filed: "Filed: the period is locked", filedOn: /Filed on/, settlement: "Entry when filed", pay: "Record payment", account: "Account", paid: "Payment recorded",
    changed: "Changed since it was filed", correct: "Prepare rectifying return", rectifying: /Rectifying return/, discard: "Discard the correction", why: "Reason", undone: "Step undone",
    undoPayment: "Undo the payment", reopen: "Reopen", computed: /computed now/, entry: "Entry", locks: /303 de/, carried: /Box 71, to carry forward/
  }
}

const audit = async (page, name) => {
  await asked(page, name)
  await fits(page, name)
}

// A quarter that comes to 147.00, with 25.20 of VAT in the ledger that no document has.
const quarter = async (server, accountant) => {
  const year = new Date().getFullYear()
  const call = async (method, path, body, status = 201) => {
    const answer = await server.api(accountant.token, method, path, body)
    expect(answer.status, JSON.stringify(answer.body)).toBe(status)
    return answer.body
  }
  const made = await call("POST", "/clients", { business_name: "Talleres Ficticios", applications: ["books"], billing_address: { country: "ES" } })
  const base = `/organizations/${made.organization_ids[0]}`
  const contact = async (name) => (await call("POST", `${base}/contacts`, { name, country: "ES", tax_id: "B12345674" })).id
  const document = (path, contact_id, day, price, taxes, vendor_number) =>
    call("POST", `${base}/${path}`, { contact_id, date: `${year}-${day}`, lines: [{ description: "Trabajo", unit_price: price, taxes }], status: "issued", ...vendor_number && { vendor_number } })
  const vendor = await contact("Papelería Ficticia")
  await document("invoices", await contact("Viveros Quintana"), "01-05", "1000", ["IVA21V"])
  await document("bills", vendor, "01-10", "300", ["IVA21C"], "P-1")
  const postings = [{ account_code: "472", debit: "25.20" }, { account_code: "572", credit: "25.20" }]
  await call("POST", `${base}/journal-entries`, { date: `${year}-03-31`, description: "IVA sin documento", postings })
  return { base, year, call, later: (price, number) => document("bills", vendor, "02-01", price, ["IVA21C"], number) }
}

for (const lang of ["es", "en"]) {
  const [w, t] = [WORDS[lang], TEXTS[lang]]

  test(`a return is filed, paid, corrected and reopened (${lang})`, async ({ server, visitor }) => {
    test.slow()
    const accountant = server.setup(`presentar-${lang}`, `Presentar ${lang}`)
    const { base, year, later } = await quarter(server, accountant)
    const page = await visitor(lang, { viewport: lang === "es" ? { width: 1440, height: 900 } : { width: 390, height: 844 } })
    await signIn(page, accountant.email, w)
    const main = page.getByRole("main")
    await page.goto(`${base}/tax-returns/303/${year}-1T`)
    await expect(page.getByRole("region", { name: t.settlement })).toContainText(lang === "es" ? "147,00" : "147.00")
    await audit(page, "draft")
    await page.getByRole("button", { name: t.approve }).click()
    await expect(page.locator(".flash")).toContainText(t.approved)

    // What is asked is told at its place, and nothing typed is lost.
    await page.getByRole("link", { name: t.file }).click()
    await page.getByLabel(t.day, { exact: true }).fill(`14/04/${year}`)
    await page.getByLabel(t.reference, { exact: true }).fill("303 000000000 0")
    await page.getByLabel(t.csv, { exact: true }).fill("EJEMPLO0")
    await audit(page, "the form of filing")
    await page.getByRole("button", { name: t.file }).click()
    await expect(page.getByRole("alert")).toContainText(t.short)
    await expect(page.getByRole("alert")).toContainText(t.needed)
    await expect(page.getByLabel(t.reference, { exact: true })).toHaveValue("303 000000000 0")
    await audit(page, "filing refused")
    await page.getByLabel(t.csv, { exact: true }).fill("EJEMPLO0CSV00000")
    await page.getByLabel(t.reason).fill("Falta la factura de marzo")
    await page.locator("#f-file").setInputFiles({ name: "justificante.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4\n%%EOF\n") })
    await page.getByRole("button", { name: t.file }).click()
    await expect(page.locator(".flash")).toContainText(t.filed)
    await expect(page.locator(".sum-up")).toContainText(t.filedOn)
    await expect(page.locator(".sum-up")).toContainText("EJEMPLO0CSV00000")
    await audit(page, "filed")
    const download = page.waitForEvent("download")
    await page.getByRole("link", { name: "justificante.pdf" }).click()
    expect((await download).suggestedFilename()).toBe("justificante.pdf")
    await page.locator(".sum-up").getByRole("link", { name: t.entry, exact: true }).click()
    await expect(main).toContainText("4750")
    await page.goto(`${base}/period-locks`)
    await expect(main).toContainText(t.locks)

    await page.goto(`${base}/tax-returns?year=${year}`)
    await audit(page, "a list with what is filed")
    await page.goto(`${base}/tax-returns/303/${year}-1T`)
    await page.getByRole("link", { name: t.pay }).click()
    await page.getByLabel(lang === "es" ? "Fecha" : "Date", { exact: true }).fill(`20/04/${year}`)
    await audit(page, "the form of paying")
    await page.getByRole("button", { name: t.pay }).click()
    await expect(page.locator(".flash")).toContainText(t.paid)

    // A bill of the period that comes later: what was filed stays, and is corrected.
    await later("100", "P-2")
    await page.goto(`${base}/tax-returns/303/${year}-1T`)
    await expect(page.locator(".tax-result .big")).toContainText("147")
    await expect(page.getByRole("region", { name: t.changed })).toContainText(lang === "es" ? "126,00" : "126.00")
    await audit(page, "changed since")
    await page.getByRole("button", { name: t.correct }).click()
    await expect(page.locator(".told-over")).toContainText(t.rectifying)
    await expect(page.locator(".tax-result .big")).toContainText("21")
    await audit(page, "a correction")

    // And back, a step at a time.
    for (const step of [t.discard, t.undoPayment, t.reopen]) {
      await page.getByRole("link", { name: step, exact: true }).click()
      await page.getByLabel(t.why, { exact: true }).fill("Prueba")
      if (step === t.reopen) await audit(page, "the form of reopening")
      await page.getByRole("button", { name: step, exact: true }).click()
      await expect(page.locator(".flash")).toContainText(t.undone)
    }
    await expect(page.locator(".told-over")).toContainText(t.computed)
    expect((await server.api(accountant.token, "GET", `${base}/period-locks`)).body.items).toEqual([])
  })
}
