// Clients from a file: mapped, tried, corrected, imported with progress, once, and taken back, in both languages.
import { readFileSync } from "node:fs"
import { WORDS, audit, expect, fits, signIn, test } from "./support.js"

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

const OWN = {
  es: {
    card: /Importar desde un archivo/, file: "Archivo", columns: "Seguir a Columnas", columnsTitle: "¿Qué es cada columna?", options: "Seguir a Opciones", try: "Probar el archivo",
    field: (name) => `Campo para ${name}`, taxId: "NIF", email: "Correo electrónico", books: "Contabilidad", tried: "Ensayo: no se ha escrito nada.", run: "Importar 2 clientes",
    wrong: "Las 2 filas con el motivo", control: "B99030017, si el resto es correcto", done: "Importación terminada.", runOne: "Importar 2 clientes", undo: "Deshacer la importación…",
    remove: "Deshacer la importación…", undone: "2 clientes quitados.", left: "se dejan igual", twice: "ya va a ese campo", leave: "No importar", reason: "Qué corregir", format: "No hay ninguna tabla"
  },
  en: {
    card: /Import from a file/, file: "File", columns: "Continue to Columns", columnsTitle: "What is each column?", options: "Continue to Options", try: "Try the file",
    field: (name) => `Field for ${name}`, taxId: "Tax ID", email: "Email", books: "Books", tried: "Dry run: nothing has been written.", run: "Import 2 clients",
    wrong: "The 2 rows with their reasons", control: "B99030017, if the rest is right", done: "Import completed.", runOne: "Import 2 clients", undo: "Undo the import…",
    remove: "Undo the import…", undone: "2 clients removed.", left: "left as they are", twice: "goes to that field already", leave: "Do not import", reason: "What to correct", format: "There is no table"
  }
}

const OLD = Buffer.from(
  "CIF/NIF;RAZ\xd3N SOCIAL;DIR. ELECTR.;POBLACI\xd3N;F. ALTA\r\n00000000T;Le\xf3n Ejemplo, S. L.;leon@ejemplo.example;C\xe1diz;01/02/2021\r\n" +
  "12345678Z;Telas Ficticias;telas@ejemplo.example;Le\xf3n;\r\nB99030018;Uno con error;uno@ejemplo.example;;\r\n00000001R;Otro con error;nada;;\r\n", "latin1")

for (const lang of ["es", "en"]) {
  const w = { ...WORDS[lang], ...OWN[lang] }

  const audited = async (page) => {
    await fits(page, page.url())
    // A page that follows its import may be refreshing.
    await expect(async () => audit(page, page.url(), TAGS)).toPass({ timeout: 15_000 })
  }
  const send = async (page, practice, name, buffer) => {
    await page.goto(`/practices/${practice}/client-file-imports/new`)
    await page.getByLabel(w.file, { exact: true }).setInputFiles({ name, mimeType: "text/csv", buffer })
    await page.getByRole("button", { name: w.columns }).click()
  }

  test(`a file of an old program becomes clients, once (${lang})`, async ({ server, visitor }) => {
    const { email, practice, token } = server.setup(`archivo-${lang}`, `Archivo ${lang}`)
    const page = await visitor(lang)
    await signIn(page, email, w)
    await page.goto(`/practices/${practice}/clients/add`)
    await page.getByRole("link", { name: w.card }).click()
    await audited(page)
    await send(page, practice, "foto.csv", Buffer.from("\x89PNG\r\n\x1a\n\0\0", "latin1"))
    await expect(page.getByRole("alert")).toContainText(w.format)
    await send(page, practice, "clientes.csv", OLD)

    // What each column is: proposed, and put right. Two to one field are told.
    await expect(page.getByRole("heading", { name: w.columnsTitle })).toBeVisible()
    await audited(page)
    await expect(page.getByLabel(w.field("CIF/NIF"))).toHaveValue("tax_id")
    await expect(page.getByLabel(w.field("POBLACIÓN"))).toHaveValue("billing_address.city")
    await expect(page.getByLabel(w.field("F. ALTA"))).toHaveValue("")
    await page.getByLabel(w.field("F. ALTA")).selectOption("tax_id")
    await page.getByRole("button", { name: w.options }).click()
    await expect(page.getByRole("alert")).toContainText(w.twice)
    await page.getByLabel(w.field("F. ALTA")).selectOption({ label: w.leave })
    await page.getByLabel(w.field("DIR. ELECTR.")).selectOption("email")
    await page.getByRole("button", { name: w.options }).click()
    await audited(page)
    await page.getByRole("checkbox", { name: w.books }).check()
    await page.getByRole("button", { name: w.try }).click()

    // Tried whole: two wrong cells with what would do.
    await expect(page.getByText(w.tried)).toBeVisible({ timeout: 20_000 })
    await audited(page)
    await expect(page.getByRole("row").filter({ hasText: "B99030018" })).toContainText(w.control)
    expect((await server.api(token, "GET", "/clients")).body.items).toEqual([])
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: w.wrong }).click()])
    const errors = readFileSync(await download.path(), "utf8")
    expect(errors.split("\n").length).toBe(4)
    expect(errors).toContain(w.reason)
    await page.getByRole("button", { name: w.run }).click()
    await expect(page.getByText(w.done)).toBeVisible({ timeout: 30_000 })
    await audited(page)

    // The file with the reasons, corrected, is mapped as it was.
    await send(page, practice, "corregidos.csv", Buffer.from(errors.replace("B99030018", "B99030017").replace(";nada;", ";otro@ejemplo.example;")))
    await expect(page.getByLabel(w.field("DIR. ELECTR."))).toHaveValue("email")
    await page.getByRole("button", { name: w.options }).click()
    await page.getByRole("button", { name: w.try }).click()
    await page.getByRole("button", { name: w.runOne }).click({ timeout: 20_000 })
    await expect(page.getByText(w.done)).toBeVisible({ timeout: 30_000 })
    expect((await server.api(token, "GET", "/clients")).body.items.length).toBe(4)

    // Taken back, and the first file again makes none of those that are there.
    await page.getByRole("button", { name: w.undo }).click()
    await page.getByRole("dialog").getByRole("button", { name: w.remove }).click()
    await expect(page.getByText(w.undone)).toBeVisible()
    await send(page, practice, "clientes.csv", OLD)
    await page.getByRole("button", { name: w.options }).click()
    await page.getByRole("button", { name: w.try }).click()
    await expect(page.getByText(w.tried)).toBeVisible({ timeout: 20_000 })
    await expect(page.locator("dl div").filter({ hasText: w.left })).toContainText("2")
  })
}
