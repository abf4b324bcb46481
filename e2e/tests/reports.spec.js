// Opening balances, reports, locks and the end of a year, as an accountant goes through them, in both languages.
import { WORDS, audit as asked, expect, fits, signIn, test } from "./support.js"

const TEXTS = {
  es: {
    opening: "Saldos de apertura", kept: "Saldos de apertura guardados", account: "Cuenta", debit: "Debe", credit: "Haber", row: "fila", amount: "Escriba un importe", lacks: "Faltan 234,50 € en el haber", sum: "1.234,50", typed: "1.234,50",
    reports: "Informes", trial: "Balance de sumas y saldos", ties: "Cuadra", level: "Cuenta", ledger: "Mayor", exports: "Exportar", file: /^sumas-y-saldos-.*\.csv$/, sheet: "Balance de situación", result: "Pérdidas y ganancias",
    journal: "Diario", years: "Ejercicios", prepare: "Preparar el cierre", close: "Cerrar el ejercicio", closed: /cerrado/, reason: "Motivo", reopen: "Reabrir el ejercicio", reopened: "Ejercicio reabierto", locks: "Bloqueos", scope: "Ámbito",
    sales: "Ventas", through: "Bloqueado hasta", locked: "Presentado", date: "Escriba una fecha", from: "Desde", cancel: "Cancelar", required: "Ejercicio reabierto", keys: "Nivel de las cuentas", whole: "Faltan 1.234,50 € en el haber", january: /^Ventas, enero de \d+: Bloqueo$/
  },
  en: {
    opening: "Opening balances", kept: "Opening balances saved", account: "Account", debit: "Debit", credit: "Credit", row: "row", amount: "Enter an amount", lacks: "€234.50 lacking in credit", sum: "1,234.50", typed: "1,234.50",
    reports: "Reports", trial: "Trial balance", ties: "Ties", level: "Account", ledger: "General ledger", exports: "Export", file: /^trial-balance-.*\.csv$/, sheet: "Balance sheet", result: "Profit and loss",
    journal: "Journal", years: "Fiscal years", prepare: "Prepare closing", close: "Close the year", closed: /closed/, reason: "Reason", reopen: "Reopen the year", reopened: "Fiscal year reopened", locks: "Locks", scope: "Scope",
    sales: "Sales", through: "Locked through", locked: "Filed", date: "Enter a date", from: "From", cancel: "Cancel", required: "Fiscal year reopened", keys: "Level of the accounts", whole: "€1,234.50 lacking in credit", january: /^Sales, January \d+: Soft$/
  }
}

const audit = async (page, name) => {
  await asked(page, name)
  await fits(page, name)
}

for (const lang of ["es", "en"]) {
  const [w, t] = [WORDS[lang], TEXTS[lang]]

  test(`from opening balances to reports, locks and a closed year (${lang})`, async ({ server, visitor }) => {
    test.slow()
    const accountant = server.setup(`informes-${lang}`, `Informes ${lang}`)
    const made = await server.api(accountant.token, "POST", "/clients", { business_name: "Talleres Ficticios", applications: ["books"], billing_address: { country: "ES" } })
    const base = `/organizations/${made.body.organization_ids[0]}`
    const page = await visitor(lang, { viewport: lang === "es" ? { width: 1440, height: 900 } : { width: 390, height: 844 } })
    await signIn(page, accountant.email, w)

    // A sheet of opening balances: what is wrong is told at its cell, and nothing typed is lost.
    await page.goto(`${base}/opening-balances`)
    const cell = (column, row) => page.getByLabel(`${column}, ${t.row} ${row}`, { exact: true })
    // Accounts are found while one types, sums solved, what lacks is told and put by a key.
    await cell(t.account, 1).focus()
    await page.keyboard.type("57")
    await expect(page.locator(".found [role=option]").first()).toContainText("57")
    await page.keyboard.type("2")
    await page.keyboard.press("Enter")
    await expect(page.getByRole("row", { name: /Bancos/ }).first()).toBeVisible()
    await expect(cell(t.debit, 1)).toBeFocused()
    await page.keyboard.type("1000+234" + (lang === "es" ? "," : ".") + "50")
    await page.keyboard.press("Enter")
    await expect(cell(t.debit, 1)).toHaveValue(t.typed)
    await expect(page.locator("tfoot")).toContainText(t.whole)
    await page.keyboard.type("999")
    await page.keyboard.press("Enter")
    await expect(cell(t.account, 2)).toHaveAttribute("aria-invalid", "true")
    await page.keyboard.press("Tab")
    await page.keyboard.press("=")
    await expect(cell(t.credit, 2)).toHaveValue(t.typed)
    await expect(page.locator("tfoot")).toContainText(t.ties)
    await audit(page, "opening balances typed")
    await cell(t.account, 2).fill("100")
    await cell(t.credit, 2).fill("mil")
    await page.getByRole("button", { name: w.save, exact: true }).click()
    await expect(page.getByRole("alert")).toContainText(t.amount)
    await expect(cell(t.credit, 2)).toHaveAttribute("aria-invalid", "true")
    await expect(cell(t.debit, 1)).toHaveValue(t.typed)
    await audit(page, "opening balances refused")
    await cell(t.credit, 2).fill("1000")
    await page.getByRole("button", { name: w.save, exact: true }).click()
    // The sums are told while one types: what was kept is told by the next page.
    await expect(page.locator(".flash")).toContainText(t.kept)
    await expect(page.locator("tfoot")).toContainText(t.lacks)
    await audit(page, "opening balances")

    // Reports: the trial balance ties, its options apply as they are chosen, and a row leads to its ledger.
    await page.goto(`${base}/reports`)
    await audit(page, "reports")
    await page.getByRole("main").getByRole("link", { name: t.trial }).click()
    await expect(page.getByRole("heading", { name: t.trial })).toBeVisible()
    await expect(page.locator("tfoot")).toContainText(t.ties)
    await expect(page.locator("tfoot")).toContainText(t.sum)
    await audit(page, "trial balance")
    await page.getByRole("radio", { name: t.level, exact: true }).check({ force: true })
    await expect(page).toHaveURL(/level=account/)
    await expect(page.getByRole("radio", { name: t.level, exact: true })).toBeFocused()
    const download = page.waitForEvent("download")
    await page.getByText(t.exports, { exact: true }).click()
    await page.getByRole("button", { name: "CSV" }).click()
    expect((await download).suggestedFilename()).toMatch(t.file)
    await page.getByRole("row", { name: /^572/ }).getByRole("link").click()
    await expect(page.getByRole("heading", { name: t.ledger })).toBeVisible()
    await expect(page.locator("tfoot")).toContainText(t.sum)
    await audit(page, "general ledger")
    for (const [path, title] of [["profit-and-loss", t.result], ["balance-sheet", t.sheet], ["journal", t.journal]]) {
      await page.goto(`${base}/reports/${path}`)
      await expect(page.getByRole("heading", { name: title, level: 1 })).toBeVisible()
      await audit(page, path)
    }
    // Keys: a level, the rows, the period, and the one before it, whose button keeps the focus.
    await page.goto(`${base}/reports/trial-balance`)
    await page.keyboard.press("2")
    await expect(page).toHaveURL(/level=2/)
    await expect(page.getByRole("row", { name: /^57 / })).toBeVisible()
    await page.keyboard.press("j")
    await expect(page.getByRole("row", { name: /^10 / }).getByRole("link")).toBeFocused()
    await page.keyboard.press("?")
    await expect(page.getByRole("dialog")).toContainText(t.keys)
    await page.keyboard.press("Escape")
    const year = new Date().getFullYear()
    await page.keyboard.press("p")
    await expect(page.locator(".of-period")).toBeFocused()
    await expect(page.locator(".of-period")).toContainText(String(year))
    await page.keyboard.press("Escape")
    await page.keyboard.press("[")
    await expect(page.locator("#f-from")).toHaveValue(`${year - 1}-01-01`)
    await expect(page.locator("#previous-period")).toBeFocused()
    await page.goto(`${base}/reports/trial-balance?from=mal`)
    await expect(page.getByRole("alert")).toContainText(t.date)

    // A lock with its reason.
    await page.goto(`${base}/period-locks`)
    await page.getByLabel(t.scope).selectOption({ label: t.sales })
    await page.getByLabel(t.through).fill(`${new Date().getFullYear()}-01-31`)
    await page.getByLabel(t.reason).fill(t.locked)
    await page.getByRole("button", { name: w.save, exact: true }).click()
    await expect(page.getByRole("main")).toContainText(t.locked)
    await audit(page, "locks")
    // The grid is one stop; a cell fills the form.
    await page.locator(".months td a").first().focus()
    await page.keyboard.press(lang === "es" ? "ArrowDown" : "ArrowRight")
    await expect(page.getByRole("link", { name: t.january })).toBeFocused()
    await page.keyboard.press("Enter")
    await expect(page.getByLabel(t.scope)).toHaveValue("sales")
    await expect(page.getByLabel(t.through)).toHaveValue(`31/01/${year}`)

    // The year closes after a question, and opens again with a reason.
    await page.goto(`${base}/fiscal-years`)
    await audit(page, "years")
    await page.getByRole("link", { name: t.prepare }).last().click()
    await expect(page.getByRole("button", { name: t.close })).toBeVisible()
    await audit(page, "closing")
    await page.getByRole("button", { name: t.close }).click()
    const dialog = page.getByRole("dialog")
    await expect(dialog.getByRole("button", { name: t.cancel })).toBeFocused()
    await dialog.getByRole("button", { name: t.close }).click()
    await expect(page.locator(".flash")).toContainText(t.closed)
    await audit(page, "closed")
    await page.getByLabel(t.reason).fill(t.locked)
    await page.getByRole("button", { name: t.reopen }).click()
    await expect(page.locator(".flash")).toContainText(t.reopened)
  })
}
