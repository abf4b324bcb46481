//! Regional settings: what money, dates and words look like for a practice, a client or an organization.

use crate::place;

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
}

#[cfg(test)]
mod tests {
    use super::*;

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
            let found = Region::proposed(&country.code);
            assert!(place::currency(&found.currency).is_ok() && place::time_zone(&found.time_zone).is_ok(), "{}", country.code);
            assert!(LANGUAGES.contains(&found.language.as_str()) && DATE_FORMATS.contains(&found.date_format.as_str()), "{}", country.code);
        }
    }
}
