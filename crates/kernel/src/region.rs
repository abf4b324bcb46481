//! Regional settings: what money, dates and words look like for a practice, a client or an organization.

use crate::{Invalid, place};

/// Languages the product speaks.
pub const LANGUAGES: [&str; 2] = ["es", "en"];

/// Ways of writing a date, as CLDR-like patterns.
pub const DATE_FORMATS: [&str; 4] = ["d MMM y", "dd/MM/y", "MM/dd/y", "y-MM-dd"];

/// Checked regional settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// ISO 4217 code.
    pub currency: String,
    /// `es` or `en`.
    pub language: String,
    /// IANA name.
    pub time_zone: String,
    /// One of [`DATE_FORMATS`].
    pub date_format: String,
    /// First month of the fiscal year, 1 to 12.
    pub fiscal_year_start: u8,
}

/// Regional settings as they were typed; what is empty is proposed from the country.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RegionInput {
    /// ISO 4217 code.
    pub currency: String,
    /// `es` or `en`.
    pub language: String,
    /// IANA name.
    pub time_zone: String,
    /// One of [`DATE_FORMATS`].
    pub date_format: String,
    /// Month number.
    pub fiscal_year_start: String,
}

impl Region {
    /// What is proposed for a country.
    pub fn proposed(country: &str) -> Self {
        let found = place::country(country).ok();
        Self {
            currency: found.map_or("EUR".into(), |c| c.currency.clone()),
            language: found.map_or("es".into(), |c| c.language.clone()),
            time_zone: found.map_or("Europe/Madrid".into(), |c| c.time_zone.clone()),
            date_format: if country == "US" { "MM/dd/y".into() } else { "d MMM y".into() },
            fiscal_year_start: if matches!(country, "GB" | "IN") { 4 } else { 1 },
        }
    }

    /// Checks what was typed; errors are noted under `prefix` (`regional.currency`).
    pub fn parse(input: &RegionInput, country: &str, prefix: &str, errors: &mut Invalid) -> Self {
        let proposed = Self::proposed(country);
        let or = |value: &str, proposed: &str| {
            let value = value.trim();
            if value.is_empty() { proposed.to_owned() } else { value.to_owned() }
        };
        let region = Self {
            currency: or(&input.currency, &proposed.currency),
            language: or(&input.language, &proposed.language),
            time_zone: or(&input.time_zone, &proposed.time_zone),
            date_format: or(&input.date_format, &proposed.date_format),
            fiscal_year_start: if input.fiscal_year_start.trim().is_empty() {
                proposed.fiscal_year_start
            } else {
                input.fiscal_year_start.trim().parse().unwrap_or(0)
            },
        };
        let at = |field: &str| format!("{prefix}{field}");
        errors.take(&at("currency"), place::currency(&region.currency));
        errors.take(&at("time_zone"), place::time_zone(&region.time_zone));
        if !LANGUAGES.contains(&region.language.as_str()) {
            errors.push(&at("language"), "language");
        }
        if !DATE_FORMATS.contains(&region.date_format.as_str()) {
            errors.push(&at("date_format"), "choice");
        }
        if !(1..=12).contains(&region.fiscal_year_start) {
            errors.push(&at("fiscal_year_start"), "choice");
        }
        region
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(input: &RegionInput, country: &str) -> (Region, Vec<(String, &'static str)>) {
        let mut errors = Invalid::new();
        let region = Region::parse(input, country, "regional.", &mut errors);
        (region, errors.0.into_iter().map(|e| (e.field, e.code)).collect())
    }

    fn region(currency: &str, language: &str, time_zone: &str, date_format: &str, fiscal_year_start: u8) -> Region {
        Region { currency: currency.into(), language: language.into(), time_zone: time_zone.into(), date_format: date_format.into(), fiscal_year_start }
    }

    #[test]
    fn a_country_proposes_what_its_people_use() {
        assert_eq!(Region::proposed("ES"), region("EUR", "es", "Europe/Madrid", "d MMM y", 1));
        assert_eq!(Region::proposed("MX"), region("MXN", "es", "America/Mexico_City", "d MMM y", 1));
        assert_eq!(Region::proposed("US"), region("USD", "en", "America/New_York", "MM/dd/y", 1));
        assert_eq!(Region::proposed("GB"), region("GBP", "en", "Europe/London", "d MMM y", 4));
        assert_eq!(Region::proposed("IN"), region("INR", "en", "Asia/Kolkata", "d MMM y", 4));
        assert_eq!(Region::proposed("nowhere"), Region::proposed("ES"));
    }

    #[test]
    fn every_country_s_proposal_is_valid() {
        for country in place::countries() {
            let (found, errors) = parse(&RegionInput::default(), &country.code);
            assert_eq!((found, errors), (Region::proposed(&country.code), vec![]), "{}", country.code);
        }
    }

    #[test]
    fn what_is_typed_counts_and_what_is_blank_is_proposed() {
        let input = RegionInput {
            currency: " USD ".into(),
            language: "en".into(),
            time_zone: "  ".into(),
            date_format: "y-MM-dd".into(),
            fiscal_year_start: " 07 ".into(),
        };
        assert_eq!(parse(&input, "ES"), (region("USD", "en", "Europe/Madrid", "y-MM-dd", 7), vec![]));
    }

    #[test]
    fn every_fault_is_told_at_its_field() {
        let input = RegionInput {
            currency: "eur".into(),
            language: "fr".into(),
            time_zone: "Madrid".into(),
            date_format: "dd-MM-y".into(),
            fiscal_year_start: "13".into(),
        };
        let faults = [
            ("regional.currency", "currency"),
            ("regional.time_zone", "time_zone"),
            ("regional.language", "language"),
            ("regional.date_format", "choice"),
            ("regional.fiscal_year_start", "choice"),
        ];
        assert_eq!(parse(&input, "ES").1, faults.map(|(field, code)| (field.to_owned(), code)));
        for month in ["0", "-1", "1.5", "256", "enero"] {
            let input = RegionInput { fiscal_year_start: month.into(), ..RegionInput::default() };
            assert_eq!(parse(&input, "ES").1, [("regional.fiscal_year_start".to_owned(), "choice")], "{month}");
        }
    }

    proptest::proptest! {
        #[test]
        fn a_region_without_faults_is_one_that_exists(
            currency in "EUR|USD|[A-Z]{0,4}", language in "es|en|[a-z]{0,3}", zone in "UTC|Europe/Madrid|.{0,9}", date in "dd/MM/y|.{0,9}", month in "[0-9]{0,3}"
        ) {
            let input = RegionInput { currency, language, time_zone: zone, date_format: date, fiscal_year_start: month };
            let (found, errors) = parse(&input, "ES");
            let right = [
                ("currency", place::currency(&found.currency).is_ok()),
                ("language", LANGUAGES.contains(&found.language.as_str())),
                ("time_zone", place::time_zone(&found.time_zone).is_ok()),
                ("date_format", DATE_FORMATS.contains(&found.date_format.as_str())),
                ("fiscal_year_start", (1..=12).contains(&found.fiscal_year_start)),
            ];
            for (field, right) in right {
                let told = errors.iter().any(|(at, _)| *at == format!("regional.{field}"));
                proptest::prop_assert_eq!(right, !told, "{}: {:?} {:?}", field, found, errors);
            }
        }
    }
}
