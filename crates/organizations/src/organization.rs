//! An organization: a company with books and settings of its own. Described once; store, form, API and activity follow from it.

use despacho_kernel::{
    Id, Invalid,
    access::Application,
    address::Address,
    place::{self, Currency},
    region::Region,
};
use despacho_platform::{Error, sql::Versioned};
use despacho_ui::{
    api::Object,
    field,
    fields::{Fields, Kind, Sight},
    forms::FormData,
};
use serde_json::{Value, json};

use crate::kinds::{PHONE, TAX_ID, WEBSITE};

despacho_platform::row! {
    /// A company with books and settings of its own.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Organization in "organizations" key (id) {
        pub id: Id,
        /// ISO 3166-1 alpha-2. It stays: the chart and the taxes were made for it.
        pub country: String,
        pub currency: String,
        pub language: String,
        pub time_zone: String,
        pub date_format: String,
        /// Month, 1 to 12.
        pub fiscal_year_start: i64,
        /// What stands on its documents and tax forms, where that is not its name.
        pub legal_name: String,
        /// Its owner's name, if told.
        pub owner_name: String,
        pub email: String,
        /// E.164, or empty.
        pub phone: String,
        pub website: String,
        pub tax_id: String,
        pub industry: String,
        pub address: Address,
        pub created_at: i64,
        pub updated_at: i64,
        pub version: i64,
    } beside {
        pub name: String,
        pub applications: Vec<Application>,
    }
}

impl Versioned for Organization {
    fn version(&self) -> i64 {
        self.version
    }
}

/// What is typed of an organization, besides its country and applications.
pub static ORGANIZATION: Fields<Organization> = Fields {
    entity: "organization",
    list: &[
        field!(Organization, name, Kind::Text(200)).required().label("organization-name").span(4),
        field!(Organization, legal_name, Kind::Text(200)).help("legal-name-help"),
        field!(Organization, owner_name, Kind::Text(200)),
        field!(Organization, tax_id, Kind::Custom(&TAX_ID)),
        field!(Organization, email, Kind::Email),
        field!(Organization, phone, Kind::Custom(&PHONE)).span(2),
        field!(Organization, website, Kind::Custom(&WEBSITE)).span(2),
        field!(Organization, industry, Kind::Text(100)).span(2),
        field!(Organization, address.country, "address.country", Kind::Country),
        field!(Organization, address.street1, "address.street1", Kind::Text(200)),
        field!(Organization, address.street2, "address.street2", Kind::Text(200)),
        field!(Organization, address.postal_code, "address.postal_code", Kind::Text(20)),
        field!(Organization, address.city, "address.city", Kind::Text(100)),
        field!(Organization, address.state, "address.state", Kind::Text(100)),
        field!(Organization, currency, "regional.currency", Kind::Currency).proposed().span(2),
        field!(Organization, language, "regional.language", Kind::Language).proposed().span(2),
        field!(Organization, time_zone, "regional.time_zone", Kind::TimeZone).proposed().span(2),
        field!(Organization, date_format, "regional.date_format", Kind::DateFormat).proposed().span(2),
        field!(Organization, fiscal_year_start, "regional.fiscal_year_start", Kind::Month).proposed().span(2),
    ],
};

/// The currency of a stored code, which was one when it was stored.
pub fn stored_currency(code: &str) -> Result<&'static Currency, Error> {
    place::currency(code).map_err(|e| Error::Other(format!("currency {code}: {e}")))
}

impl Organization {
    /// The currency that it keeps its books in.
    pub fn own_currency(&self) -> Result<&'static Currency, Error> {
        stored_currency(&self.currency)
    }

    /// An organization that a form asks for, or every field's error.
    pub fn from_form(data: &FormData, sight: &Sight<'_>) -> Result<Self, Invalid> {
        let mut errors = Invalid::new();
        let typed = ORGANIZATION.read(data, Self::default(), sight, &mut errors);
        Self { country: data.text("country"), ..typed }.founded(&data.all("applications"), errors)
    }

    /// An organization that the API asks for, or every field's error.
    pub fn from_json(body: &Object, country: &str, applications: &[String], sight: &Sight<'_>) -> Result<Self, Invalid> {
        let mut errors = Invalid::new();
        let typed = ORGANIZATION.patch(body, Self::default(), sight, &mut errors);
        Self { country: country.to_owned(), ..typed }.founded(applications, errors)
    }

    /// An organization that the program makes: its fields are as they are stored.
    pub fn named(name: &str, country: &str, applications: &[Application]) -> Self {
        Self { name: name.to_owned(), country: country.to_owned(), applications: applications.to_vec(), ..Self::default() }.settled(&mut Invalid::new())
    }

    fn founded(mut self, applications: &[String], mut errors: Invalid) -> Result<Self, Invalid> {
        self.country = self.country.trim().to_uppercase();
        if self.country.is_empty() {
            if !errors.has("country") {
                errors.push("country", "required");
            }
        } else {
            errors.take("country", place::country(&self.country));
        }
        self.applications = Application::parse_all(applications, &mut errors);
        let organization = self.settled(&mut errors);
        errors.sort_by(ORGANIZATION.list.iter().map(|field| field.name));
        errors.finish().map(|()| organization)
    }

    /// What follows from what was typed: the address's checks, and regional settings that the country proposes.
    pub fn settled(mut self, errors: &mut Invalid) -> Self {
        errors.no_link("name", &self.name);
        self.address = self.address.checked("address.", errors);
        let proposed = Region::proposed(&self.country);
        for (value, proposed) in [
            (&mut self.currency, proposed.currency),
            (&mut self.language, proposed.language),
            (&mut self.time_zone, proposed.time_zone),
            (&mut self.date_format, proposed.date_format),
        ] {
            if value.is_empty() {
                *value = proposed;
            }
        }
        if self.fiscal_year_start == 0 {
            self.fiscal_year_start = proposed.fiscal_year_start.into();
        }
        self
    }

    /// What its documents print: its legal name, or the one that it has.
    pub fn printed_name(&self) -> &str {
        if self.legal_name.is_empty() { &self.name } else { &self.legal_name }
    }

    /// As the API answers it.
    pub fn json(&self) -> Value {
        let applications: Vec<&str> = self.applications.iter().map(|a| a.word()).collect();
        ORGANIZATION.json(self, json!({ "id": self.id, "country": self.country, "applications": applications, "version": self.version }))
    }
}

#[cfg(test)]
mod tests {
    use despacho_platform::i18n::Lang;

    use super::*;

    fn typed(pairs: &[(&str, &str)]) -> Result<Organization, Invalid> {
        let data = FormData(pairs.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect());
        Organization::from_form(&data, &Sight::form(Lang::Es, "ES"))
    }

    #[test]
    fn a_country_proposes_the_region() {
        let found = typed(&[("name", "A"), ("country", "gb"), ("regional.currency", "EUR"), ("applications", "books")]).expect("valid");
        assert_eq!((found.country.as_str(), found.currency.as_str(), found.language.as_str(), found.fiscal_year_start), ("GB", "EUR", "en", 4));
    }

    #[test]
    fn every_error_is_told_at_once() {
        let errors = typed(&[("country", "XX"), ("website", "javascript:alert(1)"), ("applications", "x")]).expect_err("invalid");
        let told: Vec<_> = errors.0.iter().map(|e| (e.field.as_str(), e.code)).collect();
        for expected in [("name", "required"), ("country", "country"), ("website", "website"), ("applications", "choice")] {
            assert!(told.contains(&expected), "{expected:?} in {told:?}");
        }
    }
}
