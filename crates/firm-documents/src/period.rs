//! Periods as people write them: a year, a quarter, a month.

use despacho_platform::i18n::Lang;
use despacho_ui::fields::{Custom, Sight};

/// A year of four digits that somebody may have papers of.
fn year(text: &str) -> Option<&str> {
    let whole = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
    Some(text).filter(|_| whole && ("1900"..="2199").contains(&text))
}

/// The year of a period or of a day; empty where it has none.
pub fn year_of(period: &str) -> &str {
    period.get(..4).unwrap_or("")
}

/// `2027`, `2027-Q1`, `2027-03` from what is typed: also `1T 2027`, `Q1 2027`, `T1-2027`, `03/2027`.
fn parse(typed: &str, _: &Sight<'_>) -> Result<String, &'static str> {
    read(typed).ok_or("period")
}

/// A period of what is typed; none where it is none.
pub fn read(typed: &str) -> Option<String> {
    let upper = typed.to_uppercase();
    let parts: Vec<&str> = upper.split([' ', '-', '/', '.']).filter(|part| !part.is_empty()).collect();
    let (of, rest) = match parts.as_slice() {
        [only] => return year(only).map(str::to_owned),
        [first, second] => year(first).map(|year| (year, *second)).or_else(|| year(second).map(|year| (year, *first)))?,
        _ => return None,
    };
    match rest.strip_prefix(['Q', 'T']).or_else(|| rest.strip_suffix('T')) {
        Some(quarter @ ("1" | "2" | "3" | "4")) => Some(format!("{of}-Q{quarter}")),
        Some(_) => None,
        None => match rest.parse::<u8>() {
            Ok(month @ 1..=12) if rest.len() <= 2 => Some(format!("{of}-{month:02}")),
            _ => None,
        },
    }
}

/// A period as a person reads it: `1T 2027`, `03/2027`.
pub fn shown(lang: Lang, period: &str) -> String {
    match period.split_once('-') {
        Some((year, quarter)) if quarter.starts_with('Q') => {
            let number = quarter.trim_start_matches('Q');
            lang.pick(&format!("{number}T {year}"), &format!("Q{number} {year}")).to_owned()
        }
        Some((year, month)) => format!("{month}/{year}"),
        None => period.to_owned(),
    }
}

/// A year, a quarter or a month.
pub static PERIOD: Custom = Custom { parse, show: |stored, sight| shown(sight.lang, stored), input: "text", max: 20, format: "", pattern: None };

/// A year.
pub static YEAR: Custom = Custom {
    parse: |typed, _| year(typed).map(str::to_owned).ok_or("year"),
    show: |stored, _| stored.to_owned(),
    input: "text",
    max: 4,
    format: "",
    pattern: None,
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_read_however_it_is_written_and_what_is_shown_is_read_back() {
        let sight = Sight::form(Lang::Es, "ES");
        for (typed, stored) in [
            ("2027", "2027"),
            ("2027-Q1", "2027-Q1"),
            ("1t 2027", "2027-Q1"),
            ("T4-2027", "2027-Q4"),
            ("q2 2027", "2027-Q2"),
            ("03/2027", "2027-03"),
            ("2027-3", "2027-03"),
            ("2027-12", "2027-12"),
        ] {
            assert_eq!(parse(typed, &sight).as_deref(), Ok(stored), "{typed}");
            for lang in [Lang::Es, Lang::En] {
                assert_eq!(parse(&shown(lang, stored), &sight).as_deref(), Ok(stored), "{typed}");
            }
        }
        for typed in ["27", "2027-13", "2027-00", "5T 2027", "T 2027", "2027-Q", "0T 2027", "marzo", "2027-01-31", "-", "1 2", "2027-003", "99999"] {
            assert_eq!(parse(typed, &sight), Err("period"), "{typed}");
        }
    }
}
