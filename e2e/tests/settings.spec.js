// The settings of an organization, as a person changes them, in both languages.
import { WORDS, choose, expect, signIn, test } from "./support.js"

const TEXTS = {
  es: {
    settings: "Ajustes", documents: "Plantillas de documentos", preview: "Vista previa", design: "Diseño", modern: "Moderno", discount: "Descuento", download: "Descargar PDF", profile: "Perfil de la organización",
    image: "Imagen PNG o JPEG", choose: "Elegir un archivo", noFile: "Ningún archivo elegido", upload: "Subir", notImage: "No es una imagen PNG o JPEG", logo: "Logotipo", chart: "Plan de cuentas", importCsv: "Importar CSV", file: "Archivo CSV", look: "Comprobar el archivo",
    adds: "1 se añade", importButton: "Importar", wrong: "Un código lleva solo letras", edit: "Editar", merge: "Fusionar cuentas", stays: "Cuenta que queda", roles: "Roles", name: "Nombre", change: "Cambiar los ajustes", add: "Añadir",
    terms: "Condiciones de pago", up: "Subir 60 días", body: "Texto", emails: "Plantillas de correo", unknown: "No existe la variable", first: "60 días"
  },
  en: {
    settings: "Settings", documents: "Document templates", preview: "Preview", design: "Design", modern: "Modern", discount: "Discount", download: "Download PDF", profile: "Organization profile",
    image: "PNG or JPEG image", choose: "Choose a file", noFile: "No file chosen", upload: "Upload", notImage: "This is not a PNG or JPEG image", logo: "Logo", chart: "Chart of accounts", importCsv: "Import CSV", file: "CSV file", look: "Check the file",
    adds: "1 is added", importButton: "Import", wrong: "A code has only letters", edit: "Edit", merge: "Merge the accounts", stays: "Account that stays", roles: "Roles", name: "Name", change: "Change settings", add: "Add",
    terms: "Payment terms", up: "Move 60 días up", body: "Text", emails: "Email templates", unknown: "There is no variable", first: "60 días"
  }
}

// A small green picture.
const PNG = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAQAAAAECAIAAAAmkwkpAAAAEElEQVR4nGOQj/GCIwbiOAA9swxRwe6zXgAAAABJRU5ErkJggg==", "base64")

for (const lang of ["es", "en"]) {
  const [w, t] = [WORDS[lang], TEXTS[lang]]

  test(`an organization is set up by its pages (${lang})`, async ({ server, visitor }) => {
    test.slow()
    const accountant = server.setup(`ajustes-${lang}`, `Ajustes ${lang}`)
    const made = await server.api(accountant.token, "POST", "/clients", { business_name: "Empresa Ficticia", applications: ["books", "expense"], billing_address: { country: "ES" } })
    const base = `/organizations/${made.body.organization_ids[0]}`
    const page = await visitor(lang)
    await signIn(page, accountant.email, w)
    await page.goto(base)
    await page.getByRole("navigation").getByRole("link", { name: t.settings }).click()

    // A logo that is none is told; one that is shows.
    await page.getByRole("link", { name: t.profile }).click()
    await expect(page.getByText(t.choose)).toBeVisible()
    await expect(page.getByText(t.noFile)).toBeVisible()
    await page.getByLabel(t.image).setInputFiles({ name: "logo.png", mimeType: "image/png", buffer: Buffer.from("nada") })
    await expect(page.getByText("logo.png")).toBeVisible()
    await page.getByRole("button", { name: t.upload }).click()
    await expect(page.getByRole("alert")).toContainText(t.notImage)
    await page.getByLabel(t.image).setInputFiles({ name: "logo.png", mimeType: "image/png", buffer: PNG })
    await page.getByRole("button", { name: t.upload }).click()
    await expect(page.getByRole("img", { name: t.logo })).toHaveJSProperty("naturalWidth", 4)

    // A changed template shows in its preview, on the screen and as a PDF.
    await page.goto(`${base}/records/document_templates`)
    await page.getByRole("row", { name: /Factura/ }).first().getByRole("link", { name: "Factura", exact: true }).click()
    await page.getByLabel(t.design).selectOption({ label: t.modern })
    await page.getByLabel(t.discount).check()
    await page.getByRole("button", { name: w.save, exact: true }).click()
    await expect(page.getByRole("row", { name: /Factura/ }).first()).toContainText(t.modern)
    await page.getByRole("link", { name: new RegExp(`^${t.preview}: Factura$`) }).click()
    const sheet = page.locator("img.sheet")
    await expect.poll(() => sheet.evaluate((image) => image.complete && image.naturalWidth > 0)).toBe(true)
    const download = page.waitForEvent("download")
    await page.getByRole("link", { name: t.download }).click()
    expect((await download).suggestedFilename()).toMatch(/\.pdf$/)

    // A text that mentions what there is not comes back with all that was typed.
    await page.goto(`${base}/records/email_templates`)
    await page.getByRole("link", { name: "Envío de factura", exact: true }).click()
    await page.getByLabel(t.body, { exact: true }).fill("Hola {{nombre}}")
    await page.getByRole("button", { name: w.save, exact: true }).click()
    await expect(page.getByRole("alert")).toContainText(t.unknown)
    await expect(page.getByLabel(t.body, { exact: true })).toHaveValue("Hola {{nombre}}")
    await page.getByLabel(t.body, { exact: true }).fill("Hola {{customer_name}}")
    await page.getByRole("button", { name: w.save, exact: true }).click()
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(t.emails)

    // The arrows change the order.
    await page.goto(`${base}/records/payment_terms`)
    for (let place = 3; place > 0; place -= 1) {
      await expect(page.locator("tbody tr").nth(place)).toContainText(t.first)
      await page.getByRole("button", { name: t.up }).click()
      await expect(page.locator("tbody tr").nth(place - 1)).toContainText(t.first)
    }

    // A file with a wrong line changes nothing; a right one is looked at first.
    await page.goto(`${base}/accounts`)
    await page.getByRole("link", { name: t.importCsv }).click()
    const file = (text) => page.getByLabel(t.file).setInputFiles({ name: "cuentas.csv", mimeType: "text/csv", buffer: Buffer.from(text) })
    await file("code;name;type\n62990;Cuenta de prueba;expense\n6 3;Mal;expense\n")
    await page.getByRole("button", { name: t.look }).click()
    await expect(page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: "3", exact: true }) })).toContainText("6 3")
    await expect(page.getByRole("alert")).toContainText(t.wrong)
    await file("code;name;type\n62990;Cuenta de prueba;expense\n")
    await page.getByRole("button", { name: t.look }).click()
    await expect(page.getByText(t.adds)).toBeVisible()
    await page.getByRole("button", { name: t.importButton, exact: true }).click()
    await page.getByLabel(w.accountSearch).fill("Cuenta de prueba")
    await expect(page.getByText("62990", { exact: true })).toBeVisible()

    // Merged into another, it is gone.
    await page.getByRole("link", { name: `${t.edit} 62990` }).click()
    await choose(page, t.stays, "629 · Otros servicios")
    await page.getByRole("button", { name: t.merge }).click()
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(t.chart)
    await page.getByLabel(w.accountSearch).fill("Cuenta de prueba")
    await expect(page.getByText(w.accountNone)).toBeVisible()

    // A role of one's own can be given.
    await page.goto(`${base}/records/roles`)
    await page.getByRole("link", { name: t.add }).click()
    await page.getByLabel(t.name, { exact: true }).fill("Gestoría")
    await page.getByLabel(t.change).check()
    await page.getByRole("button", { name: w.save, exact: true }).click()
    await expect(page.getByRole("link", { name: "Gestoría" })).toBeVisible()
    await page.goto(`${base}/members`)
    await expect(page.getByLabel(w.role, { exact: true }).locator("option", { hasText: "Gestoría" })).toHaveCount(1)
  })
}
