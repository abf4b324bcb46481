// A word as long as a name may be, without a space, makes no page wider than its window.
import { WORDS, expect, fits, signIn, test } from "./support.js"

const WORD = "Esternocleidomastoideo".repeat(10).slice(0, 200)
const WIDTHS = [{ width: 1440, height: 900 }, { width: 390, height: 844 }]

// Files, streams and what signs out are no pages.
const SKIPPED = /^\/api\/|\/(export|events|logo|states|search|sample)$|\.(pdf|svg)$|^\/(assets|sign-out)/

// One page of each kind: what differs in ids alone is one, and so are the forms of lists, which one piece of code makes.
const kind = (path) => path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "…").replace(/\/records\/\w+\/(…|new)$/, "/records/list/$1")

// In Spanish, whose labels are the longer ones.
for (const lang of ["es"]) {
  test(`long words fit on every page (${lang})`, async ({ server, visitor }) => {
    test.slow()
    const accountant = server.setup(`larga-${lang}`, WORD, WORD.slice(0, 100))
    const other = server.setup(`larguisima-${lang}`, `${WORD.slice(0, 190)}-${lang}`, WORD.slice(0, 100))
    const call = async (who, method, path, body) => {
      const answer = await server.api(who.token, method, path, body)
      expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300)
      return answer.body
    }
    const address = { country: "ES", street1: WORD, street2: WORD, city: WORD.slice(0, 100) }
    const client = await call(accountant, "POST", "/clients", {
      business_name: WORD, display_name: WORD, first_name: WORD.slice(0, 100), last_name: WORD.slice(0, 100), email: `${"a".repeat(60)}@${"b".repeat(60)}.example`,
      industry: WORD.slice(0, 100), notes: WORD, tags: [WORD.slice(0, 40)], billing_address: address, shipping_address: address, applications: ["books", "expense", "payroll", "inventory"]
    })
    await call(accountant, "PATCH", `/clients/${client.id}`, { notes: `${WORD}${WORD}` })
    const organization = client.organization_ids[0]
    const groups = {
      payment_terms: { name: WORD.slice(0, 60), days: "45", due_from: "end_of_month" },
      custom_fields: { label: WORD.slice(0, 60), record: "contact", kind: "choice", options: `${WORD.slice(0, 60)}\nNorte` },
      chart_of_accounts: { code: "57399", name: WORD, type: "asset", parent_code: "573" }
    }
    for (const [group, values] of Object.entries(groups)) await call(accountant, "PATCH", `/organizations/${organization}/preferences/${group}`, { items: [{ values }] })
    await call(accountant, "POST", `/organizations/${organization}/members`, { email: other.email, role: "accountant" })
    // An organization of somebody else, to import, with its notifications.
    const imported = await call(other, "POST", "/organizations", { name: WORD, country: "ES", applications: ["books"] })
    await call(other, "POST", `/organizations/${imported.id}/members`, { email: accountant.email, role: "administrator" })
    const started = await call(accountant, "POST", "/client-imports", { organization_ids: [imported.id] })

    const page = await visitor(lang)
    await signIn(page, accountant.email, WORDS[lang])
    const added = await page.request.post(`/practices/${accountant.practice}/clients/${client.id}/contacts`, { form: { name: WORD, position: WORD.slice(0, 100) }, maxRedirects: 0 })
    expect(added.status()).toBe(303)

    const practice = `/practices/${accountant.practice}`
    const open = ["/home", practice, `${practice}/clients?q=${WORD}`, `${practice}/clients/add?import=1`, `${practice}/clients/new?clone=choose`, `${practice}/client-imports/${started.id}`, `${practice}/clients/${client.id}`, `/organizations/${organization}`]
    const seen = new Set(open.map(kind))
    const visited = []
    await page.setViewportSize(WIDTHS[0])
    while (open.length > 0) {
      const path = open.shift()
      const response = await page.goto(path)
      expect.soft(response.status(), path).toBe(200)
      visited.push(kind(path))
      // At the width that it opened at, then at the other, where the next one opens.
      await fits(page, path)
      await page.setViewportSize(WIDTHS[visited.length % 2])
      await fits(page, path)
      const links = await page.locator("a[href^='/']:not([download])").evaluateAll((all) => all.map((link) => new URL(link.href).pathname))
      for (const link of links) {
        if (SKIPPED.test(link) || seen.has(kind(link))) continue
        seen.add(kind(link))
        open.push(link)
      }
    }
    // The crawl reached what there is: lists, forms, profiles, settings.
    for (const path of ["/practices/…/members", "/practices/…/activity", "/practices/…/clients/…/edit", "/organizations/…/accounts", "/organizations/…/records/payment_terms", "/organizations/…/settings/profile", "/notifications", "/account"]) {
      expect(visited).toContain(path)
    }
    expect(visited.length).toBeGreaterThan(40)
  })
}
