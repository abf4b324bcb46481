// The firm's tasks as a person does them: the home, the list, one task from its beginning to its end, several at once; in both languages.
import { WORDS, audit as asked, expect, fits, signIn, test } from "./support.js"

const TEXTS = {
  es: {
    late: /^Vencidas/, handle: "Atender hoy", create: "Nueva tarea", title: "Título", client: "Cliente", lines: "Subtareas", save: "Guardar", begin: "Empezar", finish: "Dar por hecha",
    note: "Nota interna", keep: "Guardar nota", internal: "Interno, solo el despacho", done: "Hecha", move: "Mover la fecha interna", moving: "Mover", undo: "Deshacer", changed: "1 tarea cambiada.", empty: "Escriba este dato.",
    select: /Seleccionar .*Modelo 303/, wrong: "Escriba +2 días, un día de la semana o una fecha.", tab: "Tareas", search: "Título o cliente"
  },
  en: {
    late: /^Late/, handle: "To handle today", create: "New task", title: "Title", client: "Client", lines: "Subtasks", save: "Save", begin: "Begin", finish: "Mark as done",
    note: "Internal note", keep: "Save note", internal: "Internal, the firm only", done: "Done", move: "Move the internal date", moving: "Move", undo: "Undo", changed: "1 task changed.", empty: "Fill this in.",
    select: /Select .*Modelo 303/, wrong: "Type +2 days, a day of the week or a date.", tab: "Tasks", search: "Title or client"
  }
}

const audit = async (page, name) => {
  await asked(page, name)
  await fits(page, name)
}

const day = (ahead) => {
  const date = new Date(Date.now() + ahead * 86_400_000)
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, "0")}-${String(date.getDate()).padStart(2, "0")}`
}

for (const lang of ["es", "en"]) {
  const [w, t] = [WORDS[lang], TEXTS[lang]]

  test(`a task from the home to its end, and several at once (${lang})`, async ({ server, visitor }) => {
    test.slow()
    const accountant = server.setup(`tareas-${lang}`, `Tareas ${lang}`)
    const call = async (method, path, body, status) => {
      const answer = await server.api(accountant.token, method, path, body)
      expect(answer.status, JSON.stringify(answer.body)).toBe(status)
      return answer.body
    }
    const client = await call("POST", "/clients", { display_name: "Viveros Ficticios" }, 201)
    await call("POST", "/tasks", { client_id: client.id, title: "Modelo 303", period: "2027-Q1", due_on: day(-3), status: "waiting", waiting_for: "client", subtasks: [{ title: "Conciliar" }] }, 201)
    const wide = lang === "es"
    const page = await visitor(lang, { viewport: wide ? { width: 1440, height: 900 } : { width: 390, height: 844 } })
    await signIn(page, accountant.email, w)

    // The home tells it as late, and its number leads to a list of as many.
    await expect(page.getByRole("heading", { name: t.handle })).toBeVisible()
    await audit(page, "home")
    await page.getByRole("link", { name: t.late }).first().click()
    await expect(page).toHaveURL(/when=late/)
    await expect(page.getByRole("link", { name: /Modelo 303/ })).toHaveCount(1)
    await audit(page, "list")

    // A wrong move is told in the list, and what was ticked and typed stays; a right one is undone.
    await page.getByRole("checkbox", { name: t.select }).check()
    await page.getByLabel(t.move).fill("pronto")
    await page.getByRole("button", { name: t.moving, exact: true }).click()
    await expect(page.getByText(t.wrong)).toBeVisible()
    await expect(page.getByRole("checkbox", { name: t.select })).toBeChecked()
    await expect(page.getByLabel(t.move)).toHaveValue("pronto")
    await page.getByLabel(t.move).fill("+10")
    await page.getByRole("button", { name: t.moving, exact: true }).click()
    await expect(page.getByText(t.changed)).toBeVisible()
    await page.getByRole("button", { name: t.undo }).click()
    await expect(page.getByRole("link", { name: /Modelo 303/ })).toHaveCount(1)

    // A new one: without its title it is refused, with the rest of what was typed.
    await page.goto(page.url().replace(/\/tasks.*/, `/tasks/new?client=${client.id}`))
    await audit(page, "new")
    await page.getByLabel(t.lines).fill("Pedir datos\nPresentar")
    await page.getByRole("button", { name: t.save }).click()
    await expect(page.getByLabel(t.lines)).toHaveValue("Pedir datos\nPresentar")
    await page.getByLabel(t.title, { exact: true }).fill("Renta 2026")
    await page.getByRole("button", { name: t.save }).click()
    await expect(page.getByRole("heading", { level: 1, name: "Renta 2026" })).toBeVisible()
    await audit(page, "task")
    await page.getByRole("button", { name: t.begin }).click()
    await page.getByRole("checkbox", { name: "Pedir datos" }).click()
    await expect(page.getByRole("checkbox", { name: "Pedir datos" })).toBeChecked()
    await page.getByLabel(t.note, { exact: true }).fill("Llama mañana.")
    await page.getByRole("button", { name: t.keep }).click()
    await expect(page.getByText(t.internal)).toBeVisible()
    await page.getByRole("button", { name: t.finish }).click()
    await expect(page.locator(".head .st")).toContainText(t.done)

    // The client's tab has both.
    await page.goto(page.url().replace(/\/tasks\/.*/, `/clients/${client.id}/tasks`))
    await expect(page.getByRole("link", { name: "Renta 2026" })).toBeVisible()
    await expect(page.getByRole("link", { name: /Modelo 303/ })).toBeVisible()
    await audit(page, "client")
  })
}
