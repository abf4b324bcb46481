//! Amounts as plain-text accounting writes them: a number with a commodity on either side, whatever its marks.

use std::collections::HashMap;

use despacho_kernel::place::{self, Currency};
use rust_decimal::Decimal;

/// The largest quantity that is taken: sums of hundreds of thousands of them are decimals still.
const LARGEST: Decimal = Decimal::from_parts(2_764_472_320, 232_830, 0, false, 0);

/// So much of something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount {
    pub quantity: Decimal,
    /// As it is written, without quotes; empty where none is.
    pub commodity: String,
}

/// How numbers are marked where a number by itself could be two: `1,000`.
#[derive(Debug, Clone, Default)]
pub struct Marks {
    /// A lone comma before three digits stands between thousands, as ledger and beancount take it; hledger takes it for the decimal mark.
    pub lone_comma_groups: bool,
    /// What a directive says for the whole file.
    pub decimal: Option<char>,
    /// What a directive says of a commodity.
    pub of: HashMap<String, char>,
}

/// Characters of which no commodity without quotes is made.
fn is_mark(c: char) -> bool {
    c.is_whitespace() || c.is_ascii_digit() || "\"-+*/.,@;={}()[]~!<>|".contains(c)
}

/// The commodity at the beginning of a text, and the rest.
fn commodity(text: &str) -> Result<(String, &str), &'static str> {
    if let Some(rest) = text.strip_prefix('"') {
        return rest.split_once('"').map(|(name, rest)| (name.to_owned(), rest)).ok_or("quote_open");
    }
    let end = text.find(is_mark).unwrap_or(text.len());
    Ok((text[..end].to_owned(), &text[end..]))
}

/// The digits and marks of a number at the beginning of a text, and the rest.
fn digits(text: &str) -> (&str, &str) {
    let mut end = 0;
    for (at, c) in text.char_indices() {
        let is_space = matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '_' | '\'');
        // A space belongs to a number only between groups of digits.
        let groups = is_space && end > 0 && {
            let next: String = text[at + c.len_utf8()..].chars().take(4).collect();
            next.chars().take(3).filter(char::is_ascii_digit).count() == 3 && !next.chars().nth(3).is_some_and(|c| c.is_ascii_digit())
        };
        if c.is_ascii_digit() || c == '.' || c == ',' || groups {
            end = at + c.len_utf8();
        } else {
            break;
        }
    }
    (&text[..end], &text[end..])
}

/// A number of digits and marks.
pub fn number(text: &str, marks: &Marks, commodity: &str) -> Result<Decimal, &'static str> {
    let text: String = text.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '_' | '\'')).collect();
    let (dots, commas) = (text.matches('.').count(), text.matches(',').count());
    let told = marks.of.get(commodity).copied().or(marks.decimal);
    let decimal = match (dots, commas) {
        (0, 0) => None,
        (0, 1) | (1, 0) => {
            let mark = if dots == 1 { '.' } else { ',' };
            let after = text.split(mark).nth(1).unwrap_or_default().len();
            match told {
                Some(decimal) => (decimal == mark).then_some(mark),
                None if mark == ',' && marks.lone_comma_groups && after == 3 => None,
                None => Some(mark),
            }
        }
        (_, 0) | (0, _) => None,
        _ => text.rfind(['.', ',']).and_then(|at| text[at..].chars().next()),
    };
    let (whole, fraction) = match decimal {
        Some(mark) => text.rsplit_once(mark).unwrap_or((&text, "")),
        None => (text.as_str(), ""),
    };
    let grouped: Vec<&str> = whole.split(['.', ',']).collect();
    let right = grouped.len() == 1 || grouped.iter().skip(1).all(|group| group.len() == 3) && grouped[0].len() <= 3 && !grouped[0].is_empty();
    if !right || fraction.contains(['.', ',']) || (whole.is_empty() && fraction.is_empty()) || text.len() > 28 {
        return Err("amount_invalid");
    }
    let plain = format!("{}.{}", if whole.is_empty() { "0".to_owned() } else { grouped.concat() }, if fraction.is_empty() { "0" } else { fraction });
    let found: Decimal = plain.parse().map_err(|_| "amount_invalid")?;
    if found > LARGEST { Err("amount_invalid") } else { Ok(found) }
}

/// The amount at the beginning of a text, and the rest.
pub fn amount<'a>(text: &'a str, marks: &Marks) -> Result<(Amount, &'a str), &'static str> {
    let mut rest = text.trim_start();
    let (mut negative, mut signs) = (false, 0);
    let mut sign = |rest: &'a str| match rest.strip_prefix(['-', '+', '−']) {
        Some(after) => {
            negative ^= !rest.starts_with('+');
            signs += 1;
            after.trim_start()
        }
        None => rest,
    };
    rest = sign(rest);
    let mut name = String::new();
    if !rest.starts_with(|c: char| c.is_ascii_digit() || c == '.' || c == ',') {
        (name, rest) = commodity(rest)?;
        if name.is_empty() {
            return Err("amount_invalid");
        }
        rest = sign(rest.trim_start());
    }
    if signs > 1 {
        return Err("amount_invalid");
    }
    let (figures, mut after) = digits(rest);
    if figures.is_empty() {
        return Err("amount_invalid");
    }
    if name.is_empty() {
        let (found, end) = commodity(after.trim_start())?;
        if !found.is_empty() {
            (name, after) = (found, end);
        }
    }
    let quantity = number(figures, marks, &name)?;
    Ok((Amount { quantity: if negative { -quantity } else { quantity }, commodity: name }, after.trim_start()))
}

/// The currency that a commodity is, in books of `base`: by its code, or by a sign that is `base`'s or the best known of those that have it.
/// An amount without commodity is of `base`.
pub fn currency(commodity: &str, base: &'static Currency) -> Option<&'static Currency> {
    let dollars = ["USD", "MXN", "CAD", "AUD", "NZD", "ARS", "CLP", "COP", "SGD", "HKD"];
    let code = match commodity {
        "" => return Some(base),
        "€" => "EUR",
        "$" if dollars.contains(&base.code.as_str()) => return Some(base),
        "$" | "US$" => "USD",
        "£" => "GBP",
        "¥" => "JPY",
        code => code,
    };
    place::currency(code).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str, marks: &Marks) -> Result<(String, String, String), &'static str> {
        amount(text, marks).map(|(amount, rest)| (amount.quantity.normalize().to_string(), amount.commodity, rest.to_owned()))
    }

    #[test]
    fn every_shape_is_read() {
        let hledger = Marks::default();
        for (text, quantity, commodity) in [
            ("$10", "10", "$"),
            ("-$10.50", "-10.5", "$"),
            ("$-10", "-10", "$"),
            ("10 EUR", "10", "EUR"),
            ("EUR 10", "10", "EUR"),
            ("+10", "10", ""),
            ("1,234.56 EUR", "1234.56", "EUR"),
            ("1.234,56€", "1234.56", "€"),
            ("1 234,56 €", "1234.56", "€"),
            ("1,000", "1", ""),
            ("1,000,000 USD", "1000000", "USD"),
            ("10. EUR", "10", "EUR"),
            (".5 EUR", "0.5", "EUR"),
            ("3 \"green apples\"", "3", "green apples"),
            ("\"DE0002 35307\" 4", "4", "DE0002 35307"),
            ("-1'000.20 CHF", "-1000.2", "CHF"),
        ] {
            assert_eq!(read(text, &hledger), Ok((quantity.to_owned(), commodity.to_owned(), String::new())), "{text}");
        }
        for text in ["", "EUR", "--1", "1.2.3,4", "12,34,567", "(1+2)", "1,2,3", "\"x 1"] {
            assert!(read(text, &hledger).is_err(), "{text}");
        }
        assert_eq!(read("10 USD @ 9.12 EUR", &hledger), Ok(("10".into(), "USD".into(), "@ 9.12 EUR".into())));
    }

    #[test]
    fn a_number_that_could_be_two_is_what_its_program_takes_it_for() {
        let ledger = Marks { lone_comma_groups: true, ..Marks::default() };
        assert_eq!(read("1,000 EUR", &ledger), Ok(("1000".into(), "EUR".into(), String::new())));
        assert_eq!(read("1,00 EUR", &ledger), Ok(("1".into(), "EUR".into(), String::new())));
        let told = Marks { of: HashMap::from([("EUR".to_owned(), ',')]), decimal: Some('.'), ..Marks::default() };
        assert_eq!(read("1.000 EUR", &told), Ok(("1000".into(), "EUR".into(), String::new())));
        assert_eq!(read("1,000 USD", &told), Ok(("1000".into(), "USD".into(), String::new())));
    }

    #[test]
    fn a_sign_is_the_books_own_where_it_can_be() {
        let of = |code: &str| place::currency(code).expect("a currency");
        let found = |commodity, base| currency(commodity, of(base)).map(|found| found.code.as_str());
        assert_eq!((found("$", "EUR"), found("$", "MXN"), found("€", "USD"), found("", "GBP")), (Some("USD"), Some("MXN"), Some("EUR"), Some("GBP")));
        assert_eq!((found("AAPL", "EUR"), found("h", "EUR")), (None, None));
    }

    proptest! {
        #[test]
        fn any_text_is_an_amount_or_an_error(text in "[-+$€ 0-9.,EUR\"@']{0,14}|.{0,12}", group: bool) {
            let _ = amount(&text, &Marks { lone_comma_groups: group, ..Marks::default() });
        }
    }
}
