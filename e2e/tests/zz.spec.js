// axe finds nothing on any page, in both languages, both themes, wide and narrow; nothing scrolls sideways.
import { execFileSync } from "node:child_process"
import { BINARY, WORDS, audit, choose, expect, fits, signIn, speak, test } from "./support.js"

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

// Each theme and each width is asked of axe once; another width looks at whether the page fits, in the same page.
const SIGHTS = {
  es: [{ colorScheme: "light", viewport: { width: 1440, height: 900 } }, { colorScheme: "dark", viewport: { width: 1024, height: 768 } }],
  en: [{ colorScheme: "dark", viewport: { width: 390, height: 844 } }, { colorScheme: "light", viewport: { width: 360, height: 740 } }]
}

const see = async (page, { colorScheme, viewport }) => {
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
  await page.setViewportSize(viewport)
}

// Looks at a page as it stands: axe at the first sight, whether it fits at both.
const look = async (page, name, [first, second]) => {
  await fits(page, name)
  await audit(page, name, TAGS)
  await see(page, second)
  await fits(page, name)
  await see(page, first)
}

const demo = (server) => {
  try { execFileSync(BINARY, ["demo", "--data", server.data], { stdio: "pipe" }) } catch { /* Another test of this worker has filled it. */ }
}

const enter = async (server, visitor, lang, options) => {
  demo(server)
  const page = await visitor(lang, options)
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


import axe from "axe-core"
test("timed", async ({ server, visitor }) => {
  test.setTimeout(400000)
  let t0 = Date.now()
  demo(server)
  console.log("demo", Date.now() - t0)
  const [first, second] = SIGHTS.es
  const page = await enter(server, visitor, "es", first)
  t0 = Date.now()
  const all = await paths(page)
  console.log("paths", Date.now() - t0)
  const sum = { goto: 0, fits: 0, inject: 0, run: 0, see: 0, fits2: 0, see2: 0 }
  for (const path of all) {
    const at = [Date.now()]
    const tick = () => at.push(Date.now())
    await page.goto(path); tick()
    await fits(page, path); tick()
    await page.evaluate(axe.source); tick()
    const n = await page.evaluate((run) => globalThis.axe.run(document, run).then(({ violations }) => [violations.length, document.querySelectorAll("*").length]), { resultTypes: ["violations"], runOnly: TAGS }); tick()
    await see(page, second); tick()
    await fits(page, path); tick()
    await see(page, first); tick()
    const d = at.slice(1).map((t, i) => t - at[i])
    Object.keys(sum).forEach((k, i) => { sum[k] += d[i] })
    console.log(d.join(" "), n[1], path.slice(-60))
  }
  console.log(all.length, JSON.stringify(sum))
})
