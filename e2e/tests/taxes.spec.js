// A tax as an accountant makes one: a usual one is a rate and an account, and a treatment opens what it needs.
import { WORDS, choose, expect, signIn, test } from "./support.js"

const TEXTS = {
  es: {
    code: "Código", name: "Nombre", kind: "Tipo", rate: "Porcentaje", account: "Cuenta", treatment: "Tratamiento", nature: "Se aplica a", cause: "Causa", deductible: "Deducible", due: "Cuenta de la cuota devengada",
    direction: "Quién retiene", purchase: "Soportado", sale: "Repercutido", withholding: "Retención", reverse: "Inversión del sujeto pasivo", exempt: "Exenta", investment: "Bienes de inversión", zero: "el porcentaje es 0", rate21: "21,0", half: "50,5", shown: "50,5"
  },
  en: {
    code: "Code", name: "Name", kind: "Kind", rate: "Rate, %", account: "Account", treatment: "Treatment", nature: "Applies to", cause: "Reason", deductible: "Deductible", due: "Account of the tax due",
    direction: "Who withholds", purchase: "On purchases", sale: "On sales", withholding: "Withholding", reverse: "Reverse charge", exempt: "Exempt", investment: "Investment goods", zero: "the rate is 0", rate21: "21.0", half: "50.5", shown: "50.5"
  }
}

for (const lang of ["es", "en"]) {
  const [w, t] = [WORDS[lang], TEXTS[lang]]

  test(`a tax opens what its treatment needs (${lang})`, async ({ server, visitor }) => {
    const accountant = server.setup(`impuestos-${lang}`, `Impuestos ${lang}`)
    const made = await server.api(accountant.token, "POST", "/clients", { business_name: "Oro Ficticio", applications: ["books"], billing_address: { country: "ES" } })
    const base = `/organizations/${made.body.organization_ids[0]}/records/taxes`
    const page = await visitor(lang)
    await signIn(page, accountant.email, w)
    await page.goto(`${base}/new`)
    // Not the list that a combobox opens, which has its name.
    const field = (label) => page.getByLabel(label, { exact: true }).and(page.locator("input, select"))

    // What is sold: a rate and an account, without shares or second accounts.
    await field(t.kind).selectOption({ label: t.sale })
    await expect(field(t.treatment)).toBeVisible()
    for (const hidden of [t.nature, t.cause, t.deductible, t.due, t.direction]) await expect(field(hidden)).toBeHidden()
    await field(t.treatment).selectOption({ label: t.exempt })
    await expect(field(t.cause)).toBeVisible()
    await field(t.kind).selectOption({ label: t.withholding })
    await expect(field(t.direction)).toBeVisible()
    await expect(field(t.treatment)).toBeHidden()
    await field(t.kind).selectOption({ label: t.purchase })
    await expect(field(t.deductible)).toBeVisible()

    // An exempt purchase with a rate is refused, and nothing typed is lost.
    await field(t.code).fill("ORO")
    await field(t.name).fill("Oro de inversión")
    await field(t.rate).fill(t.rate21)
    await page.getByRole("button", { name: w.save, exact: true }).click()
    await expect(page.getByRole("alert")).toContainText(t.zero)
    await expect(field(t.rate)).toHaveValue(t.rate21)

    // Under reverse charge it has a second account.
    await expect(field(t.due)).toBeHidden()
    await field(t.treatment).selectOption({ label: t.reverse })
    await field(t.nature).selectOption({ label: t.investment })
    await field(t.deductible).fill(t.half)
    await choose(page, t.account, "472")
    await choose(page, t.due, "477")
    await page.getByRole("button", { name: w.save, exact: true }).click()
    await expect(page.getByRole("row", { name: /ORO/ })).toContainText(t.reverse)
    await page.getByRole("link", { name: "ORO", exact: true }).click()
    await expect(field(t.treatment)).toHaveValue("reverse_charge")
    await expect(field(t.nature)).toHaveValue("investment")
    await expect(field(t.deductible)).toHaveValue(t.shown)
    await expect(page.getByRole("combobox", { name: t.due, exact: true })).toHaveValue(/477/)
  })
}
