// From an organization back to its client, the switcher, and the search box, in both languages.
import { WORDS, expect, signIn, test } from "./support.js"

const TEXTS = {
  es: { back: "Ficha del cliente", find: "Buscar despacho u organización", none: "Ninguno coincide.", search: "Buscar", results: "Resultados de «series»", series: /Series de numeración/ },
  en: { back: "Client profile", find: "Find a practice or organization", none: "None matches.", search: "Search", results: "Results for “series”", series: /Number series/ }
}

for (const lang of ["es", "en"]) {
  const [w, t] = [WORDS[lang], TEXTS[lang]]

  test(`one finds one's way among organizations (${lang})`, async ({ server, visitor }) => {
    const accountant = server.setup(`caminos-${lang}`, `Caminos ${lang}`)
    const made = []
    for (const name of ["Taller Uno", "Taller Dos", "Panadería", "Librería", "Óptica", "Frutería", "Imprenta", "Academia"]) {
      made.push((await server.api(accountant.token, "POST", "/clients", { business_name: name, applications: ["books"], billing_address: { country: "ES" } })).body)
    }
    const page = await visitor(lang)
    await signIn(page, accountant.email, w)
    await page.goto(`/organizations/${made[0].organization_ids[0]}`)

    // The switcher is narrowed as one types; accents and order do not matter.
    await page.locator(".switcher summary").click()
    const box = page.getByLabel(t.find)
    await expect(box).toBeFocused()
    await box.fill("optica")
    await expect(page.locator(".switcher a:visible", { hasText: "Óptica" })).toHaveCount(1)
    await expect(page.locator(".switcher a:visible", { hasText: "Taller" })).toHaveCount(0)
    await box.fill("xyz")
    await expect(page.getByText(t.none)).toBeVisible()
    await page.keyboard.press("Escape")

    // The search box offers pages while one types, and leads to all that it finds.
    const search = page.getByRole("banner").getByLabel(t.search, { exact: true }).first()
    await search.fill("series")
    await expect(page.getByRole("option", { name: t.series })).toBeVisible()
    await search.press("Enter")
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(t.results)
    await page.getByRole("main").getByRole("link", { name: t.series }).click()
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(t.series)

    // Back to the client.
    await page.getByRole("navigation").getByRole("link", { name: t.back }).click()
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Taller Uno")
    await expect(page).toHaveURL(new RegExp(`/clients/${made[0].id}$`))
  })
}
