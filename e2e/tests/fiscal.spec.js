// A client's fiscal profile, what follows from it, and the tax calendar of the firm: filled in, filed by keys, on a phone.
import { WORDS, audit, expect, fits, signIn, test } from "./support.js"

const TEXTS = {
  es: {
    fill: "Rellenar el perfil fiscal", form: "Forma jurídica", person: "Persona física", vat: "Régimen de IVA", general: "General", income: "Impuesto sobre la renta", direct: "IRPF, directa simplificada",
    authority: "Administración tributaria", save: "Guardar", accept: /Aceptar los \d+ cambios/, kept: "obligaciones del perfil ya están en el calendario", calendar: "Calendario fiscal", why: "Por qué está obligado",
    state: "Estado", filed: "Presentado", file: "Registrar presentación", reference: "Número de justificante", record: /Registrar/, late: "Por qué se presentó tarde", person2: "Por persona"
  },
  en: {
    fill: "Fill in the fiscal profile", form: "Legal form", person: "Natural person", vat: "VAT regime", general: "General", income: "Income tax", direct: "Personal, direct simplified",
    authority: "Tax authority", save: "Save", accept: /Accept the \d+ changes/, kept: "obligations are in the calendar", calendar: "Tax calendar", why: "Why it is obliged",
    state: "State", filed: "Filed", file: "Record filing", reference: "Proof number", record: /Record/, late: "Why it was filed late", person2: "By person"
  }
}

for (const lang of ["es", "en"]) {
  const [w, t] = [WORDS[lang], TEXTS[lang]]

  test(`a profile becomes obligations that are filed from the calendar (${lang})`, async ({ server, visitor }) => {
    const accountant = server.setup(`fiscal-${lang}`, `Fiscal ${lang}`)
    const made = await server.api(accountant.token, "POST", "/clients", { display_name: "Ana Prueba de la Muestra Larguísima", billing_address: { country: "ES" } })
    const page = await visitor(lang)
    await signIn(page, accountant.email, w)
    const practice = accountant.practice
    const client = `/practices/${practice}/clients/${made.body.id}`

    await page.goto(`${client}/fiscal`)
    await page.getByRole("link", { name: t.fill }).click()
    const field = (label) => page.getByLabel(label, { exact: true })
    await field(t.form).selectOption({ label: t.person })
    await field(t.authority).selectOption("aeat")
    await field(t.vat).selectOption({ label: t.general })
    await field(t.income).selectOption({ label: t.direct })
    await audit(page, `fiscal profile form ${lang}`)
    await page.locator("main form[action$='/fiscal'] button[type=submit]").click()
    await expect(page.getByText(t.direct).first()).toBeVisible()
    await page.goto(`${client}/fiscal?year=2026`)
    await audit(page, `fiscal profile ${lang}`)
    await page.getByRole("button", { name: t.accept }).click()
    await expect(page.locator("#proposals")).toContainText(t.kept)

    // The matrix: arrows move, a cell explains itself beside it, Escape comes back.
    await page.goto(`/practices/${practice}/fiscal?period=2026-Q1`)
    await expect(page.locator("table.matrix")).toContainText("303")
    await audit(page, `tax calendar ${lang}`)
    await page.locator("a.o").first().focus()
    await page.keyboard.press("ArrowRight")
    await expect(page.locator("a.o").nth(1)).toBeFocused()
    await page.keyboard.press("Enter")
    const panel = page.locator("turbo-frame#obligation")
    await expect(panel).toContainText(t.why)
    await expect(panel.locator("#obligation-title")).toBeFocused()
    await audit(page, `obligation panel ${lang}`)
    await page.keyboard.press("Escape")
    await expect(page.locator("a.o").nth(1)).toBeFocused()

    // Two are chosen and filed at once; the late one asks why, and what was typed stays.
    await page.keyboard.press("x")
    await page.keyboard.press("ArrowLeft")
    await page.keyboard.press("x")
    await page.keyboard.press("p")
    await expect(page.locator("table.filings tbody tr")).toHaveCount(2)
    const references = page.getByLabel(new RegExp(`^${t.reference}`))
    await references.first().fill("3031234567890")
    await audit(page, `filings ${lang}`)
    await page.locator("button[name=what][value=file]").click()
    await expect(page.getByRole("alert")).toBeVisible()
    await expect(references.first()).toHaveValue("3031234567890")
    for (const late of await page.getByLabel(new RegExp(`^${t.late}`)).all()) await late.fill("Llegó tarde")
    await page.locator("button[name=what][value=file]").click()
    await expect(page.locator("table.matrix td.done")).toHaveCount(2)

    await page.setViewportSize({ width: 390, height: 844 })
    await page.goto(`/practices/${practice}/fiscal?period=2026-Q1`)
    await fits(page, `tax calendar ${lang}`)
    await page.goto(`${client}/fiscal`)
    await fits(page, `fiscal profile ${lang}`)
  })
}
