// A server that nobody has used yet: whoever started it makes the first account with the link that it wrote, without mail.
import { PASSWORD, Server, WORDS, audit, expect, test } from "./support.js"

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

for (const lang of ["es", "en"]) {
  const w = WORDS[lang]

  test(`the first account (${lang})`, async ({ browser }) => {
    const server = await Server.open()
    const context = await browser.newContext({ baseURL: server.url, locale: lang === "es" ? "es-ES" : "en-GB" })
    try {
      await expect.poll(() => server.told).toContain("/first-start?code=")
      const link = server.told.match(/http:\S+\/first-start\?code=\S+/)[0]
      const page = await context.newPage()
      await page.goto("/")
      await expect(page.getByRole("heading", { name: w.firstStart })).toBeVisible()
      await audit(page, page.url(), TAGS)
      await page.getByLabel(w.code).fill("nada")
      await page.getByRole("button", { name: w.goOn }).click()
      await expect(page.getByText(w.wrongCode)).toBeVisible()
      await page.getByLabel(w.code).fill(link)
      await page.getByRole("button", { name: w.goOn }).click()
      await page.getByLabel(w.fullName).fill("Persona Primera")
      await page.getByLabel(w.email, { exact: true }).fill("primera@e2e.example")
      await page.getByLabel(w.password, { exact: true }).fill(PASSWORD)
      await audit(page, page.url(), TAGS)
      await page.getByRole("button", { name: w.signUp }).click()
      await expect(page).toHaveURL(/practices\/new/)
      await page.getByLabel(w.practiceName).fill("Asesores")
      await page.getByRole("button", { name: w.savePractice }).click()
      await expect(page.getByRole("heading", { level: 1 })).toHaveText("Asesores")
      // Once.
      await page.goto(link)
      await expect(page).toHaveURL(/\/practices\//)
    } finally {
      await context.close()
      await server.close()
    }
  })
}
