// A quarter of a fictional company, from its opening to what it files. Every figure is written by hand here, with how it comes about, and hledger finds
// the same balances in what is exported; nothing is compared with what the product computed.
import { execFileSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { WORDS, audit as asked, choose, confirm, expect, fits, signIn, test } from "./support.js"

const TEXTS = {
  es: {
    account: "Cuenta", debit: "Debe", credit: "Haber", row: "fila", kept: "Saldos de apertura guardados", contact: "Contacto", cell: (line, column) => `Línea ${line}, ${column}`, line: "Concepto", price: "Precio", issue: "Emitir",
    posted: "tiene su número", number: "Número del proveedor", record: "Registrar", recorded: "Registrada", taken: "Rectificar", reason: "Motivo", prepare: "Preparar en borrador", edit: "Editar", used: "Aplicada", pay: "Registrar cobro",
    amount: "Importe", money: "Cuenta del dinero", bring: "Importar extracto", file: "Archivo", import: "Importar", lines: "líneas nuevas", certain: /Aceptar las \d seguras/, these: "Aceptar las marcadas", accepted: "conciliada", options: "Opciones", post: "Contabilizar",
    none: "Todo conciliado", close: "Cerrar conciliación", closed: "Conciliación cerrada", lock: "Bloquear en firme", markFiled: "Marcar como presentado", day: "Fecha de presentación", reference: "Justificante", csv: "CSV", filed: "Presentado: periodo bloqueado"
  },
  en: {
    account: "Account", debit: "Debit", credit: "Credit", row: "row", kept: "Opening balances saved", contact: "Contact", cell: (line, column) => `Line ${line}, ${column}`, line: "Description", price: "Price", issue: "Issue",
    posted: "it has its number", number: "Vendor's number", record: "Record", recorded: "Recorded", taken: "Credit note", reason: "Reason", prepare: "Prepare as draft", edit: "Edit", used: "Used up", pay: "Record payment",
    amount: "Amount", money: "Account of the money", bring: "Import statement", file: "File", import: "Import", lines: "new lines", certain: /Accept the \d certain ones/, these: "Accept those ticked", accepted: "reconciled", options: "Options", post: "Post",
    none: "All is reconciled", close: "Close reconciliation", closed: "Reconciliation closed", lock: "Set the hard lock", markFiled: "Mark as filed", day: "Filed on", reference: "Proof of filing", csv: "CSV code", filed: "Filed: the period is locked"
  }
}

// Numbers of accounts that stand in manuals as examples.
const [FIRST, SECOND] = ["ES9121000418450200051332", "ES7921000813610123456789"]

// Who: country and tax id.
const PEOPLE = {
  arce: ["Arce Reformas de Ejemplo, S. L.", "ES", "B99000010"],
  boj: ["Mercería Boj Ficticia", "ES", "12345678Z"],
  cedro: ["Hostal Cedro Inventado, S. L.", "ES", "B99000028"],
  drago: ["Librería Drago de Prueba, S. L.", "ES", "B99000036"],
  porto: ["Móveis do Douro Imaginários, Lda.", "PT", "PT501234567"],
  berlin: ["Beispiel Raumplanung GmbH", "DE", "DE136695976"],
  lima: ["Muebles del Rímac Supuestos", "PE", "20123456789"],
  enebro: ["Obras Enebro de Muestra, S. L.", "ES", "B99000044"],
  fresno: ["Cafetería Fresno Ficticia, S. L.", "ES", "A99000093"],
  pino: ["Maderas Pino de Ejemplo, S. L.", "ES", "B12345674"],
  quejigo: ["Aguas Quejigo Imaginarias, S. L.", "ES", "B99000010"],
  roble: ["Pan y Café Roble de Prueba", "ES", "B99000028"],
  sauce: ["Letrada Sauce Ficticia", "ES", "12345678Z"],
  tejo: ["Locales Tejo Inventados, S. L.", "ES", "B99000036"],
  milano: ["Ferramenta d'Esempio S.r.l.", "IT", "IT00743110157"],
  lisboa: ["Serviços de Lisboa Fictícios, Lda.", "PT", "PT509876543"],
  olmo: ["Derribos Olmo de Muestra, S. L.", "ES", "B99000044"],
  gasolina: ["Estación Carrasca Inventada", "ES", "B99000028"],
  seguro: ["Seguros Haya Ficticios, S. A.", "ES", "A99000093"]
}

// What is sold: key, to whom, month-day, lines of price, taxes and account. Nets are told beside.
const SALES = [
  ["v1", "arce", "01-05", [["1000", ["IVA21V"], "705"]]],
  ["v2", "boj", "01-08", [["500", ["IVA21V", "RE52"], "700"]]],
  ["v3", "cedro", "01-12", [["800", ["IVA10V"], "700"]]],
  ["v4", "drago", "01-15", [["300", ["IVA4V"], "700"]]],
  ["v5", "porto", "01-19", [["900", ["IVAINTV"], "700"]]],
  ["v6", "berlin", "01-22", [["400", ["IVAINTSV"], "705"]]],
  // 1,000 dollars at 0.90 are 900 euros.
  ["v7", "lima", "01-26", [["1000", ["IVAEXPV"], "700"]], { currency: "USD", rate: "0.90" }],
  ["v8", "arce", "02-02", [["2000", ["IVA21V"], "700"]]],
  ["v9", "enebro", "02-05", [["600", ["IVAISPV"], "705"]]],
  ["v10", "cedro", "02-09", [["100", ["IVA21V"], "700"], ["200", ["IVA10V"], "700"], ["50", ["IVA4V"], "700"]]],
  ["v11", "boj", "02-16", [["200", ["IVA21V", "RE52"], "700"], ["100", ["IVA10V", "RE14"], "700"]]],
  ["v12", "arce", "02-23", [["5000", ["IVA21V"], "700"]]],
  ["v13", "drago", "03-02", [["250", ["IVA0V"], "705"]]],
  ["v14", "fresno", "03-09", [["1200", ["IVA21V"], "700"]]],
  ["v15", "arce", "03-16", [["700", ["IVA21V"], "700"]]]
]
const PURCHASES = [
  ["c1", "pino", "01-07", [["1000", ["IVA21C"], "600"]]],
  ["c2", "quejigo", "01-09", [["400", ["IVA10C"], "628"]]],
  ["c3", "roble", "01-13", [["200", ["IVA4C"], "629"]]],
  ["c4", "sauce", "01-16", [["600", ["IVA21C", "IRPF15C"], "623"]]],
  ["c5", "tejo", "01-20", [["1000", ["IVA21C", "IRPF19C"], "621"]]],
  ["c6", "milano", "01-28", [["1500", ["IVA21ICB"], "600"]]],
  ["c7", "lisboa", "02-03", [["300", ["IVA21ICS"], "629"]]],
  ["c8", "olmo", "02-06", [["800", ["IVA21ISP"], "622"]]],
  ["c9", "pino", "02-10", [["2000", ["IVA21CBI"], "213"]]],
  ["c10", "gasolina", "02-13", [["100", ["IVA21C50"], "628"]]],
  ["c11", "tejo", "02-17", [["1000", ["IVA21C", "IRPF19C"], "621"]]],
  ["c12", "sauce", "02-24", [["400", ["IVA21C", "IRPF15C"], "623"]]],
  ["c13", "pino", "03-03", [["1500", ["IVA21C"], "600"]]],
  ["c14", "seguro", "03-10", [["350", ["IVA0C"], "625"]]],
  ["c15", "tejo", "03-17", [["1000", ["IVA21C", "IRPF19C"], "621"]]]
]

// Boxes of the 303 of the first quarter, written by hand.
const BOXES = {
  "01": "350.00", "03": "14.00", // 300 + 50, at 4 %
  "04": "1100.00", "06": "110.00", // 800 + 200 + 100, at 10 %
  "07": "10700.00", "09": "2247.00", // 1000 + 500 + 2000 + 100 + 200 + 5000 + 1200 + 700, at 21 %
  10: "1800.00", 11: "378.00", // 1500 + 300 from other member states
  12: "800.00", 13: "168.00", // the demolition
  14: "-500.00", 15: "-105.00", // the credit note
  19: "100.00", 21: "1.40", 22: "700.00", 24: "36.40", // 100 at 1.4 %, 500 + 200 at 5.2 %
  27: "2849.80", // 14 + 110 + 2247 + 378 + 168 - 105 + 1.40 + 36.40
  // 1000 + 400 + 200 + 600 + 1000 + 800 + 100 + 1000 + 400 + 1500 + 1000, and 210 + 40 + 8 + 126 + 210 + 168 + half of 21 + 210 + 84 + 315 + 210
  28: "8000.00", 29: "1591.50",
  30: "2000.00", 31: "420.00", 36: "1800.00", 37: "378.00", 40: "-200.00", 41: "-42.00",
  45: "2347.50", // 1591.50 + 420 + 378 - 42
  46: "502.30", 59: "1300.00", 60: "900.00", 122: "600.00", // 900 + 400 in the union, 900 outside of it
  64: "502.30", 66: "502.30", 110: "300.00", 78: "300.00", 69: "202.30", 71: "202.30" // 300 of last year's are used
}

// Balances on 31 March, debit positive, before the returns are filed.
const BALANCES = {
  100: -2000000, 113: -1030000, 213: 800000, 2813: -100000, 300: 500000, // 6000 and 2000 of a machine
  472: 234750, 477: -284980, 4700: 30000, 4751: -72000, // 15 % of 1000 and 19 % of 3000
  first: 1767690, // 12000 + 1210 - 1210 + 500 - 2040 - 12.10 + 7865 - 636, which the bank does not have yet
  second: 881300, // 8000 + 1000 - 1500 + 920 + 393
  // Of invoices 631 + 380 + 312 + 900 + 400 + 363.80 + 250 + 847; 400 of an advance are not used.
  customers: 408380 - 40000,
  // 440 + 208 + 300 + 800 + 2420 + 121 + 424 + (1815 - 242) + 350 + 1020
  vendors: -765600,
  // Sold 15200 less 500; 20 of dollars that came at 0.92.
  7: -1470000 - 2000,
  // 10160.50 of bills (10.50 of the tax on petrol is no tax) less 200; 1452 never collected; 12.10 of the bank.
  6: 996050 + 145200 + 1210
}

const cents = (text) => Math.round(Number(text.replaceAll(",", "").replace(" EUR", "")) * 100)

// What hledger finds in the export: balances of the last part of each account.
const hledger = (text) => {
  const folder = mkdtempSync(join(tmpdir(), "quarter-"))
  try {
    const file = join(folder, "books.journal")
    writeFileSync(file, text)
    execFileSync("hledger", ["check", "--strict", "-f", file])
    const csv = execFileSync("hledger", ["balance", "--no-total", "--flat", "--cost", "--output-format", "csv", "-f", file]).toString()
    return csv.trim().split("\n").slice(1).map((line) => line.match(/^"(.*)","(.*)"$/).slice(1)).map(([account, amount]) => [account.split(":").pop(), cents(amount)])
  } finally {
    rmSync(folder, { recursive: true })
  }
}

// Balances as `BALANCES` has them: those of contacts, income and expenses are sums.
const gathered = (all, [first, second]) => {
  const found = {}
  for (const [code, amount] of all) {
    const key = code === first ? "first" : code === second ? "second" : /^4(3|38)/.test(code) ? "customers" : /^4[01]/.test(code) ? "vendors" : /^[67]/.test(code) ? code[0] : code
    found[key] = (found[key] ?? 0) + amount
  }
  return Object.fromEntries(Object.entries(found).filter(([, amount]) => amount))
}

// Statements as banks hand them out: [day, cents, text].
const norma43 = (iban, year, opening, lines) => {
  const account = iban.slice(4, 12) + iban.slice(14)
  const [day, digits, sign] = [(of) => `${String(year).slice(2)}${of.replace("-", "")}`, (of, width) => String(of).padStart(width, "0"), (of) => of < 0 ? "1" : "2"]
  const sum = (turn) => lines.reduce((all, [, amount]) => all + Math.max(0, amount * turn), 0)
  const count = (turn) => lines.filter(([, amount]) => amount * turn > 0).length
  const closing = opening + sum(1) - sum(-1)
  return [
    `11${account}${day("01-01")}${day("03-31")}${sign(opening)}${digits(Math.abs(opening), 14)}9783${"MUEBLES FICTICIOS".padEnd(26)}   `,
    ...lines.flatMap(([on, amount, text]) => [
      `22    0418${day(on)}${day(on)}99000${sign(amount)}${digits(Math.abs(amount), 14)}${"".padEnd(38)}`,
      `2301${text.padEnd(76)}`
    ]),
    `33${account}${digits(count(-1), 5)}${digits(sum(-1), 14)}${digits(count(1), 5)}${digits(sum(1), 14)}${sign(closing)}${digits(Math.abs(closing), 14)}978    `,
    `88${"9".repeat(18)}${digits(2 + 2 * lines.length, 6)}${"".padEnd(54)}`
  ].join("\n") + "\n"
}
const camt053 = (iban, year, opening, lines) => {
  const money = (of) => `<Amt Ccy="EUR">${(Math.abs(of) / 100).toFixed(2)}</Amt><CdtDbtInd>${of < 0 ? "DBIT" : "CRDT"}</CdtDbtInd>`
  const balance = (kind, of, on) => `<Bal><Tp><CdOrPrtry><Cd>${kind}</Cd></CdOrPrtry></Tp>${money(of)}<Dt><Dt>${year}-${on}</Dt></Dt></Bal>`
  const closing = lines.reduce((all, [, amount]) => all + amount, opening)
  const entries = lines.map(([on, amount, text]) => `<Ntry>${money(amount)}<Sts>BOOK</Sts><BookgDt><Dt>${year}-${on}</Dt></BookgDt><ValDt><Dt>${year}-${on}</Dt></ValDt><NtryDtls><TxDtls><RmtInf><Ustrd>${text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`)
  return `<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><GrpHdr><MsgId>1</MsgId><CreDtTm>${year}-04-01T06:00:00</CreDtTm></GrpHdr><Stmt><Id>1</Id><CreDtTm>${year}-04-01T06:00:00</CreDtTm><Acct><Id><IBAN>${iban}</IBAN></Id><Ccy>EUR</Ccy></Acct>${balance("OPBD", opening, "01-01")}${balance("CLBD", closing, "03-31")}${entries.join("")}</Stmt></BkToCstmrStmt></Document>`
}

for (const lang of ["es", "en"]) {
  const [w, t] = [WORDS[lang], TEXTS[lang]]

  test(`a quarter of a company is kept, reconciled, locked and filed, and every figure is the one by hand (${lang})`, async ({ server, visitor }) => {
    test.setTimeout(240_000)
    const year = new Date().getFullYear()
    const on = (day) => `${year}-${day}`
    const accountant = server.setup(`trimestre-${lang}`, `Trimestre ${lang}`)
    const call = async (method, path, body, status = 201) => {
      const answer = await server.api(accountant.token, method, path, body)
      expect(answer.status, `${method} ${path} ${JSON.stringify(body)}: ${JSON.stringify(answer.body)}`).toBe(status)
      return answer.body
    }
    const made = await call("POST", "/clients", { business_name: "Muebles Ficticios", applications: ["books"], billing_address: { country: "ES" } })
    const base = `/organizations/${made.organization_ids[0]}`
    const api = (method, path, body, status) => call(method, `${base}${path}`, body, status)
    const get = (path) => api("GET", path, undefined, 200)
    const contacts = {}
    for (const [key, [name, country, tax_id]] of Object.entries(PEOPLE)) contacts[key] = (await api("POST", "/contacts", { name, country, tax_id })).id
    const banks = [
      await api("POST", "/bank-accounts", { name: "Banco de Ejemplo", iban: FIRST }),
      await api("POST", "/bank-accounts", { name: "Caja de Ejemplo", iban: SECOND })
    ]
    const codes = banks.map((bank) => bank.account_code)
    const page = await visitor(lang, { viewport: lang === "es" ? { width: 1440, height: 900 } : { width: 1024, height: 800 } })
    await signIn(page, accountant.email, w)
    const main = page.getByRole("main")
    const audit = async (name) => {
      await asked(page, name)
      await fits(page, name)
    }

    // What it has on its first day: 31,300 on either side.
    await page.goto(`${base}/opening-balances`)
    const opening = [[codes[0], "12000", ""], [codes[1], "8000", ""], ["213", "6000", ""], ["300", "5000", ""], ["4700", "300", ""], ["2813", "", "1000"], ["100", "", "20000"], ["113", "", "10300"]]
    for (const [at, [code, debit, credit]] of opening.entries()) {
      const cell = (column) => page.getByLabel(`${column}, ${t.row} ${at + 1}`, { exact: true })
      await cell(t.account).fill(code)
      await cell(debit ? t.debit : t.credit).fill(debit || credit)
    }
    await page.getByRole("button", { name: w.save, exact: true }).click()
    await expect(page.locator(".flash")).toContainText(t.kept)
    await audit("the opening")

    // Documents, in the order of their days; one of each kind by its page.
    const documents = {}
    const lines = (of) => of.map(([unit_price, taxes, account_code]) => ({ description: "Trabajo", unit_price, taxes, account_code }))
    const write = async (path, date, who, price, vendorNumber) => {
      await page.goto(`${base}/${path}/new`)
      const named = PEOPLE[who][0].split(" ").slice(0, 2).join(" ")
      await choose(page, t.contact, named)
      await expect(page.getByRole("combobox", { name: t.contact, exact: true })).toHaveValue(new RegExp(named))
      await page.locator("#f-date").fill(`${date.slice(3)}/${date.slice(0, 2)}/${year}`)
      if (vendorNumber) await page.getByLabel(t.number).fill(vendorNumber)
      await page.getByLabel(t.cell(1, t.line), { exact: true }).fill("Trabajo")
      await page.getByLabel(t.cell(1, t.price), { exact: true }).fill(price)
      await expect(page.locator("#totals")).toContainText("1.210,00".replace(/[.,]/g, (mark) => lang === "es" ? mark : mark === "." ? "," : "."))
      await audit(`${path} typed`)
      await confirm(page, page.getByRole("button", { name: vendorNumber ? t.record : t.issue, exact: true }).first())
      await expect(vendorNumber ? page.locator("p.lead").filter({ hasText: t.recorded }) : page.getByRole("status").filter({ hasText: t.posted })).toBeVisible()
      return get(`/${path}/${page.url().split("/").pop()}`)
    }
    documents.v1 = await write("invoices", "01-05", "arce", "1000")
    documents.c1 = await write("bills", "01-07", "pino", "1000", "c1")
    for (const [key, who, day, of, more] of SALES.slice(1)) documents[key] = await api("POST", "/invoices", { contact_id: contacts[who], date: on(day), lines: lines(of), status: "issued", ...more })
    for (const [key, who, day, of] of PURCHASES.slice(1)) documents[key] = await api("POST", "/bills", { contact_id: contacts[who], date: on(day), vendor_number: key, lines: lines(of), status: "issued" })
    // A quarter of the sale of 2 February comes back: 500 less, with its tax.
    await page.goto(`${base}/invoices/${documents.v8.id}`)
    await page.getByRole("link", { name: t.taken, exact: true }).click()
    await page.locator("#f-date").fill(`20/03/${year}`)
    await page.getByLabel(t.reason, { exact: true }).fill("Una silla rota")
    await page.getByRole("button", { name: t.prepare }).click()
    await page.getByRole("link", { name: t.edit, exact: true }).click()
    await page.getByLabel(t.cell(1, t.price), { exact: true }).fill("500")
    await expect(page.locator("#totals")).toContainText(lang === "es" ? "605,00" : "605.00")
    await confirm(page, page.getByRole("button", { name: t.issue, exact: true }).first())
    await expect(page.locator("p.lead")).toContainText(t.used)
    await audit("a credit note")
    await api("POST", `/bills/${documents.c13.id}/vendor-credit`, { date: on("03-24"), reason: "Tablero alabeado", vendor_number: "ab1", lines: [{ description: "Abono", unit_price: "200", taxes: ["IVA21C"] }], status: "issued" })

    // Payments: in part by its page; an advance that is used in part; dollars that came at another rate; several at once; one that the bank does not have.
    await page.goto(`${base}/invoices/${documents.v3.id}`)
    await page.getByRole("link", { name: t.pay }).click()
    await page.locator("#f-date").fill(`02/02/${year}`)
    await page.getByLabel(t.amount, { exact: true }).fill("500")
    await choose(page, t.money, codes[0])
    await page.getByRole("button", { name: t.pay }).click()
    await expect(page).toHaveURL(/payments-received\//)
    const received = (body) => api("POST", "/payments-received", body)
    const advance = await received({ contact_id: contacts.enebro, date: on("02-10"), amount: "1000", account_code: codes[1] })
    await api("POST", `/payments-received/${advance.id}/allocate`, { allocations: [{ invoice_id: documents.v9.id, amount: "600" }] }, 200)
    await received({ contact_id: contacts.lima, date: on("02-28"), amount: "1000", currency: "USD", rate: "0.92", account_code: codes[1], allocations: [{ invoice_id: documents.v7.id, amount: "1000" }] })
    await received({ contact_id: contacts.arce, date: on("03-25"), amount: "7865", account_code: codes[0], allocations: [{ invoice_id: documents.v8.id, amount: "1815" }, { invoice_id: documents.v12.id, amount: "6050" }] })
    const paid = (body) => api("POST", "/payments-made", body)
    await paid({ contact_id: contacts.tejo, date: on("02-20"), amount: "2040", account_code: codes[0], allocations: [{ bill_id: documents.c5.id, amount: "1020" }, { bill_id: documents.c11.id, amount: "1020" }] })
    await paid({ contact_id: contacts.sauce, date: on("03-31"), amount: "636", account_code: codes[0], allocations: [{ bill_id: documents.c4.id, amount: "636" }] })
    await api("POST", `/invoices/${documents.v14.id}/write-off`, { date: on("03-30"), reason: "Cerró" }, 200)

    // The banks: what is certain is accepted at once, the rest one by one.
    const files = [
      ["extracto.n43", norma43(FIRST, year, 1200000, [
        ["01-20", 121000, `TRANSF ${documents.v1.number}`], ["01-30", -121000, "RECIBO MADERAS PINO FRA C1"], ["02-02", 50000, "TRANSF HOSTAL CEDRO"], ["02-20", -204000, "LOCALES TEJO ALQUILERES"],
        ["02-28", -1210, "COMISION MANTENIMIENTO"], ["03-25", 786500, "TRANSF ARCE REFORMAS"]
      ]), 6],
      ["extracto.xml", camt053(SECOND, year, 800000, [
        ["02-10", 100000, "ANTICIPO OBRAS ENEBRO"], ["02-15", -150000, "FERRAMENTA C6"], ["02-28", 92000, "TRANSF EXTERIOR"], ["03-03", 39300, `PAGO ${documents.v10.number}`]
      ]), 4]
    ]
    for (const [at, [name, text, count]] of files.entries()) {
      await page.goto(`${base}/bank-accounts/${banks[at].id}`)
      await page.getByRole("link", { name: t.bring }).first().click()
      await page.locator("#f-file").setInputFiles({ name, mimeType: "application/octet-stream", buffer: Buffer.from(text, "latin1") })
      await page.getByRole("button", { name: t.import, exact: true }).click()
      await expect(page.locator(".flash")).toContainText(`${count} ${t.lines}`)
      await audit(name)
      // They are listed before they are accepted.
      const all = page.getByRole("link", { name: t.certain }).first()
      if (await all.count()) {
        await all.click()
        await page.getByRole("button", { name: t.these }).click()
        await expect(page.locator(".flash")).toContainText(t.accepted)
      }
      if (at === 0) {
        const line = page.locator(".match > li", { hasText: "COMISION" })
        await line.getByRole("link", { name: t.options }).click()
        await choose(page, t.account, "626")
        await line.locator("button[value=account]").click()
        await expect(page.locator(".flash")).toBeVisible()
      }
      const left = (await get(`/bank-lines?status=unmatched&bank_account_id=${banks[at].id}`)).items
      for (const line of left) {
        const wanted = { "FERRAMENTA C6": { items: [{ bill_id: documents.c6.id, amount: "1500.00" }] }, "RECIBO MADERAS PINO FRA C1": { items: [{ bill_id: documents.c1.id, amount: "1210.00" }] } }[line.text.trim()]
        const posting = line.proposals.find((proposal) => proposal.kind === "posting")
        await api("POST", `/bank-lines/${line.id}/match`, wanted ?? { postings: posting.postings }, 200)
      }
      await page.goto(`${base}/bank-accounts/${banks[at].id}`)
      await expect(main).toContainText(t.none)
      await page.getByRole("button", { name: t.close, exact: true }).click()
      await expect(page.locator(".flash")).toContainText(t.closed)
      await audit(`${name}, closed`)
    }
    const closings = await Promise.all(banks.map((bank) => get(`/bank-accounts/${bank.id}/reconciliations`)))
    // 636 were paid on the last day, and the bank does not have them yet.
    expect(closings.map(({ items: [of] }) => [of.bank_balance, of.book_balance, of.outstanding])).toEqual([["18312.90", "17676.90", "-636.00"], ["8813.00", "8813.00", "0.00"]])

    // January is locked for good.
    await page.goto(`${base}/period-locks`)
    await page.locator("#f-scope").selectOption("all")
    await page.locator("#f-level").selectOption("hard")
    await page.locator("#f-locked_through").fill(`31/01/${year}`)
    await page.locator("#f-reason").fill("Enero revisado")
    await page.getByRole("button", { name: w.save, exact: true }).click()
    await page.getByRole("button", { name: t.lock, exact: true }).click()
    await expect(main).toContainText("Enero revisado")
    const late = await api("POST", "/journal-entries", { date: on("01-31"), description: "Tarde", postings: [{ account_code: "629", debit: "1" }, { account_code: "570", credit: "1" }] }, 422)
    expect(late.errors[0].code).toBe("period_locked")

    // The books by hand, by hledger and by the trial balance.
    const exported = await fetch(`${server.url}/api/v1${base}/exports/hledger`, { headers: { authorization: `Bearer ${accountant.token}` } })
    expect(gathered(hledger(await exported.text()), codes)).toEqual(BALANCES)
    const trial = await get(`/reports/trial-balance?from=${year}-01-01&to=${year}-03-31`)
    expect(gathered(trial.rows.map((row) => [row.code, cents(row.closing)]), codes)).toEqual(BALANCES)
    // 14,720 of income less 11,424.60 of expenses.
    const result = await get(`/reports/profit-and-loss?from=${year}-01-01&to=${year}-03-31`)
    expect([result.income.total, result.expenses.total, result.result]).toEqual(["14720.00", "11424.60", "3295.40"])

    // What is filed.
    const boxes = (of) => Object.fromEntries(of.boxes.filter(({ amount }) => !/^0(\.00)?$/.test(amount)).map(({ box, amount }) => [box, amount]))
    const of303 = await get(`/tax-returns/303/${year}-1T`)
    expect([boxes(of303), of303.ties_differ]).toEqual([BOXES, false])
    const of349 = await get(`/tax-returns/349/${year}-1T`)
    expect(boxes(of349)).toEqual({ "01": "4", "02": "3100.00" })
    expect(of349.records.map((of) => `${of.key} ${of.tax_id} ${of.base}`).sort()).toEqual(["A IT00743110157 1500.00", "E PT501234567 900.00", "I PT509876543 300.00", "S DE136695976 400.00"])
    // The lawyer: 600 + 400 at 15 %; the landlord: three times 1,000 at 19 %.
    expect(boxes(await get(`/tax-returns/111/${year}-1T`))).toEqual({ "07": "1", "08": "1000.00", "09": "150.00", 28: "150.00", 30: "150.00" })
    expect(boxes(await get(`/tax-returns/115/${year}-1T`))).toEqual({ "01": "1", "02": "3000.00", "03": "570.00", "05": "570.00" })
    // Beyond 3,005.06 with taxes: bought of Pino 1210 + 2420 + 1815 - 242, sold to Arce 1210 + 2420 - 605 + 6050 + 847.
    const of347 = await get(`/tax-returns/347/${year}`)
    expect(of347.records.map((of) => `${of.key} ${of.contact_name} ${of.base}`).sort()).toEqual([`A ${PEOPLE.pino[0]} 5203.00`, `B ${PEOPLE.arce[0]} 9922.00`])

    await page.goto(`${base}/tax-returns/303/${year}-1T`)
    await expect(page.locator(".tax-result .big")).toContainText(lang === "es" ? "202,30" : "202.30")
    await audit("the return of VAT")
    await page.getByRole("link", { name: t.markFiled }).click()
    await page.getByLabel(t.day, { exact: true }).fill(`14/04/${year}`)
    await page.getByLabel(t.reference, { exact: true }).fill("3030000000000")
    await page.getByLabel(t.csv, { exact: true }).fill("EJEMPLO0CSV00000")
    await page.getByRole("button", { name: t.markFiled }).click()
    await expect(page.locator(".flash")).toContainText(t.filed)
    await api("POST", `/tax-returns/303/${year}-1T/pay`, { date: on("04-20"), account_code: codes[0] }, 200)
    await api("POST", `/tax-returns/111/${year}-1T/file`, { date: on("04-14"), reference: "1110000000000", csv: "EJEMPLO0CSV00001" }, 200)
    await api("POST", `/tax-returns/111/${year}-1T/pay`, { date: on("04-20"), account_code: codes[0] }, 200)
    // The taxes of the quarter are settled: 202.30 and 150 left the bank, 570 of rents wait.
    const { 472: _, 477: __, 4700: ___, ...rest } = BALANCES
    const settled = { ...rest, 4751: -57000, first: 1767690 - 20230 - 15000 }
    const after = await fetch(`${server.url}/api/v1${base}/exports/hledger`, { headers: { authorization: `Bearer ${accountant.token}` } })
    expect(gathered(hledger(await after.text()), codes)).toEqual(settled)
  })
}
