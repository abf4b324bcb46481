// A server with a data folder of its own for each worker, and words in both languages.
import { test as base, expect } from "@playwright/test"
import { execFileSync, spawn } from "node:child_process"
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { createRequire } from "node:module"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"

export { expect }

export const BINARY = process.env.DESPACHO ?? new URL("../../target/debug/despacho", import.meta.url).pathname
export const PASSWORD = "una frase bastante larga"

export const freePort = () => new Promise((resolve) => {
  const server = createServer().listen(0, "127.0.0.1", () => {
    const { port } = server.address()
    server.close(() => resolve(port))
  })
})

export class Server {
  static async open(more = []) {
    const server = new Server()
    server.more = more
    server.data = mkdtempSync(join(tmpdir(), "despacho-"))
    server.port = await freePort()
    server.url = `http://127.0.0.1:${server.port}`
    await server.start()
    return server
  }

  async start() {
    // The manager of the demonstration's firm looks after the installation too.
    const args = ["serve", "--data", this.data, "--listen", `127.0.0.1:${this.port}`, "--demo", "--administrator", "gerencia@despacho.example", ...this.more]
    this.process = spawn(BINARY, args, { stdio: ["ignore", "pipe", "pipe"] })
    this.log = ""
    this.process.stderr.on("data", (text) => { this.log += text })
    this.told = ""
    this.process.stdout.on("data", (text) => { this.told += text })
    // It says where it listens once it does.
    await new Promise((resolve, reject) => {
      this.process.stdout.on("data", resolve)
      this.process.on("exit", () => reject(new Error(`the server did not start: ${this.log}`)))
    })
  }

  kill(signal) {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return Promise.resolve()
    return new Promise((resolve) => {
      this.process.removeAllListeners("exit")
      this.process.on("exit", resolve)
      this.process.kill(signal)
    })
  }

  async close() {
    await this.kill("SIGKILL")
    rmSync(this.data, { recursive: true, force: true })
  }

  // A user with a practice and an API token, made on the command line. Two tests that happen to ask for the same name are two people.
  setup(name, practice, person = `Persona ${name}`) {
    this.people = (this.people ?? 0) + 1
    const email = `${name}-${this.people}@e2e.example`
    const place = ["--data", this.data, "--email", email]
    const out = execFileSync(BINARY, ["setup", ...place, "--name", person, "--practice", practice, "--country", "ES"], { input: PASSWORD }).toString()
    const token = execFileSync(BINARY, ["token", "create", ...place]).toString().trim()
    return { email, token, practice: out.match(/practice (\S+)/)[1] }
  }

  // The fictional firm and its forty clients, beside whoever is there.
  demo() {
    if (!this.filled) execFileSync(BINARY, ["demo", "--data", this.data], { stdio: "pipe" })
    this.filled = true
  }

  async api(token, method, path, body) {
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: body && JSON.stringify(body)
    })
    const answer = { status: response.status, body: await response.json() }
    // What the machine itself could not do is never what a test is after, and its reason is in the server's log.
    if (answer.status >= 500) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}\n${this.log}`)
    return answer
  }

  // The path of the link in the latest message to an address.
  async link(email) {
    let link
    await expect.poll(() => {
      const folder = join(this.data, "mail")
      let names = []
      try { names = readdirSync(folder).filter((name) => name.endsWith(".eml")).sort().reverse() } catch { return false }
      const text = names.map((name) => readFileSync(join(folder, name), "utf8")).find((message) => message.includes(`To: ${email}`))
      link = text?.replaceAll("=\r\n", "").replaceAll("=3D", "=").match(/http:\/\/127\.0\.0\.1:\d+(\/\S+)/)?.[1]
      return Boolean(link)
    }).toBe(true)
    return link
  }
}

export const test = base.extend({
  server: [async ({}, use) => {
    const server = await Server.open()
    await use(server)
    await server.close()
    expect(server.log).not.toContain("panicked")
  }, { scope: "worker" }],

  // Opens a browser of somebody's own, whose console must stay clean.
  visitor: async ({ browser, server }, use) => {
    const contexts = []
    const errors = []
    await use(async (lang = "es", options = {}) => {
      const context = await browser.newContext({ baseURL: server.url, locale: lang === "es" ? "es-ES" : "en-GB", ...options })
      contexts.push(context)
      const page = await context.newPage()
      page.on("console", (message) => { if (message.type() === "error" && !/status of 4\d\d|ERR_|EventSource/.test(message.text())) errors.push(message.text()) })
      page.on("pageerror", (error) => errors.push(error.message))
      return page
    })
    for (const context of contexts) await context.close()
    expect(errors).toEqual([])
  }
})

// The people of the command line read the language of their practice: switch as a person would.
export const speak = async (page, lang) => {
  if (await page.locator("html").getAttribute("lang") === lang) return
  await page.locator("details.person > summary").click()
  await page.locator("details.person").getByRole("button", { name: WORDS[lang].ownName }).click()
  await expect(page.locator("html")).toHaveAttribute("lang", lang)
}

// Opens a session for a page, without showing one: what a person does to sign in is tried once, in accessibility.spec.js.
export const signIn = async (page, email, words, password = PASSWORD) => {
  for (const [path, form] of [["/sign-in", { email, password, next: "/home" }], ["/language", { language: words.lang, next: "/home" }]]) {
    const answer = await page.request.post(path, { form, maxRedirects: 0 })
    expect(answer.status()).toBe(303)
  }
}

// What asks first is pressed, and the same word in the question.
export const confirm = async (page, button) => {
  const name = await button.textContent()
  await button.click()
  await page.getByRole("dialog").getByRole("button", { name, exact: true }).click()
}

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js")
const prepared = new WeakSet()

// What axe finds, a line each. It is asked in the page itself, and only for what is wrong: to tell what is right too takes it twice the time.
export const audit = async (page, name, tags) => {
  // A visit that is under way marks the page as busy, which it is not to be judged by.
  await page.waitForFunction(() => !document.documentElement.hasAttribute("aria-busy"))
  // Whoever audits a page audits the next ones too, which then bring axe along.
  if (!prepared.has(page)) {
    prepared.add(page)
    await page.addInitScript({ path: AXE })
  }
  if (!await page.evaluate(() => "axe" in globalThis)) await page.evaluate(readFileSync(AXE, "utf8"))
  const run = { resultTypes: ["violations"], ...tags && { runOnly: tags } }
  const found = await page.evaluate((run) => globalThis.axe.run(document, run).then(({ violations }) => violations), run)
  expect.soft(found.map((v) => `${name}: ${v.id} ${v.nodes[0].target} ${v.nodes[0].failureSummary}`)).toEqual([])
}

// Nothing is wider than the window.
export const fits = async (page, name) => {
  const [width, window, widest] = await page.evaluate(() => {
    const root = document.documentElement
    const out = root.scrollWidth > innerWidth ? [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > innerWidth).pop() : undefined
    return [root.scrollWidth, innerWidth, out?.outerHTML.slice(0, 200)]
  })
  expect.soft(width, `${name} scrolls sideways at ${window} px: ${widest}`).toBeLessThanOrEqual(window)
}

// Chooses in a box with search.
export const choose = async (page, label, text) => {
  const box = page.getByRole("combobox", { name: label, exact: true })
  // Scripts may take the box over just as it is typed in: whoever finds nothing types again.
  await expect(async () => {
    await box.click()
    await box.fill(text)
    await page.getByRole("option", { name: text }).first().click({ timeout: 5_000 })
  }).toPass()
}

export const WORDS = {
  es: {
    lang: "es", ownName: "Español",
    firstStart: "Primera cuenta", code: "Código o enlace", goOn: "Continuar", wrongCode: "No es el código",
    email: "Correo electrónico", password: "Contraseña", signIn: "Iniciar sesión", signUp: "Crear una cuenta", fullName: "Nombre y apellidos",
    confirm: "Confirmar el correo", yourPassword: "Su contraseña", createPractice: "Crear un despacho", practiceName: "Nombre del despacho", savePractice: "Crear el despacho",
    clients: "Clientes", newClient: "Nuevo cliente", addClients: "Añadir clientes", importClients: "Importar clientes",
    importExisting: "Importar organizaciones de clientes existentes", createClient: "Crear un cliente", books: "Contabilidad", expense: "Gastos",
    payroll: "Nómina", inventory: "Inventario", firstName: "Nombre", lastName: "Apellidos", businessName: "Nombre comercial",
    displayName: "Nombre para mostrar", phone: "Teléfono", taxId: "NIF", invite: "Invitar a este cliente como administrador de la organización",
    street: "Calle y número", city: "Población", postalCode: "Código postal", state: "Provincia", currency: "Moneda", language: "Idioma",
    timeZone: "Zona horaria", country: "País", save: "Guardar", goTo: "Ir a la organización", chart: "Plan de cuentas", taxes: "Impuestos",
    warehouses: "Almacenes", users: "Usuarios", accept: "Crear la cuenta y aceptar", gone: "La invitación ya se aceptó",
    createOrganization: "Crear una organización", organizationName: "Nombre de la organización", add: "Añadir", role: "Rol",
    searchOrganization: "Buscar organización", completed: "Importación terminada", notifications: "Avisos", imported: "1 cliente importado",
    missing: "No se ha encontrado", errors: "datos que corregir", badEmail: "No es una dirección de correo", badTaxId: "dígito o la letra de control",
    openExisting: "Abrir ese cliente", edit: "Editar", activity: "Actividad", industry: "Sector", reason: "Elija antes una aplicación",
    contactAdd: "Añadir contacto", contactName: "Nombre del contacto", accountSearch: "Buscar una cuenta por código o nombre", accountNone: "Ninguna cuenta coincide", other: "Otro cliente",
    remove: "Quitar", selected: "1 seleccionado", languageSwitch: "English", notYours: "No es usuario", readAll: "Marcar como leídos"
  },
  en: {
    lang: "en", ownName: "English",
    firstStart: "First account", code: "Code or link", goOn: "Continue", wrongCode: "This is not the code",
    email: "Email", password: "Password", signIn: "Sign in", signUp: "Create an account", fullName: "Full name",
    confirm: "Confirm the email", yourPassword: "Your password", createPractice: "Create a practice", practiceName: "Practice name", savePractice: "Create the practice",
    clients: "Clients", newClient: "New client", addClients: "Add clients", importClients: "Import clients",
    importExisting: "Import existing client organizations", createClient: "Create a client", books: "Books", expense: "Expense",
    payroll: "Payroll", inventory: "Inventory", firstName: "First name", lastName: "Last name", businessName: "Business name",
    displayName: "Display name", phone: "Phone", taxId: "NIF", invite: "Invite this client as an administrator of the organization",
    street: "Street and number", city: "City", postalCode: "Postal code", state: "Province", currency: "Currency", language: "Language",
    timeZone: "Time zone", country: "Country", save: "Save", goTo: "Go to organization", chart: "Chart of accounts", taxes: "Taxes",
    warehouses: "Warehouses", users: "Users", accept: "Create the account and accept", gone: "The invitation was accepted already",
    createOrganization: "Create an organization", organizationName: "Organization name", add: "Add", role: "Role",
    searchOrganization: "Search organization", completed: "Import completed", notifications: "Notifications", imported: "1 client imported",
    missing: "Not found", errors: "things need correcting", badEmail: "This is not an email address", badTaxId: "check digit does not match",
    openExisting: "Open that client", edit: "Edit", activity: "Activity", industry: "Industry", reason: "Choose an application first",
    contactAdd: "Add contact", contactName: "Contact's name", accountSearch: "Search an account by code or name", accountNone: "No account matches", other: "Other client",
    remove: "Remove", selected: "1 selected", languageSwitch: "Español", notYours: "You are not a user", readAll: "Mark as read"
  }
}
