//! A row of a file as a client: what stands in its cells, and what is wrong with them.

use std::collections::{BTreeMap, HashMap};

use despacho_kernel::{Id, Invalid, place, text::fold};
use despacho_platform::{i18n::Lang, memberships::Member};
use despacho_practice::{
    clients::client::{CLIENT, CONTACT, Client, Contact, NewClient},
    practices::custom_field::{self, CustomField},
};
use despacho_sheets::read::Row;
use despacho_ui::{fields::Sight, forms::FormData};

use crate::{
    settings::Settings,
    sheet::is_formula,
    targets::{self, CONTACTS},
    words::Words,
};

/// What rows are read with.
pub struct Ground {
    /// The practice's country.
    pub home: String,
    /// The field of each column; none for one that is left out.
    pub columns: Vec<Option<String>>,
    pub headings: Vec<String>,
    /// Whether its cells could be formulas: those of a CSV file.
    pub formulas: bool,
    pub settings: Settings,
    pub own: Vec<CustomField>,
    pub members: Vec<Member>,
    /// Blueprints by their folded names.
    pub blueprints: HashMap<String, Id>,
    pub words: &'static Words,
}

/// Something wrong with a cell, or with a row as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub heading: String,
    pub field: String,
    pub value: String,
    pub code: String,
    pub params: BTreeMap<String, String>,
}

/// What stands in a row.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    pub number: usize,
    /// The filled cells by their fields.
    pub cells: BTreeMap<String, String>,
    /// As a form would say it.
    pub form: FormData,
    pub external_id: String,
    pub active: Option<bool>,
    pub assigned: Vec<Id>,
    pub applications: Vec<String>,
    pub invite: bool,
    pub blueprint: Option<Id>,
    pub contacts: Vec<Contact>,
    pub errors: Invalid,
}

impl Ground {
    /// How a row is read: numbers and words as both languages write them.
    pub fn sight<'c>(&self, country: &'c str) -> Sight<'c> {
        Sight::form(Lang::Es, country)
    }

    fn heading(&self, field: &str) -> String {
        let at = self.columns.iter().position(|column| column.as_deref() == Some(field));
        at.and_then(|at| self.headings.get(at)).cloned().unwrap_or_default()
    }

    /// The faults of a row with the cells in which they stand. What lacks a name is told at the column of names that there is.
    pub fn faults(&self, typed: &Typed, errors: &Invalid) -> Vec<Fault> {
        let names = ["display_name", "business_name", "legal_name", "first_name"];
        let fault = |error: &despacho_kernel::FieldError| {
            let mut field = error.field.as_str();
            if field == "display_name" && self.heading(field).is_empty() {
                field = names.iter().find(|name| !self.heading(name).is_empty()).unwrap_or(&field);
            }
            Fault {
                heading: self.heading(field),
                field: field.to_owned(),
                value: typed.cells.get(field).cloned().unwrap_or_default(),
                code: error.code.to_owned(),
                params: error.params.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
            }
        };
        errors.0.iter().map(fault).collect()
    }

    /// Reads a row.
    pub fn read(&self, row: &Row) -> Typed {
        let mut typed = Typed { number: row.number, ..Typed::default() };
        for (column, cell) in self.columns.iter().zip(&row.cells) {
            let (Some(field), text) = (column, cell.trim()) else { continue };
            let (formula, text) = if self.formulas { (is_formula(text), despacho_sheets::plain_text(text)) } else { (false, text.to_owned()) };
            if text.is_empty() {
                continue;
            }
            typed.cells.insert(field.clone(), text);
            if formula {
                typed.errors.push(field, "sheet_formula");
            }
        }
        for (field, text) in &typed.cells {
            if let Some(id) = field.strip_prefix("custom.") {
                typed.form.set(field, self.own_text(id, text));
            } else if CLIENT.get(field).is_some() {
                typed.form.set(field, self.meant(field, text, &typed.cells));
            }
        }
        // A file of one country seldom says which: where it has such a province, that is where the address is.
        if !typed.cells.contains_key("billing_address.country") && self.has_province(typed.form.get("billing_address.state")) {
            typed.form.set("billing_address.country", self.home.as_str());
        }
        if typed.cells.keys().any(|field| field.starts_with("shipping_address.")) {
            typed.form.set("other_shipping", "on");
        }
        self.others(&mut typed);
        typed
    }

    fn meant(&self, field: &str, text: &str, cells: &BTreeMap<String, String>) -> String {
        // Spreadsheets take the first zero of a postal code away.
        if field.ends_with(".postal_code") && text.len() == 4 && text.chars().all(|c| c.is_ascii_digit()) {
            let place = field.split('.').next().unwrap_or_default();
            let country = cells.get(&format!("{place}.country")).map(|text| self.words.meant("billing_address.country", text));
            if country.as_deref().unwrap_or(&self.home) == "ES" {
                return format!("0{text}");
            }
        }
        // People separate words by semicolons too.
        if field == "tags" { text.replace([';', '|'], ",") } else { self.words.meant(field, text) }
    }

    /// A value of one of the practice's own fields as it is kept, whether a program wrote it so or people as they do.
    fn own_text(&self, id: &str, text: &str) -> String {
        let Some(field) = self.own.iter().find(|field| field.id.to_string() == id) else { return text.to_owned() };
        if field.checked(text, &self.home, &self.member_ids()).is_ok() { text.to_owned() } else { field.plain(Lang::Es, &[text.to_owned()]) }
    }

    fn member_ids(&self) -> Vec<Id> {
        self.members.iter().map(|member| member.user_id).collect()
    }

    fn has_province(&self, text: &str) -> bool {
        !text.is_empty() && place::subdivisions(&self.home).iter().any(|one| one.code == text || fold(&one.name) == fold(text))
    }

    /// What is no field of a client.
    fn others(&self, typed: &mut Typed) {
        let country = self.country(typed);
        let Typed { cells, errors, .. } = typed;
        let cell = |name: &str| cells.get(name).map(String::as_str).unwrap_or_default();
        typed.external_id = errors.optional("external_id", cell("external_id"), 100);
        typed.active = match (cell("status"), self.words.known("status", cell("status"))) {
            ("", _) => None,
            (_, Some(word)) => Some(word == "active"),
            (_, None) => {
                errors.push("status", "sheet_status");
                None
            }
        };
        typed.invite = match (cell("invite_client"), self.words.known("invite_client", cell("invite_client"))) {
            ("", _) => self.settings.invite_client,
            (_, Some(word)) => word == "yes",
            (_, None) => {
                errors.push("invite_client", "sheet_yes_no");
                false
            }
        };
        typed.applications = match cell("applications") {
            "" => self.settings.applications.clone(),
            text => parts(text).map(|word| self.words.meant("applications", word)).collect(),
        };
        typed.assigned = self.settings.assigned_user_ids.clone();
        if !cell("assigned").is_empty() {
            typed.assigned = vec![];
            for name in parts(cell("assigned")) {
                match self.member(name) {
                    Ok(id) if !typed.assigned.contains(&id) => typed.assigned.push(id),
                    Ok(_) => {}
                    Err((code, near)) => errors.push_with("assigned", code, vec![("name", name.to_owned()), ("near", near)]),
                }
            }
        }
        typed.blueprint = self.settings.blueprint_id;
        if !cell("blueprint").is_empty() {
            typed.blueprint = self.blueprints.get(&fold(cell("blueprint"))).copied();
            if typed.blueprint.is_none() {
                errors.push("blueprint", "sheet_blueprint");
            }
        }
        for nth in 1..=CONTACTS {
            let data: Vec<(String, String)> = CONTACT
                .list
                .iter()
                .filter_map(|field| Some((field.name.to_owned(), cells.get(&targets::contact(nth, field.name))?.clone())))
                .collect();
            if data.is_empty() {
                continue;
            }
            let mut wrong = Invalid::new();
            let contact = CONTACT.read(&FormData(data), Contact::default(), &self.sight(&country), &mut wrong);
            for error in wrong.0 {
                errors.push_with(&targets::contact(nth, &error.field), error.code, error.params);
            }
            typed.contacts.push(contact);
        }
    }

    /// The member of this name or address; otherwise why there is none, and whose name is near.
    fn member(&self, name: &str) -> Result<Id, (&'static str, String)> {
        let wanted = fold(name);
        let found: Vec<&Member> = self.members.iter().filter(|member| fold(&member.name) == wanted || fold(&member.email) == wanted).collect();
        match found.as_slice() {
            [one] => Ok(one.user_id),
            [] => {
                let last = wanted.split(' ').next_back().unwrap_or_default().to_owned();
                let near = self.members.iter().find(|member| fold(&member.name).split(' ').any(|word| word == last));
                Err(("sheet_nobody", near.map(|member| member.name.clone()).unwrap_or_default()))
            }
            _ => Err(("sheet_several", String::new())),
        }
    }

    /// Where the client of a row is.
    pub fn country(&self, typed: &Typed) -> String {
        Client::country_of(typed.form.get("billing_address.country"), &self.home).to_uppercase()
    }

    /// The new client of a row; what is wrong is noted beside what was noted before. None where anything is.
    pub fn new_client(&self, typed: &Typed, errors: &mut Invalid) -> Option<NewClient> {
        let mut form = typed.form.clone();
        for application in &typed.applications {
            form.set("applications", application.as_str());
        }
        if typed.invite {
            form.set("invite_client", "on");
        }
        let country = self.country(typed);
        match NewClient::read(&form, None, &self.sight(&country), &self.home) {
            Ok(mut new) => {
                add_tags(&mut new.profile.tags, &self.settings.tags);
                new.profile.active = typed.active.unwrap_or(true);
                let custom = std::mem::take(&mut new.profile.custom);
                new.profile.custom = custom_field::values(&self.own, custom, true, (&country, &self.member_ids()), errors);
                Some(new).filter(|_| errors.0.is_empty())
            }
            Err(more) => {
                for error in more.0 {
                    errors.push_with(&error.field, error.code, error.params);
                }
                None
            }
        }
    }

    /// A client that is there as a row says: the filled cells in the place of what it had. What is wrong is noted.
    pub fn over(&self, typed: &Typed, before: Client, errors: &mut Invalid) -> Client {
        let country = if typed.form.has("billing_address.country") { self.country(typed) } else { before.country.clone() };
        let sight = self.sight(&country);
        let mut form = typed.form.clone();
        // The first of a name counts: what the row leaves out stays.
        CLIENT.fill(&mut form, &before, &sight);
        if !before.shipping_address.is_empty() {
            form.set("other_shipping", "on");
        }
        let mut after = Client::read(&form, before, &sight, &self.home, errors);
        add_tags(&mut after.tags, &self.settings.tags);
        after.custom = custom_field::values(&self.own, std::mem::take(&mut after.custom), false, (&country, &self.member_ids()), errors);
        after
    }
}

/// Tags that every row gets, beside its own.
fn add_tags(tags: &mut Vec<String>, more: &[String]) {
    for tag in more {
        if !tags.iter().any(|of| fold(of) == fold(tag)) {
            tags.push(tag.clone());
        }
    }
    tags.sort();
}

/// The parts of a cell that holds several.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ';', '|']).map(str::trim).filter(|part| !part.is_empty())
}
