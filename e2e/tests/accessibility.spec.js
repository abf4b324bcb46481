// axe finds nothing on any page, in both languages, both themes, wide and narrow; nothing scrolls sideways.
import { WORDS, audit, choose, expect, fits, signIn, speak, test } from "./support.js"

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

// Each theme and each width is asked of axe once; another width looks at whether the page fits, in the same page.
const SIGHTS = {
  es: [{ colorScheme: "light", viewport: { width: 1440, height: 900 } }, { colorScheme: "dark", viewport: { width: 1024, height: 768 } }],
  en: [{ colorScheme: "dark", viewport: { width: 390, height: 844 } }, { colorScheme: "light", viewport: { width: 360, height: 740 } }]
}

// Looks at a page at both widths: axe at the first sight, whether it fits at either. The page stays at the width that was looked at last, so
// that the next one begins there.
const look = async (page, name, [first, second]) => {
  const wide = page.viewportSize().width
  const order = wide === second.viewport.width ? [second, first] : [first, second]
  for (const sight of order) {
    if (page.viewportSize().width !== sight.viewport.width) await page.setViewportSize(sight.viewport)
    await fits(page, name)
    if (sight === first) await audit(page, name, TAGS)
  }
}

const enter = async (server, visitor, lang, options) => {
  server.demo()
  const page = await visitor(lang, { reducedMotion: "reduce", ...options })
  await signIn(page, "gerencia@despacho.example", WORDS[lang], "despacho-demo")
  return page
}

const paths = async (page) => {
  await page.goto("/home")
  const practice = await page.locator("main a[href^='/practices/']:not([href$=new])").first().getAttribute("href")
  await page.goto(`${practice}/clients?q=mijares`)
  const client = await page.locator("tbody a.who").first().getAttribute("href")
  await page.goto(`${client}/organizations`)
  const link = await page.locator("main a[href^='/organizations/']").first().getAttribute("href")
  const organization = link.split("/").slice(0, 3).join("/")
  await page.goto(`${practice}/clients?q=arriaga`)
  await page.locator("tbody a.who").first().click()
  await page.goto(`${new URL(page.url()).pathname}/organizations`)
  const other = (await page.locator("main a[href^='/organizations/']").first().getAttribute("href")).split("/")[2]
  const previews = []
  for (const set of ["document_templates", "email_templates"]) {
    await page.goto(`${organization}/records/${set}`)
    previews.push(await page.locator("a[href$='/preview']").first().getAttribute("href"))
  }
  await page.goto(`${organization}/accounts`)
  const account = await page.locator(".tree a.edit").first().getAttribute("href")
  return [
    "/home", "/account", "/notifications", "/operations", "/practices/new", "/organizations/new", "/api", "/styleguide", "/developer/mail",
    practice, `${practice}/clients`, `${practice}/clients?q=nadie`, `${practice}/clients/add`, `${practice}/clients/add?import=1`, `${practice}/clients/new`,
    `${practice}/members`, `${practice}/settings`, `${practice}/activity`, client, `${client}/edit`, `${client}/organizations`, `${client}/activity`,
    organization, `${organization}/applications/books`, `${organization}/applications/expense`, `${organization}/applications/inventory`, `${organization}/accounts`, `${organization}/accounts/new`, `${organization}/journal-entries`, `${organization}/journal-entries/new`,
    `${organization}/records/taxes`, `${organization}/records/taxes/new`, `${organization}/records/expense_categories`, `${organization}/settings`, `${organization}/settings/profile`,
    // The forms are made by one piece of code: those with every kind of field stand for the others.
    ...["tax_groups", "document_templates", "custom_fields"].flatMap((set) => [`${organization}/records/${set}`, `${organization}/records/${set}/new`]),
    ...["email_templates", "reminders", "roles", "number_series", "payment_terms"].map((set) => `${organization}/records/${set}`), ...previews, account, `${organization}/accounts/import`,
    `${organization}/preference-applications`, `${organization}/preference-applications/new`, `${organization}/preference-applications/new?source=${other}`, `${practice}/clients/new?clone=choose`,
    `${organization}/members`, `${organization}/activity`, "/practices/nothing"
  ]
}

for (const [lang, sights] of Object.entries(SIGHTS)) {
  const [first] = sights

  test(`every page, ${lang}`, async ({ server, visitor }) => {
    test.slow()
    const page = await enter(server, visitor, lang, first)
    const all = await paths(page)
    for (const path of all) {
      const response = await page.goto(path)
      expect.soft(response.status(), path).toBe(path.endsWith("/nothing") ? 404 : 200)
      await expect(page.locator("html")).toHaveAttribute("lang", lang)
      await look(page, path, sights)
    }
  })

  test(`each state of the clone panel, ${lang}`, async ({ server, visitor }) => {
    test.slow()
    const page = await enter(server, visitor, lang, first)
    await page.goto("/home")
    const practice = await page.locator("main a[href^='/practices/']:not([href$=new])").first().getAttribute("href")
    await page.goto(`${practice}/clients/new`)
    await page.locator("input[value=books]").check()
    const press = (word) => page.locator(`.clone button[value=${word}]`).click()
    const state = async (name, sign) => {
      await expect(page.locator(sign).first()).toBeVisible()
      // What the sticky foot half covers at some place of the scroll is not too small.
      await page.evaluate(() => window.scrollTo(0, 0))
      await look(page, name, sights)
    }
    await state("offer", ".clone button[value=choose]")
    await press("choose")
    await state("choose", ".clone input[role=combobox]")
    await choose(page, lang === "es" ? "Cliente" : "Client", "Panadería Mijares de Ejemplo")
    await press("groups")
    await state("groups", ".clone .picks")
    for (const details of await page.locator(".clone .preview summary").all()) await details.click()
    await state("groups, unfolded", ".clone .preview details[open]")
    await press("save")
    await state("card", ".clone button[value=edit]")
  })
}

test("visitors' pages", async ({ visitor }) => {
  for (const lang of ["es", "en"]) {
    const page = await visitor(lang)
    for (const path of ["/", "/sign-up", "/sign-in", "/password-reset", "/sign-up/sent", "/invitations/unknown"]) {
      await page.goto(path)
      await expect(page.locator("html")).toHaveAttribute("lang", lang)
      await audit(page, path)
    }
  }
})

test("the keyboard is enough", async ({ server, visitor }) => {
  server.demo()
  const page = await visitor("es")
  const w = WORDS.en
  // Whoever signs in reads the language of their account, and may read the other.
  await page.goto("/sign-in")
  await page.getByLabel(WORDS.es.email, { exact: true }).fill("gerencia@despacho.example")
  await page.getByLabel(WORDS.es.password, { exact: true }).fill("despacho-demo")
  await page.keyboard.press("Enter")
  await expect(page).toHaveURL(/practices|home/)
  await speak(page, "en")
  await page.goto("/home")
  await expect(page.getByRole("link", { name: w.createOrganization })).toBeVisible()
  await speak(page, "es")
  await page.goto("/home")
  await page.locator("main a[href^='/practices/']:not([href$=new])").first().click()
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Despacho Ficticio Asesores")
  await page.keyboard.press("g")
  await page.keyboard.press("c")
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Clientes")
  await page.keyboard.press("j")
  await page.keyboard.press("j")
  await expect(page.locator("tbody a.who").nth(1)).toBeFocused()
  await page.keyboard.press("x")
  await expect(page.locator("tbody input[type=checkbox]").nth(1)).toBeChecked()
  await page.locator("h1").click()
  await page.keyboard.press("n")
  await page.keyboard.press("c")
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Nuevo cliente")
  await page.goto(page.url().replace("/new", ""))
  await page.keyboard.press("?")
  await expect(page.getByRole("dialog", { name: "Atajos de teclado" })).toBeVisible()
  await page.keyboard.press("Escape")
  await page.keyboard.press("/")
  await page.keyboard.type("quintana")
  await page.keyboard.press("Enter")
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Resultados de «quintana»")
  await expect(page.getByRole("link", { name: /Viveros Quintana/ }).first()).toBeVisible()
})
