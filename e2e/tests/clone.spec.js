// Cloning preferences, as a person does it, in both languages: each step, and what can go wrong between them.
import { WORDS, choose, confirm, expect, signIn, test } from "./support.js"

const TEXTS = {
  es: {
    offer: "Clonar las preferencias de la organización de un cliente existente", next: "Continuar", edit: "Editar preferencias", remove: "Eliminar preferencias", cancel: "Cancelar", restore: "Recuperar las preferencias",
    defaults: "se usarán los ajustes predeterminados", client: "Cliente", chart: /^Plan de cuentas · 77\d cuentas/, taxes: /^Impuestos · /, pulled: "Va incluido porque lo necesita: Impuestos",
    terms: /^Condiciones de pago · 5/, fields: /^Campos personalizados · 1 campo/, logo: /^Logotipo/, added: "Se añade", replaced: "Se sustituye", changed: "han cambiado desde que las vio",
    lost: "Ya no tiene acceso", unfinished: "Guarde o cancele las preferencias", currencyChanged: "La moneda ha cambiado", behind: /2 cuentas en otra moneda \(GBP, USD\) no se clonan/,
    sourceCurrency: "La organización de origen trabaja en EUR", missing: "que no se clona y la organización no tiene", tile: "Clonar un cliente", cloned: "Preferencias clonadas",
    apply: "Aplicar preferencias", applyNew: "Aplicar preferencias de otra organización", organization: "Organización", applyButton: "Aplicar", undo: "Deshacer", undone: "Deshecho", applied: "Preferencias aplicadas",
    term: "A 45 días fin de mes", other: "Otro cliente", refresh: "Actualizar la vista previa", termsPage: "Condiciones de pago", needs: "Necesita: Plan de cuentas", inUse: "ya no se puede deshacer"
  },
  en: {
    offer: "Clone the preferences of an existing client's organization", next: "Continue", edit: "Edit preferences", remove: "Remove preferences", cancel: "Cancel", restore: "Bring the preferences back",
    defaults: "the default settings will be used", client: "Client", chart: /^Chart of accounts · 77\d accounts/, taxes: /^Taxes · /, pulled: "Comes along because it is needed by: Taxes",
    terms: /^Payment terms · 5/, fields: /^Custom fields · 1 field/, logo: /^Logo/, added: "Added", replaced: "Replaced", changed: "have changed since you saw them",
    lost: "You no longer have access", unfinished: "Save or cancel the preferences", currencyChanged: "The currency has changed", behind: /2 accounts in another currency \(GBP, USD\) are not cloned/,
    sourceCurrency: "The source organization works in EUR", missing: "which is not cloned and the organization does not have", tile: "Clone a client", cloned: "Cloned preferences",
    apply: "Apply preferences", applyNew: "Apply another organization's preferences", organization: "Organization", applyButton: "Apply", undo: "Undo", undone: "Undone", applied: "Preferences applied",
    term: "A 45 días fin de mes", other: "Another client", refresh: "Update the preview", termsPage: "Payment terms", needs: "Needs: Chart of accounts", inUse: "can no longer be undone"
  }
}

for (const lang of ["es", "en"]) {
  const [w, t] = [WORDS[lang], TEXTS[lang]]

  // A practice with a client whose preferences are its own in part.
  const prepare = async (server, visitor, name) => {
    const accountant = server.setup(`${name}-${lang}`, `Clonadora ${name} ${lang}`)
    const make = async (business_name, more = {}) => {
      const made = await server.api(accountant.token, "POST", "/clients", { business_name, applications: ["books"], billing_address: { country: "ES" }, ...more })
      expect(made.status).toBe(201)
      return { client: made.body.id, organization: made.body.organization_ids[0] }
    }
    const change = async (organization, group, items) => {
      const answer = await server.api(accountant.token, "PATCH", `/organizations/${organization}/preferences/${group}`, { items })
      expect(answer.status, JSON.stringify(answer.body)).toBe(200)
    }
    const source = await make("Origen Ficticio")
    await change(source.organization, "payment_terms", [{ values: { name: t.term, days: "45", due_from: "end_of_month" } }])
    await change(source.organization, "custom_fields", [{ values: { label: "Ruta", record: "contact", kind: "choice", options: "Norte\nSur" } }])
    await change(source.organization, "chart_of_accounts", [
      { values: { code: "5731", name: "Banco en dólares", type: "asset", parent_code: "573", currency: "USD" } },
      { values: { code: "5732", name: "Banco en libras", type: "asset", parent_code: "573", currency: "GBP" } },
      { values: { code: "629", name: "Servicios diversos", type: "expense", parent_code: "62" } }
    ])
    const page = await visitor(lang)
    await signIn(page, accountant.email, w)
    const panel = page.getByRole("region", { name: t.cloned })
    const open = async () => {
      await page.goto(`/practices/${accountant.practice}/clients/new`)
      await expect(panel).toBeHidden()
      await page.getByRole("checkbox", { name: w.books }).check()
      await expect(panel).toContainText(t.offer)
    }
    const pickSource = async () => {
      await panel.getByRole("button", { name: t.next }).click()
      await choose(page, t.client, "Origen Ficticio")
      await panel.getByRole("button", { name: t.next }).click()
      await expect(panel.getByRole("checkbox", { name: t.chart })).toBeChecked()
    }
    const keep = async () => {
      await panel.getByRole("button", { name: w.save, exact: true }).click()
      await expect(panel.getByRole("button", { name: t.edit })).toBeVisible()
    }
    const save = () => page.locator(".foot").getByRole("button", { name: w.save, exact: true }).click()
    return { accountant, make, change, source, page, panel, open, pickSource, keep, save }
  }

  test(`the panel goes from the offer to the card and the client gets what it shows (${lang})`, async ({ server, visitor }) => {
    test.slow()
    const { accountant, page, panel, open, pickSource, keep, save } = await prepare(server, visitor, "panel")
    await open()
    await expect(panel).toContainText(t.defaults)
    await page.getByLabel(w.businessName).fill("Clon Ficticio")

    // Without a client it does not go on; what is typed stays.
    await panel.getByRole("button", { name: t.next }).click()
    // The step that asks for the client has a button of the same name: it is there once its box is.
    await expect(panel.getByRole("combobox", { name: t.client, exact: true })).toBeVisible()
    await panel.getByRole("button", { name: t.next }).click()
    await expect(panel.getByRole("alert")).toBeVisible()
    await expect(page.getByLabel(w.businessName)).toHaveValue("Clon Ficticio")
    // Enter takes what was found, and once more goes on in the panel.
    const source = page.getByRole("combobox", { name: t.client, exact: true })
    await source.fill("origen")
    await source.press("Enter")
    await expect(source).toHaveValue("Origen Ficticio")
    await source.press("Enter")

    // Groups with what they hold and how much; the logo is not ticked by itself.
    for (const group of [t.chart, t.taxes, t.terms, t.fields]) await expect(panel.getByRole("checkbox", { name: group })).toBeChecked()
    await expect(panel.getByRole("checkbox", { name: t.logo })).not.toBeChecked()
    await expect(panel).toContainText(t.behind)
    await expect(panel).toContainText(t.needs)

    // What is needed goes and comes with what needs it, and the preview follows.
    await panel.getByRole("checkbox", { name: t.chart }).uncheck()
    await expect(panel.getByRole("checkbox", { name: t.taxes })).not.toBeChecked()
    await expect(panel.locator(".preview")).not.toContainText(t.behind)
    await expect(panel.getByRole("checkbox", { name: t.chart })).toBeFocused()
    await panel.getByRole("checkbox", { name: t.taxes }).check()
    await expect(panel.getByRole("checkbox", { name: t.chart })).toBeChecked()
    await expect(panel.locator(".preview")).toContainText(t.behind)
    await panel.locator(".preview summary", { hasText: w.chart }).click()
    await expect(panel.locator(".preview")).toContainText("Servicios diversos")
    await expect(panel.locator(".preview").getByText(t.replaced).first()).toBeVisible()
    await panel.locator(".preview summary", { hasText: t.termsPage }).click()
    await expect(panel.locator(".preview li", { hasText: t.term })).toContainText(t.added)

    // A choice that is not finished is not lost by saving the form.
    await save()
    await expect(page.getByRole("alert").first()).toContainText(t.unfinished)
    await expect(page.getByLabel(w.businessName)).toHaveValue("Clon Ficticio")
    await keep()
    await expect(panel).toContainText("Origen Ficticio")
    await expect(page.locator(".summary")).toHaveCount(0)

    // The gear reopens the choice, the other button removes it, and Books brings the panel and takes it away.
    await panel.getByRole("button", { name: t.edit }).click()
    await expect(panel.getByRole("checkbox", { name: t.terms })).toBeChecked()
    await keep()

    // Whoever looks again and cancels has what was saved, whatever was tried meanwhile; what was removed can be had back.
    await panel.getByRole("button", { name: t.edit }).click()
    await panel.getByRole("checkbox", { name: t.terms }).uncheck()
    await expect(panel.locator(".preview")).not.toContainText(t.termsPage)
    await panel.getByRole("button", { name: t.cancel, exact: true }).click()
    await expect(panel.getByRole("listitem").filter({ hasText: t.termsPage })).toBeVisible()
    await panel.getByRole("button", { name: t.edit }).click()
    await panel.getByRole("button", { name: t.other, exact: true }).click()
    // Both steps have a button of that name: it is the second's once its box is there.
    await expect(panel.getByRole("combobox", { name: t.client, exact: true })).toBeVisible()
    await panel.getByRole("button", { name: t.cancel, exact: true }).click()
    await expect(panel.getByRole("listitem").filter({ hasText: t.termsPage })).toBeVisible()
    await panel.getByRole("button", { name: t.remove }).click()
    await expect(panel).toContainText(t.defaults)
    await panel.getByRole("button", { name: t.restore }).click()
    await expect(panel.getByRole("listitem").filter({ hasText: t.termsPage })).toBeVisible()
    await panel.getByRole("button", { name: t.remove }).click()
    await pickSource()
    await keep()
    await page.getByRole("checkbox", { name: w.inventory }).check()
    await page.getByRole("checkbox", { name: w.books }).uncheck()
    await expect(panel).toBeHidden()
    await page.getByRole("checkbox", { name: w.books }).check()
    await expect(panel).toContainText(t.offer)
    await panel.getByRole("button", { name: t.restore }).click()
    await expect(panel.getByRole("button", { name: t.edit })).toBeVisible()
    await save()

    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Clon Ficticio")
    const clients = await server.api(accountant.token, "GET", "/clients?search=clon", null)
    const organization = clients.body.items[0].organization_ids[0]
    await page.goto(`/organizations/${organization}/records/payment_terms`)
    await expect(page.getByRole("row", { name: new RegExp(t.term) })).toBeVisible()
    await page.goto(`/organizations/${organization}/accounts`)
    await page.getByLabel(w.accountSearch).fill("Servicios diversos")
    await expect(page.getByText("629", { exact: true })).toBeVisible()
    await page.getByLabel(w.accountSearch).fill("Banco en")
    await expect(page.getByText("Banco en dólares")).toHaveCount(0)
  })

  test(`what changed or was lost between the choice and the save is told and nothing is saved (${lang})`, async ({ server, visitor }) => {
    test.slow()
    const { accountant, change, source, page, panel, open, pickSource, keep, save } = await prepare(server, visitor, "cambios")
    const clients = async () => (await server.api(accountant.token, "GET", "/clients", null)).body.items.length
    await open()
    await page.getByLabel(w.businessName).fill("Clon Ficticio")
    await pickSource()
    await keep()

    // The source changes meanwhile: the form says so, saves nothing, and shows the new preview to save again.
    await change(source.organization, "payment_terms", [{ values: { name: "Otra más", days: "5", due_from: "invoice_date" } }])
    await save()
    await expect(panel.getByRole("alert")).toContainText(t.changed)
    expect(await clients()).toBe(1)
    await expect(page.getByLabel(w.businessName)).toHaveValue("Clon Ficticio")
    await panel.locator(".preview summary", { hasText: t.termsPage }).click()
    await expect(panel.locator(".preview")).toContainText("Otra más")
    await keep()

    // Another currency: what stays behind is not what was told.
    await choose(page, w.currency, "USD")
    await save()
    await expect(panel.getByRole("alert")).toContainText(t.currencyChanged)
    await expect(panel).toContainText(t.sourceCurrency)
    await expect(panel.locator(".preview")).toContainText("(GBP)")
    await choose(page, w.currency, "EUR")
    await panel.getByRole("button", { name: t.refresh }).click()

    // A tax that names an account which stays behind can't come along.
    await change(source.organization, "taxes", [{ set: "taxes", values: { code: "USD1", name: "En dólares", kind: "sale", rate: "1", account_id: "5731" } }])
    await panel.getByRole("button", { name: w.save, exact: true }).click()
    await expect(panel).toContainText(t.missing)
    await expect(panel.getByRole("button", { name: t.edit })).toHaveCount(0)
    await panel.getByRole("checkbox", { name: t.taxes }).uncheck()
    await expect(panel).not.toContainText(t.missing)
    await keep()

    // Access is lost meanwhile.
    const owner = server.setup(`duena-${lang}`, `Dueña ${lang}`)
    expect((await server.api(accountant.token, "POST", `/organizations/${source.organization}/members`, { email: owner.email, role: "administrator" })).status).toBe(201)
    const other = await visitor(lang)
    await signIn(other, owner.email, w)
    await other.goto(`/organizations/${source.organization}/members`)
    await confirm(other, other.getByRole("row", { name: new RegExp(accountant.email) }).getByRole("button", { name: w.remove, exact: true }))
    await expect(other.getByRole("row", { name: new RegExp(accountant.email) })).toHaveCount(0)
    await save()
    await expect(panel.getByRole("alert")).toContainText(t.lost)
    expect(await clients()).toBe(1)
    await expect(page.getByLabel(w.businessName)).toHaveValue("Clon Ficticio")
  })

  test(`the chooser opens the panel, and it works without scripts (${lang})`, async ({ server, visitor }) => {
    const { accountant, page } = await prepare(server, visitor, "elegir")
    await page.goto(`/practices/${accountant.practice}/clients/add`)
    await page.getByRole("link", { name: t.tile }).click()
    await expect(page.getByRole("checkbox", { name: w.books })).toBeChecked()
    await expect(page.getByRole("combobox", { name: t.client, exact: true })).toBeVisible()

    const plain = await visitor(lang, { javaScriptEnabled: false, storageState: await page.context().storageState() })
    await plain.goto(`/practices/${accountant.practice}/clients/new?clone=choose`)
    await plain.getByLabel(w.businessName).fill("Sin programas")
    const panel = plain.getByRole("region", { name: t.cloned })
    await panel.getByLabel(t.client, { exact: true }).selectOption({ label: "Origen Ficticio" })
    await panel.getByRole("button", { name: t.next }).click()
    await panel.getByRole("checkbox", { name: t.chart }).uncheck()
    await panel.getByRole("button", { name: t.refresh }).click()
    // The taxes were left ticked: their accounts come along, and the panel says why.
    await expect(panel).toContainText(t.pulled)
    await panel.getByRole("button", { name: w.save, exact: true }).click()
    await expect(plain.getByLabel(w.businessName)).toHaveValue("Sin programas")
    await plain.locator(".foot").getByRole("button", { name: w.save, exact: true }).click()
    await expect(plain.getByRole("heading", { level: 1 })).toHaveText("Sin programas")
  })

  test(`preferences are applied to an organization that is there, and undone (${lang})`, async ({ server, visitor }) => {
    const { make, change, source, page } = await prepare(server, visitor, "aplicar")
    const target = await make("Destino Ficticio")
    await page.goto(`/organizations/${target.organization}/settings`)
    await page.getByRole("link", { name: t.apply }).click()
    await page.getByRole("link", { name: t.applyNew }).click()
    await choose(page, t.organization, "Origen Ficticio")
    await page.getByRole("button", { name: t.next }).click()
    await page.locator(".preview summary", { hasText: t.termsPage }).click()
    await expect(page.locator(".preview li", { hasText: t.term })).toContainText(t.added)

    // Changed since it was looked at: told, and nothing applied.
    await change(source.organization, "payment_terms", [{ values: { name: "Otra más", days: "5", due_from: "invoice_date" } }])
    await page.getByRole("button", { name: t.applyButton, exact: true }).click()
    await expect(page.getByRole("alert")).toContainText(t.changed)
    await page.getByRole("button", { name: t.applyButton, exact: true }).click()
    await expect(page.getByText(t.applied)).toBeVisible()
    await page.goto(`/organizations/${target.organization}/records/payment_terms`)
    await expect(page.getByRole("row", { name: new RegExp(t.term) })).toBeVisible()
    await page.goto(`/organizations/${target.organization}/preference-applications`)
    await page.getByRole("button", { name: t.undo }).click()
    await expect(page.getByText(t.undone, { exact: true })).toBeVisible()
    await page.goto(`/organizations/${target.organization}/records/payment_terms`)
    await expect(page.getByRole("row")).not.toHaveCount(0)
    await expect(page.getByRole("row", { name: new RegExp(t.term) })).toHaveCount(0)

    // Used since: there is nothing to press any more.
    await page.goto(`/organizations/${target.organization}/preference-applications/new?source=${source.organization}`)
    await page.getByRole("button", { name: t.applyButton, exact: true }).click()
    await expect(page.getByRole("button", { name: t.undo })).toBeVisible()
    await change(target.organization, "payment_terms", [{ values: { name: t.term, days: "46", due_from: "invoice_date" } }])
    await page.reload()
    await expect(page.getByText(t.inUse)).toBeVisible()
    await expect(page.getByRole("button", { name: t.undo })).toHaveCount(0)
  })
}
