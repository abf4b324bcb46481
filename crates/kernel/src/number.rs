//! Numbers as people type them, read strictly: what could be two numbers is refused, never guessed.

use rust_decimal::Decimal;

/// How a number is written. The marks are those of CLDR for Spanish (`es`) and English (`en`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notation {
    /// `1.234,56`
    Spanish,
    /// `1,234.56`
    English,
    /// `1234.56`, as stored and as the API sends it: no groups, no other mark, `-` in front of what is negative.
    Plain,
}

/// Spaces that may stand between groups of three in any language (ISO 80000-1, 7.3.1).
const SPACES: [char; 3] = [' ', '\u{a0}', '\u{202f}'];

/// A number taken apart: its sign and its digits on both sides of the decimal mark.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Parts {
    negative: bool,
    whole: String,
    fraction: String,
}

impl Parts {
    /// How many decimals were typed.
    pub(crate) fn decimals(&self) -> usize {
        self.fraction.len()
    }

    /// The number in units of `10^-digits`; nothing when it has more decimals than that, or is beyond any use.
    pub(crate) fn units(&self, digits: usize) -> Option<i128> {
        let missing = digits.checked_sub(self.decimals())?;
        let units: i128 = format!("{}{}{}", self.whole, self.fraction, "0".repeat(missing)).parse().ok()?;
        Some(if self.negative { -units } else { units })
    }
}

/// Takes a typed number apart; `"number"` when it isn't one.
///
/// Groups are of three digits or it is no number, and the decimal mark has digits on both sides. A numeric keypad has only one
/// mark: where the notation's group mark stands once and cannot be one (`1234.5` and `0.125` in Spanish), it is the decimal mark.
pub(crate) fn split(text: &str, notation: Notation) -> Result<Parts, &'static str> {
    let text = text.trim();
    let minus: &[char] = if notation == Notation::Plain { &['-'] } else { &['-', '−'] };
    let (negative, text) = text.strip_prefix(minus).map_or((false, text), |rest| (true, rest));
    let read = match notation {
        Notation::Spanish => typed(text, '.', ','),
        Notation::English => typed(text, ',', '.'),
        Notation::Plain => plain(text),
    };
    let (whole, fraction) = read.ok_or("number")?;
    Ok(Parts { negative, whole, fraction })
}

/// The digits before and after the decimal mark of an unsigned number of a language.
fn typed(text: &str, group: char, decimal: char) -> Option<(String, String)> {
    if let Some((whole, fraction)) = text.split_once(decimal) {
        return Some((ungrouped(whole, group)?, digits(fraction)?.to_owned()));
    }
    ungrouped(text, group).map(|whole| (whole, String::new())).or_else(|| {
        let (whole, fraction) = text.split_once(group)?;
        // `012.345` could be thousands that begin with a zero as well.
        let padded = whole.len() > 1 && whole.starts_with('0');
        Some((digits(whole)?.to_owned(), digits(fraction)?.to_owned())).filter(|_| !padded)
    })
}

/// The digits before and after the point of an unsigned number as stored.
fn plain(text: &str) -> Option<(String, String)> {
    match text.split_once('.') {
        Some((whole, fraction)) => Some((digits(whole)?.to_owned(), digits(fraction)?.to_owned())),
        None => Some((digits(text)?.to_owned(), String::new())),
    }
}

/// The digits of a whole number: without marks, or one and the same mark between all its groups.
fn ungrouped(text: &str, group: char) -> Option<String> {
    let Some(mark) = text.chars().find(|c| *c == group || SPACES.contains(c)) else { return digits(text).map(str::to_owned) };
    let groups: Vec<&str> = text.split(mark).collect();
    let (first, others) = groups.split_first()?;
    let grouped = first.len() <= 3 && !first.starts_with('0') && others.iter().all(|group| group.len() == 3);
    (grouped && groups.iter().all(|group| digits(group).is_some())).then(|| groups.concat())
}

/// The text, if it is one or more digits.
fn digits(text: &str) -> Option<&str> {
    (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())).then_some(text)
}

/// Reads a decimal, without needless zeros.
///
/// `"number"` when it isn't one or has more digits than a decimal holds (28), `"decimals"` when more than `max_scale` digits
/// stand after the mark, zeros among them: `1,500` may have been meant for a thousand.
pub fn decimal(text: &str, notation: Notation, max_scale: u32) -> Result<Decimal, &'static str> {
    let parts = split(text, notation)?;
    let scale = u32::try_from(parts.decimals()).ok().filter(|scale| *scale <= max_scale).ok_or("decimals")?;
    let units = parts.units(parts.decimals()).ok_or("number")?;
    Decimal::try_from_i128_with_scale(units, scale).map(|number| number.normalize()).map_err(|_| "number")
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use super::{Notation::*, *};

    /// The reference: a number of `digits` decimals as a page writes it, with groups or without.
    pub(crate) fn written(units: i128, digits: usize, notation: Notation, grouped: bool, minus: char) -> String {
        let text = format!("{:0>width$}", units.unsigned_abs(), width = digits + 1);
        let (whole, fraction) = text.split_at(text.len() - digits);
        let (group, mark) = match notation {
            Spanish => (".", ","),
            English => (",", "."),
            Plain => ("", "."),
        };
        let groups: Vec<&str> = whole.as_bytes().rchunks(3).rev().map(|g| std::str::from_utf8(g).expect("digits")).collect();
        let whole = groups.join(if grouped { group } else { "" });
        let sign = if units < 0 { minus.to_string() } else { String::new() };
        if digits == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}{mark}{fraction}") }
    }

    /// A notation and a minus that it knows.
    pub(crate) fn notations() -> impl Strategy<Value = (Notation, char)> {
        prop_oneof![Just((Spanish, '−')), Just((Spanish, '-')), Just((English, '−')), Just((English, '-')), Just((Plain, '-'))]
    }

    fn read(text: &str, notation: Notation) -> Result<String, &'static str> {
        decimal(text, notation, 4).map(|number| number.to_string())
    }

    #[test]
    fn each_notation_reads_its_own() {
        let table = [
            (Spanish, "1.234,56", "1234.56"),
            (Spanish, "1.234", "1234"),
            (Spanish, "1.234.567", "1234567"),
            (Spanish, "1 234 567,5", "1234567.5"),
            (Spanish, "1\u{202f}234,50", "1234.5"),
            (Spanish, "−1\u{a0}234", "-1234"),
            (Spanish, " 5,20 ", "5.2"),
            (Spanish, "007", "7"),
            (Spanish, "0,125", "0.125"),
            (Spanish, "-0", "0"),
            (English, "1,234.56", "1234.56"),
            (English, "1,234", "1234"),
            (English, "1.234", "1.234"),
            (English, "0.125", "0.125"),
            (Plain, "1234.5600", "1234.56"),
            (Plain, "-0.5", "-0.5"),
        ];
        for (notation, text, number) in table {
            assert_eq!(read(text, notation).as_deref(), Ok(number), "{text} in {notation:?}");
        }
    }

    #[test]
    fn the_keypads_mark_is_read_where_it_can_be_no_group() {
        for (text, number) in [("1234.5", "1234.5"), ("0.5", "0.5"), ("1234.56", "1234.56"), ("0.125", "0.125"), ("-12.5", "-12.5"), ("1.2345", "1.2345")] {
            assert_eq!(read(text, Spanish).as_deref(), Ok(number), "{text}");
            assert_eq!(read(&text.replace('.', ","), English).as_deref(), Ok(number), "{text}");
            assert_eq!(read(&text.replace('.', ","), Plain), Err("number"), "{text}");
        }
    }

    #[test]
    fn what_could_be_two_numbers_is_none() {
        let bad = [
            "|-|−|5-|12-34|--5|-−5|+5|- 5|1.2.3|1,2,3|abc|5 €|,5|5,|.5|5.|.|,|1..2|1,,2|1.23.456|1,23,456|1.234.5|1,234,5|1.234,56-|1'234|1_000",
            "1234.567.890|1234,567,890|0.123.456|0,123,456|012,345x|1.234 567|1,234 567|1 234\u{a0}567|1  234|1 23|12 34|0 123|1 234.567,8.9",
            "١٢|1e3|0x1|NaN|1 .234|1. 234",
        ];
        for text in bad.iter().flat_map(|line| line.split('|')) {
            for notation in [Spanish, English, Plain] {
                assert_eq!(read(text, notation), Err("number"), "{text} in {notation:?}");
            }
        }
        // The other language's, and thousands that begin with a zero.
        for text in ["1.234,56", "012,345", "1 234,5", "1 234,567"] {
            assert_eq!(read(text, English), Err("number"), "{text}");
        }
        for text in ["1,234.56", "012.345", "1 234.5", "1 234.567"] {
            assert_eq!(read(text, Spanish), Err("number"), "{text}");
        }
        for text in ["1 234", "1,5", "−5", "1.234.567", "1\u{a0}234"] {
            assert_eq!(read(text, Plain), Err("number"), "{text}");
        }
        assert_eq!(decimal("1,500", Spanish, 2), Err("decimals"));
        assert_eq!(decimal("0,12345", Spanish, 4), Err("decimals"));
        assert_eq!(read(&"9".repeat(20), Spanish), Ok("9".repeat(20)));
        assert_eq!(read(&"9".repeat(30), Spanish), Err("number"));
        assert_eq!(read(&"9".repeat(60), Plain), Err("number"));
        assert_eq!(decimal(&format!("1.{}", "0".repeat(40)), Plain, 60), Err("number"));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(units: i64, scale in 0..=4u32, (notation, minus) in notations(), grouped: bool) {
            let text = written(units.into(), scale as usize, notation, grouped, minus);
            let number = Decimal::try_from_i128_with_scale(units.into(), scale).expect("a decimal").normalize();
            prop_assert_eq!(decimal(&text, notation, 4), Ok(number), "{}", text);
        }

        #[test]
        fn any_text_is_a_number_or_an_error(text in "[-−+]?[0-9., \u{a0}]{0,12}|.*", scale in 0..40u32) {
            for notation in [Spanish, English, Plain] {
                if let Ok(number) = decimal(&text, notation, scale) {
                    prop_assert_eq!(number, decimal(&number.to_string(), Plain, 28).expect("as stored"));
                }
            }
        }
    }
}
