//! A client: a business or a person the practice works for. Described once; store, form, list, profile, API, export and activity
//! follow from it.

use despacho_kernel::{Id, Invalid, access::Application, address::Address, new_id, region::Region, tax_id, text::fold};
use despacho_organizations::{
    Organization,
    kinds::{self, PHONE, TAX_ID, WEBSITE},
};
use despacho_platform::{i18n::Lang, sql::Versioned};
use despacho_settings::preferences::Snapshot;
use despacho_ui::{
    api::Object,
    field,
    fields::{Fields, Kind, Sight},
    forms::FormData,
};

use super::words::words_of;
use crate::cloning::source::CloneChoice;

despacho_platform::row! {
    /// A client of a practice.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Client in "clients" key (practice_id, id) {
        pub practice_id: Id,
        pub id: Id,
        /// `business` or `individual`.
        pub kind: String,
        pub salutation: String,
        pub first_name: String,
        pub last_name: String,
        /// What stands on tax forms.
        pub legal_name: String,
        pub business_name: String,
        /// Unique in the practice, whatever its case and accents.
        pub display_name: String,
        /// The folded display name.
        pub name_key: String,
        pub email: String,
        /// E.164, or empty.
        pub phone: String,
        pub mobile: String,
        pub website: String,
        pub tax_id: String,
        pub industry: String,
        pub notes: String,
        /// Where it is taxed: the billing address's country, or the practice's.
        pub country: String,
        pub billing_address: Address,
        pub shipping_address: Address,
        pub currency: String,
        pub language: String,
        pub time_zone: String,
        pub date_format: String,
        pub fiscal_year_start: i64,
        pub active: bool,
        /// The words that searches look for, by spaces.
        pub search_text: String,
        pub created_at: i64,
        pub updated_at: i64,
        pub version: i64,
    } beside {
        pub tags: Vec<String>,
        /// Custom field's id and value.
        pub custom: Vec<(Id, String)>,
    }
}

impl Versioned for Client {
    fn version(&self) -> i64 {
        self.version
    }
}

/// What is typed of a client.
pub static CLIENT: Fields<Client> = Fields {
    entity: "client",
    list: &[
        field!(Client, kind, "client_type", Kind::Choice(&["business", "individual"], "client-type-")).proposed().span(2),
        field!(Client, salutation, Kind::Choice(&["mr", "ms", "mx", "dr"], "salutation-")).span(1),
        field!(Client, first_name, Kind::Text(100)),
        field!(Client, last_name, Kind::Text(100)),
        field!(Client, legal_name, Kind::Text(200)).help("legal-name-help"),
        field!(Client, business_name, Kind::Text(200)),
        field!(Client, display_name, Kind::Text(200)).proposed().help("display-name-help"),
        field!(Client, email, Kind::Email),
        field!(Client, tax_id, Kind::Custom(&TAX_ID)),
        field!(Client, phone, Kind::Custom(&PHONE)).span(2),
        field!(Client, mobile, Kind::Custom(&PHONE)).span(2),
        field!(Client, website, Kind::Custom(&WEBSITE)).span(2),
        field!(Client, industry, Kind::Text(100)),
        field!(Client, tags, Kind::Words { most: 20, max: 40 }).help("tags-help"),
        field!(Client, notes, Kind::Long(5000)).span(6),
        field!(Client, billing_address.country, "billing_address.country", Kind::Country),
        field!(Client, billing_address.street1, "billing_address.street1", Kind::Text(200)),
        field!(Client, billing_address.street2, "billing_address.street2", Kind::Text(200)),
        field!(Client, billing_address.postal_code, "billing_address.postal_code", Kind::Text(20)),
        field!(Client, billing_address.city, "billing_address.city", Kind::Text(100)),
        field!(Client, billing_address.state, "billing_address.state", Kind::Text(100)),
        field!(Client, shipping_address.country, "shipping_address.country", Kind::Country),
        field!(Client, shipping_address.street1, "shipping_address.street1", Kind::Text(200)),
        field!(Client, shipping_address.street2, "shipping_address.street2", Kind::Text(200)),
        field!(Client, shipping_address.postal_code, "shipping_address.postal_code", Kind::Text(20)),
        field!(Client, shipping_address.city, "shipping_address.city", Kind::Text(100)),
        field!(Client, shipping_address.state, "shipping_address.state", Kind::Text(100)),
        field!(Client, currency, "regional.currency", Kind::Currency).proposed().span(2),
        field!(Client, language, "regional.language", Kind::Language).proposed().span(2),
        field!(Client, time_zone, "regional.time_zone", Kind::TimeZone).proposed().span(2),
        field!(Client, date_format, "regional.date_format", Kind::DateFormat).proposed().span(2),
        field!(Client, fiscal_year_start, "regional.fiscal_year_start", Kind::Month).proposed().span(2),
    ],
};

/// A client to create: its profile, what is created with it, and whether it is invited.
#[derive(Debug, Clone)]
pub struct NewClient {
    pub profile: Client,
    pub applications: Vec<Application>,
    pub invite: bool,
    /// Whose preferences the new organization starts with.
    pub clone: Option<CloneChoice>,
    /// What the new organization starts with, where nobody's preferences are cloned: a blueprint's.
    pub initial: Snapshot,
    /// Whether another client may have the same tax id.
    pub same_tax_id: bool,
}

despacho_platform::row! {
    /// A person at a client.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Contact in "client_contacts" key (practice_id, id) {
        pub practice_id: Id,
        pub id: Id,
        pub client_id: Id,
        pub name: String,
        pub position: String,
        pub email: String,
        pub phone: String,
        pub version: i64,
    }
}

impl Versioned for Contact {
    fn version(&self) -> i64 {
        self.version
    }
}

/// What is typed of a contact person.
pub static CONTACT: Fields<Contact> = Fields {
    entity: "contact",
    list: &[
        field!(Contact, name, Kind::Text(200)).required().label("field-contact-name"),
        field!(Contact, position, Kind::Text(100)),
        field!(Contact, email, Kind::Email).label("field-contact-email"),
        field!(Contact, phone, Kind::Custom(&PHONE)).label("field-contact-phone"),
    ],
};

/// Most contact persons of a client.
pub const CONTACTS: usize = 100;

/// The first that is there of trade name, legal name, and first and last name.
pub fn proposed_display_name(business_name: &str, legal_name: &str, first_name: &str, last_name: &str) -> String {
    let person = format!("{} {}", first_name.trim(), last_name.trim());
    let found = [business_name.trim(), legal_name.trim(), person.trim()].into_iter().find(|name| !name.is_empty());
    found.unwrap_or_default().to_owned()
}

impl Client {
    /// The organization that the client would have, without an id and applications.
    pub fn organization(&self) -> Organization {
        Organization {
            name: [&self.business_name, &self.legal_name].into_iter().find(|name| !name.is_empty()).unwrap_or(&self.display_name).clone(),
            legal_name: self.legal_name.clone(),
            owner_name: format!("{} {}", self.first_name, self.last_name).trim().to_owned(),
            country: self.country.clone(),
            currency: self.currency.clone(),
            language: self.language.clone(),
            time_zone: self.time_zone.clone(),
            date_format: self.date_format.clone(),
            fiscal_year_start: self.fiscal_year_start,
            email: self.email.clone(),
            phone: self.phone.clone(),
            website: self.website.clone(),
            tax_id: self.tax_id.clone(),
            industry: self.industry.clone(),
            address: self.billing_address.clone(),
            ..Organization::default()
        }
    }

    /// The client that an organization becomes; `display_name` is free in the practice.
    pub fn of_organization(practice: Id, o: Organization, display_name: String, now: i64) -> Self {
        let (first_name, last_name) = o.owner_name.split_once(' ').unwrap_or((&o.owner_name, ""));
        let client = Self {
            practice_id: practice,
            id: new_id(),
            kind: "business".into(),
            first_name: first_name.to_owned(),
            last_name: last_name.to_owned(),
            legal_name: o.legal_name,
            business_name: o.name,
            display_name,
            email: o.email,
            phone: o.phone,
            // One that was stored before websites were checked is left behind: it could be anything.
            website: kinds::website(&o.website).unwrap_or_default(),
            tax_id: o.tax_id,
            industry: o.industry,
            // Where it is, even if that is all that is known.
            billing_address: if o.address.country.is_empty() { Address { country: o.country.clone(), ..o.address } } else { o.address },
            currency: o.currency,
            language: o.language,
            time_zone: o.time_zone,
            date_format: o.date_format,
            fiscal_year_start: o.fiscal_year_start,
            active: true,
            created_at: now,
            updated_at: now,
            version: 1,
            ..Self::default()
        };
        // What an organization has was checked when it was saved; what is missing is proposed.
        client.settled(&o.country, &mut Invalid::new())
    }

    /// Whose rules its telephone numbers and tax id follow, while it is being typed.
    pub fn country_of<'c>(typed: &'c str, home: &'c str) -> &'c str {
        if typed.trim().is_empty() { home } else { typed.trim() }
    }

    /// What follows from what was typed, and what must agree with it: names, country, addresses, regional settings. `home` is the
    /// practice's country.
    pub fn settled(mut self, home: &str, errors: &mut Invalid) -> Self {
        if self.kind.is_empty() {
            self.kind = "business".into();
        }
        if self.display_name.is_empty() {
            self.display_name = proposed_display_name(&self.business_name, &self.legal_name, &self.first_name, &self.last_name);
        }
        if errors.has("display_name") {
            // Told already.
        } else if self.display_name.is_empty() {
            errors.push("display_name", "required");
        } else if fold(&self.display_name).is_empty() {
            errors.push("display_name", "characters");
        }
        // These become an organization's name, which stands in messages to others.
        for (field, name) in [("display_name", &self.display_name), ("business_name", &self.business_name)] {
            errors.no_link(field, name);
        }
        self.billing_address = self.billing_address.checked("billing_address.", errors);
        self.shipping_address = self.shipping_address.checked("shipping_address.", errors);
        self.country = Self::country_of(&self.billing_address.country, home).to_uppercase();
        let proposed = Region::proposed(&self.country);
        let or = |value: &mut String, proposed: String| {
            if value.is_empty() {
                *value = proposed;
            }
        };
        or(&mut self.currency, proposed.currency);
        or(&mut self.language, proposed.language);
        or(&mut self.time_zone, proposed.time_zone);
        or(&mut self.date_format, proposed.date_format);
        if self.fiscal_year_start == 0 {
            self.fiscal_year_start = proposed.fiscal_year_start.into();
        }
        self.name_key = fold(&self.display_name);
        self.search_text = self.words();
        self
    }

    /// The words that it is found by, by spaces.
    pub fn words(&self) -> String {
        let texts = [&self.display_name, &self.legal_name, &self.business_name, &self.first_name, &self.last_name, &self.email];
        words_of(&texts.map(String::as_str), &self.tax_id, &[&self.phone, &self.mobile], &self.country)
    }

    /// A client as a form says, over what it was; what is wrong is noted.
    pub fn read(data: &FormData, before: Self, sight: &Sight<'_>, home: &str, errors: &mut Invalid) -> Self {
        let mut typed = CLIENT.read(data, before, sight, errors);
        if !data.has("other_shipping") {
            typed.shipping_address = Address::default();
        }
        let sent: Vec<(Id, String)> = data.0.iter().filter_map(|(key, value)| Some((key.strip_prefix("custom.")?.parse().ok()?, value.clone()))).collect();
        // A field that the form does not show keeps its value.
        let hidden: Vec<(Id, String)> = typed.custom.iter().filter(|(id, _)| !sent.iter().any(|(field, _)| field == id)).cloned().collect();
        typed.custom = sent
            .into_iter()
            .map(|(id, value)| (id, errors.optional_long(&format!("custom.{id}"), &value, 5000)))
            .chain(hidden)
            .collect();
        typed.settled(home, errors)
    }
}

impl NewClient {
    /// A client as the form says, or every field's error.
    pub fn read(data: &FormData, clone: Option<CloneChoice>, sight: &Sight<'_>, home: &str) -> Result<Self, Invalid> {
        let mut errors = Invalid::new();
        let profile = Client::read(data, Client::default(), sight, home, &mut errors);
        Self::checked(profile, &data.all("applications"), data.has("invite_client"), clone, errors)
            .map(|new| Self { same_tax_id: data.has("same_tax_id"), ..new })
    }

    /// A client as the API says, or every field's error.
    pub fn from_json(body: &Object, applications: &[String], invite: bool, clone: Option<CloneChoice>, sight: &Sight<'_>, home: &str) -> Result<Self, Invalid> {
        let mut errors = Invalid::new();
        let profile = CLIENT.patch(body, Client::default(), sight, &mut errors).settled(home, &mut errors);
        Self::checked(profile, applications, invite, clone, errors)
    }

    fn checked(profile: Client, applications: &[String], invite: bool, clone: Option<CloneChoice>, mut errors: Invalid) -> Result<Self, Invalid> {
        let applications = Application::parse_all(applications, &mut errors);
        if invite && applications.is_empty() {
            errors.push("invite_client", "invite_needs_application");
        }
        if invite && profile.email.is_empty() {
            errors.push("email", "invite_needs_email");
        }
        if clone.is_some() && !applications.iter().any(|application| application.carries_preferences()) {
            errors.push("clone", "clone_needs_books");
        }
        errors.sort_by(CLIENT.list.iter().map(|field| field.name));
        errors.finish()?;
        Ok(Self { profile: Client { active: true, ..profile }, applications, invite, clone, initial: Snapshot::default(), same_tax_id: true })
    }
}

/// The label of a client's kind.
pub fn kind_label(lang: Lang, kind: &str) -> String {
    lang.t(&format!("client-type-{kind}"))
}

/// What stands beneath a client's name: its tax id, or what it is.
pub fn beneath(lang: Lang, client: &Client) -> String {
    if client.tax_id.is_empty() { kind_label(lang, &client.kind) } else { tax_id::show(&client.tax_id, &client.country) }
}

/// The tag of a selection, trimmed.
pub fn checked_tag(tag: &str) -> Result<String, Invalid> {
    let mut errors = Invalid::new();
    let tag = errors.required("tag", &tag.replace(',', " "), 40);
    errors.finish().map(|()| tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(pairs: &[(&str, &str)]) -> Result<NewClient, Invalid> {
        let data = FormData(pairs.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect());
        NewClient::read(&data, None, &Sight::form(Lang::Es, "ES"), "ES")
    }

    #[test]
    fn names_are_proposed() {
        assert_eq!(proposed_display_name("  Viveros Quintana ", "Quintana e Hijos, S. L.", "Elena", ""), "Viveros Quintana");
        assert_eq!(proposed_display_name("", " Quintana e Hijos, S. L.", "Elena", ""), "Quintana e Hijos, S. L.");
        assert_eq!(proposed_display_name("", "", "Elena", "Quintana Rey"), "Elena Quintana Rey");
        assert_eq!(typed(&[("first_name", "Elena")]).map(|c| c.profile.display_name), Ok("Elena".into()));
    }

    #[test]
    fn every_error_is_told_at_once() {
        let errors = typed(&[("email", "x"), ("phone", "1"), ("tax_id", "B1"), ("invite_client", "on")]).expect_err("invalid");
        let fields: Vec<_> = errors.0.into_iter().map(|e| (e.field, e.code)).collect();
        for expected in
            [("display_name", "required"), ("email", "email"), ("phone", "phone"), ("tax_id", "tax_id_length"), ("invite_client", "invite_needs_application")]
        {
            assert!(fields.iter().any(|(field, code)| (field.as_str(), *code) == expected), "{expected:?} in {fields:?}");
        }
    }

    #[test]
    fn an_invitation_needs_an_address() {
        let errors = typed(&[("display_name", "A"), ("applications", "books"), ("invite_client", "on")]).expect_err("invalid");
        assert_eq!(errors.0[0].code, "invite_needs_email");
    }

    #[test]
    fn a_country_proposes_the_region_and_tags_do_not_repeat() {
        let new = typed(&[("display_name", "A"), ("billing_address.country", "mx"), ("tags", "Pyme, Trimestral, PYME")])
            .expect("valid")
            .profile;
        assert_eq!((new.country.as_str(), new.currency.as_str(), new.fiscal_year_start), ("MX", "MXN", 1));
        assert_eq!(new.tags, ["Pyme", "Trimestral"]);
    }
}
