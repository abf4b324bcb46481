// Matching on the general ledger, balances by contact, and the end of a year with an accepted warning and its result shared out, in both languages.
import { WORDS, audit as asked, expect, fits, signIn, test } from "./support.js"

const TEXTS = {
  es: {
    ledger: "Mayor", count: "2 apuntes", ties: "Diferencia 0,00", match: /^Puntear/, matched: "Punteado con la letra A.", unmatch: "Quitar punteo", removed: "1 punteo quitado.", automatic: "Punteo automático", accept: "Puntear lo elegido",
    accepted: "1 propuesta punteada.", undo: "Deshacer", balances: "Saldos por contacto", reason: "Motivo", accept_check: "Aceptar con motivo… Gastos e ingresos anticipados", accept_do: "Aceptar Gastos e ingresos anticipados", kept: "Aviso aceptado",
    close: "Cerrar el ejercicio", closed: /cerrado/, allocate: "Aplicar el resultado…", rest: "Importe, 113 Reservas voluntarias", left: "Quedan 21,00 por aplicar", whole: "100,00", short: "79,00", balanced: "Cuadra", post: "Contabilizar", done: /Resultado aplicado/
  },
  en: {
    ledger: "General ledger", count: "2 postings", ties: "Difference 0.00", match: /^Match p/, matched: "Matched as A.", unmatch: "Unmatch", removed: "1 match removed.", automatic: "Match automatically", accept: "Match the chosen ones",
    accepted: "1 proposal matched.", undo: "Undo", balances: "Balances by contact", reason: "Reason", accept_check: "Accept with a reason… Prepaid expenses and deferred income", accept_do: "Accept Prepaid expenses and deferred income", kept: "Warning accepted",
    close: "Close the year", closed: /closed/, allocate: "Allocate the result…", rest: "Amount, 113 Reservas voluntarias", left: "21.00 left to allocate", whole: "100.00", short: "79.00", balanced: "Balances", post: "Post", done: /Result allocated/
  }
}

const audit = async (page, name) => {
  await asked(page, name)
  await fits(page, name)
}

for (const lang of ["es", "en"]) {
  const [w, t] = [WORDS[lang], TEXTS[lang]]

  test(`postings are matched, balances read by contact, a year closed and its result shared out (${lang})`, async ({ server, visitor }) => {
    test.slow()
    const accountant = server.setup(`punteo-${lang}`, `Punteo ${lang}`)
    const made = await server.api(accountant.token, "POST", "/clients", { business_name: "Talleres Ficticios", applications: ["books"], billing_address: { country: "ES" } })
    const id = made.body.organization_ids[0]
    const base = `/organizations/${id}`
    const call = (path, body) => server.api(accountant.token, "POST", `${base}${path}`, body)
    await call("/contacts", { name: "Ana Ficticia", customer: true })
    const year = new Date().getFullYear()
    const entry = (day, postings) => call("/journal-entries", { date: `${year}-${day}`, description: "Factura", status: "posted", postings })
    await entry("01-10", [{ account_code: "430", debit: "100.00", contact: 1 }, { account_code: "705", credit: "100.00" }])
    await entry("01-20", [{ account_code: "572", debit: "100.00" }, { account_code: "430", credit: "100.00", contact: 1 }])
    await entry("01-21", [{ account_code: "430", debit: "7.00", contact: 1 }, { account_code: "572", credit: "7.00" }])
    const page = await visitor(lang, { viewport: lang === "es" ? { width: 1440, height: 900 } : { width: 390, height: 844 } })
    await signIn(page, accountant.email, w)

    // Two postings are ticked by keyboard, matched, and taken off; then they are proposed, accepted and taken back.
    await page.goto(`${base}/reports/general-ledger?account=430`)
    await audit(page, "general ledger")
    for (const key of ["j", "x", "j", "x"]) await page.keyboard.press(key)
    await expect(page.getByText(t.count, { exact: true })).toBeVisible()
    await expect(page.getByText(t.ties)).toBeVisible()
    await audit(page, "ticked")
    await page.keyboard.press("p")
    await expect(page.locator(".flash")).toContainText(t.matched)
    await expect(page.locator(".tickmark")).toHaveCount(2)
    await page.locator("input[name=posting]").first().check()
    await page.getByRole("button", { name: t.unmatch, exact: true }).click()
    await expect(page.locator(".flash")).toContainText(t.removed)
    await page.getByRole("link", { name: t.automatic }).click()
    await audit(page, "proposals")
    await page.getByRole("button", { name: t.accept }).click()
    await expect(page.locator(".flash")).toContainText(t.accepted)
    await page.locator(".flash").getByRole("button", { name: t.undo }).click()
    await expect(page.locator(".flash")).toContainText(t.removed)

    await page.goto(`${base}/reports/contact-balances`)
    await expect(page.getByRole("heading", { name: t.balances })).toBeVisible()
    await audit(page, "balances by contact")
    await page.getByRole("row", { name: /Ana Ficticia/ }).getByRole("link").click()
    await expect(page.getByRole("heading", { name: /Ana Ficticia/ })).toBeVisible()

    // A warning is accepted, the year closes, and its result is shared out.
    await page.goto(`${base}/fiscal-years`)
    await page.getByRole("link", { name: new RegExp(`${year}$`) }).click()
    await audit(page, "checks")
    const check = page.locator("[id='closing.accruals']")
    await check.locator("summary").click()
    await check.getByLabel(t.reason).fill("Sin importancia")
    await check.getByRole("button", { name: t.accept_do }).click()
    await expect(page.locator(".flash")).toContainText(t.kept)
    await expect(check).toContainText("Sin importancia")
    await page.getByRole("button", { name: t.close }).click()
    await page.getByRole("dialog").getByRole("button", { name: t.close }).click()
    await expect(page.locator(".flash")).toContainText(t.closed)
    await page.getByRole("link", { name: t.allocate }).click()
    await expect(page.getByText(t.balanced, { exact: true })).toBeVisible()
    await audit(page, "allocation")
    await page.getByLabel(t.rest).fill(t.short)
    await page.getByLabel(t.rest).press("Tab")
    await expect(page.getByRole("status").filter({ hasText: t.left })).toBeVisible()
    await page.getByLabel(t.rest).fill(t.whole)
    await page.getByLabel(t.rest).press("Tab")
    await page.getByRole("button", { name: t.post, exact: true }).click()
    await expect(page.locator(".flash")).toContainText(t.done)
  })
}
