import { expect, signIn, speak, test, WORDS } from "./support.js"
const OUT = process.env.OUT ?? "/tmp/wt/shots-quick"
for (const [name, viewport, scheme] of [["desk", { width: 1440, height: 900 }, "light"], ["dark", { width: 1440, height: 900 }, "dark"], ["phone", { width: 390, height: 844 }, "light"]]) {
  test(`shots ${name}`, async ({ server, visitor }) => {
    const a = server.setup("shots", `Shots ${name}`)
    const made = await server.api(a.token, "POST", "/clients", { business_name: "Talleres Arriaga Ficticios, S. L.", applications: ["books"], billing_address: { country: "ES" } })
    const base = `/organizations/${made.body.organization_ids[0]}`
    const api = (m, p, b) => server.api(a.token, m, `${base}${p}`, b)
    for (const n of ["Neumáticos Albor de Ejemplo, S. A.", "Energía Ficticia del Norte, S. A.", "Inmuebles Arco de Ejemplo, S. L.", "Gestión Faro de Muestra"]) await api("POST", "/contacts", { name: n, vendor: true })
    const page = await visitor("es", { viewport, colorScheme: scheme })
    await signIn(page, a.email, WORDS.es)
    const cell = (l) => page.getByLabel(l, { exact: true })
    const bill = async (v, n, acc, b, w, t, paid) => {
      await page.goto(`${base}/quick-bills`)
      await cell("Proveedor").fill(v); await cell("N.º de factura").fill(n); await cell("Fecha").fill("12"); await cell("Cuenta").fill(acc)
      await cell("Base").fill(b); if (w) await cell("Ret. %").fill(w); await cell("Total papel").fill(t)
      if (paid) { await page.getByLabel(/^Pagada/).first().check(); await cell("Pagada desde").fill("572") }
      await page.getByRole("button", { name: "Registrar", exact: true }).click()
      await expect(page.locator("table.bills tbody tr").first()).toContainText(n)
    }
    await bill("1", "FR-27/8841", "600", "612,40", "", "741,00")
    await bill("2", "2027-04-55120", "628", "850", "", "1028,50")
    await bill("3", "04/2027", "621", "1200", "19", "1224", true)
    await bill("4", "118", "623", "180", "15", "190,80")
    await page.screenshot({ path: `${OUT}/${name}-1.png` })
    await cell("Proveedor").fill("1"); await page.waitForTimeout(700)
    await page.screenshot({ path: `${OUT}/${name}-2.png` })
    await page.keyboard.press("Enter"); await page.waitForTimeout(400)
    await cell("N.º de factura").fill("NA-2027-0774"); await cell("Base").fill("275,15"); await cell("Cuota").fill("57,79"); await page.keyboard.press("Tab")
    await page.keyboard.press("+"); await page.waitForTimeout(200)
    await page.screenshot({ path: `${OUT}/${name}-3.png` })
    await cell("Cuota").fill("75,80"); await page.keyboard.press("F2"); await page.waitForTimeout(300)
    await page.screenshot({ path: `${OUT}/${name}-4.png`, fullPage: name === "phone" })
  })
}
