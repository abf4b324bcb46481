// Journal entries: one is kept by keyboard alone, in both languages; what is refused keeps what was typed; without scripts it is a plain form.
import { readFileSync } from "node:fs"
import { WORDS, audit, expect, signIn, test } from "./support.js"

const TEXTS = {
  es: {
    new: "Nuevo asiento", document: "Documento", posted: "Asiento 1 contabilizado.", lacks: "Faltan 305,00 € en el haber", balanced: "Cuadrado", sum: "1.200*0,21", solved: "252,00", vat: "iva soportado",
    rest: "305,00", bottom: "Guardar y nuevo", cell: (line, field) => `Línea ${line}, ${{ account: "cuenta", text: "concepto", debit: "debe", credit: "haber" }[field]}`, unknown: "Ninguna cuenta coincide",
    make: "Crear la cuenta 62900009", removed: "Línea 1 quitada", undo: "Deshacer", summary: "No hay ninguna cuenta con este código.", rows: "Añadir filas", draft: "Dejar en borrador",
    kept: "Borrador guardado. Todavía no está en los libros.", reverse: "Anular", reason: "Motivo", reversed: "Asiento anulado: su anulación es el asiento 2."
  },
  en: {
    new: "New entry", document: "Document", posted: "Entry 1 posted.", lacks: "€305.00 lacking in credit", balanced: "Balanced", sum: "1,200*0.21", solved: "252.00", vat: "iva soportado",
    rest: "305.00", bottom: "Save and new", cell: (line, field) => `Line ${line}, ${{ account: "account", text: "description", debit: "debit", credit: "credit" }[field]}`, unknown: "No account matches",
    make: "Add account 62900009", removed: "Line 1 removed", undo: "Undo", summary: "There is no account with this code.", rows: "Add rows", draft: "Keep as draft",
    kept: "Draft kept. It is not in the books yet.", reverse: "Reverse", reason: "Reason", reversed: "Entry reversed: its reversal is entry 2."
  }
}

test("amounts are read, solved and written as the server does", async ({ page }) => {
  const source = readFileSync(new URL("../../frontend/src/amounts.js", import.meta.url), "utf8")
  const run = (work) => page.evaluate(async ({ source, work }) => {
    const rules = await import(`data:text/javascript;charset=utf-8,${encodeURIComponent(source)}`)
    return new Function("rules", `return ${work}`)(rules)
  }, { source, work })
  const minor = (cases, lang, digits = 2) => run(`${JSON.stringify(cases)}.map((text) => rules.minor(text, "${lang}", ${digits}) ?? null)`)
  expect(await minor(["1200*0,21", "1.234,5", "1234.5", "1,234", "-5", "−5", "(3+4)/2", "10/3", "1.200*0,21 + 1", "1/0", "abc", "2-", "", "5-7", "1 234,50", "012.345", "1.2.3"], "es"))
    .toEqual([25200, 123450, 123450, null, -500, -500, 350, 333, 25300, null, null, null, null, -200, 123450, null, null])
  expect(await minor(["1,200.50", "1.234", "0.1+0.2", "-(2*3)"], "en")).toEqual([120050, null, 30, -600])
  expect(await minor(["1.234", "1,5", "3/2"], "es", 0)).toEqual([1234, null, 2])
  expect(await run(`[rules.written(123456789, "es", 2), rules.written(-5, "en", 2), rules.written(1234, "en", 0)]`)).toEqual(["1.234.567,89", "−0.05", "1,234"])
  expect(await run(`rules.settled({ debit: "-1200*2", credit: "" }, "es", 2)`)).toEqual({ debit: "", credit: "2.400,00" })
  expect(await run(`rules.settled({ debit: "x", credit: "1" }, "es", 2)`)).toEqual({ debit: "x", credit: "1,00" })
  const lines = `[{ debit: "480", credit: "" }, { debit: "", credit: "80" }, { debit: "", credit: "" }]`
  expect(await run(`rules.balancing(${lines}, 2, "es", 2)`)).toEqual({ debit: "", credit: "400,00" })
  expect(await run(`rules.balancing(${lines}, 0, "es", 2)`)).toEqual({ debit: "80,00", credit: "" })
})

for (const lang of ["es", "en"]) {
  const [w, t] = [WORDS[lang], TEXTS[lang]]

  const open = async (server, visitor, name, options) => {
    const accountant = server.setup(`${name}-${lang}`, `${name} ${lang}`)
    const made = await server.api(accountant.token, "POST", "/clients", { business_name: "Empresa Ficticia", applications: ["books"], billing_address: { country: "ES" } })
    const page = await visitor(lang, options)
    await signIn(page, accountant.email, w)
    return { page, base: `/organizations/${made.body.organization_ids[0]}/journal-entries` }
  }

  test(`an entry is kept by keyboard alone (${lang})`, async ({ server, visitor }) => {
    test.slow()
    const { page, base } = await open(server, visitor, "asientos")
    const cell = (line, field) => page.getByLabel(t.cell(line, field), { exact: true })
    const { keyboard } = page
    await page.goto(base)
    await audit(page, "empty list")
    await page.getByRole("link", { name: t.new }).first().press("Enter")
    await expect(page.locator("#f-date")).toBeFocused()
    await keyboard.press("Enter")
    await keyboard.press("Enter")
    await expect(page.getByLabel(t.document)).toBeFocused()
    await keyboard.type("F-88")
    await keyboard.press("Enter")
    await keyboard.type("Fra. F-88")
    await keyboard.press("Enter")
    await expect(cell(1, "account")).toBeFocused()
    await keyboard.type("629")
    await expect(page.locator(".found [role=option]").first()).toContainText("629")
    await audit(page, "search open")
    await keyboard.press("Enter")
    await expect(cell(1, "text")).toBeFocused()
    await keyboard.type('"')
    await expect(cell(1, "text")).toHaveValue("Fra. F-88")
    await keyboard.press("Enter")
    await keyboard.type(t.sum)
    await keyboard.press("Enter")
    await expect(cell(1, "debit")).toHaveValue(t.solved)
    await expect(cell(2, "account")).toBeFocused()
    // A name finds its account.
    await keyboard.type(t.vat)
    await expect(page.locator(".found [role=option]").first()).toContainText("472")
    await keyboard.press("Enter")
    await expect(cell(2, "account")).toHaveValue(/^472/)
    await keyboard.press("Enter")
    await keyboard.type("53")
    await keyboard.press("Enter")
    await expect(page.getByText(t.lacks)).toBeVisible()
    await expect(cell(3, "account")).toBeFocused()
    await keyboard.type("572")
    await keyboard.press("Enter")
    await keyboard.press("Enter")
    await keyboard.press("=")
    await expect(cell(3, "credit")).toHaveValue(t.rest)
    await expect(page.getByText(t.balanced)).toBeVisible()
    // The account of the line, and what this entry does to it.
    await expect(page.locator("#beside")).toContainText("572")
    await expect(page.locator("#beside [data-after]")).toHaveText(`−${t.rest}`)
    await audit(page, "balanced entry")
    await keyboard.press("Enter")
    await expect(cell(4, "account")).toBeFocused()
    await keyboard.press("Enter")
    await expect(page.getByRole("button", { name: t.bottom })).toBeFocused()
    await keyboard.press("Enter")
    await expect(page.getByRole("status").filter({ hasText: t.posted })).toBeVisible()
    await expect(page.getByLabel(t.document)).toBeFocused()
    await expect(page.getByRole("link", { name: "Fra. F-88" })).toBeVisible()

    // A line is removed and brought back, and moved.
    await cell(1, "account").focus()
    await keyboard.type("572")
    await keyboard.press("Tab")
    await expect(cell(1, "account")).toHaveValue("572")
    await keyboard.press("Alt+Delete")
    await expect(page.getByText(t.removed)).toBeVisible()
    await expect(cell(1, "account")).toHaveValue("")
    await page.getByRole("button", { name: t.undo }).press("Enter")
    await expect(cell(1, "account")).toHaveValue("572")
    await keyboard.press("Alt+ArrowDown")
    await expect(cell(2, "account")).toHaveValue("572")
    await expect(cell(2, "account")).toBeFocused()
    // An account that is not there is told at its cell, and what is refused is still there.
    await cell(1, "account").focus()
    await keyboard.type("629.9")
    await keyboard.press("Tab")
    await expect(page.getByRole("link", { name: t.make })).toBeVisible()
    // It is made on the spot, with the type of its parent.
    await page.getByRole("link", { name: t.make }).press("Enter")
    await expect(page.getByRole("dialog", { name: t.make })).toBeVisible()
    await audit(page, "a new account")
    await keyboard.type("Residuos")
    await keyboard.press("Enter")
    await expect(page.getByRole("row", { name: "Residuos" })).toBeVisible()
    await expect(cell(1, "account")).toHaveValue("62900009")
    await expect(cell(1, "text")).toBeFocused()
    await cell(1, "account").fill("9999.9")
    await keyboard.press("Tab")
    await cell(1, "debit").focus()
    await keyboard.type("9")
    await keyboard.press("Control+Enter")
    await expect(page.getByRole("alert")).toContainText(t.summary)
    await expect(cell(1, "debit")).toHaveValue(/^9[,.]00$/)
    await audit(page, "refused entry")
  })

  test(`without scripts an entry is a plain form (${lang})`, async ({ server, visitor }) => {
    const { page: signedIn, base } = await open(server, visitor, "llanos")
    const page = await visitor(lang, { javaScriptEnabled: false, storageState: await signedIn.context().storageState() })
    const cell = (line, field) => page.getByLabel(t.cell(line, field), { exact: true })
    await page.goto(`${base}/new`)
    await cell(1, "account").fill("629")
    await cell(1, "debit").fill("100")
    await page.getByRole("button", { name: t.rows }).click()
    await expect(cell(6, "account")).toBeVisible()
    await expect(cell(1, "account")).toHaveValue("629")
    await cell(6, "account").fill("572")
    await cell(6, "credit").fill("100")
    await page.getByRole("button", { name: t.draft }).click()
    await expect(page.getByText(t.kept)).toBeVisible()
  })

  test(`an entry is looked at and reversed (${lang})`, async ({ server, visitor }) => {
    const { page, base } = await open(server, visitor, "anular")
    await page.goto(`${base}/new`)
    for (const [line, account, field] of [[1, "629", "debit"], [2, "572", "credit"]]) {
      await page.getByLabel(t.cell(line, "account"), { exact: true }).fill(account)
      await page.getByLabel(t.cell(line, field), { exact: true }).fill("10")
    }
    await page.getByRole("button", { name: w.save, exact: true }).click()
    await expect(page.getByText(t.posted)).toBeVisible()
    await audit(page, "an entry")
    await page.getByRole("link", { name: t.reverse, exact: true }).click()
    await page.getByLabel(t.reason).fill("Duplicado")
    await audit(page, "a reversal")
    await page.getByRole("button", { name: t.reverse, exact: true }).click()
    await expect(page.getByText(t.reversed)).toBeVisible()
    await page.goto(base)
    await expect(page.locator("tbody tr")).toHaveCount(2)
    await audit(page, "a list")
  })
}
