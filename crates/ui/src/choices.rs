//! Choices among many places: countries, currencies and time zones, each found by whatever people call it.

use std::sync::LazyLock;

use despacho_kernel::place::{self, Zone};
use despacho_platform::i18n::Lang;

use crate::forms::{Choice, Field};

/// Signs and everyday names of currencies that people type.
const CURRENCY_WORDS: &[(&str, &str)] = &[
    ("EUR", "€ euros"),
    ("USD", "$ US$ dólar dólares dollar EEUU"),
    ("GBP", "£ libra esterlina pound sterling"),
    ("JPY", "¥ yenes"),
    ("CNY", "¥ renminbi yuan"),
    ("CHF", "franco suizo Swiss franc"),
    ("MXN", "$ peso"),
    ("ARS", "$ peso"),
    ("COP", "$ peso"),
    ("CLP", "$ peso"),
];

impl Field<'_> {
    /// A choice of countries by name, the empty one first when asked for.
    pub fn countries(self, empty: bool) -> Self {
        let lang = self.lang();
        let mut options: Vec<Choice> = place::countries()
            .iter()
            .map(|c| {
                let other = lang.pick(&c.name_en, &c.name_es);
                Choice::new(&c.code, lang.pick(&c.name_es, &c.name_en)).found_by(format!("{};{other};{}", c.code, c.others))
            })
            .collect();
        options.sort_by_cached_key(|option| despacho_kernel::text::fold(&option.label));
        if empty {
            options.insert(0, Choice::new("", &lang.t("choose")));
        }
        self.combobox(options)
    }

    /// A choice of currencies, after `none` for no currency.
    pub fn currencies(self, none: Option<String>) -> Self {
        let lang = self.lang();
        let currency = |c: &place::Currency| {
            let more = CURRENCY_WORDS.iter().find(|(code, _)| *code == c.code).map_or("", |(_, words)| words);
            Choice::new(&c.code, &format!("{} · {}", c.code, lang.pick(&c.name_es, &c.name_en)))
                .found_by(format!("{};{more}", lang.pick(&c.name_en, &c.name_es)))
        };
        let options = none.iter().map(|none| Choice::new("", none)).chain(place::currencies().iter().map(currency));
        self.combobox(options.collect::<Vec<_>>())
    }

    /// A choice of time zones, each with its city and its offset. One that is stored and no longer offered stays.
    pub fn time_zones(self) -> Self {
        let lang = self.lang();
        let mut options: Vec<Choice> = place::zones().iter().map(|zone| self::zone(lang, zone)).collect();
        let stored = self.value();
        if !stored.is_empty() && place::time_zone(stored).is_ok() && !options.iter().any(|option| option.value == stored) {
            options.insert(0, Choice::new(stored, &stored.replace('_', " ")));
        }
        self.combobox(options)
    }
}

/// Offsets outside summer time, in minutes.
static OFFSETS: LazyLock<Vec<i32>> = LazyLock::new(|| place::zones().iter().map(Zone::standard_offset).collect());

/// `UTC+01:00`.
fn offset(minutes: i32) -> String {
    let sign = if minutes < 0 { '−' } else { '+' };
    format!("UTC{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

fn zone(lang: Lang, zone: &Zone) -> Choice {
    let at = place::zones().iter().position(|other| other.name == zone.name).unwrap_or_default();
    let minutes = OFFSETS.get(at).copied().unwrap_or_default();
    let name = zone.name.replace('_', " ");
    let city = lang.pick(&zone.city_es, &zone.city_en);
    let note = if city.is_empty() || name.ends_with(city) { offset(minutes) } else { format!("{city} · {}", offset(minutes)) };
    let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
    let sign = if minutes < 0 { '-' } else { '+' };
    let rest = if rest == 0 { String::new() } else { format!(":{rest:02}") };
    let country = place::country(&zone.country).ok();
    let countries = country.map_or(String::new(), |c| format!("{};{};{}", c.name_es, c.name_en, c.others));
    let words =
        format!("{};{};{sign}{hours:02}{rest};{sign}{hours}{rest};UTC{sign}{hours}{rest};GMT{sign}{hours}{rest};{countries}", zone.city_es, zone.city_en);
    Choice::new(&zone.name, &name).note(note).found_by(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str) -> Choice {
        zone(Lang::Es, place::zones().iter().find(|zone| zone.name == name).expect("a zone that is offered"))
    }

    #[test]
    fn a_zone_says_its_city_and_its_offset_outside_summer_time() {
        assert_eq!(of("Europe/Madrid").note, "UTC+01:00");
        assert_eq!(of("Europe/London").note, "Londres · UTC+00:00");
        assert_eq!(of("Atlantic/Canary").note, "Canarias · UTC+00:00");
        assert_eq!(of("America/New_York").note, "Nueva York · UTC−05:00");
        assert_eq!(of("Asia/Kolkata").note, "Calcuta · UTC+05:30");
        assert!(of("Europe/Madrid").words.split(';').any(|word| word == "+01"));
        // Summer is in January there.
        assert_eq!(of("America/Santiago").note, "Santiago de Chile · UTC−04:00");
    }
}
