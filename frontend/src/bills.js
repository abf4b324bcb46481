// The amounts of a bill's line, in minor units: what is computed, what the paper may differ by, and bases from the total. The server judges in the end
// (crates/taxes/src/supplier.rs, crates/quick-bills/src/amounts.rs).

const abs = (units) => Math.abs(units)

// A percentage as it is stored (`21`, `1.75`), as a fraction.
const fraction = (percent) => {
  const [whole, decimals = ""] = String(percent || "0").replace("-", "").split(".")
  return [BigInt(whole + decimals), 100n * 10n ** BigInt(decimals.length)]
}

// `over / under` to the nearest unit, halves away from zero.
const rounded = (over, under) => {
  const size = over < 0n ? -over : over
  const units = Number((2n * size + under) / (2n * under))
  return over < 0n ? -units : units
}

// So many percent of an amount.
export const share = (units, percent) => {
  const [over, under] = fraction(percent)
  return rounded(BigInt(units) * over, under)
}

// What a total is made of at one rate: the tax takes what rounding leaves. Nothing where nothing would be left to be paid.
export const fromTotal = (total, { rate, charged }, withheld) => {
  const [a, b] = charged ? fraction(rate) : [0n, 1n]
  const [c, d] = fraction(withheld)
  const over = b * d + a * d - c * b
  if (over <= 0n) return undefined
  const base = rounded(BigInt(total) * b * d, over)
  const kept = share(base, withheld)
  const rest = total + kept - base
  if (charged && a !== 0n) return { base, quota: rest, withheld: kept }
  return { base: base + rest, quota: share(base + rest, rate), withheld: kept }
}

// What becomes of an amount as the paper has it: `same`, `accepted` within rounding, `warned` up to one unit of the currency, or `refused`.
export const judge = (typed, computed, lines, digits) => {
  const difference = abs(typed - computed)
  if (difference === 0) return "same"
  if (difference <= Math.max(lines, 2)) return "accepted"
  return difference <= Math.max(100, 10 ** digits) ? "warned" : "refused"
}
