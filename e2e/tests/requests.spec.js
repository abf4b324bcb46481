// A request is written, sent, answered on a phone by the e-mail's link, one line returned and answered again, and accepted.
import { WORDS, audit, expect, fits, signIn, test } from "./support.js"

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

const TEXTS = {
  es: {
    requests: "Solicitudes", create: "Nueva solicitud", title: "Título", kind: "Clase de respuesta", add: "Añadir una línea", condition: "Cuándo se pide", send: "Guardar y enviar", money: "Importe", yesNo: "Sí o no",
    yes: "Sí", onlyIf: "solo si la línea 2 es «Sí»", sent: "Enviada", begin: "Empezar", next: "Siguiente", amount: "3.460,00", wrong: "tres mil", files: "Archivos", done: "Subido", submit: "Enviar al despacho", submitted: "la está revisando",
    accept: "Aceptar la línea 1", back: "Devolver", missing: "Falta una página.", so: "Devolver con este motivo", returned: "Devuelta", all: /Aceptar lo recibido \(\d\)/, accepted: "Aceptada", saved: "Guardado a las"
  },
  en: {
    requests: "Requests", create: "New request", title: "Title", kind: "Kind of answer", add: "Add a line", condition: "When it is asked", send: "Save and send", money: "Amount", yesNo: "Yes or no",
    yes: "Yes", onlyIf: "only if line 2 is “Yes”", sent: "Sent", begin: "Begin", next: "Next", amount: "3,460.00", wrong: "three thousand", files: "Files", done: "Uploaded", submit: "Send to the firm", submitted: "is looking at it",
    accept: "Accept line 1", back: "Return", missing: "A page is missing.", so: "Return with this reason", returned: "Returned", all: /Accept what arrived \(\d\)/, accepted: "Accepted", saved: "Saved at"
  }
}

const PDF = (text) => ({ name: `${text}.pdf`, mimeType: "application/pdf", buffer: Buffer.from(`%PDF-1.7 ${text}`) })

for (const lang of ["es", "en"]) {
  const [w, t] = [WORDS[lang], TEXTS[lang]]

  test(`a request is sent, answered on a phone, returned, answered again and accepted (${lang})`, async ({ server, visitor }) => {
    const accountant = server.setup(`solicitudes-${lang}`, `Solicitudes ${lang}`)
    const { body: client } = await server.api(accountant.token, "POST", "/clients", { display_name: `Talleres Ficticios ${lang}`, billing_address: { country: "ES" } })
    const email = `nerea-${lang}@cliente.example`
    await server.api(accountant.token, "POST", `/clients/${client.id}/contacts`, { name: "Nerea Muestra", email })

    const page = await visitor(lang)
    await signIn(page, accountant.email, w)
    await page.goto(`/practices/${accountant.practice}/clients/${client.id}`)
    await page.getByRole("navigation").getByRole("link", { name: t.requests, exact: true }).last().click()
    await page.getByRole("link", { name: t.create }).click()
    await page.getByLabel(t.title, { exact: true }).first().fill("Documentación 1T 2027")
    const line = (at) => page.locator("fieldset.request-line").nth(at)
    await line(0).getByLabel(t.title, { exact: true }).fill("Ingresos en efectivo")
    await line(0).getByLabel(t.kind).selectOption(t.money)
    await page.getByRole("button", { name: t.add }).click()
    await line(1).getByLabel(t.title, { exact: true }).fill("¿Ha alquilado un local?")
    await line(1).getByLabel(t.kind).selectOption(t.yesNo)
    await page.getByRole("button", { name: t.add }).click()
    await line(2).getByLabel(t.title, { exact: true }).fill("Contrato del alquiler")
    await line(2).getByLabel(t.condition).selectOption(t.onlyIf)
    await fits(page, "form")
    await audit(page, "form", TAGS)
    await page.getByRole("button", { name: t.send }).click()
    await expect(page.locator("main")).toContainText(t.sent)
    const firm = page.url()

    // The e-mail's link, on a phone, without an account.
    const phone = await visitor(lang, { viewport: { width: 390, height: 844 }, hasTouch: true })
    const link = await server.link(email)
    await phone.goto(link)
    await expect(phone.getByRole("heading", { level: 1 })).toHaveText("Documentación 1T 2027")
    await fits(phone, "list")
    await audit(phone, "list", TAGS)
    await phone.getByRole("link", { name: t.begin }).click()
    // What is no amount is told, and what was typed stays; what is one is saved as it is typed.
    await phone.getByLabel("Ingresos en efectivo").fill(t.wrong)
    await phone.getByRole("button", { name: t.next }).click()
    await expect(phone.getByRole("alert")).toBeVisible()
    await expect(phone.getByLabel("Ingresos en efectivo")).toHaveValue(t.wrong)
    await phone.getByLabel("Ingresos en efectivo").fill(t.amount)
    await expect(phone.locator(".saved")).toContainText(t.saved)
    await audit(phone, "question", TAGS)
    await phone.getByRole("button", { name: t.next }).click()
    await phone.getByLabel(t.yes, { exact: true }).check()
    await phone.getByRole("button", { name: t.next }).click()
    await expect(phone.getByRole("heading", { level: 1 })).toHaveText("Contrato del alquiler")
    await phone.getByLabel(t.files, { exact: true }).setInputFiles([PDF("una"), PDF("dos")])
    await expect(phone.locator(".got", { hasText: t.done })).toHaveCount(2)
    await fits(phone, "slot")
    await audit(phone, "slot", TAGS)
    await phone.getByRole("link", { name: t.next }).click()
    await phone.getByRole("button", { name: t.submit }).click()
    await expect(phone.locator("main")).toContainText(t.submitted)

    // The firm accepts one line, and returns the contract with a ready reason.
    await page.goto(firm)
    await fits(page, "request")
    await audit(page, "request", TAGS)
    await page.getByRole("button", { name: t.accept }).click()
    const contract = page.locator(".asked-lines > li").nth(2)
    await contract.locator("summary", { hasText: t.back }).click()
    await contract.getByRole("button", { name: t.missing }).click()
    await contract.getByRole("button", { name: t.so }).click()
    await expect(contract).toContainText(t.returned)

    // It stands first on the phone, with its reason, and is answered again.
    await phone.goto(link)
    await expect(phone.locator(".todo li").first()).toContainText(t.missing)
    await audit(phone, "returned", TAGS)
    await phone.locator(".todo a").first().click()
    await phone.getByLabel(t.files, { exact: true }).setInputFiles([PDF("entero")])
    await expect(phone.locator(".got", { hasText: t.done })).toHaveCount(1)
    await phone.getByRole("link", { name: t.next }).click()
    await phone.getByRole("button", { name: t.submit }).click()
    await expect(phone.locator("main")).toContainText(t.submitted)
    await page.goto(firm)
    await page.getByRole("button", { name: t.all }).click()
    await expect(page.locator(".request-state")).toContainText(t.accepted)
    await page.goto(`/practices/${accountant.practice}/requests?view=closed`)
    await expect(page.locator("main")).toContainText("Documentación 1T 2027")
    await fits(page, "list of the firm")
    await audit(page, "list of the firm", TAGS)
  })

  test(`a cut connection keeps the file, and sends it again (${lang})`, async ({ server, visitor }) => {
    const accountant = server.setup(`cortes-${lang}`, `Cortes ${lang}`)
    const { body: client } = await server.api(accountant.token, "POST", "/clients", { display_name: `Cortes Ficticios ${lang}`, email: `cortes-${lang}@cliente.example`, billing_address: { country: "ES" } })
    const { body: made } = await server.api(accountant.token, "POST", "/requests", { title: "Papeles", client_id: client.id, lines: [{ kind: "upload", title: "Facturas", file_kinds: ["pdf"] }] })
    await server.api(accountant.token, "POST", `/requests/${made.id}/sending`, {})
    const phone = await visitor(lang, { viewport: { width: 390, height: 844 }, hasTouch: true })
    await phone.goto(await server.link(`cortes-${lang}@cliente.example`))
    await phone.locator(".todo a").first().click()
    let cut = 1
    await phone.route("**/files", (route) => cut-- > 0 ? route.abort("connectionreset") : route.continue())
    await phone.getByLabel(t.files, { exact: true }).setInputFiles([PDF("uno"), { name: "foto.png", mimeType: "image/png", buffer: Buffer.from("\x89PNG\r\n\x1a\n", "latin1") }])
    await expect(phone.locator(".got", { hasText: t.done })).toHaveCount(1)
    // One that will not do says what would, and keeps the other not out.
    await expect(phone.locator(".got.bad")).toContainText("PDF")
    await fits(phone, "slot after a cut")
  })
}
