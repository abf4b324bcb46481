// An invoice is sent from its page through a mail server, its PDF is read, and its link shows it alone; an estimate is answered on the page of its link.
import { execFileSync, spawn } from "node:child_process"
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { connect } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Server, WORDS, audit, expect, fits, freePort, signIn, test as base } from "./support.js"

// A mail server that keeps what it receives in a folder.
class Post {
  static async open() {
    const post = new Post()
    post.folder = mkdtempSync(join(tmpdir(), "post-"))
    post.port = await freePort()
    post.process = spawn("aiosmtpd", ["-n", "-l", `127.0.0.1:${post.port}`, "-c", "aiosmtpd.handlers.Mailbox", join(post.folder, "box")], { stdio: "ignore" })
    await expect.poll(() => new Promise((resolve) => {
      const socket = connect(post.port, "127.0.0.1")
      socket.on("connect", () => { socket.destroy(); resolve(true) })
      socket.on("error", () => resolve(false))
    })).toBe(true)
    return post
  }

  // The message to an address.
  async to(address) {
    let found
    await expect.poll(() => {
      let names = []
      try { names = readdirSync(join(this.folder, "box", "new")) } catch { return false }
      found = names.map((name) => readFileSync(join(this.folder, "box", "new", name), "utf8")).find((text) => text.includes(`To: ${address}`))
      return Boolean(found)
    }, { timeout: 30_000 }).toBe(true)
    return found.replaceAll("\r\n", "\n")
  }

  close() {
    this.process.kill("SIGKILL")
    rmSync(this.folder, { recursive: true, force: true })
  }
}

const test = base.extend({
  post: [async ({}, use) => {
    const post = await Post.open()
    await use(post)
    post.close()
  }, { scope: "worker" }],
  server: [async ({ post }, use) => {
    const server = await Server.open(["--smtp-url", `smtp://127.0.0.1:${post.port}`])
    await use(server)
    await server.close()
    expect(server.log).not.toContain("panicked")
  }, { scope: "worker" }]
})

const pdfText = (message, folder) => {
  const [, encoded] = message.match(/Content-Type: application\/pdf\n(?:[^\n]+\n)*\n([A-Za-z0-9+/=\n]+)/)
  const file = join(folder, "paper.pdf")
  writeFileSync(file, Buffer.from(encoded.replaceAll("\n", ""), "base64"))
  return execFileSync("pdftotext", ["-layout", file, "-"]).toString()
}

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

const TEXTS = {
  es: { send: "Enviar", sent: "Enviado", opened: "Abierto", to: "Para", copies: "Con copia a", text: "Texto", wrong: "correo", due: "por pagar", download: "Descargar el PDF", accept: "Aceptar el presupuesto", name: "Nombre y apellidos", accepted: "está aceptado" },
  en: { send: "Email", sent: "Sent", opened: "Opened", to: "To", copies: "Copy to", text: "Text", wrong: "email", due: "left to pay", download: "Download the PDF", accept: "Accept the estimate", name: "Full name", accepted: "is accepted" }
}

for (const lang of ["es", "en"]) {
  const [w, t] = [WORDS[lang], TEXTS[lang]]

  test(`a document is sent, read and answered (${lang})`, async ({ server, post, visitor }) => {
    const accountant = server.setup(`envios-${lang}`, `Envíos ${lang}`)
    const made = await server.api(accountant.token, "POST", "/clients", { business_name: "Estudio Grafito", applications: ["books"], billing_address: { country: "ES" } })
    const base = `/organizations/${made.body.organization_ids[0]}`
    const address = `compras-${lang}@viveros.example`
    const contact = { name: "Viveros Quintana", tax_id: "B12345674", email: address, street1: "Calle Ficticia, 3", postal_code: "28001", city: "Madrid" }
    const { body: customer } = await server.api(accountant.token, "POST", `${base}/contacts`, contact)
    const lines = [{ description: "Señalética de la fachada", quantity: "2", unit_price: "50.00", taxes: ["IVA21V", "IRPF15V"] }]
    const issue = async (path) => (await server.api(accountant.token, "POST", `${base}/${path}`, { contact_id: customer.id, lines, status: "issued" })).body
    const [invoice, estimate] = [await issue("invoices"), await issue("estimates")]

    const page = await visitor(lang)
    await signIn(page, accountant.email, w)
    await page.goto(`${base}/invoices/${invoice.id}`)
    await page.getByRole("link", { name: t.send, exact: true }).click()
    await expect(page.getByLabel(t.to, { exact: true })).toHaveValue(address)
    await fits(page, "email")
    await audit(page, "email", TAGS)

    // A wrong address is told at its place, and what was written stays.
    await page.getByLabel(t.copies).fill("nadie")
    await page.getByLabel(t.text, { exact: true }).fill("Hola:\n\nAquí va la factura de la fachada.")
    await page.locator("form.letter-form button.primary").click()
    await expect(page.getByRole("alert")).toContainText(t.wrong)
    await expect(page.getByLabel(t.text, { exact: true })).toHaveValue("Hola:\n\nAquí va la factura de la fachada.")
    await page.getByLabel(t.copies).fill("")
    await page.locator("form.letter-form button.primary").click()
    await expect(page).toHaveURL(new RegExp(`/invoices/${invoice.id}$`))

    // What the mail server received: the text, and the paper with its amounts.
    const message = await post.to(address)
    expect(message).toMatch(/^From: "?Estudio Grafito"? </m)
    const paper = pdfText(message, post.folder)
    for (const said of [invoice.number, "Viveros Quintana", "Calle Ficticia, 3", "28001 Madrid", "Señalética de la fachada", "100,00", "21,00", "121,00", "15,00", "106,00"]) expect(paper).toContain(said)
    await expect.poll(async () => (await page.reload(), page.locator("main").innerText())).toContain(t.sent)

    // Whoever has the link sees the document, and no more.
    const link = (text) => text.replaceAll("=\n", "").replaceAll("=3D", "=").match(/http:\/\/127\.0\.0\.1:\d+(\/d\/\S+)/)[1]
    const reader = await visitor(lang)
    await reader.goto(link(message))
    await expect(reader.getByRole("heading", { level: 1 })).toContainText(invoice.number)
    await expect(reader.locator("main")).toContainText(t.due)
    await expect(reader.locator("nav")).toHaveCount(0)
    await fits(reader, "link")
    await audit(reader, "link", TAGS)
    const download = reader.waitForEvent("download")
    await reader.getByRole("link", { name: t.download }).click()
    expect((await download).suggestedFilename()).toBe(`${invoice.number}.pdf`)
    await page.reload()
    await expect(page.locator("main")).toContainText(t.opened)

    // An estimate is taken in the name that its reader writes.
    const reading = `ana-${lang}@viveros.example`
    await server.api(accountant.token, "POST", `${base}/estimates/${estimate.id}/email`, { to: reading })
    await reader.goto(link(await post.to(reading)))
    await reader.getByRole("button", { name: t.accept }).click()
    await expect(reader.getByRole("alert")).toBeVisible()
    await reader.getByLabel(t.name).fill("Ana Ficticia")
    await reader.getByRole("button", { name: t.accept }).click()
    await expect(reader.locator("main")).toContainText(t.accepted)
    await page.goto(`${base}/estimates/${estimate.id}`)
    await expect(page.locator("main")).not.toContainText(t.accept)
  })
}
