//! Postal addresses.

use crate::{Invalid, place};

/// A postal address; every part may be empty, a country code is valid when present.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Address {
    /// ISO 3166-1 alpha-2, or empty.
    pub country: String,
    /// Street and number.
    pub street1: String,
    /// Floor, door, building.
    pub street2: String,
    /// Town.
    pub city: String,
    /// Province or state: its ISO 3166-2 code where the country has a list, otherwise free text.
    pub state: String,
    /// Postal code.
    pub postal_code: String,
}

impl Address {
    /// Checks and trims; errors are noted under `prefix` (`billing_address.country`).
    pub fn checked(&self, prefix: &str, errors: &mut Invalid) -> Self {
        let at = |field: &str| format!("{prefix}{field}");
        let country = self.country.trim().to_uppercase();
        if !country.is_empty() {
            errors.take(&at("country"), place::country(&country));
        }
        let listed = place::subdivisions(&country);
        let state = errors.optional(&at("state"), &self.state, 100);
        let state = listed
            .iter()
            .find(|s| s.code == state || crate::text::fold(&s.name) == crate::text::fold(&state))
            .map_or(state, |s| s.code.clone());
        if !state.is_empty() && !listed.is_empty() && !listed.iter().any(|s| s.code == state) {
            errors.push(&at("state"), "state");
        }
        let postal_code = errors.optional(&at("postal_code"), &self.postal_code, 20);
        // Spain: five digits, the first two a province (Real Decreto 1683/2007).
        let spanish = |code: &str| {
            code.len() == 5 && code.chars().all(|c| c.is_ascii_digit()) && code[..2].parse().is_ok_and(|province: u8| (1..=52).contains(&province))
        };
        if country == "ES" && !postal_code.is_empty() && !spanish(&postal_code) {
            errors.push(&at("postal_code"), "postal_code");
        }
        Self {
            country,
            street1: errors.optional(&at("street1"), &self.street1, 200),
            street2: errors.optional(&at("street2"), &self.street2, 200),
            city: errors.optional(&at("city"), &self.city, 100),
            state,
            postal_code,
        }
    }

    /// Whether nothing was given.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The province's or state's name.
    pub fn state_name(&self) -> &str {
        let listed = place::subdivisions(&self.country);
        listed.iter().find(|s| s.code == self.state).map_or(&self.state, |s| &s.name)
    }
}
