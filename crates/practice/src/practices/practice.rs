//! An accounting firm. Described once; store, form and activity follow from it.

use despacho_kernel::{Id, Invalid, region::Region};
use despacho_platform::{i18n::Lang, sql::Versioned};
use despacho_ui::{
    field,
    fields::{Fields, Kind, Sight},
    forms::FormData,
};

despacho_platform::row! {
    /// An accounting firm.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Practice in "practices" key (id) {
        pub id: Id,
        /// ISO 3166-1 alpha-2.
        pub country: String,
        pub currency: String,
        pub language: String,
        pub time_zone: String,
        pub date_format: String,
        /// Month, 1 to 12.
        pub fiscal_year_start: i64,
        pub created_at: i64,
        pub version: i64,
    } beside {
        pub name: String,
    }
}

impl Versioned for Practice {
    fn version(&self) -> i64 {
        self.version
    }
}

/// What is typed of a practice.
pub static PRACTICE: Fields<Practice> = Fields {
    entity: "practice",
    list: &[
        field!(Practice, name, Kind::Text(200)).required().label("practice-name").span(4),
        field!(Practice, country, Kind::Country).required().span(2),
        field!(Practice, currency, "regional.currency", Kind::Currency).proposed().span(2),
        field!(Practice, language, "regional.language", Kind::Language).proposed().span(2),
        field!(Practice, time_zone, "regional.time_zone", Kind::TimeZone).proposed().span(2),
        field!(Practice, date_format, "regional.date_format", Kind::DateFormat).proposed().span(2),
        field!(Practice, fiscal_year_start, "regional.fiscal_year_start", Kind::Month).proposed().span(2),
    ],
};

impl Practice {
    /// A practice of this name and country as it is typed first, with what the country proposes.
    pub fn named(name: &str, country: &str) -> Result<Self, Invalid> {
        let mut data = FormData::default();
        data.set("name", name).set("country", country);
        let mut errors = Invalid::new();
        let practice = Self::read(&data, Self::default(), &Sight::form(Lang::Es, ""), &mut errors);
        errors.finish().map(|()| practice)
    }

    /// A practice as a form says, over what it was; what is wrong is noted, what is left out is proposed by the country.
    pub fn read(data: &FormData, before: Self, sight: &Sight<'_>, errors: &mut Invalid) -> Self {
        let mut typed = PRACTICE.read(data, before, sight, errors);
        errors.no_link("name", &typed.name);
        let proposed = Region::proposed(&typed.country);
        for (value, proposed) in [
            (&mut typed.currency, proposed.currency),
            (&mut typed.language, proposed.language),
            (&mut typed.time_zone, proposed.time_zone),
            (&mut typed.date_format, proposed.date_format),
        ] {
            if value.is_empty() {
                *value = proposed;
            }
        }
        if typed.fiscal_year_start == 0 {
            typed.fiscal_year_start = proposed.fiscal_year_start.into();
        }
        typed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_proposes_the_region_and_what_is_wrong_is_told() {
        let practice = Practice::named("Asesores", "mx").expect("valid");
        assert_eq!((practice.country.as_str(), practice.currency.as_str(), practice.fiscal_year_start), ("MX", "MXN", 1));
        let errors = Practice::named("www.evil.example", "").expect_err("invalid");
        let told: Vec<_> = errors.0.iter().map(|e| (e.field.as_str(), e.code)).collect();
        assert!(told.contains(&("name", "name_link")) && told.contains(&("country", "required")), "{told:?}");
    }
}
