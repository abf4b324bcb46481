//! Words of texts, and what tells one text from another. Pure.

use despacho_kernel::text::fold;
use jiff::civil::Date;

/// The words of a text, folded: letters and digits together.
pub fn words_of(text: &str) -> Vec<String> {
    fold(text).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// What a line is called without what changes each time: words without digits.
pub fn payee_key(counterparty: &str, text: &str) -> String {
    let of = |text: &str| {
        let words: Vec<String> = words_of(text).into_iter().filter(|word| word.len() > 1 && !word.chars().any(|c| c.is_ascii_digit())).collect();
        words.join(" ")
    };
    let named = of(counterparty);
    let key = if named.is_empty() { of(text) } else { named };
    key.chars().take(100).collect()
}

/// Words that many names have, which tell none apart.
const COMMON: [&str; 24] = [
    "sociedad",
    "limitada",
    "anonima",
    "transferencia",
    "transf",
    "transfer",
    "recibo",
    "pago",
    "cobro",
    "factura",
    "facturas",
    "from",
    "para",
    "abono",
    "cargo",
    "empresa",
    "company",
    "limited",
    "inmediata",
    "compra",
    "tarjeta",
    "cuenta",
    "payment",
    "invoice",
];

/// The words that tell one name from another.
pub fn telling(words: &[String]) -> impl Iterator<Item = &String> {
    words
        .iter()
        .filter(|word| word.len() >= 4 && !COMMON.contains(&word.as_str()) && !word.chars().all(|c| c.is_ascii_digit()))
}

/// Whether a number stands in a text: its letters and digits are those of whole words that follow each other.
pub fn stands_in(number: &str, words: &[String]) -> bool {
    let number: String = words_of(number).concat();
    if number.len() < 3 || !number.chars().any(|c| c.is_ascii_digit()) {
        return false;
    }
    // Digits alone might be anything: a short number tells nothing.
    if number.len() < 5 && number.chars().all(|c| c.is_ascii_digit()) {
        return false;
    }
    (0..words.len()).any(|from| {
        let mut rest = number.as_str();
        for word in &words[from..] {
            match rest.strip_prefix(word.as_str()) {
                Some("") => return true,
                Some(more) => rest = more,
                None => return false,
            }
        }
        false
    })
}

/// The days between two.
pub fn days(a: Date, b: Date) -> i64 {
    let span = a.since(b).map(|span| i64::from(span.get_days())).unwrap_or(i64::MAX);
    span.saturating_abs()
}

/// Whether a word is a number that tells one document from another.
pub fn is_number(word: &str) -> bool {
    word.len() >= 5 && word.chars().filter(char::is_ascii_digit).count() >= 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_stands_in_a_text_however_it_is_written() {
        let stands = |number: &str, text: &str| stands_in(number, &words_of(text));
        assert!(stands("F27-0118", "TRANSF. DE VIVEROS FRA F27-0118"));
        assert!(stands("F27-0118", "pago f270118 gracias"));
        assert!(stands("F27-0118", "FRA F27 0118"));
        assert!(!stands("F27-0118", "FRA F27-01180"));
        assert!(!stands("118", "recibo 118"), "a short number tells nothing");
    }

    #[test]
    fn a_payee_is_called_the_same_each_month() {
        let key = payee_key("", "RECIBO IBERLUZ 2027-03 REF 99812");
        assert_eq!(key, payee_key("", "Recibo Iberluz 2027-04 ref 10034"));
        assert_eq!(payee_key("Aguas del Norte, S. A.", "lo que sea"), "aguas del norte");
    }
}
