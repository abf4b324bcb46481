//! Making an order from what is open, posting its payments, and leaving it undone.

use std::collections::{BTreeMap, HashMap};

use despacho_banks::{account::BankAccount, store as banks};
use despacho_contacts::{Contact, store as contacts};
use despacho_documents::{
    kind::Kind as DocumentKind,
    open::{
        item::OpenItem,
        store::{self as open},
    },
    payments::{
        actions as payments,
        payment::{TypedAllocation, TypedPayment, Way},
    },
};
use despacho_kernel::{
    Id, Invalid,
    money::{Money, plain},
    new_id,
    number::Notation,
    place,
};
use despacho_ledger::journal::{Allowed, typed::or_empty};
use despacho_organizations::{Organization, store as organizations};
use despacho_platform::{
    Error, Result, Tx,
    activity::{self, Entry},
    memberships,
};
use despacho_sepa_files::latin;
use despacho_ui::format;
use jiff::civil::Date;
use serde::Deserialize;

use crate::{
    file::{creditor, usual, write},
    remittance::{ContactBank, Kind, MOST, Mandate, OrderedItem, OrderedPayment, Remittance, State, Whole},
    store,
};

/// So much of a document.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct TypedItem {
    pub document_id: Option<Id>,
    /// All that is left where it is empty.
    #[serde(deserialize_with = "or_empty")]
    pub amount: String,
}

/// An order as it is typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct TypedRemittance {
    #[serde(deserialize_with = "or_empty")]
    pub kind: String,
    pub bank_account_id: Option<Id>,
    /// Today where it is empty.
    #[serde(deserialize_with = "or_empty")]
    pub date: String,
    pub batch: Option<bool>,
    pub items: Vec<TypedItem>,
}

/// Today where the organization is.
pub fn today(organization: &Organization, now: i64) -> Date {
    format::local_date(&organization.time_zone, now).unwrap_or_default()
}

/// What a document's items have left, without sign, if it is of the side that an order is of.
fn left(kind: Kind, items: &[&OpenItem]) -> i64 {
    let sum: i64 = items.iter().map(|item| item.remaining).sum();
    match kind {
        Kind::Transfers => (-sum).max(0),
        Kind::Debits => sum.max(0),
    }
}

/// What an order is made of, looked up.
struct Ground {
    organization: Organization,
    bank: Option<BankAccount>,
    items: Vec<OpenItem>,
    contacts: HashMap<Id, Contact>,
    accounts: HashMap<Id, ContactBank>,
    mandates: HashMap<Id, Mandate>,
    ordered: Vec<Id>,
}

impl Ground {
    async fn of(tx: &Tx, organization: Id, typed: &TypedRemittance) -> Result<Self> {
        let documents: Vec<Id> = typed.items.iter().take(MOST).filter_map(|item| item.document_id).collect();
        let items = open::of_sources(tx, organization, &documents).await?;
        let mut people: Vec<Id> = items.iter().map(|item| item.contact_id).collect();
        people.sort_unstable();
        people.dedup();
        let bank = match typed.bank_account_id {
            Some(id) => banks::account(tx, organization, id).await.map(Some).or_else(|error| match error {
                Error::NotFound => Ok(None),
                other => Err(other),
            })?,
            None => None,
        };
        let mut mandates = HashMap::new();
        for mandate in store::mandates(tx, organization, &people).await?.into_iter().filter(|mandate| mandate.next().is_some()) {
            // The latest signed comes first.
            mandates.entry(mandate.contact_id).or_insert(mandate);
        }
        Ok(Self {
            organization: organizations::find(tx, organization).await?,
            bank,
            contacts: contacts::of_ids(tx, organization, &people).await?.into_iter().map(|contact| (contact.id, contact)).collect(),
            accounts: store::banks(tx, organization, &people).await?.into_iter().map(|bank| (bank.contact_id, bank)).collect(),
            mandates,
            ordered: store::ordered(tx, organization, &documents).await?,
            items,
        })
    }
}

/// A document of an order that was read.
struct Part {
    document: Id,
    contact: Id,
    label: String,
    amount: i64,
}

/// The documents that are typed, each fault at its place.
fn parts(ground: &Ground, kind: Kind, typed: &TypedRemittance, errors: &mut Invalid) -> Vec<Part> {
    let euro = place::currency("EUR").ok();
    let mut found: Vec<Part> = vec![];
    for (at, item) in typed.items.iter().enumerate().take(MOST) {
        let field = |name: &str| format!("items[{at}].{name}");
        let own: Vec<&OpenItem> = ground
            .items
            .iter()
            .filter(|open| Some(open.source_id) == item.document_id && open.source.parse::<DocumentKind>().is_ok())
            .collect();
        let Some(first) = own.first() else {
            errors.push(&field("document_id"), "document_unknown");
            continue;
        };
        let open = left(kind, &own);
        let fault = if found.iter().any(|part| part.document == first.source_id) {
            Some("repeated")
        } else if first.currency != "EUR" {
            Some("not_euro")
        } else if open == 0 {
            Some("already_settled")
        } else if ground.ordered.contains(&first.source_id) {
            Some("in_remittance")
        } else if !ground.accounts.contains_key(&first.contact_id) {
            Some("iban_missing")
        } else if kind == Kind::Debits && !ground.mandates.contains_key(&first.contact_id) {
            Some("mandate_missing")
        } else {
            None
        };
        if let Some(code) = fault {
            errors.push(&field("document_id"), code);
            continue;
        }
        let amount = match (item.amount.trim(), euro) {
            ("", _) | (_, None) => open,
            (text, Some(euro)) => errors.take(&field("amount"), Money::parse(text, euro, Notation::Plain)).map_or(0, |money| money.minor),
        };
        if amount > open {
            errors.push_with(&field("amount"), "over_allocated", vec![("remaining", plain(open, 2))]);
        } else if amount <= 0 && !item.amount.trim().is_empty() {
            errors.push(&field("amount"), "amount_invalid");
        }
        let label = if first.reference.is_empty() || kind == Kind::Debits { first.label.clone() } else { first.reference.clone() };
        found.push(Part { document: first.source_id, contact: first.contact_id, label, amount });
    }
    found
}

/// Makes an order: one payment for each contact. Nothing is posted yet.
///
/// Errors, each at its place: `kind` `required`, `choice`; `bank_account_id` `required`, `bank_account_unknown`, `iban_missing`, `not_euro`; `date` `date`,
/// `date_past`; `items` `required`, `too_many_rows`, `creditor_missing`; of each `document_unknown`, `repeated`, `not_euro`, `already_settled`,
/// `in_remittance`, `iban_missing`, `mandate_missing`, `over_allocated` (remaining), `amount_invalid`.
pub async fn create(tx: &Tx, organization: Id, typed: &TypedRemittance, allowed: Allowed<'_>) -> Result<Whole> {
    memberships::hold(tx, organization).await?;
    let mut errors = Invalid::new();
    let kind = match typed.kind.trim() {
        "" => {
            errors.push("kind", "required");
            None
        }
        word => errors.take("kind", word.parse::<Kind>()),
    };
    let ground = Ground::of(tx, organization, typed).await?;
    let fault = match &ground.bank {
        _ if typed.bank_account_id.is_none() => Some("required"),
        None => Some("bank_account_unknown"),
        Some(bank) if bank.iban.is_empty() || !bank.active => Some("iban_missing"),
        Some(bank) if bank.currency != "EUR" => Some("not_euro"),
        Some(_) => None,
    };
    if let Some(code) = fault {
        errors.push("bank_account_id", code);
    }
    let today = today(&ground.organization, allowed.now);
    let day = match typed.date.trim() {
        "" => Some(today),
        text => errors.take("date", text.parse().map_err(|_| "date")),
    };
    if day.is_some_and(|day| day < today) {
        errors.push("date", "date_past");
    }
    if typed.items.is_empty() {
        errors.push("items", "required");
    }
    if typed.items.len() > MOST {
        errors.push_with("items", "too_many_rows", vec![("max", MOST.to_string())]);
    }
    if kind == Some(Kind::Debits) && creditor(&ground.organization).is_none() {
        errors.push("items", "creditor_missing");
    }
    let parts = kind.map(|kind| parts(&ground, kind, typed, &mut errors)).unwrap_or_default();
    errors.finish()?;
    let (Some(kind), Some(bank), Some(day)) = (kind, &ground.bank, day) else { return Err(Error::NotFound) };
    let mut by_contact: BTreeMap<(i64, Id), Vec<&Part>> = BTreeMap::new();
    for part in &parts {
        let number = ground.contacts.get(&part.contact).map_or(0, |contact| contact.number);
        by_contact.entry((number, part.contact)).or_default().push(part);
    }
    let id = new_id();
    let (mut ordered, mut items) = (vec![], vec![]);
    for (position, ((_, contact), of)) in (1i64..).zip(by_contact) {
        let account = ground.accounts.get(&contact).cloned().unwrap_or_default();
        let mandate = ground.mandates.get(&contact).filter(|_| kind == Kind::Debits);
        let labels: Vec<&str> = of.iter().map(|part| part.label.as_str()).collect();
        ordered.push(OrderedPayment {
            organization_id: organization,
            remittance_id: id,
            position,
            contact_id: contact,
            name: ground.contacts.get(&contact).map(|contact| contact.name.clone()).unwrap_or_default(),
            iban: account.iban,
            bic: account.bic,
            amount: of.iter().map(|part| part.amount).sum(),
            text: latin(&labels.join(", "), 140),
            mandate_id: mandate.map(|mandate| mandate.id),
            sequence: mandate.and_then(Mandate::next).unwrap_or_default().to_owned(),
            payment_id: None,
        });
        items.extend(of.into_iter().map(|part| OrderedItem {
            organization_id: organization,
            remittance_id: id,
            document_id: part.document,
            position,
            label: part.label.clone(),
            amount: part.amount,
            live: true,
        }));
    }
    let remittance = Remittance {
        organization_id: organization,
        id,
        number: store::next_number(tx, organization).await?,
        kind: kind.word().into(),
        state: State::Prepared.word().into(),
        bank_account_id: bank.id,
        day: day.to_string(),
        batch: typed.batch.unwrap_or(true),
        amount: ordered.iter().map(|of| of.amount).sum(),
        payments: i64::try_from(ordered.len()).unwrap_or(0),
        created_by: allowed.by.id,
        created_at: allowed.now,
        version: 1,
    };
    let whole = Whole { remittance, payments: ordered, items };
    // What no bank would take is refused now.
    write(&whole, &ground.organization, bank, &ground.mandates.values().cloned().collect::<Vec<_>>(), usual(kind))
        .map_err(|_| Error::Invalid(Invalid::one("items", "remittance_unwritable")))?;
    store::insert(tx, &whole).await?;
    recorded(tx, &whole.remittance, "remittance_created", allowed).await?;
    Ok(whole)
}

async fn recorded(tx: &Tx, of: &Remittance, action: &str, allowed: Allowed<'_>) -> Result<()> {
    let label = of.label();
    let entry = Entry { tenant: of.organization_id, actor: Some(allowed.by), action, subject: ("remittance", of.id, &label), changes: vec![] };
    activity::record(tx, entry, allowed.now).await
}

async fn prepared(tx: &Tx, organization: Id, id: Id) -> Result<Remittance> {
    memberships::hold(tx, organization).await?;
    let found = store::find(tx, organization, id).await?;
    if found.state == State::Prepared.word() { Ok(found) } else { Err(Error::Conflict("remittance_ended")) }
}

/// Posts the payments of an order, each settling its documents, on its day or on the one that is told.
///
/// Errors: conflict `remittance_ended`; `date` `date`; what recording a payment refuses, at `items`.
pub async fn post(tx: &Tx, organization: Id, id: Id, date: &str, allowed: Allowed<'_>) -> Result<Whole> {
    let before = prepared(tx, organization, id).await?;
    let kind: Kind = before.kind.parse().map_err(|_| Error::Other(format!("remittance {id}: kind {}", before.kind)))?;
    let day = if date.trim().is_empty() { before.day.clone() } else { date.trim().to_owned() };
    let bank = banks::account(tx, organization, before.bank_account_id).await?;
    let whole = store::whole(tx, before).await?;
    let way = if kind == Kind::Transfers { Way::Made } else { Way::Received };
    for payment in &whole.payments {
        let of = whole.items.iter().filter(|item| item.position == payment.position);
        let typed = TypedPayment {
            contact_id: Some(payment.contact_id),
            date: day.clone(),
            amount: plain(payment.amount, 2),
            account_code: bank.account_code.clone(),
            currency: "EUR".into(),
            reference: whole.remittance.label(),
            allocations: of.map(|item| TypedAllocation { document_id: Some(item.document_id), amount: plain(item.amount, 2) }).collect(),
            ..TypedPayment::default()
        };
        let made = payments::create(tx, organization, way, &typed, allowed).await.map_err(at_items)?;
        store::update_payment(tx, &OrderedPayment { payment_id: Some(made.id), ..payment.clone() }).await?;
        if let Some(id) = payment.mandate_id {
            let mandate = store::mandate(tx, organization, id).await?;
            store::update_mandate(tx, &Mandate { debits: mandate.debits + 1, last_used_on: day.clone(), ..mandate }).await?;
        }
    }
    ended(tx, whole.remittance, State::Posted, "remittance_posted", allowed).await
}

/// Faults of a payment, which nobody typed, are the order's; its day is its own.
fn at_items(error: Error) -> Error {
    match error {
        Error::Invalid(mut errors) => {
            for fault in errors.0.iter_mut().filter(|fault| fault.field != "date") {
                fault.field = "items".into();
            }
            Error::Invalid(errors)
        }
        other => other,
    }
}

/// Leaves an order undone: its documents are free for another.
///
/// Errors: conflict `remittance_ended`.
pub async fn cancel(tx: &Tx, organization: Id, id: Id, allowed: Allowed<'_>) -> Result<Whole> {
    let before = prepared(tx, organization, id).await?;
    ended(tx, before, State::Cancelled, "remittance_cancelled", allowed).await
}

async fn ended(tx: &Tx, before: Remittance, state: State, action: &str, allowed: Allowed<'_>) -> Result<Whole> {
    let after = Remittance { state: state.word().into(), ..before };
    store::end(tx, &after).await?;
    recorded(tx, &after, action, allowed).await?;
    store::whole(tx, store::find(tx, after.organization_id, after.id).await?).await
}
