// Amounts as they are typed in the grid of an entry: read as the server reads them (crates/kernel/src/number.rs), solved where they are sums, and
// written as the reader writes them. Fractions of whole numbers, so that nothing is rounded before its end.

const MARKS = { es: [".", ","], en: [",", "."] }
const marks = (lang) => MARKS[lang] ?? MARKS.es

// The digits of a whole number, with marks between all its groups of three or with none.
const ungrouped = (text, group) => {
  if (/^\d+$/.test(text)) return text
  const mark = [...text].find((c) => c === group || " \u00a0\u202f".includes(c))
  if (!mark) return undefined
  const [first, ...others] = text.split(mark)
  const fits = /^[1-9]\d{0,2}$/.test(first) && others.every((part) => /^\d{3}$/.test(part))
  return fits ? first + others.join("") : undefined
}

// An unsigned number as its digits and how many of them are decimals; nothing where it is none.
const parts = (text, lang) => {
  const [group, mark] = marks(lang)
  if (text.includes(mark)) {
    const [whole, fraction, more] = text.split(mark)
    const digits = ungrouped(whole, group)
    return digits !== undefined && more === undefined && /^\d+$/.test(fraction) ? [digits + fraction, fraction.length] : undefined
  }
  const digits = ungrouped(text, group)
  if (digits !== undefined) return [digits, 0]
  // A keypad has one mark only: where it can be no group, it is the decimal one.
  const [whole, fraction, more] = text.split(group)
  const fits = more === undefined && fraction !== undefined && /^\d+$/.test(whole) && /^\d+$/.test(fraction) && !/^0\d/.test(whole)
  return fits ? [whole + fraction, fraction.length] : undefined
}

const fraction = (text, lang) => {
  const found = parts(text, lang)
  return found && [BigInt(found[0]), 10n ** BigInt(found[1])]
}

// Minor units, halves away from zero; nothing where they are more than what is kept.
const rounded = ([over, under], digits) => {
  const scaled = over * 10n ** BigInt(digits) * 2n
  const size = (scaled < 0n ? -scaled : scaled) / under
  const units = Number((size + 1n) / 2n)
  if (!Number.isSafeInteger(units)) return undefined
  return scaled < 0n ? -units : units
}

// What a sum of numbers says (`1200*0,21`, `(3+4)/2`), as a fraction; nothing where it is none.
const value = (text, lang) => {
  const tokens = text.match(/[\d.,\u00a0\u202f]+|[-−+*/()]|\S/g) ?? []
  let at = 0
  const take = (...wanted) => wanted.includes(tokens[at]) ? tokens[at++] : undefined
  const factor = () => {
    if (take("-", "−")) {
      const found = factor()
      return found && [-found[0], found[1]]
    }
    if (take("(")) {
      const found = sum()
      return take(")") && found
    }
    const found = at < tokens.length ? fraction(tokens[at], lang) : undefined
    at += 1
    return found
  }
  const product = () => {
    let left = factor()
    for (let sign = take("*", "/"); left && sign; sign = take("*", "/")) {
      const right = factor()
      if (!right || (sign === "/" && right[0] === 0n)) return undefined
      left = sign === "*" ? [left[0] * right[0], left[1] * right[1]] : [left[0] * right[1], left[1] * right[0]]
      if (left[1] < 0n) left = [-left[0], -left[1]]
    }
    return left
  }
  const sum = () => {
    let left = product()
    for (let sign = take("+", "-", "−"); left && sign; sign = take("+", "-", "−")) {
      const right = product()
      if (!right) return undefined
      const other = sign === "+" ? right[0] : -right[0]
      left = [left[0] * right[1] + other * left[1], left[1] * right[1]]
    }
    return left
  }
  const found = sum()
  return at === tokens.length ? found : undefined
}

// Whether a text asks to be solved: a sign stands after its beginning.
const isSum = (text) => /[+*/()]|\S\s*[-−]/.test(text)

// Minor units of what is typed; nothing where it cannot be read. A plain number has no more decimals than the currency.
export const minor = (text, lang, digits) => {
  const typed = text.trim()
  if (isSum(typed)) {
    const found = value(typed, lang)
    return found && rounded(found, digits)
  }
  const negative = /^[-−]/.test(typed)
  const found = parts(typed.replace(/^[-−]/, ""), lang)
  if (!found || found[1] > digits) return undefined
  const units = rounded([BigInt(found[0]), 10n ** BigInt(found[1])], digits)
  return negative && units ? -units : units
}

// Minor units as the reader writes them: `1.234,50`.
export const written = (units, lang, digits) => {
  const [group, mark] = marks(lang)
  const text = String(Math.abs(units)).padStart(digits + 1, "0")
  const whole = text.slice(0, text.length - digits).replace(/\B(?=(\d{3})+$)/g, group)
  return `${units < 0 ? "−" : ""}${whole}${digits ? mark + text.slice(-digits) : ""}`
}

// What a line says once it is left: sums solved, amounts written whole, a negative one on the other side. What cannot be read stays.
export const settled = ({ debit, credit }, lang, digits) => {
  const [over, under] = [debit, credit].map((text) => text.trim() ? minor(text, lang, digits) : undefined)
  const show = (text, units) => units === undefined ? text.trim() : units === 0 ? "" : written(units, lang, digits)
  if (over < 0 && !credit.trim()) return { debit: "", credit: written(-over, lang, digits) }
  if (under < 0 && !debit.trim()) return { debit: written(-under, lang, digits), credit: "" }
  return { debit: show(debit, over), credit: show(credit, under) }
}

// Minor units as money: `zero` is nothing of the currency as the reader writes it.
export const money = (zero, units, lang, digits) => zero.replace(written(0, lang, digits), written(units, lang, digits))

// What is said of two sums: that they balance, or which lacks how much; `shown` writes an amount.
export const balance = ([debits, credits], words, shown) => debits === credits ? words.balanced : (debits > credits ? words.lacks_credit : words.lacks_debit).replace("%t", shown(Math.abs(debits - credits)))

// Debits and credits of lines, as far as they can be read.
export const sums = (lines, lang, digits) => lines.reduce(([debits, credits], line) => {
  const { debit, credit } = settled(line, lang, digits)
  return [debits + (minor(debit, lang, digits) ?? 0), credits + (minor(credit, lang, digits) ?? 0)]
}, [0, 0])

// The amounts of a line that would balance the entry, the others as they are; nothing where it is balanced.
export const balancing = (lines, at, lang, digits) => {
  const others = lines.map((line, place) => place === at ? { debit: "", credit: "" } : line)
  const [debits, credits] = sums(others, lang, digits)
  if (debits === credits) return undefined
  return debits > credits ? { debit: "", credit: written(debits - credits, lang, digits) } : { debit: written(credits - debits, lang, digits), credit: "" }
}
