//! Files in the layouts of a tax agency: fields of fixed lengths, data of the catalogue.

use std::{collections::BTreeMap, sync::LazyLock};

use jiff::civil::Date;
use serde::Deserialize;

/// A layout, as it is from a day on.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// `303`.
    pub model: String,
    valid_from: Date,
    valid_to: Option<Date>,
    /// The public record design that it follows.
    pub source: String,
    /// How such a file's name ends.
    pub name: String,
    fields: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Layouts {
    files: Vec<Layout>,
}

static SPAIN: LazyLock<Vec<Layout>> = LazyLock::new(|| {
    let all: Layouts = toml::from_str(include_str!("../../../catalog/returns/es-files.toml")).expect("the catalogue is well formed");
    all.files
});

/// The layout of a model of a country (ISO 3166-1 alpha-2) for periods that end on a day; none where the catalogue has none.
pub fn of(country: &str, model: &str, end: Date) -> Option<&'static Layout> {
    let on = |layout: &&Layout| layout.model == model && layout.valid_from <= end && layout.valid_to.is_none_or(|to| end <= to);
    SPAIN.iter().filter(|_| country == "ES").find(on)
}

/// What is told of a return.
#[derive(Debug, Clone)]
pub struct Facts<'a> {
    /// `I` to be paid, `C` carried on, `D` refunded, `N` nothing.
    pub kind: char,
    /// Of whom files, nine characters.
    pub tax_id: &'a str,
    /// Of whom files.
    pub name: &'a str,
    /// Of the period.
    pub year: i16,
    /// `1T`.
    pub period: &'a str,
    /// Of the program, at most four characters.
    pub version: &'a str,
    /// Whether it is the last period of the year.
    pub is_last: bool,
    /// Whether operations under the cash criterion are told: those of one's own, those of vendors.
    pub cash: (bool, bool),
    /// The number of the return that is corrected.
    pub rectifies: Option<&'a str>,
    /// Figures in minor units by box; zero of those that are left out.
    pub boxes: &'a BTreeMap<String, i64>,
}

/// Why a file cannot be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// A box has more than fifteen digits before its decimals.
    TooLarge(String),
    /// The tax id is not of nine characters.
    TaxId,
}

/// A text in ISO 8859-1, cut or filled with blanks to a length; what it has no letter for is a blank.
fn text(of: &str, size: usize, to: &mut Vec<u8>) {
    let start = to.len();
    to.extend(of.trim().to_uppercase().chars().take(size).map(|c| u8::try_from(u32::from(c)).unwrap_or(b' ')));
    to.resize(start + size, b' ');
}

fn amount(number: &str, minor: i64, to: &mut Vec<u8>) -> Result<(), Fault> {
    let digits = minor.unsigned_abs().to_string();
    if digits.len() > 16 {
        return Err(Fault::TooLarge(number.into()));
    }
    to.push(if minor < 0 { b'N' } else { b'0' });
    to.extend(format!("{digits:0>16}").bytes());
    Ok(())
}

impl Layout {
    /// The file of a return.
    pub fn file(&self, of: &Facts<'_>) -> Result<Vec<u8>, Fault> {
        let tax_id: String = of.tax_id.chars().filter(char::is_ascii_alphanumeric).collect();
        if tax_id.len() != 9 {
            return Err(Fault::TaxId);
        }
        let idle = of.boxes.values().all(|value| *value == 0);
        let mark = |yes: bool| if yes { b'X' } else { b' ' };
        let told = |yes: bool| if yes { b'1' } else { b'2' };
        let mut file = vec![];
        for field in &self.fields {
            let (word, argument) = field.split_once(' ').unwrap_or((field, ""));
            match word {
                "=" => file.extend(argument.bytes()),
                "blank" => file.resize(file.len() + argument.parse::<usize>().unwrap_or(0), b' '),
                "box" => amount(argument, of.boxes.get(argument).copied().unwrap_or(0), &mut file)?,
                "kind" => text(&of.kind.to_string(), 1, &mut file),
                "nif" => text(&tax_id, 9, &mut file),
                "name" => text(of.name, 80, &mut file),
                "year" => text(&of.year.to_string(), 4, &mut file),
                "period" => text(of.period, 2, &mut file),
                "version" => text(of.version, 4, &mut file),
                "cash" => file.extend([told(of.cash.0), told(of.cash.1)]),
                "exempt" => file.push(if of.is_last { b'2' } else { b'0' }),
                "volume" => file.push(b'0'),
                "idle" => file.push(mark(idle)),
                "rectifies" => file.push(mark(of.rectifies.is_some())),
                "earlier" => text(of.rectifies.unwrap_or_default(), 13, &mut file),
                _ => {}
            }
        }
        Ok(file)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::forms;

    const WORDS: [&str; 15] =
        ["=", "blank", "box", "kind", "nif", "name", "year", "period", "version", "cash", "exempt", "volume", "idle", "rectifies", "earlier"];

    fn day() -> Date {
        Date::constant(2026, 3, 31)
    }

    fn facts<'a>(boxes: &'a BTreeMap<String, i64>) -> Facts<'a> {
        Facts {
            kind: 'I',
            tax_id: "B12345674",
            name: "Muñoz Cañas Ficticios, S. L.",
            year: 2026,
            period: "1T",
            version: "0.1",
            is_last: false,
            cash: (false, false),
            rectifies: None,
            boxes,
        }
    }

    /// Boxes of a return: those of the golden file.
    fn boxes() -> BTreeMap<String, i64> {
        let told = [
            ("07", 100_000_000),
            ("09", 21_000_000),
            ("14", -50_000),
            ("15", -10_500),
            ("27", 20_989_500),
            ("28", 1_000_050),
            ("29", 210_011),
            ("45", 210_011),
            ("46", 20_779_489),
            ("59", 90_000),
            ("64", 20_779_489),
            ("66", 20_779_489),
            ("110", 30_000),
            ("78", 30_000),
            ("69", 20_749_489),
            ("71", 20_749_489),
        ];
        told.into_iter().map(|(number, value)| (number.to_owned(), value)).collect()
    }

    #[test]
    fn a_file_is_the_one_that_was_made_by_hand() {
        let file = of("ES", "303", day()).expect("a layout").file(&facts(&boxes())).expect("a file");
        let golden = include_bytes!("../tests/golden/303-2026-1T.303");
        assert_eq!(file.len(), golden.len());
        let differs = file.iter().zip(golden).position(|(own, by_hand)| own != by_hand);
        assert_eq!(differs, None, "{:?}", differs.map(|at| String::from_utf8_lossy(&file[at.saturating_sub(40)..at + 20]).into_owned()));
    }

    #[test]
    fn every_field_is_known_and_every_box_of_the_form_has_a_place() {
        for layout in SPAIN.iter() {
            assert!(!layout.source.is_empty());
            let known = |field: &String| WORDS.contains(&field.split(' ').next().unwrap_or_default());
            assert!(layout.fields.iter().all(known), "{}", layout.model);
            let places: BTreeSet<&str> = layout.fields.iter().filter_map(|field| field.strip_prefix("box ")).collect();
            let form = forms::on("ES", day()).into_iter().find(|form| form.model == layout.model).expect("a form");
            for line in form.lines() {
                for number in [&line.base, &line.amount].into_iter().flatten() {
                    assert!(places.contains(number.as_str()), "{} {number}", layout.model);
                }
            }
        }
        assert!(of("ES", "303", Date::constant(2025, 12, 31)).is_none() && of("FR", "303", day()).is_none());
    }

    #[test]
    fn what_does_not_fit_is_refused_and_what_is_corrected_named() {
        let layout = of("ES", "303", day()).expect("a layout");
        let huge = BTreeMap::from([("07".to_owned(), 100_000_000_000_000_000)]);
        assert_eq!(layout.file(&facts(&huge)), Err(Fault::TooLarge("07".into())));
        let none = BTreeMap::new();
        assert_eq!(layout.file(&Facts { tax_id: "B1234", ..facts(&none) }), Err(Fault::TaxId));
        let file = layout.file(&Facts { rectifies: Some("3030000000000"), ..facts(&none) }).expect("a file");
        let text: String = file.iter().map(|byte| char::from(*byte)).collect();
        assert!(text.contains("XX3030000000000 ") && text.contains("MUÑOZ CAÑAS FICTICIOS, S. L."));
    }
}
