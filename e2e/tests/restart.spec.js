// An import goes on when the server is killed half way and started again.
import { spawn } from "node:child_process"
import { join } from "node:path"
import { WORDS, expect, signIn, test as base, Server } from "./support.js"

const TOTAL = 500

const test = base.extend({
  // A server of this test alone, as it is killed.
  server: [async ({}, use) => {
    const server = await Server.open()
    await use(server)
    await server.close()
  }, { scope: "worker" }]
})

test("500 organizations, killed half way: 500 clients, none twice, one notification", async ({ server, visitor }) => {
  test.slow()
  const w = WORDS.es
  const accountant = server.setup("asesora", "Asesores")
  const ids = []
  for (let at = 0; at < TOTAL; at += 20) {
    const made = await Promise.all(Array.from({ length: 20 }, (_, n) =>
      server.api(accountant.token, "POST", "/organizations", { name: `Organización ${at + n}`, country: "US", applications: ["inventory"] })))
    for (const { status, body } of made) {
      expect(status).toBe(201)
      ids.push(body.id)
    }
  }
  const page = await visitor("es")
  await signIn(page, accountant.email, w)
  // Another program takes the database's write lock while the server is held still, so that the import stops half way.
  const lock = spawn("sh", ["-c", `exec sqlite3 '${join(server.data, "despacho.db")}' 2>&1`])
  const locked = () => new Promise((resolve) => {
    let text = ""
    const read = (part) => {
      text += part
      if (!text.includes("tried")) return
      lock.stdout.off("data", read)
      resolve(!text.includes("locked"))
    }
    lock.stdout.on("data", read)
    lock.stdin.write("BEGIN IMMEDIATE;\nSELECT 'tried';\n")
  })
  expect(await locked()).toBe(true)
  lock.stdin.write("ROLLBACK;\n")
  const started = await server.api(accountant.token, "POST", "/client-imports", { organization_ids: ids })
  server.process.kill("SIGSTOP")
  expect(started.status).toBe(202)
  while (!await locked()) {
    server.process.kill("SIGCONT")
    await new Promise(setImmediate)
    server.process.kill("SIGSTOP")
  }
  server.process.kill("SIGCONT")
  await page.goto(`/practices/${accountant.practice}/client-imports/${started.body.id}`)
  const half = await server.api(accountant.token, "GET", `/client-imports/${started.body.id}`)
  expect(half.body.done).toBeLessThan(TOTAL)
  await expect(page.getByText(`${half.body.done} de ${TOTAL} importadas`)).toBeVisible()
  await server.kill("SIGKILL")
  lock.kill("SIGKILL")
  await server.start()
  // The page is not reloaded: it reconnects by itself.
  await expect(page.getByText(w.completed)).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText(`${TOTAL} de ${TOTAL} importadas, 0 con error`)).toBeVisible()
  const names = new Set()
  let cursor = ""
  let count = 0
  do {
    const { body } = await server.api(accountant.token, "GET", `/clients?limit=200${cursor}`)
    for (const client of body.items) names.add(client.display_name)
    count += body.items.length
    cursor = body.next_cursor ? `&cursor=${body.next_cursor}` : ""
  } while (cursor)
  expect(count).toBe(TOTAL)
  expect(names.size).toBe(TOTAL)
  const told = await server.api(accountant.token, "GET", "/notifications")
  expect(told.body.items).toHaveLength(1)
})
