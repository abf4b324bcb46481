// Names are folded on the server and in the browser, which must find the same: one table of cases is read by both, here and in
// crates/despacho/tests/it/fold.rs.
import { readFileSync } from "node:fs"
import { expect, test } from "@playwright/test"

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8")

test("the browser folds as the table says", async ({ page }) => {
  const cases = JSON.parse(read("crates/kernel/tests/fold.json"))
  expect(cases.length).toBeGreaterThan(70)
  const folded = await page.evaluate(async ({ source, texts }) => {
    const { fold } = await import(`data:text/javascript;charset=utf-8,${encodeURIComponent(source)}`)
    return texts.map((text) => fold(text))
  }, { source: read("frontend/src/fold.js"), texts: cases.map(([text]) => text) })
  expect(folded).toEqual(cases.map(([, expected]) => expected))
})
