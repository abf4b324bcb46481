// Many tabs of a browser share one stream, so that none of them waits for a connection: browsers open six to a host.
import { createServer, request as ask } from "node:http"
import { WORDS, expect, signIn, test as base } from "./support.js"

const TABS = 8

// Stands between the browser and the server and counts the open streams: Playwright does not see what a shared worker asks for.
const test = base.extend({
  between: async ({ server }, use) => {
    const between = { streams: 0 }
    const listener = createServer((request, response) => {
      const stream = request.url === "/notifications/events"
      if (stream) between.streams += 1
      const { method, url: path, headers } = request
      const forward = ask({ host: "127.0.0.1", port: server.port, method, path, headers }, (answer) => {
        response.writeHead(answer.statusCode, answer.headers)
        answer.pipe(response)
      })
      forward.on("error", () => response.destroy())
      response.on("close", () => {
        if (stream) between.streams -= 1
        forward.destroy()
      })
      request.pipe(forward)
    })
    await new Promise((resolve) => listener.listen(0, "127.0.0.1", resolve))
    between.url = `http://127.0.0.1:${listener.address().port}`
    await use(between)
    listener.closeAllConnections()
    await new Promise((resolve) => listener.close(resolve))
  }
})

for (const [way, lacks] of [["by a shared worker", []], ["by a lock", ["SharedWorker"]]]) {
  test(`${TABS} tabs share one stream, ${way}`, async ({ server, visitor, between }) => {
    test.slow()
    const w = WORDS.es
    const who = lacks.length ? "cerrojo" : "obrero"
    const accountant = server.setup(`pestanas-${who}`, `Pestañas ${who}`)
    const business = server.setup(`avisa-${who}`, `Avisa ${who}`)
    // Being added to an organization is a notification.
    const notify = async (name) => {
      const made = await server.api(business.token, "POST", "/organizations", { name, country: "ES", applications: ["books"] })
      expect(made.status).toBe(201)
      const added = await server.api(business.token, "POST", `/organizations/${made.body.id}/members`, { email: accountant.email, role: "accountant" })
      expect(added.status).toBe(201)
    }
    const rings = (tab, name) => expect(tab.locator("a.bell")).toHaveAccessibleName(name)

    const first = await visitor("es", { baseURL: between.url })
    await first.context().addInitScript((names) => { for (const name of names) delete globalThis[name] }, lacks)
    await signIn(first, accountant.email, w)
    await first.goto("/home")
    const tabs = [first]
    while (tabs.length < TABS) {
      const tab = await first.context().newPage()
      await tab.goto("/home")
      tabs.push(tab)
    }
    await expect.poll(() => between.streams).toBe(1)
    await notify("Una")
    for (const tab of tabs) await rings(tab, `${w.notifications}: 1`)
    expect(between.streams).toBe(1)

    // The tab that had the stream goes: the others still hear, and a tab that opens later knows what was told.
    await first.close()
    await expect.poll(() => between.streams).toBe(1)
    await notify("Otra")
    const late = await tabs[1].context().newPage()
    await late.goto("/account")
    for (const tab of [...tabs.slice(1), late]) await rings(tab, `${w.notifications}: 2`)
    expect(between.streams).toBe(1)

    // What is read in one tab is read in all.
    await late.goto("/notifications")
    await late.getByRole("button", { name: w.readAll }).click()
    for (const tab of tabs.slice(1)) await rings(tab, w.notifications)
  })
}
