// A year of a fictional company kept by keyboard alone, in both languages: opening, entries with contacts and VAT, a correction, a reversal, five
// hundred entries pasted, and the closing. Every figure of the reports is one that was worked out by hand here.
import { WORDS, expect, signIn, test } from "./support.js"

const YEAR = new Date().getFullYear()

const TEXTS = {
  es: {
    account: "Cuenta, fila 1", kept: "Saldos de apertura guardados", date: "Fecha", document: "Documento", cell: (line, field) => `Línea ${line}, ${{ account: "cuenta", text: "concepto", debit: "debe", credit: "haber" }[field]}`,
    contact: "Crear contacto en 430 Clientes…", vendor: "Crear contacto en 400 Proveedores…", make: "Crear la cuenta 62900007", posted: (number) => `Asiento ${number} contabilizado.`, save: "Guardar y nuevo", balanced: "Cuadrado",
    edit: "Editar", correct: "Guardar la corrección", corrected: "Asiento 12 corregido: ahora es el 12 (v2).", reverse: "Anular", reason: "Motivo", reversed: "Asiento anulado: su anulación es el asiento 21.",
    offered: "parece de varios asientos", see: "Ver y contabilizar los asientos", post: "Contabilizar los 500 asientos", pasted: "Asientos contabilizados: 500.", prepare: "Preparar el cierre", close: "Cerrar el ejercicio", closed: /cerrado/, mark: ","
  },
  en: {
    account: "Account, row 1", kept: "Opening balances saved", date: "Date", document: "Document", cell: (line, field) => `Line ${line}, ${{ account: "account", text: "description", debit: "debit", credit: "credit" }[field]}`,
    contact: "Add a contact in 430 Clientes…", vendor: "Add a contact in 400 Proveedores…", make: "Add account 62900007", posted: (number) => `Entry ${number} posted.`, save: "Save and new", balanced: "Balanced",
    edit: "Edit", correct: "Save the correction", corrected: "Entry 12 corrected: it is now 12 (v2).", reverse: "Reverse", reason: "Reason", reversed: "Entry reversed: its reversal is entry 21.",
    offered: "it looks like several entries", see: "See and post the entries", post: "Post the 500 entries", pasted: "Entries posted: 500.", prepare: "Prepare closing", close: "Close the year", closed: /closed/, mark: "."
  }
}

// Worked out by hand, in cents. Sales of 1,000 to 6,000 with 21 % of VAT, all collected; six purchases of 500 with VAT, the last put right to 520; two paid,
// one of them reversed; 500 charges of 1 to 10.
const SALES = 2_100_000
const FIGURES = {
  572: 2_000_000 + 2_541_000 - 60_500 - 275_000,
  472: 63_000 + 420,
  400: -(6 * 60_500 + 2_420 - 60_500),
  477: -441_000,
  100: -2_000_000,
  62900007: 302_000,
  626: 275_000,
  700: -SALES
}
const RESULT = SALES - 302_000 - 275_000

for (const lang of ["es", "en"]) {
  const [w, t] = [WORDS[lang], TEXTS[lang]]
  const amount = (cents) => `${cents < 0 ? "−" : ""}${new Intl.NumberFormat(lang === "es" ? "de-DE" : "en-GB", { minimumFractionDigits: 2 }).format(Math.abs(cents) / 100)}`

  test(`a year is kept by keyboard alone (${lang})`, async ({ server, visitor }) => {
    test.slow()
    const accountant = server.setup(`ejercicio-${lang}`, `Ejercicio ${lang}`)
    const made = await server.api(accountant.token, "POST", "/clients", { business_name: "Comercial Ficticia", applications: ["books"], billing_address: { country: "ES" } })
    const base = `/organizations/${made.body.organization_ids[0]}`
    const page = await visitor(lang, { permissions: ["clipboard-read", "clipboard-write"] })
    const { keyboard } = page
    await signIn(page, accountant.email, w)
    const cell = (line, field) => page.getByLabel(t.cell(line, field), { exact: true })
    const focused = (locator) => locator.evaluate((element) => element === document.activeElement)
    // Goes on with Tab until something has the focus.
    const reach = async (locator) => {
      await expect(locator).toBeVisible()
      for (let at = 0; at < 120; at += 1) {
        if (await focused(locator)) return
        await keyboard.press("Tab")
      }
      throw new Error("nothing was reached by Tab")
    }
    const press = async (locator) => {
      await reach(locator)
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

    // From a saved entry the focus stands at the document, and the day before it.
    let last = 0
    const write = async (day, reference, text, ...lines) => {
      await expect(page.locator(last ? "#f-reference" : "#f-date")).toBeFocused()
      if (last) for (let at = 0; at < 2; at += 1) await keyboard.press("Shift+Tab")
      await enter(day)
      await keyboard.press("Enter")
      await enter(reference, text)
      for (const [at, [account, debit, credit]] of lines.entries()) {
        await expect(cell(at + 1, "account")).toBeFocused()
        if (Array.isArray(account)) await anew(at + 1, ...account)
        else await enter(account)
        await expect(cell(at + 1, "text")).toBeFocused()
        await keyboard.press("Enter")
        if (debit === "=" || credit === "=") {
          if (credit) await keyboard.press("Enter")
          await keyboard.press("=")
          await keyboard.press("Enter")
        } else if (debit) await enter(debit)
        else await enter("", credit)
      }
      await expect(page.getByText(t.balanced)).toBeVisible()
      await keyboard.press("Control+Enter")
      last += 1
      await expect(page.locator(".flash")).toContainText(t.posted(last))
    }
    // What is not there yet is made on the spot.
    const anew = async (line, code, option, name) => {
      await keyboard.type(code)
      await expect(page.getByRole("option", { name: option })).toBeVisible()
      await keyboard.press("Enter")
      await expect(page.getByRole("dialog")).toBeVisible()
      await enter(name)
    }

    await page.goto(`${base}/journal-entries/new`)
    for (let month = 1; month <= 6; month += 1) {
      const net = `${month}000`
      const customer = month === 1 ? ["430.1", t.contact, "Viveros Quintana Inventados"] : "430.1"
      await write(`5/${month}`, `F-${month}`, "Venta", [customer, `${net}*1${t.mark}21`], ["700", "", net], ["477", "", "="])
    }
    for (let month = 1; month <= 6; month += 1) {
      const account = month === 1 ? ["629.7", t.make, "Gestión de residuos"] : "629.7"
      const vendor = month === 1 ? ["400.2", t.vendor, "Nácar Ambiental Ficticia"] : "400.2"
      await write(`12/${month}`, `C-${month}`, "Compra", [account, "500"], ["472", `500*0${t.mark}21`], [vendor, "", "="])
    }
    for (let month = 1; month <= 6; month += 1) await write(`20/${month}`, "", "Cobro", ["572", `${month}210`], ["430.1", "", "="])
    for (const day of ["25/1", "25/2"]) await write(day, "", "Pago", ["400.2", "605"], ["572", "", "="])

    // The last purchase was of 520: its correction keeps its number.
    await page.goto(`${base}/journal-entries?q=C-6`)
    await press(page.getByRole("link", { name: "Compra", exact: true }))
    await press(page.getByRole("link", { name: t.edit, exact: true }))
    await expect(cell(3, "account")).toHaveValue("400 · 2")
    await reach(cell(1, "debit"))
    await keyboard.type("520")
    await keyboard.press("ArrowDown")
    await keyboard.press("Control+a")
    await enter(`520*0${t.mark}21`)
    await reach(cell(3, "credit"))
    await keyboard.press("Control+a")
    await keyboard.press("Delete")
    await keyboard.press("=")
    await expect(cell(3, "credit")).toHaveValue(amount(62_920))
    await keyboard.press("Control+Enter")
    await expect(page.locator(".flash")).toContainText(t.corrected)

    // The second payment was made up.
    await page.goto(`${base}/journal-entries?q=20`)
    await press(page.getByRole("link", { name: "Pago", exact: true }).first())
    await press(page.getByRole("link", { name: t.reverse, exact: true }))
    await expect(page.getByLabel(t.reason)).toBeFocused()
    await keyboard.type("Duplicado")
    await keyboard.press("Control+Enter")
    await expect(page.locator(".flash")).toContainText(t.reversed)

    // Five hundred charges from a spreadsheet, as entries.
    const rows = []
    for (let at = 0; at < 500; at += 1) {
      const day = `${String(at % 28 + 1).padStart(2, "0")}/${String(7 + at % 3).padStart(2, "0")}/${YEAR}`
      const euros = `${at % 10 + 1}${t.mark}00`
      rows.push([day, "626", `Comisión ${at + 1}`, euros, ""], [day, "572", `Comisión ${at + 1}`, "", euros])
    }
    await page.goto(`${base}/journal-entries/new`)
    await reach(cell(1, "account"))
    await page.evaluate((text) => navigator.clipboard.writeText(text), rows.map((row) => row.join("\t")).join("\n"))
    await keyboard.press("Control+v")
    await expect(page.getByText(t.offered)).toBeVisible()
    await expect(page.getByRole("button", { name: t.see })).toBeFocused()
    await keyboard.press("Enter")
    await press(page.getByRole("button", { name: t.post }))
    await expect(page.locator(".flash")).toContainText(t.pasted)

    // The year ends, after a question.
    await page.goto(`${base}/fiscal-years`)
    await press(page.getByRole("link", { name: t.prepare }).last())
    await expect(page.locator(".result")).toContainText(amount(RESULT))
    await press(page.getByRole("button", { name: t.close }).first())
    await expect(page.getByRole("dialog")).toBeVisible()
    await press(page.getByRole("dialog").getByRole("button", { name: t.close }))
    await expect(page.locator(".flash")).toContainText(t.closed)

    // From each report to the postings, and the figures are those above.
    const period = `from=${YEAR}-01-01&to=${YEAR}-12-31`
    for (const [code, cents] of Object.entries(FIGURES)) {
      await page.goto(`${base}/reports/trial-balance?${period}&level=account`)
      const row = page.getByRole("row", { name: new RegExp(`^${code} `) })
      await expect(row).toContainText(amount(Math.abs(cents)))
      await press(row.getByRole("link").first())
      await expect(page.locator("tfoot .bal")).toHaveText(amount(cents))
    }
    await page.goto(`${base}/reports/profit-and-loss?${period}`)
    await expect(page.getByRole("main")).toContainText(amount(RESULT))
    await page.goto(`${base}/reports/balance-sheet?to=${YEAR}-12-31`)
    await expect(page.getByRole("main")).toContainText(amount(FIGURES[572]))
    await page.goto(`${base}/reports/journal?${period}`)
    // Opening, 20 entries, a reversal, 500 that were pasted, and two that close the year.
    await expect(page.getByRole("main")).toContainText("524")
    const held = await server.api(accountant.token, "GET", `${base}/reports/contact-balances?date=${YEAR}-06-30`)
    expect(held.status).toBe(200)
    const vendor = held.body.rows.find((row) => row.account_code === "400")
    expect(vendor.balance).toBe("-3049.20")
  })
}
