// Letters that people type without their stroke or ligature, which do not decompose; a final sigma is like the others.
const LETTERS = { ß: "ss", æ: "ae", œ: "oe", þ: "th", ø: "o", ł: "l", đ: "d", ð: "d", ı: "i", ς: "σ" }

// The text under which names are compared, as the server's text::fold makes it: what is found here is found there.
export function fold(text) {
  const plain = text.normalize("NFKD").replace(/\p{Mn}/gu, "").toLowerCase()
  return plain.replace(/[ßæœþøłđðıς]/g, (letter) => LETTERS[letter])
}
