// axe finds nothing on any page, in both languages, both themes, wide and narrow; nothing scrolls sideways.
import AxeBuilder from "@axe-core/playwright"
import { execFileSync } from "node:child_process"
import { BINARY, WORDS, expect, speak, test } from "./support.js"

// axe takes seconds for a large page: each theme and each width is tried once, the other two look at the width alone.
const AXE = ["es light 1440", "en dark 390"]

const enter = async (server, visitor, lang, options) => {
  try { execFileSync(BINARY, ["demo", "--data", server.data], { stdio: "pipe" }) } catch { /* Another test of this worker has filled it. */ }
  const page = await visitor(lang, options)
  const w = WORDS[lang]
  await page.goto("/sign-in")
  await page.getByLabel(w.email, { exact: true }).fill("gerencia@despacho.example")
  await page.getByLabel(w.password, { exact: true }).fill("despacho-demo")
  await page.getByRole("button", { name: w.signIn }).click()
  await expect(page).toHaveURL(/practices|home/)
  await speak(page, lang)
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
  return [
    "/home", "/account", "/notifications", "/practices/new", "/organizations/new", "/api", "/styleguide", "/developer/mail",
    practice, `${practice}/clients`, `${practice}/clients?q=nadie`, `${practice}/clients/add`, `${practice}/clients/add?import=1`, `${practice}/clients/new`,
    `${practice}/members`, `${practice}/settings`, `${practice}/activity`, client, `${client}/edit`, `${client}/organizations`, `${client}/activity`,
    organization, `${organization}/applications/books`, `${organization}/applications/expense`, `${organization}/applications/inventory`, `${organization}/accounts`, `${organization}/accounts/new`,
    `${organization}/records/taxes`, `${organization}/records/taxes/new`, `${organization}/records/expense_categories`, `${organization}/settings`,
    `${organization}/members`, `${organization}/activity`, "/practices/nothing"
  ]
}

for (const [lang, colorScheme, width, height] of [["es", "light", 1440, 900], ["es", "dark", 1024, 768], ["en", "dark", 390, 844], ["en", "light", 360, 740]]) {
  test(`every page, ${lang}, ${colorScheme}, ${width} px`, async ({ server, visitor }) => {
    test.slow()
    const page = await enter(server, visitor, lang, { colorScheme, viewport: { width, height }, reducedMotion: "reduce" })
    for (const path of await paths(page)) {
      const response = await page.goto(path)
      expect.soft(response.status(), path).toBe(path.endsWith("/nothing") ? 404 : 200)
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
      expect.soft(sideways, `${path} scrolls sideways`).toBe(false)
      if (!AXE.includes(`${lang} ${colorScheme} ${width}`)) continue
      const found = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]).analyze()
      expect.soft(found.violations.map((v) => `${path}: ${v.id} ${v.nodes[0].target} ${v.nodes[0].failureSummary}`)).toEqual([])
    }
  })
}

test("visitors' pages", async ({ visitor }) => {
  for (const lang of ["es", "en"]) {
    const page = await visitor(lang)
    for (const path of ["/", "/sign-up", "/sign-in", "/password-reset", "/sign-up/sent", "/invitations/unknown"]) {
      await page.goto(path)
      await expect(page.locator("html")).toHaveAttribute("lang", lang)
      const found = await new AxeBuilder({ page }).analyze()
      expect.soft(found.violations.map((v) => `${path}: ${v.id} ${v.nodes[0].target}`)).toEqual([])
    }
  }
})

test("the keyboard is enough", async ({ server, visitor }) => {
  const page = await enter(server, visitor, "es")
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
  await expect(page.getByRole("row", { name: /Viveros Quintana/ })).toBeVisible()
})
