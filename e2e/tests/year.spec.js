// A year of a fictional company kept by keyboard alone, in both languages: its opening, entries with new contacts and accounts, a correction, a
// reversal, five hundred entries pasted from a spreadsheet, and its closing. Each report is opened to its postings, and says what was worked out by
// hand here.
import { WORDS, expect, signIn, test } from "./support.js"

const YEAR = new Date().getFullYear()
const PERIOD = `from=${YEAR}-01-01&to=${YEAR}-12-31`

const TEXTS = {
  es: {
    account: "Cuenta, fila 1", kept: "Saldos de apertura guardados", cell: (line, field) => `Línea ${line}, ${{ account: "cuenta", text: "concepto", tags: "etiquetas", debit: "debe", credit: "haber" }[field]}`,
    contact: "Crear contacto en 430 Clientes…", vendor: "Crear contacto en 400 Proveedores…", make: "Crear la cuenta 62900007", posted: (number) => `Asiento ${number} contabilizado.`, balanced: "Cuadrado",
    edit: "Editar", corrected: "ahora es el 3 (v2)", reverse: "Anular", reason: "Motivo", reversed: "Asiento anulado: su anulación es el asiento 6.",
    offered: "parece de varios asientos", see: "Ver y contabilizar los asientos", post: "Contabilizar los 500 asientos", pasted: "Asientos contabilizados: 500.", prepare: "Preparar el cierre", close: "Cerrar el ejercicio", closed: /cerrado/,
    entries: (count) => `${count} asientos`, profit: "Resultado: beneficio", result: "Resultado del ejercicio, sin cerrar", mark: ","
  },
  en: {
    account: "Account, row 1", kept: "Opening balances saved", cell: (line, field) => `Line ${line}, ${{ account: "account", text: "description", tags: "tags", debit: "debit", credit: "credit" }[field]}`,
    contact: "Add a contact in 430 Clientes…", vendor: "Add a contact in 400 Proveedores…", make: "Add account 62900007", posted: (number) => `Entry ${number} posted.`, balanced: "Balanced",
    edit: "Edit", corrected: "it is now 3 (v2)", reverse: "Reverse", reason: "Reason", reversed: "Entry reversed: its reversal is entry 6.",
    offered: "it looks like several entries", see: "See and post the entries", post: "Post the 500 entries", pasted: "Entries posted: 500.", prepare: "Prepare closing", close: "Close the year", closed: /closed/,
    entries: (count) => `${count} entries`, profit: "Result: profit", result: "Result of the year, not closed yet", mark: "."
  }
}

// Worked out by hand. A sale a month, of 1,000 to 12,000 and 21 % of VAT: 78,000 and 16,380, which make 94,380; all are collected (79,860) but that of
// December (14,520). A purchase a month of 500 and VAT, that of January put right to 520: 6,020 and 1,264.20, which make 7,284.20; eleven are paid, as
// they were (6,655), so 24.20 and December's 605 are owed. One payment of 605 was written twice and reversed. 457 charges of 1, 2 … 10 euros: 45 times
// 55, and 28 of the last seven.
const TRIAL = [
  // Account: opening, debits, credits, debtor, creditor.
  ["100", -20_000, 0, 0, 0, 20_000],
  ["400", 0, 7_260, 7_889.2, 0, 629.2],
  ["430", 0, 94_380, 79_860, 14_520, 0],
  ["472", 0, 1_264.2, 0, 1_264.2, 0],
  ["477", 0, 0, 16_380, 0, 16_380],
  ["572", 20_000, 80_465, 9_763, 90_702, 0],
  ["626", 0, 2_503, 0, 2_503, 0],
  ["62900007", 0, 6_020, 0, 6_020, 0],
  ["700", 0, 0, 78_000, 0, 78_000]
]
const TOTALS = [0, 191_892.2, 191_892.2, 115_009.2, 115_009.2]
const RESULT = 78_000 - 6_020 - 2_503

for (const lang of ["es", "en"]) {
  const [w, t] = [WORDS[lang], TEXTS[lang]]
  const format = new Intl.NumberFormat(lang === "es" ? "de-DE" : "en-GB", { minimumFractionDigits: 2 })
  const amount = (euros) => `${euros < 0 ? "−" : ""}${format.format(Math.abs(euros))}`
  const some = (euros) => euros === 0 ? "" : amount(euros)

  test(`a year is kept by keyboard alone (${lang})`, async ({ server, visitor }) => {
    test.slow()
    const accountant = server.setup(`ejercicio-${lang}`, `Ejercicio ${lang}`)
    const call = (method, path, body) => server.api(accountant.token, method, path, body).then(({ body }) => body)
    const made = await call("POST", "/clients", { business_name: "Comercial Ficticia", applications: ["books"], billing_address: { country: "ES" } })
    const base = `/organizations/${made.organization_ids[0]}`
    // What it is set up with: a project, and what was expected of the year.
    const { items } = await call("GET", `${base}/records/dimensions`)
    await call("POST", `${base}/records/dimension_values`, { dimension_id: items.find((row) => row.code === "project").id, code: "OBRA", name: "Obra" })
    const months = (text) => Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`${YEAR}-${String(at + 1).padStart(2, "0")}`, text]))
    await call("POST", `${base}/budgets`, { name: "Previsto", fiscal_year: `${YEAR}`, rows: [{ account_code: "700", amounts: months("6000") }, { account_code: "629", amounts: months("500") }] })

    const page = await visitor(lang, { permissions: ["clipboard-read", "clipboard-write"] })
    const { keyboard } = page
    await signIn(page, accountant.email, w)
    const cell = (line, field) => page.getByLabel(t.cell(line, field), { exact: true })
    // Goes on with Tab until something has the focus: at once past most of what lies between, then step by step.
    const reach = async (locator, key = "Tab") => {
      await expect(locator).toBeVisible()
      const wanted = await locator.elementHandle()
      const between = await wanted.evaluate((element, back) => {
        const all = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")].filter((one) => one.tabIndex >= 0 && !one.disabled && one.checkVisibility())
        const [from, to] = [all.indexOf(document.activeElement), all.indexOf(element)]
        return back ? (from < 0 ? all.length : from) - to : to - from
      }, key === "Shift+Tab")
      await Promise.all(Array.from({ length: Math.max(0, between - 8) }, () => keyboard.press(key)))
      for (let at = 0; at < 30; at += 1) {
        if (await wanted.evaluate((element) => element === document.activeElement)) return
        await keyboard.press(key)
      }
      throw new Error(`${locator} was not reached by ${key}`)
    }
    const press = async (locator, key) => {
      await reach(locator, key)
      await keyboard.press("Enter")
    }
    const enter = async (...texts) => {
      for (const text of texts) {
        await keyboard.type(text)
        await keyboard.press("Enter")
      }
    }

    // What the business had.
    await page.goto(`${base}/opening-balances`)
    await reach(page.getByLabel(t.account, { exact: true }))
    await keyboard.type("572")
    await keyboard.press("Tab")
    await keyboard.type("20000")
    for (let at = 0; at < 4; at += 1) await keyboard.press("Tab")
    await keyboard.type("100")
    for (let at = 0; at < 2; at += 1) await keyboard.press("Tab")
    await keyboard.type("20000")
    await keyboard.press("Control+Enter")
    await expect(page.locator(".flash")).toContainText(t.kept)

    // Entries from an empty grid: from a saved one the focus stands at the document, and the day before it. The opening has the first number.
    let last = 1
    const write = async (day, reference, text, ...lines) => {
      await expect(page.locator(last > 1 ? "#f-reference" : "#f-date")).toBeFocused()
      if (last > 1) for (let at = 0; at < 2; at += 1) await keyboard.press("Shift+Tab")
      await keyboard.press("Control+a")
      await enter(day, "", reference, text)
      for (const [at, [account, tag, debit, credit]] of lines.entries()) {
        await expect(cell(at + 1, "account")).toBeFocused()
        if (Array.isArray(account)) await anew(...account)
        else await enter(account)
        await expect(cell(at + 1, "text")).toBeFocused()
        await enter("", tag)
        if (!debit) await keyboard.press("Enter")
        await enter(debit || credit)
      }
      await expect(page.getByText(t.balanced)).toBeVisible()
      await keyboard.press("Control+Enter")
      last += 1
      await expect(page.locator(".flash")).toContainText(t.posted(last))
    }
    // What is not there yet is made on the spot.
    const anew = async (code, option, name) => {
      await keyboard.type(code)
      await expect(page.getByRole("option", { name: option })).toBeVisible()
      await keyboard.press("Enter")
      await expect(page.getByRole("dialog")).toBeVisible()
      await enter(name)
    }

    await page.goto(`${base}/journal-entries/new`)
    await write("5/1", "F-1", "Venta", [["430.1", t.contact, "Viveros Quintana Inventados"], "", `1000*1${t.mark}21`], ["700", "project:OBRA", "", "1000"], ["477", "", "", "="])
    await write("12/1", "C-1", "Compra", [["629.7", t.make, "Gestión de residuos"], "", "500"], ["472", "", `500*0${t.mark}21`], [["400.2", t.vendor, "Nácar Ambiental Ficticia"], "", "", "="])
    for (const day of ["25/1", "25"]) await write(day, "", "Pago", ["400.2", "", "605"], ["572", "", "", "="])

    // The last payment was written twice.
    await page.goto(`${base}/journal-entries?q=Pago`)
    await press(page.getByRole("link", { name: "Pago", exact: true }).first())
    await press(page.getByRole("link", { name: t.reverse, exact: true }))
    await expect(page.getByLabel(t.reason)).toBeFocused()
    await keyboard.type("Duplicado")
    await press(page.getByRole("button", { name: t.reverse, exact: true }))
    await expect(page.locator(".flash")).toContainText(t.reversed)

    // The purchase was of 520: its correction keeps its number.
    await page.goto(`${base}/journal-entries?q=C-1`)
    await press(page.getByRole("link", { name: "Compra", exact: true }))
    await press(page.getByRole("link", { name: t.edit, exact: true }))
    await expect(cell(3, "account")).toHaveValue("400 · 2")
    await reach(cell(1, "debit"))
    await keyboard.type("520")
    await keyboard.press("ArrowDown")
    await enter(`520*0${t.mark}21`)
    await reach(cell(3, "credit"))
    await keyboard.press("Delete")
    await keyboard.press("=")
    await expect(cell(3, "credit")).toHaveValue(amount(629.2))
    await keyboard.press("Control+Enter")
    await expect(page.locator(".flash")).toContainText(t.corrected)

    // The rest of the year comes from a spreadsheet: eleven sales and purchases, the collections, ten payments, 457 charges.
    const rows = []
    const entry = (day, month, text, ...lines) => {
      const date = `${String(day).padStart(2, "0")}/${String(month).padStart(2, "0")}/${YEAR}`
      const euros = (units) => units ? units.toFixed(2).replace(".", t.mark) : ""
      for (const [account, debit, credit] of lines) rows.push([date, account, text, euros(debit), euros(credit)])
    }
    for (let month = 2; month <= 12; month += 1) entry(5, month, `Venta ${month}`, ["430.1", month * 1_210, 0], ["700", 0, month * 1_000], ["477", 0, month * 210])
    for (let month = 2; month <= 12; month += 1) entry(12, month, `Compra ${month}`, ["629.7", 500, 0], ["472", 105, 0], ["400.2", 0, 605])
    for (let month = 1; month <= 11; month += 1) entry(20, month, `Cobro ${month}`, ["572", month * 1_210, 0], ["430.1", 0, month * 1_210])
    for (let month = 2; month <= 11; month += 1) entry(25, month, `Pago ${month}`, ["400.2", 605, 0], ["572", 0, 605])
    for (let at = 0; at < 457; at += 1) entry(at % 28 + 1, 7 + at % 3, `Comisión ${at + 1}`, ["626", at % 10 + 1, 0], ["572", 0, at % 10 + 1])
    await page.goto(`${base}/journal-entries/new`)
    await reach(cell(1, "account"))
    await page.evaluate((text) => navigator.clipboard.writeText(text), rows.map((row) => row.join("\t")).join("\n"))
    await keyboard.press("Control+v")
    await expect(page.getByText(t.offered)).toBeVisible()
    await expect(page.getByRole("button", { name: t.see })).toBeFocused()
    await keyboard.press("Enter")
    await expect(page.getByRole("button", { name: t.post })).toBeFocused()
    await keyboard.press("Enter")
    await expect(page.locator(".flash")).toContainText(t.pasted)

    // What a report's rows say: the code or the name, then the amounts.
    const table = (rows) => page.locator(`.report ${rows}`).evaluateAll((all) => all.map((row) => {
      const name = row.querySelector(".code") ?? row.querySelector(".name") ?? row.cells[0]
      return [name.textContent.trim(), ...[...row.querySelectorAll("td.num")].map((cell) => cell.textContent.trim())]
    }))
    const open = (path) => page.goto(`${base}/reports/${path}`)
    // From a row of a report to the account's postings: the ledger ends with what the report said, and its postings lead to their entries.
    const follow = async (row, balance) => {
      await press(row.getByRole("link").first())
      await expect(page.locator(".figures > div:nth-child(4) dd")).toHaveText(amount(balance))
    }

    await open(`trial-balance?${PERIOD}&level=account`)
    const trial = TRIAL.map(([code, ...amounts]) => [code, ...amounts.map(some)])
    expect(await table("tbody tr.d1")).toEqual(trial)
    expect((await table("tfoot tr")).map((row) => row.slice(1))).toEqual([TOTALS.map(amount)])
    await follow(page.getByRole("row", { name: /^626 / }), 2_503)
    // Its 457 postings stand on five pages, of which the last tells the sums.
    for (let at = 0; at < 4; at += 1) {
      const brought = await page.locator("tr.carry .bal").textContent()
      await press(page.locator("a[rel=next]"), "Shift+Tab")
      await expect(page.locator("tr.carry .bal")).not.toHaveText(brought)
    }
    await expect(page.locator("tfoot td.num")).toHaveText([2_503, 0, 2_503].map(amount))
    await expect(page.locator(".ledger tbody tr:not(.carry)")).toHaveCount(57)
    await press(page.getByRole("link", { name: "Comisión 84", exact: true }))
    await expect(page.getByRole("row", { name: /^572/ })).toContainText(amount(4))

    await open(`profit-and-loss?${PERIOD}`)
    expect(await table("tbody tr.d1")).toEqual([["700", amount(78_000)], ["626", amount(2_503)], ["629", amount(6_020)]])
    expect(await table("tfoot tr")).toEqual([[t.profit, amount(RESULT)]])
    await follow(page.getByRole("row", { name: /^629 / }), 6_020)

    await open(`balance-sheet?to=${YEAR}-12-31`)
    expect(await table("tbody tr.d1")).toEqual([["430", 14_520], ["472", 1_264.2], ["572", 90_702], ["100", 20_000], [t.result, RESULT], ["400", 629.2], ["477", 16_380]].map(([name, euros]) => [name, amount(euros)]))
    expect((await table("tr.sum")).map((row) => row[1])).toEqual([106_486.2, 20_000 + RESULT, 17_009.2].map(amount))
    await follow(page.getByRole("row", { name: /^572 / }), 90_702)

    await open(`cash-flow?${PERIOD}&accounts=1`)
    expect((await table("tbody tr")).at(-1)[1]).toBe(amount(20_000))
    expect((await table("tfoot tr"))[0][1]).toBe(amount(90_702))
    await follow(page.getByRole("row", { name: /^430 / }), 14_520)

    await open(`changes-in-equity?${PERIOD}`)
    expect((await table("tfoot tr")).map((row) => row.slice(1))).toEqual([[20_000, RESULT, 0, 0, 20_000 + RESULT].map(amount)])
    await follow(page.getByRole("row", { name: /^100 / }), -20_000)

    await open(`contact-balances?to=${YEAR}-12-31`)
    expect((await table("tbody tr.d1")).map((row) => row.slice(1))).toEqual([["", amount(629.2)], [amount(14_520), ""]])
    await follow(page.getByRole("row", { name: /Nácar/ }), -629.2)

    await open(`tag-analysis?${PERIOD}`)
    expect((await table("tbody tr.d1"))[0]).toEqual(["700", ...[1_000, 77_000, 78_000].map(amount)])
    await follow(page.getByRole("row", { name: /^700 / }), -78_000)

    await open("budget")
    expect((await table("tbody tr.d1")).map((row) => row.slice(0, 4))).toEqual([["700", ...[72_000, 78_000, 6_000].map(amount)], ["626", ...[0, 2_503, 2_503].map(amount)], ["629", ...[6_000, 6_020, 20].map(amount)]])
    await follow(page.getByRole("row", { name: /^629 / }), 6_020)

    // The opening, four entries, a reversal, and those that were pasted.
    await open(`journal?${PERIOD}`)
    await expect(page.locator(".told")).toContainText(t.entries(506))
    await expect(page.locator(".told")).toContainText(amount(20_000 + 191_892.2))
    await press(page.getByRole("link", { name: "Venta", exact: true }))
    await expect(page.getByRole("row", { name: /^430/ })).toHaveCount(1)
    await expect(page.getByRole("row", { name: /^430/ })).toContainText(amount(1_210))

    // The year ends, after a question.
    await page.goto(`${base}/fiscal-years`)
    await press(page.getByRole("link", { name: t.prepare }).last())
    await expect(page.locator(".result")).toContainText(amount(RESULT))
    await press(page.getByRole("button", { name: t.close }).first())
    await expect(page.getByRole("dialog")).toBeVisible()
    await press(page.getByRole("dialog").getByRole("button", { name: t.close }))
    await expect(page.locator(".flash")).toContainText(t.closed)

    // What closes the year is left out of its reports: they say what they said. The next one begins with what this one left.
    await open(`trial-balance?${PERIOD}&level=account`)
    expect(await table("tbody tr.d1")).toEqual(trial)
    await open(`trial-balance?from=${YEAR + 1}-01-01&to=${YEAR + 1}-12-31&level=account`)
    expect((await table("tbody tr.d1")).map((row) => row.slice(0, 2))).toEqual([["100", -20_000], ["129", -RESULT], ["400", -629.2], ["430", 14_520], ["472", 1_264.2], ["477", -16_380], ["572", 90_702]].map(([code, euros]) => [code, amount(euros)]))
  })
}
