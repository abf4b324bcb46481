// The list of clients as the day's tool, in both languages: found while one types, narrowed, sorted, changed by the dozen and undone.
import { readFileSync } from "node:fs"
import { WORDS, expect, signIn, test } from "./support.js"

const OWN = {
  es: {
    search: "Buscar", tag: "Etiqueta", column: "NIF", removeTag: "Quitar filtro Etiqueta: Pyme", removeAll: "Quitar todos", found: "1 cliente", legal: "Nombre o razón social",
    assignTo: "Asignar a…", assign: "Asignar", assigned: "2 clientes asignados.", deactivate: "Desactivar", deactivated: "2 clientes desactivados.",
    undo: "Deshacer", undone: "Deshecho: 2 clientes están como antes.", tagAdd: "Añadir etiqueta", export: "Exportar", heading: "Nombre para mostrar;Tipo de cliente;",
    file: "clientes.csv", same: "Ya hay un cliente con este NIF: Talleres Arriaga", anyway: "Es otro cliente con el mismo NIF: guardar de todos modos",
    filters: "Filtros", choice: "Qué hacer con La Espiga", link: "Vincular a Panadería La Espiga", inactive: "Inactivos"
  },
  en: {
    search: "Search", tag: "Tag", column: "Tax ID", removeTag: "Remove filter Tag: Pyme", removeAll: "Remove all", found: "1 client", legal: "Legal name",
    assignTo: "Assign to…", assign: "Assign", assigned: "2 clients assigned.", deactivate: "Deactivate", deactivated: "2 clients deactivated.",
    undo: "Undo", undone: "Undone: 2 clients are as before.", tagAdd: "Add tag", export: "Export", heading: "Display name,Client type,",
    file: "clients.csv", same: "There is a client with this tax id: Talleres Arriaga", anyway: "It is another client with the same tax id: save anyway",
    filters: "Filters", choice: "What to do with La Espiga", link: "Link to Panadería La Espiga", inactive: "Inactive"
  }
}

const CLIENTS = [
  { display_name: "Talleres Arriaga", tax_id: "A58818501", phone: "600 11 22 33", tags: ["Pyme"] },
  { display_name: "Bodegas Zarza", tax_id: "B82387770", tags: ["Pyme"] },
  { display_name: "Panadería La Espiga", tax_id: "12345678Z", email: "pan@espiga.example" }
]

for (const lang of ["es", "en"]) {
  const w = { ...WORDS[lang], ...OWN[lang] }

  const firm = async (server, name) => {
    const firm = server.setup(`${name}-${lang}`, `${name} ${lang}`)
    for (const client of CLIENTS) expect((await server.api(firm.token, "POST", "/clients", client)).status).toBe(201)
    return firm
  }
  const names = (page) => page.locator("tbody a.who b").allInnerTexts()

  test(`clients are found while one types, narrowed and sorted (${lang})`, async ({ server, visitor }) => {
    const { email, practice } = await firm(server, "lista")
    const page = await visitor(lang)
    await signIn(page, email, w)
    await page.goto(`/practices/${practice}/clients`)
    await expect.poll(() => names(page)).toEqual(["Bodegas Zarza", "Panadería La Espiga", "Talleres Arriaga"])
    await expect(page.getByRole("navigation").getByRole("link", { name: w.clients, exact: true })).toBeVisible()

    // Words in another order; the box keeps the focus and what is typed, and the address follows.
    const search = page.getByRole("search", { name: w.filters }).getByLabel(w.search)
    await search.pressSequentially("arriaga tall")
    await expect.poll(() => names(page)).toEqual(["Talleres Arriaga"])
    await expect(search).toBeFocused()
    await expect(search).toHaveValue("arriaga tall")
    await expect(page).toHaveURL(/q=arriaga\+tall/)
    await expect(page.getByRole("status").filter({ hasText: w.found })).toBeVisible()
    for (const typed of ["a-58.818.501", "600112233"]) {
      await search.fill(typed)
      await expect(page).toHaveURL(new RegExp(`q=${typed}`))
      await expect.poll(() => names(page)).toEqual(["Talleres Arriaga"])
    }

    // A filter is told as a chip, and taken away with one click.
    await search.fill("")
    await page.getByLabel(w.tag, { exact: true }).first().selectOption("Pyme")
    await expect.poll(() => names(page)).toEqual(["Bodegas Zarza", "Talleres Arriaga"])
    await page.getByRole("link", { name: w.column, exact: true }).click()
    await expect.poll(() => names(page)).toEqual(["Talleres Arriaga", "Bodegas Zarza"])
    await expect(page.getByRole("cell", { name: "A58818501" })).toBeVisible()
    await expect(page.getByRole("columnheader", { name: w.column })).toHaveAttribute("aria-sort", "ascending")
    await page.getByRole("link", { name: w.removeTag }).click()
    await expect.poll(() => names(page)).toEqual(["Panadería La Espiga", "Talleres Arriaga", "Bodegas Zarza"])

    // The file is what the list shows, as the reader's spreadsheet opens it.
    await page.getByText(w.export, { exact: true }).click()
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "CSV", exact: true }).first().click()])
    expect(file.suggestedFilename()).toBe(w.file)
    const [heading, first] = readFileSync(await file.path(), "utf8").replace("\uFEFF", "").split(/\r?\n/)
    expect(heading.slice(0, w.heading.length)).toBe(w.heading)
    expect(first).toContain("Panadería La Espiga")

    // The search box of the top bar offers clients while one types; the arrows choose.
    await page.keyboard.press("Escape")
    const top = page.getByRole("banner").getByRole("combobox")
    await top.pressSequentially("zar")
    await expect(page.getByRole("option", { name: /Bodegas Zarza/ })).toBeVisible()
    await top.press("ArrowDown")
    await top.press("Enter")
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Bodegas Zarza")
  })

  test(`what is done to a selection is told where it was done, and undone (${lang})`, async ({ server, visitor }) => {
    const { email, practice } = await firm(server, "lote")
    const page = await visitor(lang)
    await signIn(page, email, w)
    await page.goto(`/practices/${practice}/clients?tag=Pyme`)
    const tick = async () => { for (const name of ["Bodegas Zarza", "Talleres Arriaga"]) await page.getByRole("row", { name: new RegExp(name) }).getByRole("checkbox").check() }
    await tick()
    // Without a text there is nothing to add.
    await expect(page.getByRole("button", { name: w.tagAdd })).toBeDisabled()
    await page.locator(".bulk").getByText(w.assignTo).first().click()
    await page.locator(".bulk .pop").getByRole("checkbox").first().check()
    await page.locator(".bulk .pop").getByRole("button", { name: w.assign }).click()
    await expect(page.getByText(w.assigned)).toBeVisible()
    await expect(page).toHaveURL(/tag=Pyme/)
    await expect(page.getByRole("cell", { name: "Persona lote" })).toHaveCount(2)
    await page.getByRole("button", { name: w.undo }).click()
    await expect(page.getByText(w.undone)).toBeVisible()
    await expect(page.getByRole("cell", { name: "Persona lote" })).toHaveCount(0)

    await tick()
    await page.locator(".bulk").getByRole("button", { name: w.deactivate }).click()
    await expect(page.getByText(w.deactivated)).toBeVisible()
    await expect.poll(() => names(page)).toEqual([])
    await expect(page).toHaveURL(/tag=Pyme/)
    await page.getByRole("button", { name: w.undo }).click()
    await expect.poll(() => names(page)).toEqual(["Bodegas Zarza", "Talleres Arriaga"])
  })

  test(`a second client of one tax id is warned of, and an organization that is known is linked (${lang})`, async ({ server, visitor }) => {
    const { email, token, practice } = await firm(server, "doble")
    const page = await visitor(lang)
    await signIn(page, email, w)
    await page.goto(`/practices/${practice}/clients/new`)
    await page.getByLabel(w.legal).fill("Arriaga e Hijos, S. L.")
    await expect(page.getByLabel(w.displayName)).toHaveValue("Arriaga e Hijos, S. L.")
    await page.getByLabel(w.businessName).fill("La Forja")
    await expect(page.getByLabel(w.displayName)).toHaveValue("La Forja")
    await page.getByLabel(w.taxId, { exact: true }).fill("A-58.818.501")
    // The province follows the postal code.
    await page.getByLabel(w.postalCode).first().fill("46001")
    await expect(page.getByLabel(w.state).first()).toHaveValue("ES-V")
    await page.getByRole("button", { name: w.save, exact: true }).click()
    await expect(page.getByText(w.same).first()).toBeVisible()
    await expect(page.getByLabel(w.displayName)).toHaveValue("La Forja")
    await page.getByLabel(w.anyway).check()
    await page.getByRole("button", { name: w.save, exact: true }).click()
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("La Forja")
    await expect(page.getByText("Arriaga e Hijos, S. L.").first()).toBeVisible()
    await expect(page.getByText("A58818501").first()).toBeVisible()

    const made = await server.api(token, "POST", "/organizations", { name: "La Espiga", country: "ES", applications: ["inventory"] })
    expect(made.status).toBe(201)
    expect((await server.api(token, "PATCH", `/organizations/${made.body.id}`, { tax_id: "12345678Z" })).status).toBe(200)
    await page.goto(`/practices/${practice}/clients/add?import=1`)
    const dialog = page.getByRole("dialog", { name: w.importClients })
    await expect(dialog.getByLabel(w.choice)).toContainText(w.link)
    await dialog.getByLabel("La Espiga", { exact: true }).check()
    await dialog.getByRole("button", { name: w.importClients }).click()
    await expect(page.getByText(w.completed).first()).toBeVisible()
    await page.getByRole("link", { name: "Panadería La Espiga" }).click()
    await expect(page.getByRole("link", { name: w.goTo })).toBeVisible()
    await page.goto(`/practices/${practice}/clients`)
    await expect.poll(() => names(page)).toEqual(["Bodegas Zarza", "La Forja", "Panadería La Espiga", "Talleres Arriaga"])
  })

  test(`a telephone shows what a client is, and folds the filters (${lang})`, async ({ server, visitor }) => {
    const { email, practice } = await firm(server, "movil")
    const page = await visitor(lang, { viewport: { width: 390, height: 844 } })
    await signIn(page, email, w)
    await page.goto(`/practices/${practice}/clients`)
    const row = page.getByRole("row", { name: /Talleres Arriaga/ })
    await expect(row.locator("small.show-s")).toContainText("A58818501")
    await expect(row.locator("small.show-s")).toContainText(w.other)
    await expect(page.getByLabel(w.tag, { exact: true }).first()).toBeHidden()
    await page.getByRole("button", { name: w.filters }).click()
    await page.getByLabel(w.tag, { exact: true }).first().selectOption("Pyme")
    await expect.poll(() => names(page)).toEqual(["Bodegas Zarza", "Talleres Arriaga"])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
  })
}
