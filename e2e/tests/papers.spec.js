// Documents of a client from the firm's desk to the client's telephone: dropped, shared, seen at the portal, answered. In both languages.
import { WORDS, audit as asked, expect, fits, signIn, test } from "./support.js"

const TEXTS = {
  es: {
    add: "Añadir documentos", send: "Añadir", files: "Archivos", kind: "Tipo", payslip: "Nómina", period: "Periodo", done: "2 de 2 añadidos", internal: "Interno", shared: "Compartido", all: "Todo el cliente", save: "Guardar",
    refused: "Escriba un año, un trimestre o un mes", bin: "Papelera", remove: "Eliminar", undo: "Deshacer", back: "se ha recuperado", invite: "Invitar al portal", role: "Papel", accounting: "Contabilidad", administrator: "Administración", invited: "Invitación enviada.",
    yourName: "Nombre y apellidos", password: "Contraseña", accept: "Crear la cuenta y aceptar", waiting: "Esperamos de usted", nothing: "Nada por ahora.", documents: "Documentos", isNew: "Nuevo", messages: "Mensajes", sendFiles: "Enviar archivos", go: "Enviar", sent: "1 de 1 enviados", mine: "enviado por usted",
    note: "Nota interna", message: "Mensaje al cliente", text: "Texto", saveNote: "Guardar nota", sendOne: "Enviar a una persona", sure: "Pulse otra vez", onlyFirm: "solo la ve el despacho", unread: "Un mensaje sin leer", from: "Del cliente", preview: "Vista previa"
  },
  en: {
    add: "Add documents", send: "Add", files: "Files", kind: "Kind", payslip: "Payslip", period: "Period", done: "2 of 2 added", internal: "Internal", shared: "Shared", all: "The whole client", save: "Save",
    refused: "Write a year, a quarter or a month", bin: "Bin", remove: "Delete", undo: "Undo", back: "was brought back", invite: "Invite to the portal", role: "Role", accounting: "Accounting", administrator: "Administration", invited: "Invitation sent.",
    yourName: "Full name", password: "Password", accept: "Create the account and accept", waiting: "Waiting for you", nothing: "Nothing for now.", documents: "Documents", isNew: "New", messages: "Messages", sendFiles: "Send files", go: "Send", sent: "1 of 1 sent", mine: "sent by you",
    note: "Internal note", message: "Message to client", text: "Text", saveNote: "Save note", sendOne: "Send to one person", sure: "Press again", onlyFirm: "only the firm sees it", unread: "One unread message", from: "From the client", preview: "Preview"
  }
}

const PDF = Buffer.from("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")
const PNG = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64")

const audit = async (page, name) => {
  await asked(page, name)
  await fits(page, name)
}

for (const lang of ["es", "en"]) {
  const [w, t] = [WORDS[lang], TEXTS[lang]]

  test(`documents go from the firm's desk to the client's telephone and back (${lang})`, async ({ server, visitor }) => {
    test.slow()
    const firm = server.setup(`papeles-${lang}`, `Papeles ${lang}`)
    const client = (await server.api(firm.token, "POST", "/clients", { display_name: `Viveros ${lang}` })).body
    const email = `rosa-${lang}@cliente.example`
    await server.api(firm.token, "POST", `/clients/${client.id}/contacts`, { name: "Rosa Ficticia", email })
    const page = await visitor(lang, { viewport: { width: 1440, height: 900 } })
    await signIn(page, firm.email, w)
    const base = `/practices/${firm.practice}`

    // Several at once, each with its progress; the list is there when all have arrived.
    await page.goto(`${base}/clients/${client.id}/documents`)
    await audit(page, "no documents")
    await page.getByText(t.add, { exact: true }).click()
    await page.getByLabel(t.kind, { exact: true }).first().selectOption({ label: t.payslip })
    await page.getByLabel(t.period).first().fill("03/2027")
    await audit(page, "the form")
    await page.getByLabel(t.files, { exact: true }).setInputFiles([{ name: "nomina.pdf", mimeType: "application/pdf", buffer: PDF }, { name: "foto.png", mimeType: "image/png", buffer: PNG }])
    await page.getByRole("button", { name: t.send, exact: true }).click()
    await expect(page.getByRole("link", { name: "nomina.pdf" })).toBeVisible()
    await expect(page.getByRole("link", { name: "foto.png" })).toBeVisible()
    await audit(page, "two documents")

    // What is wrong with one is told at it, and nothing of it is lost.
    await page.getByText(t.add, { exact: true }).click()
    await page.getByLabel(t.period).first().fill("marzo")
    await page.getByLabel(t.files, { exact: true }).setInputFiles([{ name: "otra.pdf", mimeType: "application/pdf", buffer: PDF }])
    await page.getByRole("button", { name: t.send, exact: true }).click()
    await expect(page.locator(".sending .bad")).toContainText(t.refused)
    await audit(page, "a refused file")

    await page.goto(`${base}/clients/${client.id}/documents`)
    await page.getByRole("link", { name: "foto.png" }).click()
    await expect(page.getByRole("region", { name: t.preview }).getByRole("img", { name: "foto.png" })).toBeVisible()
    await audit(page, "an image")
    await page.goBack()
    await page.getByRole("link", { name: "nomina.pdf" }).click()
    await expect(page.locator("iframe")).toHaveAttribute("title", "nomina.pdf")
    await expect(page.locator(".head")).toContainText(t.internal)
    await page.getByLabel(t.all).check()
    await page.getByRole("button", { name: t.save, exact: true }).click()
    await expect(page.locator(".head")).toContainText(t.shared)
    await audit(page, "a shared document")
    // Deleted, and back.
    await page.getByRole("button", { name: t.remove, exact: true }).click()
    await page.getByRole("button", { name: t.undo }).click()
    await expect(page.locator(".flash")).toContainText(t.back)
    await page.goto(`${base}/documents`)
    await audit(page, "documents of the firm")
    await page.getByRole("link", { name: t.bin, exact: true }).click()
    await audit(page, "the bin")

    // Rosa is invited, and comes in by telephone.
    await page.goto(`${base}/clients/${client.id}/portal`)
    await audit(page, "nobody at the portal")
    await page.getByText(t.invite, { exact: true }).first().click()
    await page.getByLabel(t.role, { exact: true }).selectOption({ label: t.administrator })
    await page.getByRole("button", { name: t.invite, exact: true }).last().click()
    await expect(page.locator(".flash")).toContainText(t.invited)
    await audit(page, "an invitation")
    const phone = await visitor(lang, { viewport: { width: 390, height: 844 }, hasTouch: true })
    await phone.goto(await server.link(email))
    await phone.getByLabel(t.yourName).fill("Rosa Ficticia")
    await phone.getByLabel(t.password).fill("una frase bastante larga")
    await audit(phone, "the invitation")
    await phone.getByRole("button", { name: t.accept }).click()
    await expect(phone.getByRole("heading", { name: t.waiting })).toBeVisible()
    await expect(phone.getByText(t.nothing)).toBeVisible()
    await expect(phone.getByText("nomina.pdf")).toBeVisible()
    await expect(phone.getByText("foto.png")).toHaveCount(0)
    await audit(phone, "the portal")
    await phone.locator(".tabbar").getByRole("link", { name: t.documents }).click()
    await expect(phone.locator(".papers")).toContainText(t.isNew)
    await phone.getByLabel(t.files, { exact: true }).setInputFiles([{ name: "contrato.png", mimeType: "image/png", buffer: PNG }])
    await phone.getByRole("button", { name: t.go, exact: true }).click()
    await expect(phone.locator(".papers")).toContainText(t.mine)
    await audit(phone, "documents at the portal")

    // A note stays within; a message names whom it goes to, and a note that becomes one asks again.
    await page.reload()
    const text = page.getByLabel(t.text, { exact: true })
    await expect(page.getByRole("radio", { name: t.note })).toBeChecked()
    await text.fill("Paga tarde")
    await page.getByRole("button", { name: t.saveNote }).click()
    await expect(page.locator(".flash")).toContainText(t.onlyFirm)
    await text.fill("Nos falta el contrato")
    await page.locator(".composer label.out").click()
    await audit(page, "a message")
    const send = page.getByRole("button", { name: t.sendOne })
    await send.click()
    await expect(send).toContainText(t.sure)
    await send.click()
    await expect(page.locator(".msg.out")).toContainText("Nos falta el contrato")
    await expect(page.locator(".msg.in")).toContainText("Paga tarde")
    await audit(page, "the conversation")

    await phone.locator(".tabbar").getByRole("link").first().click()
    await phone.getByText(t.unread).click()
    await expect(phone.getByText("Nos falta el contrato")).toBeVisible()
    await expect(phone.getByText("Paga tarde")).toHaveCount(0)
    await phone.locator("textarea").fill("Lo he enviado hoy")
    await phone.getByRole("button", { name: t.go, exact: true }).click()
    await expect(phone.getByText("Lo he enviado hoy")).toBeVisible()
    await audit(phone, "messages at the portal")
    await page.reload()
    await expect(page.locator(".msg.from")).toContainText("Lo he enviado hoy")
    await page.setViewportSize({ width: 390, height: 844 })
    await audit(page, "the conversation on a telephone")
    await page.goto(`${base}/documents`)
    await audit(page, "documents on a telephone")
  })
}
