// Days as they are typed in a field, the day first; what is left out is that of another day: `15`, `5/1`, `050126`, `05/01/2026`, `2026-01-05`.

const two = (number) => String(number).padStart(2, "0")

const split = (text) => {
  const iso = text.match(/^(\d{4})-(\d{1,2})-(\d{1,2})$/)
  if (iso) return [iso[3], iso[2], iso[1]]
  if (/^\d{1,2}$/.test(text)) return [text]
  if (/^\d{3}$/.test(text)) return [text.slice(0, 1), text.slice(1)]
  if (/^(\d{4}|\d{6}|\d{8})$/.test(text)) return [text.slice(0, 2), text.slice(2, 4), text.slice(4)].filter(Boolean)
  return text.split(/[/.\- ]/)
}

// A day's parts `[day, month, year]`, or nothing where it is none. `around` gives the month and the year that were left out.
export const read = (text, around) => {
  const parts = split(text.trim())
  if (parts.length > 3 || !parts.every((part) => /^\d{1,4}$/.test(part))) return undefined
  const [day, month = around[1], year = around[2]] = parts.map(Number)
  const whole = parts[2] === undefined || parts[2].length === 4 ? year : parts[2].length === 2 ? year + (year < 70 ? 2000 : 1900) : NaN
  const date = new Date(Date.UTC(whole, month - 1, day))
  const fits = date.getUTCFullYear() === whole && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return fits ? [day, month, whole] : undefined
}

export const written = ([day, month, year]) => `${two(day)}/${two(month)}/${year}`

export const today = () => {
  const now = new Date()
  return [now.getDate(), now.getMonth() + 1, now.getFullYear()]
}
