//! Amounts and days as files write them.

use despacho_kernel::place::{self, Currency};
use jiff::civil::Date;

use crate::fault::{Fault, Why};

/// The mark before the decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// A point or a comma alone is the mark; of both, the last.
    Last,
    /// The same, but a mark alone before exactly three digits of a currency without as many could stand between thousands too: it is refused.
    Certain,
    /// The same, but a mark before exactly three digits of a currency without as many stands between thousands.
    Grouped,
    /// This one; others stand between thousands.
    Of(char),
}

/// No line of a statement is larger, in minor units: what an account's lines come to stays within its type.
pub const MAX_AMOUNT: i64 = 1_000_000_000_000_000;

/// Minor units of an amount, at most [`MAX_AMOUNT`]: decimals beyond those of the currency must be zeros.
pub fn minor(text: &str, digits: u8, mark: Mark) -> Option<i64> {
    let text: String = text.chars().filter(|c| !c.is_whitespace() && *c != '\'').map(|c| if c == '−' { '-' } else { c }).collect();
    let (mut negative, mut rest) = (false, text.as_str());
    if let Some(inside) = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        (negative, rest) = (true, inside);
    }
    for sign in ['-', '+'] {
        if let Some(signed) = rest.strip_prefix(sign).or_else(|| rest.strip_suffix(sign)) {
            (negative, rest) = (negative != (sign == '-'), signed);
            break;
        }
    }
    let last = rest.rfind(['.', ',']);
    let both = rest.contains('.') && rest.contains(',');
    let three = |at: usize| !both && rest.len() - at == 4 && digits != 3;
    let decimal = match mark {
        Mark::Of(mark) => rest.rfind(mark),
        Mark::Certain if last.is_some_and(three) => return None,
        Mark::Last | Mark::Certain => last,
        Mark::Grouped => last.filter(|at| !three(*at)),
    };
    let (whole, fraction) = decimal.map_or((rest, ""), |at| (&rest[..at], &rest[at + 1..]));
    let used = decimal.and_then(|at| rest[at..].chars().next());
    if whole.chars().any(|c| Some(c) == used) || !fraction.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    if !groups(whole) || (whole.is_empty() && fraction.is_empty()) {
        return None;
    }
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    let digits = usize::from(digits);
    let (kept, beyond) = fraction.split_at(fraction.len().min(digits));
    if !beyond.bytes().all(|b| b == b'0') {
        return None;
    }
    let units: i64 = format!("{whole}{kept:0<digits$}").parse().ok().filter(|units| *units <= MAX_AMOUNT)?;
    Some(if negative { -units } else { units })
}

/// Whether digits stand alone or in thousands.
fn groups(whole: &str) -> bool {
    let mut parts = whole.split(['.', ',']);
    let first = parts.next().unwrap_or_default();
    let rest: Vec<&str> = parts.collect();
    let all = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    all(first) && (rest.is_empty() || (1..=3).contains(&first.len())) && rest.iter().all(|part| part.len() == 3 && all(part))
}

/// An amount of a line, or the fault there.
pub fn amount(text: &str, currency: &Currency, mark: Mark, line: usize) -> Result<i64, Fault> {
    minor(text, currency.digits, mark).ok_or_else(|| Fault { line, why: Why::Amount(text.trim().to_owned()) })
}

/// A currency by its letters.
pub fn currency(code: &str, line: usize) -> Result<&'static Currency, Fault> {
    place::currency(code).map_err(|_| Fault { line, why: Why::Currency(code.to_owned()) })
}

/// A day by year, month and day as digits; years of two digits are those from 1970 to 2069.
pub fn day(year: &str, month: &str, day: &str) -> Option<Date> {
    let year: i16 = match (year.len(), year.parse::<i16>().ok()?) {
        (2, short) if short < 70 => 2000 + short,
        (2, short) => 1900 + short,
        (4, year) => year,
        _ => return None,
    };
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}

/// A day as `20270412`, with whatever follows it.
pub fn compact(text: &str) -> Option<Date> {
    let digits = text.trim().get(..8).filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()))?;
    day(&digits[..4], &digits[4..6], &digits[6..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_or_refused() {
        for (text, mark, want) in [
            ("1234.56", Mark::Last, Some(123_456)),
            ("-1234,5", Mark::Last, Some(-123_450)),
            ("1.234,56", Mark::Last, Some(123_456)),
            ("1,234.56", Mark::Last, Some(123_456)),
            ("12.340", Mark::Last, Some(1234)),
            ("12.345", Mark::Last, None),
            ("1.000", Mark::Last, Some(100)),
            ("1.000", Mark::Certain, None),
            ("1,000", Mark::Certain, None),
            ("-12.500", Mark::Certain, None),
            ("12.50", Mark::Certain, Some(1250)),
            ("1.234,56", Mark::Certain, Some(123_456)),
            ("1,234.560", Mark::Certain, Some(123_456)),
            ("10000000000000.00", Mark::Last, Some(MAX_AMOUNT)),
            ("10000000000000.01", Mark::Last, None),
            ("1.234", Mark::Grouped, Some(123_400)),
            ("1,234,567", Mark::Grouped, Some(123_456_700)),
            ("12,34", Mark::Grouped, Some(1234)),
            ("(12.00)", Mark::Last, Some(-1200)),
            ("12,00-", Mark::Of(','), Some(-1200)),
            ("+1 234,00", Mark::Of(','), Some(123_400)),
            ("1.234", Mark::Of(','), Some(123_400)),
            ("12.34", Mark::Of(','), None),
            (".5", Mark::Last, Some(50)),
            ("−3,00", Mark::Of(','), Some(-300)),
            ("", Mark::Last, None),
            ("-", Mark::Last, None),
            ("1..2", Mark::Last, None),
            ("1,2,3", Mark::Last, None),
            ("12a", Mark::Last, None),
            ("99999999999999999999", Mark::Last, None),
        ] {
            assert_eq!(minor(text, 2, mark), want, "{text}");
        }
        assert_eq!(minor("1.234", 3, Mark::Grouped), Some(1234));
        assert_eq!(minor("1,234", 0, Mark::Grouped), Some(1234));
        assert_eq!((minor("1.234", 3, Mark::Certain), minor("1,000", 0, Mark::Certain)), (Some(1234), None));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_an_amount_or_none(text in "[-+(]?[0-9., ]{0,14}[-)]?|.*") {
            for mark in [Mark::Last, Mark::Certain, Mark::Grouped, Mark::Of(','), Mark::Of('.')] {
                let _ = minor(&text, 2, mark);
            }
        }
    }
}
