//! Clients: businesses and persons the practice works for.

pub mod actions;
mod api;
mod export;
pub(crate) mod form_pages;
mod list_pages;
mod profile_pages;
pub mod store;

use std::collections::HashSet;

use despacho_kernel::{
    Id, Invalid,
    access::{Application, PracticeRight as R},
    address::Address,
    email, phone,
    region::{Region, RegionInput},
    tax_id,
    text::fold,
};
use despacho_platform::Platform;
use despacho_ui::{Access, InPractice, Routes};

use crate::cloning;

pub use api::ClientJson;

/// A client of a practice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    pub id: Id,
    /// `business` or `individual`.
    pub kind: String,
    pub salutation: String,
    pub first_name: String,
    pub last_name: String,
    pub business_name: String,
    /// Unique in the practice, whatever its case and accents.
    pub display_name: String,
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
    pub billing: Address,
    pub shipping: Address,
    pub region: Region,
    pub active: bool,
    pub created_at: i64,
    pub updated_at: i64,
    pub tags: Vec<String>,
    /// Custom field's id and value.
    pub custom: Vec<(Id, String)>,
}

/// A client as it was typed.
#[derive(Debug, Clone, Default)]
pub struct ClientInput {
    pub kind: String,
    pub salutation: String,
    pub first_name: String,
    pub last_name: String,
    pub business_name: String,
    /// Proposed from the other names when empty.
    pub display_name: String,
    pub email: String,
    pub phone: String,
    pub mobile: String,
    pub website: String,
    pub tax_id: String,
    pub industry: String,
    pub notes: String,
    pub billing: Address,
    pub shipping: Address,
    pub region: RegionInput,
    pub tags: Vec<String>,
    pub custom: Vec<(Id, String)>,
    pub applications: Vec<String>,
    pub invite: bool,
    /// Whose preferences the new organization starts with.
    pub clone: Option<cloning::Clone>,
}

/// A checked client: its profile, what is created with it, and whether it is invited.
#[derive(Debug, Clone)]
pub struct NewClient {
    pub profile: Client,
    pub applications: Vec<Application>,
    pub invite: bool,
    pub clone: Option<cloning::Clone>,
}

despacho_platform::row! {
    /// A person at a client.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Contact {
        pub id: Id,
        pub name: String,
        pub position: String,
        pub email: String,
        pub phone: String,
    }
}

/// Most contact persons of a client.
pub const CONTACTS: usize = 100;
const TAGS: usize = 20;
const SALUTATIONS: [&str; 5] = ["", "mr", "ms", "mx", "dr"];

/// `business_name`, or first and last name.
pub fn proposed_display_name(business_name: &str, first_name: &str, last_name: &str) -> String {
    let business = business_name.trim();
    if business.is_empty() { format!("{} {}", first_name.trim(), last_name.trim()).trim().to_owned() } else { business.to_owned() }
}

impl ClientInput {
    /// The checked client, or every field's error. `home` is the practice's country.
    pub fn checked(self, home: &str) -> Result<NewClient, Invalid> {
        let mut errors = Invalid::new();
        let kind = if self.kind.is_empty() { "business".to_owned() } else { self.kind };
        if kind != "business" && kind != "individual" {
            errors.push("client_type", "choice");
        }
        if !SALUTATIONS.contains(&self.salutation.as_str()) {
            errors.push("salutation", "choice");
        }
        let country = self.billing.country.trim().to_uppercase();
        let country = if country.is_empty() { home.to_owned() } else { country };
        let first_name = errors.optional("first_name", &self.first_name, 100);
        let last_name = errors.optional("last_name", &self.last_name, 100);
        let business_name = errors.optional("business_name", &self.business_name, 200);
        let display_name = if self.display_name.trim().is_empty() { proposed_display_name(&business_name, &first_name, &last_name) } else { self.display_name };
        let display_name = errors.required("display_name", &display_name, 200);
        if fold(&display_name).is_empty() && !display_name.is_empty() {
            errors.push("display_name", "characters");
        }
        let address = errors.optional_as("email", &self.email, email::parse);
        let phone = errors.optional_as("phone", &self.phone, |v| phone::parse(v, &country));
        let mobile = errors.optional_as("mobile", &self.mobile, |v| phone::parse(v, &country));
        let tax_id = errors.optional_as("tax_id", &self.tax_id, |v| tax_id::parse(v, &country));
        let website = errors.optional_as("website", &self.website, website);
        let billing = self.billing.checked("billing_address.", &mut errors);
        let shipping = self.shipping.checked("shipping_address.", &mut errors);
        let applications = Application::parse_all(&self.applications, &mut errors);
        if self.invite && applications.is_empty() {
            errors.push("invite_client", "invite_needs_application");
        }
        if self.invite && self.email.trim().is_empty() {
            errors.push("email", "invite_needs_email");
        }
        if self.clone.is_some() && !applications.contains(&Application::Books) {
            errors.push("clone", "clone_needs_books");
        }
        let tags = tags(&mut errors, self.tags);
        let custom = self.custom.into_iter().map(|(id, value)| (id, errors.optional(&format!("custom.{id}"), &value, 500))).collect();
        let profile = Client {
            id: Id::nil(),
            kind,
            salutation: self.salutation,
            first_name,
            last_name,
            business_name,
            display_name,
            email: address,
            phone,
            mobile,
            website,
            tax_id,
            industry: errors.optional("industry", &self.industry, 100),
            notes: errors.optional("notes", &self.notes, 5000),
            region: Region::parse(&self.region, &country, "regional.", &mut errors),
            country,
            billing,
            shipping,
            active: true,
            created_at: 0,
            updated_at: 0,
            tags,
            custom,
        };
        errors.finish()?;
        Ok(NewClient { profile, applications, invite: self.invite, clone: self.clone })
    }
}

fn website(text: &str) -> Result<String, &'static str> {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or(text);
    let ok = host.contains('.') && !host.contains([' ', '<', '>', '"', '\'', '\\', ':']) && host.len() <= 190 && !host.starts_with('.');
    let plain = text.strip_prefix("http://").map_or_else(|| format!("https://{host}"), |host| format!("http://{host}"));
    if ok && !text.chars().any(char::is_control) { Ok(plain) } else { Err("website") }
}

/// Tags without repetition, whatever their case.
fn tags(errors: &mut Invalid, typed: Vec<String>) -> Vec<String> {
    let mut seen = HashSet::new();
    let words = typed.iter().flat_map(|tag| tag.split(',')).map(str::trim).filter(|tag| !tag.is_empty());
    let mut tags: Vec<String> = words.filter(|tag| seen.insert(fold(tag))).map(str::to_owned).collect();
    tags.sort_by_cached_key(|tag| fold(tag));
    if tags.len() > TAGS {
        errors.push_with("tags", "too_many_rows", vec![("max", TAGS.to_string())]);
    }
    for tag in &tags {
        errors.optional("tags", tag, 40);
    }
    tags
}

impl Client {
    /// The text that searches look into.
    pub fn search_text(&self) -> String {
        let parts = [&self.display_name, &self.business_name, &self.first_name, &self.last_name, &self.email, &self.tax_id, &self.phone, &self.mobile];
        fold(&parts.map(String::as_str).join(" "))
    }

    /// The fields that the activity log compares.
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        let address = |a: &Address| [&a.street1, &a.street2, &a.postal_code, &a.city, &a.state, &a.country].map(String::as_str).join(" ");
        vec![
            ("client_type", self.kind.clone()),
            ("salutation", self.salutation.clone()),
            ("first_name", self.first_name.clone()),
            ("last_name", self.last_name.clone()),
            ("business_name", self.business_name.clone()),
            ("display_name", self.display_name.clone()),
            ("email", self.email.clone()),
            ("phone", self.phone.clone()),
            ("mobile", self.mobile.clone()),
            ("website", self.website.clone()),
            ("tax_id", self.tax_id.clone()),
            ("industry", self.industry.clone()),
            ("notes", self.notes.clone()),
            ("billing_address", address(&self.billing).split_whitespace().collect::<Vec<_>>().join(" ")),
            ("shipping_address", address(&self.shipping).split_whitespace().collect::<Vec<_>>().join(" ")),
            ("currency", self.region.currency.clone()),
            ("language", self.region.language.clone()),
            ("time_zone", self.region.time_zone.clone()),
            ("date_format", self.region.date_format.clone()),
            ("fiscal_year_start", self.region.fiscal_year_start.to_string()),
            ("tags", self.tags.join(", ")),
            ("custom_fields", self.custom.iter().map(|(_, value)| value.as_str()).filter(|v| !v.is_empty()).collect::<Vec<_>>().join(", ")),
        ]
    }
}

/// Which clients a list shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Status {
    #[default]
    Active,
    Inactive,
    All,
}

/// How a list is sorted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    #[default]
    Name,
    Created,
    Updated,
}

/// What a list of clients is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct ListFilter {
    pub search: String,
    pub status: Status,
    pub application: Option<Application>,
    pub tag: Option<String>,
    pub assigned_to: Option<Id>,
    /// Only these ids.
    pub ids: Option<Vec<Id>>,
    /// Staff see what is assigned to them.
    pub visible_to: Option<Id>,
    pub sort: Sort,
    pub descending: bool,
}

/// Whose assignments limit what this member sees; nobody's for most roles.
pub fn visible_to(who: &InPractice) -> Option<Id> {
    who.role.sees_assigned_only().then_some(who.user.id)
}

pub(crate) fn routes(platform: &Platform) -> Routes {
    let read = Access::Practice(R::ReadClients);
    let edit = Access::Practice(R::EditClients);
    let manage = Access::Practice(R::ManageClients);
    Routes::new(platform)
        .get("/places/{country}/states", Access::SignedIn, form_pages::states)
        .get("/practices/{practice}/search", read, list_pages::search)
        .get("/practices/{practice}/clients", read, list_pages::list)
        .post("/practices/{practice}/clients", manage, form_pages::create)
        .get("/practices/{practice}/clients/add", manage, list_pages::add)
        .get("/practices/{practice}/clients/new", manage, form_pages::new)
        .get("/practices/{practice}/clients/export", read, export::export)
        .post("/practices/{practice}/clients/selection", manage, list_pages::selection)
        .post("/practices/{practice}/clients/exported-selection", read, export::selection)
        .post("/practices/{practice}/clients/columns", read, list_pages::save_columns)
        .get("/practices/{practice}/clients/{client}", read, profile_pages::overview)
        .get("/practices/{practice}/clients/{client}/edit", edit, form_pages::edit)
        .post("/practices/{practice}/clients/{client}", edit, form_pages::update)
        .get("/practices/{practice}/clients/{client}/organizations", read, profile_pages::organizations)
        .get("/practices/{practice}/clients/{client}/activity", read, profile_pages::activity)
        .post("/practices/{practice}/clients/{client}/activation", manage, profile_pages::activate)
        .post("/practices/{practice}/clients/{client}/deactivation", manage, profile_pages::deactivate)
        .post("/practices/{practice}/clients/{client}/assignments", manage, profile_pages::assign)
        .post("/practices/{practice}/clients/{client}/contacts", edit, profile_pages::add_contact)
        .post("/practices/{practice}/clients/{client}/contacts/{contact}", edit, profile_pages::update_contact)
        .post("/practices/{practice}/clients/{client}/contacts/{contact}/removal", edit, profile_pages::remove_contact)
        .post("/practices/{practice}/clients/{client}/organization-links", manage, profile_pages::link)
        .post("/practices/{practice}/clients/{client}/organization-links/{organization_id}/removal", manage, profile_pages::unlink)
        .post("/practices/{practice}/clients/{client}/organization-links/{organization_id}/invitations", manage, profile_pages::invite)
        .merge(api::routes(platform))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> ClientInput {
        ClientInput { display_name: name.into(), ..ClientInput::default() }
    }

    #[test]
    fn names_are_proposed() {
        assert_eq!(proposed_display_name("  Viveros Quintana, S. L. ", "Elena", ""), "Viveros Quintana, S. L.");
        assert_eq!(proposed_display_name("", "Elena", "Quintana Rey"), "Elena Quintana Rey");
        let input = ClientInput { first_name: "Elena".into(), ..ClientInput::default() };
        assert_eq!(input.checked("ES").map(|c| c.profile.display_name), Ok("Elena".into()));
    }

    #[test]
    fn every_error_is_told_at_once() {
        let input = ClientInput { email: "x".into(), phone: "1".into(), tax_id: "B1".into(), invite: true, ..ClientInput::default() };
        let fields: Vec<_> = input.checked("ES").expect_err("invalid").0.into_iter().map(|e| (e.field, e.code)).collect();
        for expected in
            [("display_name", "required"), ("email", "email"), ("phone", "phone"), ("tax_id", "tax_id_length"), ("invite_client", "invite_needs_application")]
        {
            assert!(fields.iter().any(|(field, code)| (field.as_str(), *code) == expected), "{expected:?} in {fields:?}");
        }
    }

    #[test]
    fn an_invitation_needs_an_address() {
        let input = ClientInput { invite: true, applications: vec!["books".into()], ..named("A") };
        assert_eq!(input.checked("ES").expect_err("invalid").0[0].code, "invite_needs_email");
    }

    #[test]
    fn websites_are_links() {
        assert_eq!(website("viveros.example"), Ok("https://viveros.example".into()));
        assert_eq!(website("http://viveros.example/x"), Ok("http://viveros.example/x".into()));
        for bad in ["javascript:alert(1)", "nada", "a b.c", "https://<script>.x"] {
            assert_eq!(website(bad), Err("website"), "{bad}");
        }
    }

    #[test]
    fn tags_do_not_repeat() {
        let mut errors = Invalid::new();
        assert_eq!(tags(&mut errors, vec!["Pyme, Trimestral".into(), "PYME".into()]), vec!["Pyme", "Trimestral"]);
        assert!(errors.0.is_empty());
    }
}
