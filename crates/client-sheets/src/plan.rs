//! What becomes of each row: a new client, a changed one, one that is left, or what is wrong. Pure of the database; what is there comes as [`Present`].

use std::collections::{BTreeSet, HashMap};

use despacho_kernel::{Id, Invalid, email, tax_id, text::fold};
use despacho_practice::clients::client::{CLIENT, Client, Contact, NewClient};
use despacho_sheets::read::Row;

use crate::read::{Fault, Ground, Typed};

/// A client that is there, with what a row may change of it.
#[derive(Debug, Clone, Default)]
pub struct Existing {
    pub client: Client,
    pub external_id: String,
    pub assigned: Vec<Id>,
    pub contacts: Vec<Contact>,
}

/// What of the practice rows are held against.
#[derive(Debug, Default)]
pub struct Present {
    /// Clients by what they are known again; several may have one address.
    pub by_key: HashMap<String, BTreeSet<Id>>,
    /// By their folded names, by their tax ids, and by what another program calls them.
    pub by_name: HashMap<String, Id>,
    pub by_tax_id: HashMap<String, Id>,
    pub by_external_id: HashMap<String, Id>,
    pub names: HashMap<Id, String>,
    /// Those that rows may change.
    pub clients: HashMap<Id, Existing>,
}

/// What is to be done with a row.
#[derive(Debug, Clone)]
pub enum Deed {
    New(Box<NewClient>),
    Update(Id),
    Skip(Id),
    Wrong(Vec<Fault>),
}

/// A row and what is to be done with it.
#[derive(Debug, Clone)]
pub struct Planned {
    pub typed: Typed,
    /// What its client is or will be called.
    pub name: String,
    pub deed: Deed,
}

/// A row that was read, before it is held against what is there.
pub struct Candidate {
    typed: Typed,
    errors: Invalid,
    new: Option<NewClient>,
    /// What it is known again by; empty where it has none.
    key: String,
    name_key: String,
    tax_id: String,
}

/// Reads rows.
pub fn candidates(ground: &Ground, rows: &[Row]) -> Vec<Candidate> {
    let read = |row: &Row| {
        let typed = ground.read(row);
        let mut errors = typed.errors.clone();
        let new = ground.new_client(&typed, &mut errors);
        let country = ground.country(&typed);
        let tax_id = Some(typed.form.get("tax_id"))
            .filter(|text| !text.is_empty())
            .and_then(|text| tax_id::parse(text, &country).ok())
            .unwrap_or_default();
        let key = match ground.settings.match_by.as_str() {
            "email" => email::parse(typed.form.get("email")).map(|text| text.to_lowercase()).unwrap_or_default(),
            "external_id" => typed.external_id.clone(),
            _ => tax_id.clone(),
        };
        let form = &typed.form;
        let name = despacho_practice::clients::client::proposed_display_name(
            form.get("business_name"),
            form.get("legal_name"),
            form.get("first_name"),
            form.get("last_name"),
        );
        let name = if form.get("display_name").trim().is_empty() { name } else { form.get("display_name").to_owned() };
        Candidate { name_key: fold(&name), typed, errors, new, key, tax_id }
    };
    rows.iter().map(read).collect()
}

/// What rows are looked up by: keys, names, tax ids, and what other programs call them.
#[derive(Debug, Default)]
pub struct Wanted {
    pub keys: Vec<String>,
    pub names: Vec<String>,
    pub tax_ids: Vec<String>,
    pub external_ids: Vec<String>,
}

pub fn wanted(candidates: &[Candidate]) -> Wanted {
    let distinct = |of: &dyn Fn(&Candidate) -> &str| {
        let all: BTreeSet<&str> = candidates.iter().map(of).filter(|text| !text.is_empty()).collect();
        all.into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    Wanted {
        keys: distinct(&|c| &c.key),
        names: distinct(&|c| &c.name_key),
        tax_ids: distinct(&|c| &c.tax_id),
        external_ids: distinct(&|c| &c.typed.external_id),
    }
}

/// Who is already there for a row: by its key, or where it has none by its name. Several of one key cannot be told apart.
fn found(candidate: &Candidate, present: &Present) -> Result<Option<Id>, ()> {
    if candidate.key.is_empty() {
        return Ok(present.by_name.get(&candidate.name_key).copied());
    }
    match present.by_key.get(&candidate.key) {
        Some(ids) if ids.len() > 1 => Err(()),
        Some(ids) => Ok(ids.first().copied()),
        None => Ok(None),
    }
}

/// Those that rows change: what is there of them is read before [`plan`].
pub fn to_change(ground: &Ground, candidates: &[Candidate], present: &Present) -> Vec<Id> {
    if ground.settings.existing != "update" {
        return vec![];
    }
    let ids: BTreeSet<Id> = candidates.iter().filter_map(|candidate| found(candidate, present).ok().flatten()).collect();
    ids.into_iter().collect()
}

/// Rows of the same file that stand before one, by what may not come twice.
#[derive(Default)]
struct Before {
    keys: HashMap<String, usize>,
    names: HashMap<String, usize>,
    tax_ids: HashMap<String, usize>,
    external_ids: HashMap<String, usize>,
}

/// Decides what becomes of each row.
pub fn plan(ground: &Ground, present: &Present, candidates: Vec<Candidate>) -> Vec<Planned> {
    let mut before = Before::default();
    candidates.into_iter().map(|candidate| decide(ground, present, &mut before, candidate)).collect()
}

fn decide(ground: &Ground, present: &Present, before: &mut Before, candidate: Candidate) -> Planned {
    let found = found(&candidate, present);
    let Candidate { typed, mut errors, new, key, name_key, tax_id } = candidate;
    let match_by = ground.settings.match_by.clone();
    let name = new
        .as_ref()
        .map(|new| new.profile.display_name.clone())
        .or_else(|| typed.cells.get("display_name").cloned())
        .unwrap_or_default();
    let wrong = |typed: Typed, errors: &Invalid, name: String| {
        let faults = ground.faults(&typed, errors);
        Planned { typed, name, deed: Deed::Wrong(faults) }
    };
    let at = typed.number;
    if !key.is_empty()
        && let Some(first) = before.keys.insert(key.clone(), at)
    {
        before.keys.insert(key, first);
        errors.push_with(&match_by, "sheet_twice", vec![("row", first.to_string())]);
        return wrong(typed, &errors, name);
    }
    let id = match found {
        Err(()) => {
            errors.push(&match_by, "sheet_ambiguous");
            return wrong(typed, &errors, name);
        }
        Ok(id) => id,
    };
    let taken = |map: &HashMap<String, Id>, key: &str| map.get(key).copied().filter(|other| !key.is_empty() && Some(*other) != id);
    if let Some(id) = id {
        let told = present.names.get(&id).cloned().unwrap_or(name);
        if ground.settings.existing != "update" {
            return Planned { typed, name: told, deed: Deed::Skip(id) };
        }
        let Some(existing) = present.clients.get(&id) else { return Planned { typed, name: told, deed: Deed::Skip(id) } };
        // What a new client would lack, one that is there may have: only what the row says counts.
        let mut errors = typed.errors.clone();
        let after = ground.over(&typed, existing.client.clone(), &mut errors);
        if taken(&present.by_name, &after.name_key).is_some() {
            errors.push_with("display_name", "display_name_taken", vec![("name", after.display_name.clone())]);
        }
        if taken(&present.by_external_id, &typed.external_id).is_some() {
            errors.push("external_id", "sheet_external_id_taken");
        }
        if !errors.0.is_empty() {
            return wrong(typed, &errors, told);
        }
        let deed = if differs(&typed, existing, &after) { Deed::Update(id) } else { Deed::Skip(id) };
        return Planned { typed, name: after.display_name, deed };
    }
    let mut once = |map: &mut HashMap<String, usize>, key: &str, field: &str| {
        if key.is_empty() {
            return;
        }
        match map.get(key) {
            Some(first) => errors.push_with(field, "sheet_twice", vec![("row", first.to_string())]),
            None => _ = map.insert(key.to_owned(), at),
        }
    };
    once(&mut before.names, &name_key, "display_name");
    if match_by != "tax_id" {
        once(&mut before.tax_ids, &tax_id, "tax_id");
    }
    if match_by != "external_id" {
        once(&mut before.external_ids, &typed.external_id, "external_id");
    }
    let who = |id: Id| present.names.get(&id).cloned().unwrap_or_default();
    if let Some(other) = taken(&present.by_name, &name_key) {
        errors.push_with("display_name", "display_name_taken", vec![("name", who(other)), ("id", other.to_string())]);
    }
    if let Some(other) = taken(&present.by_tax_id, &tax_id) {
        errors.push_with("tax_id", "tax_id_taken", vec![("name", who(other)), ("id", other.to_string())]);
    }
    if taken(&present.by_external_id, &typed.external_id).is_some() {
        errors.push("external_id", "sheet_external_id_taken");
    }
    match new {
        Some(new) if errors.0.is_empty() => Planned { typed, name, deed: Deed::New(Box::new(new)) },
        _ => wrong(typed, &errors, name),
    }
}

/// Whether a row changes anything of who is there.
fn differs(typed: &Typed, existing: &Existing, after: &Client) -> bool {
    let sorted = |custom: &[(Id, String)]| {
        let mut filled: Vec<(Id, String)> = custom.iter().filter(|(_, value)| !value.is_empty()).cloned().collect();
        filled.sort();
        filled
    };
    !CLIENT.changes(&existing.client, after).is_empty()
        || sorted(&existing.client.custom) != sorted(&after.custom)
        || typed.active.is_some_and(|active| active != existing.client.active)
        || (!typed.external_id.is_empty() && typed.external_id != existing.external_id)
        || assigned_differs(typed, existing)
        || !new_contacts(typed, existing).is_empty()
}

/// Whether a row names others than are assigned.
pub fn assigned_differs(typed: &Typed, existing: &Existing) -> bool {
    let set = |ids: &[Id]| ids.iter().copied().collect::<BTreeSet<_>>();
    typed.cells.contains_key("assigned") && set(&typed.assigned) != set(&existing.assigned)
}

/// The contact persons of a row that a client does not have, by their names.
pub fn new_contacts<'t>(typed: &'t Typed, existing: &Existing) -> Vec<&'t Contact> {
    let has = |contact: &Contact| existing.contacts.iter().any(|of| fold(&of.name) == fold(&contact.name));
    typed.contacts.iter().filter(|contact| !has(contact)).collect()
}
