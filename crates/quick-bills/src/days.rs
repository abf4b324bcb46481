//! Days as they are typed in a batch: what is left out is of its month.

use despacho_ui::days;
use jiff::civil::Date;

/// The first day of a month: `2027-04`.
pub fn first(month: &str) -> Option<Date> {
    format!("{month}-01").parse().ok()
}

/// A day that was typed whole or in part: `12`, `12/4`, `1204`, `12/04/2027`.
pub fn read(text: &str, month: &str) -> Option<Date> {
    let text = text.trim();
    if let Some(day) = days::read(text) {
        return Some(day);
    }
    let around = first(month)?;
    let digits = |part: &str| !part.is_empty() && part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = match text.len() {
        3 if text.bytes().all(|b| b.is_ascii_digit()) => vec![&text[..1], &text[1..]],
        4 if text.bytes().all(|b| b.is_ascii_digit()) => vec![&text[..2], &text[2..]],
        _ => text.split(['/', '-', '.', ' ']).collect(),
    };
    if !parts.iter().all(|part| digits(part)) {
        return None;
    }
    match parts.as_slice() {
        [day] => Date::new(around.year(), around.month(), day.parse().ok()?).ok(),
        [day, month] => Date::new(around.year(), month.parse().ok()?, day.parse().ok()?).ok(),
        _ => None,
    }
}

/// A day as it is typed in a batch: `12/04`, with its year where that is another.
pub fn shown(stored: &str, month: &str) -> String {
    let whole = days::shown(stored);
    if stored.get(..4) == month.get(..4) { whole.get(..5).unwrap_or(&whole).to_owned() } else { whole }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_of_the_batch() {
        let typed = |text: &str| read(text, "2027-04").map(|day| day.to_string());
        for (text, day) in [
            ("12", "2027-04-12"),
            ("3", "2027-04-03"),
            ("12/4", "2027-04-12"),
            ("1204", "2027-04-12"),
            ("105", "2027-05-01"),
            ("29-3", "2027-03-29"),
            ("12/04/2026", "2026-04-12"),
            ("120426", "2026-04-12"),
        ] {
            assert_eq!(typed(text).as_deref(), Some(day), "{text}");
        }
        for text in ["", "31", "3104", "x", "12/4/", "1/2/3/4", "0", "12 de abril"] {
            assert_eq!(typed(text), None, "{text}");
        }
        assert_eq!(read("12", "abril"), None);
        assert_eq!(
            (shown("2027-03-29", "2027-04"), shown("2026-12-31", "2027-01"), shown("", "2027-04")),
            ("29/03".into(), "31/12/2026".into(), String::new())
        );
    }
}
