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
