// What is pasted from a spreadsheet: rows of cells between tabs, a cell in quotes where it has a tab or several lines of its own.

export const rows = (text) => {
  const all = [[]]
  let cell = ""
  let quoted = false
  const end = () => {
    all.at(-1).push(cell.trim())
    cell = ""
  }
  for (let at = 0; at < text.length; at += 1) {
    const c = text[at]
    if (quoted) {
      if (c !== '"') cell += c === "\n" ? " " : c
      else if (text[at + 1] === '"') cell += text[at += 1]
      else quoted = false
    } else if (c === '"' && cell === "") quoted = true
    else if (c === "\t") end()
    else if (c === "\n") {
      end()
      all.push([])
    } else if (c !== "\r") cell += c
  }
  end()
  return all.filter((row) => row.some(Boolean))
}

const bare = (text) => text.replace(/[\s\u00a0\u202f€$£]/g, "")

// The decimal mark that amounts show, or the reader's own where they could have either.
export const markOf = (amounts, usual) => {
  let found
  for (const text of amounts.map(bare)) {
    const [, before, mark, after] = text.match(/^(.*)([.,])(\d*)$/) ?? []
    if (!mark) continue
    const other = mark === "." ? "," : "."
    // No group begins with a zero alone.
    if (before.includes(other) || after.length !== 3 || /^[-−+(]?0$/.test(before)) return before.includes(mark) ? other : mark
    if (before.includes(mark)) found = other
  }
  return found ?? usual
}

// An amount as the reader writes it, from one with another mark; what is none stays as it is.
export const amount = (text, mark, usual) => {
  const plain = bare(text).replace(/^\((.*)\)$/, "-$1").replace(/^(.*\d)-$/, "-$1")
  if (!/^[-−+]?[\d.,]+$/.test(plain)) return text
  const other = mark === "." ? "," : "."
  return plain.replace(/^\+/, "").replaceAll(other, "").replace(mark, usual)
}

const isDate = (text) => /^(\d{1,2}[/.-]\d{1,2}[/.-](\d{2}|\d{4})|\d{4}-\d{2}-\d{2})([ T].*)?$/.test(text)

// Whether the first column has days, so that it is entries and not lines of one.
export const isDated = (found) => found.length > 1 && found[0].length > 3 && isDate(found.find((row) => /\d/.test(row[0]))?.[0] ?? "")

// The rows without the headings that a sheet begins with.
export const body = (found) => found.length > 1 && found[0].length > 2 && found[0].every((cell) => !/\d/.test(cell)) ? found.slice(1) : found
