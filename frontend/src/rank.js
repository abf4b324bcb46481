// Which options match what was typed, the likeliest first: the code or the name itself, then names that begin so, names with a word that begins
// so, other names, and last what only contains it. Every word that was typed must be there, in whatever order.
import { fold } from "./fold.js"

const WORST = 9

const rank = (typed, parts, option) => {
  const label = fold(option.textContent)
  const others = fold(option.dataset.words ?? "").split(";").map((word) => word.trim()).filter(Boolean)
  const all = [label, ...others, fold(option.dataset.note ?? "")].join(" ")
  if (!parts.every((part) => all.includes(part))) return WORST
  const begins = (text) => text.split(/[\s·/(,-]+/).some((word) => word.startsWith(parts[0]))
  if (fold(option.value) === typed || label === typed) return 0
  if (label.startsWith(typed)) return 1
  if (others.includes(typed)) return 2
  if (begins(label)) return 3
  if (others.some((other) => other.startsWith(typed))) return 4
  if (others.some(begins)) return 5
  return label.includes(typed) ? 6 : 7
}

export const found = (text, options) => {
  const typed = fold(text).trim()
  if (!typed) return options
  const parts = typed.split(/\s+/)
  return options.map((option) => [rank(typed, parts, option), option]).filter(([at]) => at < WORST).sort(([a], [b]) => a - b).map(([, option]) => option)
}
