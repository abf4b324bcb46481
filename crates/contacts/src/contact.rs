//! A contact. Described once; store, form, list, file, API and activity follow from it.

use despacho_kernel::{Id, Invalid, place, text::fold};
use despacho_organizations::kinds::TAX_ID;
use despacho_platform::{i18n::Lang, sql::Versioned};
use despacho_ui::{
    field,
    fields::{Fields, Kind},
    table::{Column, Place, Table},
};

/// What other rooms call these rows where they name one.
pub const KIND: &str = "contacts";

/// Most contacts of an organization.
pub const MAX: i64 = 100_000;

despacho_platform::row! {
    /// Whom an organization sells to or buys from.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Contact in "contacts" key (organization_id, id) {
        pub organization_id: Id,
        pub id: Id,
        /// From 1, in the order in which they were made; files write it behind a control account's code.
        pub number: i64,
        pub name: String,
        /// As its country writes it, checked where that check is public.
        pub tax_id: String,
        /// ISO 3166-1.
        pub country: String,
        pub customer: bool,
        pub vendor: bool,
        /// Where documents are sent to.
        pub email: String,
        /// The address that documents name, as the three that follow.
        pub street1: String,
        pub street2: String,
        pub postal_code: String,
        pub city: String,
        /// One that is not is kept, but takes no more postings.
        pub active: bool,
        /// The folded name, which lists are sorted by.
        pub name_key: String,
        /// What searches look into.
        pub search_text: String,
        pub version: i64,
    }
}

impl Versioned for Contact {
    fn version(&self) -> i64 {
        self.version
    }
}

/// What is typed of a contact.
pub static CONTACT: Fields<Contact> = Fields {
    entity: "contact",
    list: &[
        field!(Contact, name, Kind::Text(200)).required().label("contact-name").span(6),
        field!(Contact, country, Kind::Country).proposed().span(3),
        field!(Contact, tax_id, Kind::Custom(&TAX_ID)).nullable().span(3),
        field!(Contact, customer, Kind::Flag).label("contact-customer"),
        field!(Contact, vendor, Kind::Flag).label("contact-vendor"),
        field!(Contact, email, Kind::Email).label("contact-email").span(6),
        field!(Contact, street1, Kind::Text(200)).label("contact-street").span(6),
        field!(Contact, street2, Kind::Text(200)).label("contact-street-more").span(6),
        field!(Contact, postal_code, Kind::Text(20)).label("contact-postal-code").span(2),
        field!(Contact, city, Kind::Text(100)).label("contact-city").span(4),
        field!(Contact, active, Kind::Flag).label("contact-active").help("contact-active-help"),
    ],
};

/// What a list of contacts shows beside their names.
pub static CONTACTS: Table<Contact, ()> = Table(&[
    Column::new("number", "contact-number", |_, contact: &Contact, ()| contact.number.to_string()).only(Place::File),
    Column::new("name", "contact-name", |_, contact: &Contact, ()| contact.name.clone()).only(Place::File),
    Column::new("tax_id", "field-tax-id", |_, contact: &Contact, ()| contact.tax_id.clone()).sorts(),
    Column::new("country", "field-country", |_, contact: &Contact, ()| contact.country.clone()).only(Place::File),
    Column::new("email", "contact-email", |_, contact: &Contact, ()| contact.email.clone()).only(Place::File),
    Column::new("street1", "contact-street", |_, contact: &Contact, ()| contact.street1.clone()).only(Place::File),
    Column::new("street2", "contact-street-more", |_, contact: &Contact, ()| contact.street2.clone()).only(Place::File),
    Column::new("postal_code", "contact-postal-code", |_, contact: &Contact, ()| contact.postal_code.clone()).only(Place::File),
    Column::new("city", "contact-city", |_, contact: &Contact, ()| contact.city.clone()).only(Place::File),
    Column::new("kind", "contact-kind", |lang, contact: &Contact, ()| contact.kinds(lang)),
    Column::new("active", "contact-active", |lang, contact: &Contact, ()| lang.t(if contact.active { "yes" } else { "no" })).only(Place::File),
]);

impl Contact {
    /// What a person calls it: `7 · Talleres Sol`.
    pub fn label(&self) -> String {
        format!("{} · {}", self.number, self.name)
    }

    /// Its address in lines, as documents name it; the country where it is not the organization's own.
    pub fn address(&self, lang: Lang, home: &str) -> Vec<String> {
        let town = format!("{} {}", self.postal_code, self.city);
        let abroad = place::country(&self.country).ok().filter(|country| country.code != home);
        let country = abroad.map_or("", |country| lang.pick(&country.name_es, &country.name_en));
        let lines = [self.street1.as_str(), self.street2.as_str(), town.trim(), country];
        lines.into_iter().filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    /// `Cliente`, `Proveedor` or both.
    pub fn kinds(&self, lang: Lang) -> String {
        let words = [(self.customer, "contact-customer"), (self.vendor, "contact-vendor")];
        words.iter().filter(|(is, _)| *is).map(|(_, key)| lang.t(key)).collect::<Vec<_>>().join(" · ")
    }

    /// With what follows from several fields: an own country where none was told, and what it is found by.
    pub fn settled(mut self, home: &str) -> Self {
        if self.country.is_empty() {
            home.clone_into(&mut self.country);
        }
        self.name_key = fold(&self.name);
        // A tax id is found however it is written.
        let plain: String = self.tax_id.chars().filter(char::is_ascii_alphanumeric).collect();
        self.search_text = fold(&format!("{} {} {} {plain} {}", self.number, self.name, self.tax_id, self.email));
        self
    }

    /// Notes that it is neither customer nor vendor.
    pub fn check(&self, errors: &mut Invalid) {
        if !self.customer && !self.vendor {
            errors.push("customer", "contact_kind");
        }
    }
}

/// Whose rules a tax id follows: those of the country that was typed, or of the organization.
pub fn rules<'a>(typed: &'a str, home: &'a str) -> &'a str {
    place::country(&typed.trim().to_uppercase()).map_or(home, |country| &country.code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contact_is_found_by_its_number_name_and_tax_id() {
        let contact = Contact { number: 7, name: "Núñez, S. L.".into(), tax_id: "B-12.345.674".into(), ..Contact::default() }.settled("ES");
        assert_eq!((contact.country.as_str(), contact.name_key.as_str()), ("ES", "nunez, s. l."));
        for found in ["7 nunez", "b12345674"] {
            assert!(contact.search_text.contains(found), "{found} in {}", contact.search_text);
        }
        assert_eq!(Contact { country: "FR".into(), ..contact }.settled("ES").country, "FR");
    }

    #[test]
    fn a_tax_id_follows_the_country_that_is_typed() {
        assert_eq!((rules("fr", "ES"), rules("", "ES"), rules("atlantis", "ES")), ("FR", "ES", "ES"));
    }
}
