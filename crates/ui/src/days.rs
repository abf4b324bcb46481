//! Calendar days as people type them: the day first in both languages (CLDR `es-ES` and `en-GB`), and ISO 8601 as programs write it.

use jiff::civil::Date;

/// The years that a day of an organization may lie in; beyond them it is a slip of the hand.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2200;

fn near(day: &Date) -> bool {
    YEARS.contains(&day.year())
}

/// A day as programs write it, `2026-01-05`, within the years that people book in.
pub fn iso(text: &str) -> Option<Date> {
    text.trim().parse().ok().filter(near)
}

/// A day as it stands in a field: `05/01/2026`. What is no day stays as it was typed.
pub fn shown(value: &str) -> String {
    value.parse::<Date>().map_or_else(|_| value.to_owned(), |day| day.strftime("%d/%m/%Y").to_string())
}

/// A day that was typed whole: `5/1/2026`, `5.1.26`, `05012026`, `2026-01-05`.
pub fn read(text: &str) -> Option<Date> {
    let text = text.trim();
    if let Some(day) = iso(text) {
        return Some(day);
    }
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> =
        if digits(text) && matches!(text.len(), 6 | 8) { vec![&text[..2], &text[2..4], &text[4..]] } else { text.split(['/', '-', '.', ' ']).collect() };
    let [day, month, year] = parts.as_slice() else { return None };
    if !parts.iter().all(|part| digits(part)) || day.len() > 2 || month.len() > 2 || !matches!(year.len(), 2 | 4) {
        return None;
    }
    let number: i16 = year.parse().ok()?;
    let century = if year.len() > 2 { 0 } else { century(number) };
    Date::new(number + century, month.parse().ok()?, day.parse().ok()?).ok().filter(near)
}

/// The century of a year of two digits: this one up to 69.
pub fn century(year: i16) -> i16 {
    if year < 70 { 2000 } else { 1900 }
}

/// A day as it is stored, ISO 8601; what is no day stays as it was typed, for its error to be told.
pub fn stored(text: &str) -> String {
    read(text).map_or_else(|| text.trim().to_owned(), |day| day.to_string())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_day_is_read_with_its_day_first() {
        for text in ["05/01/2026", "5/1/2026", "5-1-26", "5.1.2026", "05012026", "050126", " 2026-01-05 ", "5 1 2026"] {
            assert_eq!(read(text).map(|day| day.to_string()).as_deref(), Some("2026-01-05"), "{text}");
        }
        for text in [
            "",
            "x",
            "31/02/2026",
            "1/2",
            "15",
            "1/2/3/4",
            "2026-02-30",
            "0000-01-01",
            "-000100-01-01",
            "01/01/0026",
            "9999-12-31",
            "1/1/026",
            "0x/01/2026",
            "١/١/٢٠٢٦",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(
            (shown("2026-01-05"), shown("ayer"), stored("ayer "), stored("5/1/26")),
            ("05/01/2026".into(), "ayer".into(), "ayer".into(), "2026-01-05".into())
        );
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back(year in 1900i16..=2200, month in 1i8..=12, day in 1i8..=31) {
            if let Ok(day) = Date::new(year, month, day) {
                prop_assert_eq!(read(&shown(&day.to_string())), Some(day));
                prop_assert_eq!(stored(&shown(&day.to_string())), day.to_string());
            }
        }

        #[test]
        fn any_text_is_read_or_left(text in ".{0,12}") {
            if read(&text).is_none() {
                prop_assert_eq!(stored(&text), text.trim());
            }
        }
    }
}
