// What forms do in the browser, in both languages: boxes with search, sessions that end, a server that is away, refusals.
import { WORDS, expect, signIn, test } from "./support.js"

const TEXTS = {
  es: {
    mismatch: "«xyzzy» no coincide con ninguna opción", expired: "Su sesión ha caducado", again: "Enviar de nuevo lo que escribí", unreachable: "No se ha podido llegar al servidor",
    retry: "Reintentar", offline: "Sin conexión", hint: "Escriba para buscar", canary: "Canarias · UTC+00:00", countries: { ES: "España", Spain: "España", EEUU: "Estados Unidos", Holanda: "Países Bajos", deutsch: "Alemania" },
    close: "Cerrar", team: "Equipo", spain: "España"
  },
  en: {
    mismatch: "“xyzzy” does not match any option", expired: "Your session has expired", again: "Send again what I typed", unreachable: "The server could not be reached",
    retry: "Try again", offline: "Offline", hint: "Type to search", canary: "UTC+00:00", countries: { ES: "Spain", España: "Spain", USA: "United States", Holland: "Netherlands", deutsch: "Germany" },
    close: "Close", team: "Team", spain: "Spain"
  }
}

for (const lang of ["es", "en"]) {
  const [w, t] = [WORDS[lang], TEXTS[lang]]

  const begin = async (server, visitor, name) => {
    const who = server.setup(`${name}-${lang}`, `Formularios ${name} ${lang}`)
    const page = await visitor(lang)
    await signIn(page, who.email, w)
    return { who, page, form: `/practices/${who.practice}/clients/new` }
  }

  const save = (page) => page.locator(".foot").getByRole("button", { name: w.save, exact: true }).click()

  test(`a box with search takes the first match on Tab and Enter, and keeps what matches nothing (${lang})`, async ({ server, visitor }) => {
    const { page, form } = await begin(server, visitor, "cajas")
    await page.goto(form)
    await expect(page.locator("input[name=applications]").first()).toBeFocused()
    const country = page.getByRole("combobox", { name: w.country, exact: true }).first()
    await expect(country).toHaveAccessibleDescription(new RegExp(t.hint))
    for (const [typed, found] of Object.entries(t.countries)) {
      await country.fill(typed)
      await country.press("Tab")
      await expect(country).toHaveValue(found)
    }
    await country.fill(lang === "es" ? "méxi" : "mexi")
    await country.press("Enter")
    await expect(country).toHaveValue(lang === "es" ? "México" : "Mexico")
    await expect(page).toHaveURL(new RegExp(form))
    await expect(page.getByRole("combobox", { name: w.currency })).toHaveValue(/^MXN/)

    // Nothing matches: the text and its error stay, and the form is not sent.
    await country.fill("xyzzy")
    await country.press("Tab")
    await expect(country).toHaveValue("xyzzy")
    await expect(country).toHaveAccessibleDescription(new RegExp(t.mismatch))
    await page.getByLabel(w.businessName).fill("Bien Escrito")
    await save(page)
    await expect(country).toBeFocused()
    await expect(country).toHaveValue("xyzzy")
    await country.fill(lang === "es" ? "espa" : "spai")
    await country.press("Tab")
    await expect(country).toHaveValue(t.spain)
    await expect(country).not.toHaveAttribute("aria-invalid")

    const currency = page.getByRole("combobox", { name: w.currency })
    await currency.fill("euro")
    await expect(page.locator(".options [role=option]").first()).toHaveText(/^EUR/)
    await currency.press("Tab")
    const zone = page.getByRole("combobox", { name: w.timeZone })
    await zone.fill("canarias")
    await expect(page.getByRole("option", { name: "Atlantic/Canary" })).toContainText(t.canary)
    await zone.fill("+01")
    await expect(page.getByRole("option", { name: "Europe/Madrid" })).toBeVisible()
    await zone.fill("General")
    await expect(page.locator(".options:visible [role=option]")).toHaveCount(0)
    await zone.fill("madrid")
    await zone.press("Tab")
    await expect(zone).toHaveValue("Europe/Madrid")
    await page.keyboard.press("ControlOrMeta+Enter")
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Bien Escrito")
  })

  test(`an error goes when its value is put right (${lang})`, async ({ server, visitor }) => {
    const { page, form } = await begin(server, visitor, "corrige")
    await page.goto(form)
    await page.getByLabel(w.businessName).fill("Corregido")
    const email = page.getByLabel(w.email, { exact: true })
    await email.fill("no-es-correo")
    await save(page)
    await expect(page.locator(".summary")).toBeVisible()
    await email.fill("tampoco")
    await email.blur()
    await expect(email).toHaveAttribute("aria-invalid", "true")
    await email.fill("si@cliente.example")
    await email.blur()
    await expect(email).not.toHaveAttribute("aria-invalid")
    await expect(page.locator(".summary")).toHaveCount(0)
  })

  test(`a session that ends while a form is filled loses nothing (${lang})`, async ({ server, visitor }) => {
    const { who, page, form } = await begin(server, visitor, "caduca")
    await page.goto(form)
    await page.getByLabel(w.businessName).fill("Sigue Aquí")
    await page.context().clearCookies({ name: "despacho_session" })
    await save(page)
    const dialog = page.getByRole("dialog", { name: t.expired })
    await dialog.getByLabel(w.email, { exact: true }).fill(who.email)
    await dialog.getByLabel(w.password, { exact: true }).fill("mal")
    await dialog.getByRole("button", { name: w.signIn }).click()
    await expect(dialog.getByRole("alert")).toBeVisible()
    await expect(page.getByLabel(w.businessName)).toHaveValue("Sigue Aquí")
    await dialog.getByLabel(w.password, { exact: true }).fill("una frase bastante larga")
    await dialog.getByRole("button", { name: w.signIn }).click()
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sigue Aquí")

    // Without scripts what was typed waits in the page.
    const plain = await visitor(lang, { javaScriptEnabled: false, storageState: await page.context().storageState() })
    await plain.goto(form)
    await plain.getByLabel(w.businessName).fill("Sin Programas")
    await plain.context().clearCookies({ name: "despacho_session" })
    await save(plain)
    await expect(plain.getByRole("heading", { level: 1 })).toHaveText(t.expired)
    await plain.context().addCookies((await page.context().cookies()).filter((cookie) => cookie.name === "despacho_session"))
    await plain.getByRole("button", { name: t.again }).click()
    await expect(plain.getByRole("heading", { level: 1 })).toHaveText("Sin Programas")
  })

  test(`a server that is away is told of, and tried again (${lang})`, async ({ server, visitor }) => {
    const { page, form } = await begin(server, visitor, "lejos")
    await page.goto(form)
    await page.getByLabel(w.businessName).fill("Sin Red")
    await page.context().setOffline(true)
    await expect(page.getByRole("status").filter({ hasText: t.offline })).toBeVisible()
    await save(page)
    const told = page.getByRole("alert").filter({ hasText: t.unreachable })
    await expect(told).toBeFocused()
    await expect(page.getByLabel(w.businessName)).toHaveValue("Sin Red")
    await page.context().setOffline(false)
    await expect(page.getByRole("status").filter({ hasText: t.offline })).toBeHidden()
    await told.getByRole("button", { name: t.retry }).click()
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sin Red")
  })

  test(`a refusal is told in the page that it was asked on (${lang})`, async ({ server, visitor }) => {
    const { who, page } = await begin(server, visitor, "niega")
    const members = `/practices/${who.practice}/members`
    await page.goto(members)
    // The form of a client that is not there.
    const ask = (target) => target.evaluate((path) => {
      const form = document.createElement("form")
      form.method = "post"
      form.action = path
      const button = form.appendChild(document.createElement("button"))
      button.textContent = "probar"
      document.querySelector("main").append(form)
    }, `/practices/${who.practice}/clients/00000000-0000-7000-8000-000000000000/deactivation`)
    await ask(page)
    await page.evaluate(() => { document.querySelector("main").dataset.same = "yes" })
    await page.getByRole("button", { name: "probar" }).click()
    const told = page.getByRole("alert").filter({ hasText: w.missing })
    await expect(told).toBeFocused()
    await expect(page.locator("main[data-same]")).toHaveCount(1)
    await told.getByRole("button", { name: t.close }).click()
    await expect(page.getByRole("button", { name: "probar" })).toBeFocused()

    // A page that is not there stands in the practice's frame.
    await page.goto(`/practices/${who.practice}/clients/00000000-0000-7000-8000-000000000000`)
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(w.missing)
    await expect(page.locator("nav.side").getByRole("link", { name: t.team })).toBeVisible()
  })
}
