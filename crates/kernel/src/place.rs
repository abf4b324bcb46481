//! Countries, their provinces, currencies and time zones, with names in Spanish and English.
//!
//! From `catalog/`: ISO 3166, ISO 4217, Unicode CLDR; time zones are those of the IANA database.

use std::sync::LazyLock;

/// A country of ISO 3166-1 and what is proposed for someone who lives there.
#[derive(Debug, PartialEq, Eq)]
pub struct Country {
    /// Alpha-2 code.
    pub code: String,
    /// Name in Spanish.
    pub name_es: String,
    /// Name in English.
    pub name_en: String,
    /// Its currency; the euro where the catalogue has none.
    pub currency: String,
    /// `es` or `en`.
    pub language: String,
    /// The time zone of most of its people.
    pub time_zone: String,
    /// What else it is called, in its own languages too, separated by semicolons.
    pub others: String,
}

/// A time zone that is offered: those of the IANA database in use today.
#[derive(Debug, PartialEq, Eq)]
pub struct Zone {
    /// Its IANA name.
    pub name: String,
    /// Alpha-2 code of its country; none for `UTC`.
    pub country: String,
    /// Its city in Spanish.
    pub city_es: String,
    /// Its city in English.
    pub city_en: String,
}

impl Zone {
    /// Minutes ahead of UTC outside summer time.
    pub fn standard_offset(&self) -> i32 {
        let Ok(zone) = jiff::tz::TimeZone::get(&self.name) else { return 0 };
        // The first of January and of July 2026: one of them is outside summer time, wherever it is.
        let at = |second| jiff::Timestamp::from_second(second).map_or(0, |day| zone.to_offset(day).seconds() / 60);
        at(1_767_225_600).min(at(1_782_864_000))
    }
}

/// A currency of ISO 4217.
#[derive(Debug, PartialEq, Eq)]
pub struct Currency {
    /// Three letters.
    pub code: String,
    /// Digits of the minor unit: 2 for the euro, 0 for the yen.
    pub digits: u8,
    /// Name in Spanish.
    pub name_es: String,
    /// Name in English.
    pub name_en: String,
}

/// A province or state of ISO 3166-2.
#[derive(Debug, PartialEq, Eq)]
pub struct Subdivision {
    /// Its country's alpha-2 code.
    pub country: String,
    /// ISO 3166-2 code.
    pub code: String,
    /// Local name.
    pub name: String,
}

fn table<T>(text: &str, row: impl Fn(&csv::StringRecord) -> T) -> Vec<T> {
    let records = csv::Reader::from_reader(text.as_bytes()).into_records();
    records.map(|record| row(&record.expect("the catalogue is well formed"))).collect()
}

static COUNTRIES: LazyLock<Vec<Country>> = LazyLock::new(|| {
    table(include_str!("../../../catalog/countries.csv"), |r| Country {
        code: r[0].into(),
        name_es: r[1].into(),
        name_en: r[2].into(),
        currency: if r[3].is_empty() { "EUR".into() } else { r[3].into() },
        language: r[4].into(),
        time_zone: r[5].into(),
        others: r[6].into(),
    })
});

static CURRENCIES: LazyLock<Vec<Currency>> = LazyLock::new(|| {
    table(include_str!("../../../catalog/currencies.csv"), |r| Currency {
        code: r[0].into(),
        digits: r[1].parse().expect("the catalogue is well formed"),
        name_es: r[2].into(),
        name_en: r[3].into(),
    })
});

static SUBDIVISIONS: LazyLock<Vec<Subdivision>> =
    LazyLock::new(|| table(include_str!("../../../catalog/subdivisions.csv"), |r| Subdivision { country: r[0].into(), code: r[1].into(), name: r[2].into() }));

static TIME_ZONES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut zones: Vec<String> = jiff::tz::db()
        .available()
        .map(|zone| zone.to_string())
        .filter(|zone| zone.contains('/') && !zone.starts_with("Etc/") && !zone.starts_with("SystemV/") || zone == "UTC")
        .collect();
    zones.sort();
    zones.dedup();
    zones
});

static ZONES: LazyLock<Vec<Zone>> = LazyLock::new(|| {
    table(include_str!("../../../catalog/time_zones.csv"), |r| Zone { name: r[0].into(), country: r[1].into(), city_es: r[2].into(), city_en: r[3].into() })
});

/// All countries.
pub fn countries() -> &'static [Country] {
    &COUNTRIES
}

/// All currencies in use.
pub fn currencies() -> &'static [Currency] {
    &CURRENCIES
}

/// The time zones that are offered, by name. Older names for them are taken too.
pub fn zones() -> &'static [Zone] {
    &ZONES
}

/// Every time zone that is taken, older names included.
pub fn time_zones() -> &'static [String] {
    &TIME_ZONES
}

/// The provinces or states of a country; empty where no list is kept.
pub fn subdivisions(country: &str) -> Vec<&'static Subdivision> {
    SUBDIVISIONS.iter().filter(|s| s.country == country).collect()
}

/// The country with this alpha-2 code.
pub fn country(code: &str) -> Result<&'static Country, &'static str> {
    COUNTRIES.iter().find(|c| c.code == code).ok_or("country")
}

/// The currency with this ISO 4217 code.
pub fn currency(code: &str) -> Result<&'static Currency, &'static str> {
    CURRENCIES.iter().find(|c| c.code == code).ok_or("currency")
}

/// The IANA name, if it is one.
pub fn time_zone(name: &str) -> Result<&'static str, &'static str> {
    TIME_ZONES.binary_search_by(|zone| zone.as_str().cmp(name)).map(|at| TIME_ZONES[at].as_str()).map_err(|_| "time_zone")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_country_proposes_what_exists() {
        assert_eq!(countries().len(), 249);
        for c in countries() {
            assert!(currency(&c.currency).is_ok(), "{c:?}");
            assert!(time_zone(&c.time_zone).is_ok(), "{c:?}");
        }
    }

    #[test]
    fn every_zone_that_is_offered_is_known_and_old_names_are_taken_and_not_offered() {
        for zone in zones() {
            assert_eq!(time_zone(&zone.name), Ok(zone.name.as_str()));
        }
        for old in ["Asia/Calcutta", "Mexico/General", "America/Buenos_Aires"] {
            assert!(time_zone(old).is_ok() && !zones().iter().any(|zone| zone.name == old), "{old}");
        }
        assert!(countries().iter().all(|c| zones().iter().any(|zone| zone.name == c.time_zone)));
    }

    #[test]
    fn spain_has_fifty_provinces_and_two_cities() {
        assert_eq!(subdivisions("ES").len(), 52);
        assert_eq!(currency("JPY").map(|c| c.digits), Ok(0));
        assert!(time_zone("Mars/Olympus").is_err());
    }
}
