// Blueprints: made, published, tried on organizations, applied, told where they differ, and taken back, in both languages.
import { WORDS, audit, expect, fits, signIn, test } from "./support.js"

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
const OWN = {
  es: {
    settings: "Plantillas de organización", name: "Nombre", create: "Crear plantilla", publish: "Publicar la versión 1", nobody: "Aplique la plantilla", try: "Ensayar la v1",
    tried: "Ensayo: no se ha escrito nada.", run: "Aplicar la v1 a 2 organizaciones", done: "Aplicada.", differs: "Difiere", same: "Igual", rows: "1 fila", accept: "Aceptar con motivo",
    reason: "Motivo", accepted: "Diferencia aceptada.", draft: "Borrador"
  },
  en: {
    settings: "Blueprints", name: "Name", create: "Create blueprint", publish: "Publish version 1", nobody: "Apply the blueprint", try: "Try v1",
    tried: "Dry run: nothing has been written.", run: "Apply v1 to 2 organizations", done: "Applied.", differs: "Differs", same: "Same", rows: "1 row", accept: "Accept with a reason",
    reason: "Reason", accepted: "Difference accepted.", draft: "Draft"
  }
}

for (const lang of ["es", "en"]) {
  const w = { ...WORDS[lang], ...OWN[lang] }

  test(`a blueprint is applied to organizations, and how they differ is told (${lang})`, async ({ server, visitor }) => {
    const { email, practice, token } = server.setup(`plantilla-${lang}`, `Plantillas ${lang}`)
    for (const name of ["Uno", "Dos"]) expect((await server.api(token, "POST", "/clients", { display_name: name, applications: ["books"] })).status).toBe(201)
    const page = await visitor(lang)
    const audited = async () => {
      await fits(page, page.url())
      await audit(page, page.url(), TAGS)
    }
    await signIn(page, email, w)
    await page.goto(`/practices/${practice}/settings`)
    await page.getByRole("link", { name: w.settings }).click()
    await audited()
    await page.getByLabel(w.name, { exact: true }).fill("SL comercio")
    await page.getByRole("button", { name: w.create }).click()
    await expect(page.getByRole("heading", { name: "SL comercio" })).toBeVisible()
    const blueprint = page.url().split("/").pop()
    const terms = `/blueprints/${blueprint}/preferences/payment_terms`
    const term = { values: { name: "A 45 días", days: "45", due_from: "invoice_date" } }
    const own = (await server.api(token, "GET", terms)).body.items
    const patched = await server.api(token, "PATCH", terms, { items: [...own, term] })
    expect(patched.status, JSON.stringify(patched.body)).toBe(200)
    await page.getByRole("button", { name: w.publish }).click()
    await expect(page.getByText(w.nobody)).toBeVisible()
    await page.getByRole("checkbox", { name: "Uno" }).check()
    await page.getByRole("checkbox", { name: "Dos" }).check()
    await audited()
    await page.getByRole("button", { name: w.try }).click()
    await expect(page.getByText(w.tried)).toBeVisible({ timeout: 20_000 })
    await audited()
    await page.getByRole("button", { name: w.run }).click()
    await expect(page.getByText(w.done)).toBeVisible({ timeout: 20_000 })

    const { body } = await server.api(token, "GET", `/blueprints/${blueprint}/drift`)
    expect(body.items.map((one) => one.state)).toEqual(["same", "same"])
    expect((await server.api(token, "PATCH", `/organizations/${body.items[0].organization_id}/preferences/payment_terms`, { items: [{ values: { ...term.values, days: "50" } }] })).status).toBe(200)
    await page.goto(`/practices/${practice}/blueprints/${blueprint}`)
    await expect(page.getByRole("row").filter({ hasText: w.differs })).toContainText(w.rows)
    await audited()
    await page.getByRole("group").filter({ hasText: w.accept }).locator("summary").click()
    await page.getByLabel(w.reason).fill("El cliente lo necesita así")
    await page.getByRole("button", { name: w.accept }).click()
    await expect(page.getByText(w.accepted)).toBeVisible()
    await expect(page.getByRole("row").filter({ hasText: w.differs })).toHaveCount(0)
  })
}
