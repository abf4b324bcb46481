// The home of an organization and the insights of a practice as a person reads them, in both languages.
import { WORDS, audit as asked, expect, fits, signIn, test } from "./support.js"

const TEXTS = {
  es: {
    steps: "Para empezar", balances: "Poner saldos", cash: /^Tesorería/, receivables: /^Por cobrar/, overdue: /vencido 1\.210,00/, table: "Ver la tabla", income: "Ingresos", total: "1.500,00",
    due: "Vence esta semana", receipt: "1 cobro previsto", aged: "Por cobrar por antigüedad", items: "1 partida", byContact: "Por contacto", month: /pérdidas y ganancias/, loss: "Pérdidas y ganancias",
    insights: "Análisis", quarter: "Este trimestre y el anterior", client: "Talleres Ficticios", clients: "1 organización", file: /^analisis\.xlsx$/, search: "Buscar", apply: "Filtrar", none: /ningún cliente/i,
    entries: "Últimos asientos", control: "Control", column: /Vencido por cobrar/
  },
  en: {
    steps: "To begin with", balances: "Enter balances", cash: /^Cash/, receivables: /^Receivables/, overdue: /1,210\.00 overdue/, table: "Show the table", income: "Income", total: "1,500.00",
    due: "Due this week", receipt: "1 expected receipt", aged: "Receivables by age", items: "1 item", byContact: "By contact", month: /profit and loss/, loss: "Profit and loss",
    insights: "Insights", quarter: "This quarter and the last", client: "Talleres Ficticios", clients: "1 organization", file: /^insights\.xlsx$/, search: "Search", apply: "Filter", none: /no client/i,
    entries: "Latest entries", control: "Control", column: /Overdue receivables/
  }
}

const audit = async (page, name) => {
  await asked(page, name)
  await fits(page, name)
}

const day = (ahead) => {
  const date = new Date(Date.now() + ahead * 86_400_000)
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, "0")}-${String(date.getDate()).padStart(2, "0")}`
}

const call = async (server, accountant, method, path, body, status) => {
  const answer = await server.api(accountant.token, method, path, body)
  expect(answer.status, JSON.stringify(answer.body)).toBe(status)
  return answer.body
}

for (const lang of ["es", "en"]) {
  const [w, t] = [WORDS[lang], TEXTS[lang]]

  test(`from the first steps to the figures of a home, and all clients beside each other (${lang})`, async ({ server, visitor }) => {
    test.slow()
    const accountant = server.setup(`inicio-${lang}`, `Inicio ${lang}`)
    const made = await call(server, accountant, "POST", "/clients", { business_name: t.client, applications: ["books"], billing_address: { country: "ES" } }, 201)
    const base = `/organizations/${made.organization_ids[0]}`
    const wide = lang === "es"
    const page = await visitor(lang, { viewport: wide ? { width: 1440, height: 900 } : { width: 390, height: 844 } })
    await signIn(page, accountant.email, w)

    // Nothing is there yet: what comes first.
    await page.goto(base)
    await expect(page.getByRole("heading", { name: t.steps })).toBeVisible()
    await expect(page.getByRole("link", { name: t.balances })).toBeVisible()
    await audit(page, "steps")

    const contact = (await call(server, accountant, "POST", `${base}/contacts`, { name: "Viveros Quintana", country: "ES", tax_id: "B12345674" }, 201)).id
    const line = (price) => [{ description: "Trabajo", unit_price: price, taxes: ["IVA21V"] }]
    const first = `${new Date().getFullYear()}-01-01`
    await call(server, accountant, "POST", `${base}/invoices`, { contact_id: contact, date: first, due_date: first, lines: line("1000"), status: "issued" }, 201)
    await call(server, accountant, "POST", `${base}/invoices`, { contact_id: contact, date: day(0), due_date: day(3), lines: line("500"), status: "issued" }, 201)

    // Figures, each leading to its report, with what is wrong with it.
    await page.reload()
    const late = first < day(0)
    const receivables = page.getByRole("link", { name: t.receivables })
    if (late) await expect(receivables).toContainText(t.overdue)
    await expect(page.getByRole("link", { name: t.cash })).toBeVisible()
    await expect(page.getByRole("heading", { name: t.entries })).toBeVisible()
    await audit(page, "home")
    await page.getByText(t.table).click()
    await expect(page.getByRole("columnheader", { name: t.income, exact: true })).toBeVisible()
    await expect(page.locator("details.more tfoot")).toContainText(t.total)
    await expect(page.getByRole("img", { name: lang === "es" ? /Ingresos y gastos por mes/ : /Income and expenses by month/ })).toBeVisible()
    await audit(page, "home with its table")

    // What is due, and the list that it counts.
    await page.getByRole("link", { name: t.receipt }).click()
    await expect(page.getByRole("heading", { name: t.aged, level: 1 })).toBeVisible()
    await expect(page.getByText(t.items)).toBeVisible()
    await audit(page, "aged items")
    await page.getByRole("link", { name: t.byContact }).click()
    await expect(page.getByRole("link", { name: /Viveros Quintana/ })).toBeVisible()
    await audit(page, "aged by contact")

    // A month opens its profit and loss.
    await page.goto(base)
    await page.getByRole("link", { name: t.month }).last().click()
    await expect(page.getByRole("heading", { name: t.loss, level: 1 })).toBeVisible()

    // All clients beside each other.
    await page.goto(`/practices/${accountant.practice}/insights`)
    await expect(page.getByRole("heading", { name: t.insights, level: 1 })).toBeVisible()
    await expect(page.getByRole("row", { name: new RegExp(t.client) })).toContainText(t.total)
    await expect(page.getByText(t.clients, { exact: true })).toBeVisible()
    await audit(page, "insights")
    const download = page.waitForEvent("download")
    await page.getByRole("link", { name: "XLSX" }).click()
    expect((await download).suggestedFilename()).toMatch(t.file)
    await page.getByRole("link", { name: t.quarter }).click()
    await expect(page.getByRole("link", { name: t.quarter })).toHaveAttribute("aria-current", "page")
    await page.getByRole("row", { name: new RegExp(t.client) }).getByRole("link", { name: t.client }).click()
    await expect(page.getByRole("heading", { name: t.client, level: 1 })).toBeVisible()
    if (late) {
      await page.goto(`/practices/${accountant.practice}/control`)
      if (wide) await expect(page.getByRole("columnheader", { name: t.column })).toBeVisible()
      await audit(page, "control")
    }
  })
}
