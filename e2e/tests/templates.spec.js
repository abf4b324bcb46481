// Templates by F9 into a posted entry, a recurring entry that leaves a draft, and a sheet of a budget; in both languages.
import { WORDS, audit, expect, signIn, test } from "./support.js"

const TEXTS = {
  es: {
    usual: "Añadir los habituales", search: "Código o nombre", base: "Base", to: "Llevar al asiento", wrong: "número",
    amount: "100,05", vat: "21,01", total: "121,06", posted: "contabilizado", cell: (line, field) => `Línea ${line}, ${{ account: "cuenta", debit: "debe", credit: "haber" }[field]}`,
    save: "Guardar", make: "Hacer recurrente", asked: "Base", account: (line) => `Cuenta, línea ${line}`, contact: (line) => `Contacto, línea ${line}`, next: "Próximas fechas", draft: "Borrador", made: "Hechos", recurring: "Recurrentes", kept: "guardado.", rule: "Cada mes, el día 1"
  },
  en: {
    usual: "Add the usual ones", search: "Code or name", base: "Base", to: "Put into the entry", wrong: "number",
    amount: "100.05", vat: "21.01", total: "121.06", posted: "posted", cell: (line, field) => `Line ${line}, ${{ account: "account", debit: "debit", credit: "credit" }[field]}`,
    save: "Save", make: "Make recurring", asked: "Base", account: (line) => `Account, line ${line}`, contact: (line) => `Contact, line ${line}`, next: "Next dates", draft: "Draft", made: "Made", recurring: "Recurring", kept: "saved.", rule: "Every month, on day 1"
  }
}

for (const lang of ["es", "en"]) {
  const [w, t] = [WORDS[lang], TEXTS[lang]]

  test(`a template is used by F9, and comes again by itself (${lang})`, async ({ server, visitor }) => {
    test.slow()
    const accountant = server.setup(`predefinidos-${lang}`, `predefinidos ${lang}`)
    const made = await server.api(accountant.token, "POST", "/clients", { business_name: "Empresa Ficticia", preferred_language: lang, applications: ["books"], billing_address: { country: "ES" } })
    const base = `/organizations/${made.body.organization_ids[0]}`
    const page = await visitor(lang)
    await signIn(page, accountant.email, w)
    await page.goto(`${base}/entry-templates`)
    await page.getByRole("button", { name: t.usual }).click()
    await expect(page.getByRole("link", { name: /21/ }).first()).toBeVisible()
    await audit(page, "templates")

    // F9, the code, the amount that is asked: the lines stand in the grid and nothing is posted.
    const { keyboard } = page
    const cell = (line, field) => page.getByLabel(t.cell(line, field), { exact: true })
    await page.goto(`${base}/journal-entries/new`)
    await page.locator("#f-description").focus()
    await keyboard.press("F9")
    await expect(page.getByLabel(t.search)).toBeFocused()
    await keyboard.type("iva21")
    await keyboard.press("Enter")
    await expect(page.locator("#template-base")).toBeFocused()
    await keyboard.type("x")
    await keyboard.press("Enter")
    await expect(page.locator("#template-base-help")).toContainText(t.wrong)
    await audit(page, "what a template asks")
    await keyboard.press("ControlOrMeta+a")
    await keyboard.type(t.amount)
    await keyboard.press("Enter")
    await expect(cell(3, "account")).toBeFocused()
    await expect(cell(1, "account")).toHaveValue("600")
    await expect(cell(1, "debit")).toHaveValue(t.amount)
    await expect(cell(2, "debit")).toHaveValue(t.vat)
    await expect(cell(3, "credit")).toHaveValue(t.total)
    await expect(page.locator("#f-journal")).toHaveValue("purchases")
    await page.getByRole("button", { name: t.save, exact: true }).click()
    await expect(page.getByRole("status").filter({ hasText: t.posted })).toBeVisible()

    // The entry comes again, first today, as a draft.
    await page.getByRole("link", { name: t.make }).click()
    await page.locator("#f-day").selectOption("1")
    const today = new Date()
    const first = `01/${String(today.getMonth() + 1).padStart(2, "0")}/${today.getFullYear()}`
    await page.locator("#f-from").fill(first)
    await audit(page, "a recurring entry")
    await page.getByRole("button", { name: t.save, exact: true }).click()
    await expect(page.getByText(t.rule)).toBeVisible()
    await expect(async () => {
      await page.reload()
      await expect(page.getByRole("heading", { name: t.made })).toBeVisible({ timeout: 1000 })
    }).toPass()
    await audit(page, "a recurring entry that came")
    await page.getByRole("link", { name: t.draft, exact: true }).click()
    await expect(page.getByRole("row", { name: t.total }).first()).toBeVisible()
    await page.goto(`${base}/recurring-entries`)
    await audit(page, "recurring entries")
  })
}
