//! Recording payments, settling documents by what they left over, and undoing them.

use despacho_contacts::{Contact, store as contacts};
use despacho_kernel::{
    Id, Invalid,
    money::plain,
    new_id,
    place::{self, Currency},
};
use despacho_ledger::{
    accounts::{Account, store as accounts},
    journal::{AccountRef, Allowed, ContactRef, EntryDraft, Foreign, Journal, Kind as EntryKind, Posting, entry::Source, post},
    rates::rate::into_base,
};
use despacho_platform::{
    Error, Result, Tx,
    activity::{self, Entry},
    i18n::Lang,
    memberships, t,
};
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{
    payment::{MOST, Payment, TypedAllocation, TypedPayment, Way, amount},
    store,
};
use crate::{
    common,
    document::Document,
    ground::Ground,
    open::{item::OpenItem, settle, store as open},
    store as documents,
};

/// So much of a document's open item.
struct Part {
    item: OpenItem,
    amount: i64,
    field: String,
}

/// A payment that was read.
struct Read {
    payment: Payment,
    contact: Contact,
    account: Account,
    currency: &'static Currency,
    /// Units of the organization's currency; none where they are the same.
    rate: Option<Decimal>,
    date: Date,
    parts: Vec<Part>,
    /// What settles nothing yet.
    rest: i64,
}

async fn recorded(tx: &Tx, payment: &Payment, name: &str, action: &str, allowed: Allowed<'_>) -> Result<()> {
    let label = if payment.number.is_empty() { name.to_owned() } else { format!("{} · {name}", payment.number) };
    let entry = Entry { tenant: payment.organization_id, actor: Some(allowed.by), action, subject: ("payment", payment.id, &label), changes: vec![] };
    activity::record(tx, entry, allowed.now).await
}

/// Keeps a payment at its next version, and what was done with it.
async fn kept(tx: &Tx, after: &Payment, action: &str, allowed: Allowed<'_>) -> Result<Payment> {
    store::update(tx, after).await?;
    let name = contacts::find(tx, after.organization_id, after.contact_id).await?.name;
    recorded(tx, after, &name, action, allowed).await?;
    store::find_of(tx, after.organization_id, &after.direction, after.id).await
}

/// The sign of what a payment leaves on a control account.
fn sign(way: Way) -> i64 {
    if way == Way::Received { -1 } else { 1 }
}

/// The open items that allocations name, each with what is to be settled of it.
async fn parts(
    tx: &Tx,
    organization: Id,
    (way, contact): (Way, Id),
    typed: &[TypedAllocation],
    (currency, errors): (&'static Currency, &mut Invalid),
) -> Result<Vec<Part>> {
    if typed.len() > MOST {
        errors.push_with("allocations", "too_many_rows", vec![("max", MOST.to_string())]);
    }
    let typed = &typed[..typed.len().min(MOST)];
    let ids: Vec<Id> = typed.iter().filter_map(|of| of.document_id).collect();
    let items = open::of_sources(tx, organization, &ids).await?;
    let mut found: Vec<Part> = vec![];
    for (at, of) in typed.iter().enumerate() {
        let field = |name: &str| format!("allocations[{at}].{name}");
        // A payment that settled something has an item for that, and one for what is left of it.
        let own = || items.iter().filter(|item| Some(item.source_id) == of.document_id);
        let Some(item) = own().find(|item| item.remaining != 0).or_else(|| own().next()) else {
            errors.push(&field("document_id"), "document_unknown");
            continue;
        };
        let before = errors.0.len();
        let amount = amount(&field("amount"), &of.amount, currency, errors);
        if amount == 0 && errors.0.len() == before {
            errors.push(&field("amount"), "amount_invalid");
        }
        let fault = if found.iter().any(|part| part.item.id == item.id) {
            Some("repeated")
        } else if item.contact_id != contact {
            Some("different_contact")
        } else if item.currency != currency.code {
            Some("different_currency")
        } else if item.amount.signum() == sign(way) {
            Some("same_side")
        } else {
            None
        };
        if let Some(code) = fault {
            errors.push(&field("document_id"), code);
        } else {
            settle::check(item, amount, &field("amount"), errors);
        }
        found.push(Part { item: item.clone(), amount, field: field("amount") });
    }
    Ok(found)
}

/// The currency of a payment: as it is typed, that of the first document it settles, or the organization's.
async fn currency_of(tx: &Tx, ground: &Ground, typed: &TypedPayment, errors: &mut Invalid) -> Result<Option<&'static Currency>> {
    if !typed.currency.trim().is_empty() {
        return Ok(errors.take("currency", place::currency(typed.currency.trim())));
    }
    let first = typed.allocations.iter().find_map(|of| of.document_id);
    let found: Option<Document> = match first {
        Some(id) => documents::of_ids(tx, ground.organization.id, &[id]).await?.pop(),
        None => None,
    };
    Ok(Some(match found {
        Some(of) => of.own_currency()?,
        None => ground.currency,
    }))
}

async fn read(tx: &Tx, ground: &Ground, way: Way, typed: &TypedPayment, allowed: Allowed<'_>) -> Result<Read> {
    let organization = ground.organization.id;
    let mut errors = Invalid::new();
    let contact = common::contact(tx, organization, typed.contact_id, &mut errors).await?;
    let date = common::day("date", &typed.date, Some(ground.today), &mut errors);
    let account = accounts::find_by_code(tx, organization, typed.account_code.trim()).await?;
    match &account {
        None => errors.push("account_code", if typed.account_code.trim().is_empty() { "required" } else { "account_unknown" }),
        Some(account) if !account.active => errors.push("account_code", "account_inactive"),
        Some(account) if !account.control.is_empty() => errors.push("account_code", "account_is_control"),
        Some(_) => {}
    }
    let reference = errors.optional("reference", &typed.reference, 100);
    let notes = errors.optional_long("notes", &typed.notes, 2000);
    let currency = currency_of(tx, ground, typed, &mut errors).await?;
    let (Some(contact), Some(date), Some(account), Some(currency)) = (contact, date, account, currency) else { return Err(errors.into()) };
    let rate = common::rate(tx, ground, &typed.rate, (currency, date), &mut errors)
        .await?
        .filter(|_| currency.code != ground.currency.code);
    let mut number = |field: &str, text: &str| amount(field, text, currency, &mut errors);
    let (paid, withheld, charges) = (number("amount", &typed.amount), number("withheld", &typed.withheld), number("charges", &typed.charges));
    let whole = paid + withheld;
    if whole == 0 {
        errors.push("amount", "amount_invalid");
    }
    if way == Way::Received && charges > paid {
        errors.push("charges", "amount_invalid");
    }
    let parts = parts(tx, organization, (way, contact.id), &typed.allocations, (currency, &mut errors)).await?;
    let allocated: i64 = parts.iter().map(|part| part.amount).sum();
    if allocated > whole {
        errors.push_with("allocations", "over_allocated", vec![("remaining", plain(whole, currency.digits))]);
    }
    errors.finish()?;
    let payment = Payment {
        organization_id: organization,
        id: new_id(),
        direction: way.word().into(),
        stage: "posted".into(),
        number: String::new(),
        date: date.to_string(),
        contact_id: contact.id,
        account_id: account.id,
        currency: currency.code.clone(),
        rate: rate.map_or_else(String::new, |rate| rate.normalize().to_string()),
        amount: paid,
        withheld,
        charges,
        reference,
        notes,
        entry_id: Id::nil(),
        created_by: allowed.by.id,
        created_at: allowed.now,
        version: 1,
    };
    Ok(Read { payment, contact, account, currency, rate, date, parts, rest: whole - allocated })
}

/// The control account of what a payment leaves over: that of a document it settles, else the usual one.
fn control(ground: &Ground, way: Way, read: &Read) -> Result<Id> {
    match read.parts.first() {
        Some(part) => Ok(part.item.account_id),
        None => Ok(ground.roles.account(if way == Way::Received { "receivable" } else { "creditor" }, "contact_id")?.id),
    }
}

/// The postings of a payment: one on the control account for each document that it settles, at what that is carried at, and one for the rest; then
/// the money, the charges and what is withheld; and the exchange difference, so that they add up.
fn postings(ground: &Ground, way: Way, read: &Read) -> Result<Vec<Posting>> {
    let side = sign(way);
    let base = |minor: i64| match read.rate {
        None => Ok(minor),
        Some(rate) => into_base(minor, read.currency, rate, ground.currency).ok_or_else(|| Error::Invalid(Invalid::one("rate", "amount_too_large"))),
    };
    let posting = |account: Id, base: i64, minor: i64| Posting {
        foreign: read
            .rate
            .is_some()
            .then(|| Foreign { currency: read.currency.code.clone(), amount: minor, rate: read.payment.rate.clone() }),
        ..Posting::new(AccountRef::Id(account), base)
    };
    let named = |posting: Posting| Posting { contact: Some(ContactRef::Id(read.contact.id)), ..posting };
    let mut all = vec![];
    for part in &read.parts {
        all.push(named(posting(part.item.account_id, side * settle::carried(&part.item, part.amount)?, side * part.amount)));
    }
    if read.rest != 0 {
        all.push(named(posting(control(ground, way, read)?, side * base(read.rest)?, side * read.rest)));
    }
    let Payment { amount, withheld, charges, .. } = read.payment;
    let money = if way == Way::Received { amount - charges } else { amount + charges };
    all.push(posting(read.account.id, -side * base(money)?, -side * money));
    if charges != 0 {
        let account = ground.roles.account("charges", "charges")?.id;
        all.push(posting(account, base(charges)?, charges));
    }
    if withheld != 0 {
        let role = if way == Way::Received { "withheld_by_customers" } else { "withheld_from_vendors" };
        let account = ground.roles.account(role, "withheld")?.id;
        all.push(posting(account, -side * base(withheld)?, -side * withheld));
    }
    let difference: i64 = all.iter().map(|posting| posting.amount).sum();
    if difference != 0 {
        let role = if difference > 0 { "exchange_gain" } else { "exchange_loss" };
        all.push(Posting::new(AccountRef::Id(ground.roles.account(role, "currency")?.id), -difference));
    }
    all.retain(|posting| posting.amount != 0);
    Ok(all)
}

/// The number of a receipt, where there is a series of them.
async fn numbered(tx: &Tx, ground: &Ground, way: Way) -> Result<String> {
    let Some(series) = ground.series_of("receipt", "").map(|row| row.id).filter(|_| way == Way::Received) else { return Ok(String::new()) };
    let sequence = documents::draw(tx, ground.organization.id, series).await?;
    Ok(ground.number(series, sequence))
}

/// Records a payment: posts it, and settles the documents that it names. What it leaves over stays open on the control account, as credit.
///
/// Errors, each at its place: `required`, `contact_unknown`, `contact_inactive`, `account_unknown`, `account_is_control`, `no_rate`, `document_unknown`,
/// `different_contact`, `different_currency`, `same_side`, `already_settled`, `over_allocated` (remaining), `role_account_missing` (role), and what
/// posting refuses.
pub async fn create(tx: &Tx, organization: Id, way: Way, typed: &TypedPayment, allowed: Allowed<'_>) -> Result<Payment> {
    memberships::hold(tx, organization).await?;
    let ground = Ground::of(tx, organization, allowed.now).await?;
    let mut read = read(tx, &ground, way, typed, allowed).await?;
    read.payment.number = numbered(tx, &ground, way).await?;
    let postings = postings(&ground, way, &read)?;
    let lang = Lang::of(&ground.organization.language);
    let description = match way {
        Way::Received => t!(lang, "payment-received-text", contact = read.contact.name.as_str()),
        Way::Made => t!(lang, "payment-made-text", contact = read.contact.name.as_str()),
    };
    let reference = if read.payment.reference.is_empty() { read.payment.number.clone() } else { read.payment.reference.clone() };
    let draft = EntryDraft {
        date: read.date,
        journal: Journal::Bank,
        kind: EntryKind::Document,
        description,
        reference,
        source: Some(Source { kind: "payment".into(), id: read.payment.id }),
        postings: postings.clone(),
    };
    let posted = post::post(tx, organization, &draft, allowed).await.map_err(crate::issue::at_lines)?;
    let payment = Payment { entry_id: posted.id, ..read.payment.clone() };
    store::insert(tx, &payment).await?;
    let own: Vec<OpenItem> = postings
        .iter()
        .take_while(|posting| posting.contact.is_some())
        .enumerate()
        .map(|(at, posting)| item(&payment, &read, at, posting, sign(way)))
        .collect();
    open::insert(tx, &own).await?;
    for (part, item) in read.parts.iter().zip(&own) {
        // Several of one payment may have touched it meanwhile.
        let of = open::find(tx, organization, part.item.id).await?;
        settle::allocate(tx, (&of, item), part.amount, read.date, &part.field, allowed).await?;
    }
    recorded(tx, &payment, &read.contact.name, "payment_recorded", allowed).await?;
    Ok(payment)
}

fn item(payment: &Payment, read: &Read, at: usize, posting: &Posting, side: i64) -> OpenItem {
    let amount = side * read.parts.get(at).map_or(read.rest, |part| part.amount);
    OpenItem {
        organization_id: payment.organization_id,
        id: new_id(),
        source: "payment".into(),
        source_id: payment.id,
        label: payment.number.clone(),
        reference: payment.reference.clone(),
        account_id: match posting.account {
            AccountRef::Id(id) => id,
            AccountRef::Code(_) => Id::nil(),
        },
        contact_id: payment.contact_id,
        currency: payment.currency.clone(),
        amount,
        base_amount: posting.amount,
        remaining: amount,
        base_remaining: posting.amount,
        date: payment.date.clone(),
        due_on: payment.date.clone(),
        entry_id: payment.entry_id,
        position: i64::try_from(at).unwrap_or(i64::MAX),
        void: false,
    }
}

/// Settles documents by what a payment left over.
///
/// Errors: as [`create`]; `over_allocated` (remaining) where it left less.
pub async fn allocate(tx: &Tx, organization: Id, (way, id): (Way, Id), typed: &[TypedAllocation], allowed: Allowed<'_>) -> Result<Payment> {
    memberships::hold(tx, organization).await?;
    let ground = Ground::of(tx, organization, allowed.now).await?;
    let payment = store::find_of(tx, organization, way.word(), id).await?;
    if payment.stage != "posted" {
        return Err(Error::Conflict("payment_void"));
    }
    let mut errors = Invalid::new();
    let currency = payment.own_currency()?;
    let parts = parts(tx, organization, (way, payment.contact_id), typed, (currency, &mut errors)).await?;
    let left: i64 = open::of_sources(tx, organization, &[id]).await?.iter().map(|item| item.remaining.abs()).sum();
    if parts.iter().map(|part| part.amount).sum::<i64>() > left {
        errors.push_with("allocations", "over_allocated", vec![("remaining", plain(left, currency.digits))]);
    }
    if parts.is_empty() {
        errors.push("allocations", "required");
    }
    errors.finish()?;
    for part in parts {
        let mut wanted = part.amount;
        for own in open::of_sources(tx, organization, &[id]).await?.into_iter().filter(|own| own.remaining != 0) {
            let amount = wanted.min(own.remaining.abs());
            if amount > 0 {
                let of = open::find(tx, organization, part.item.id).await?;
                settle::allocate(tx, (&of, &own), amount, ground.today, &part.field, allowed).await?;
                wanted -= amount;
            }
        }
    }
    let name = contacts::find(tx, organization, payment.contact_id).await?.name;
    recorded(tx, &payment, &name, "payment_allocated", allowed).await?;
    Ok(payment)
}

/// What a payment says beside its amounts.
pub async fn change(
    tx: &Tx,
    organization: Id,
    (way, id, seen): (Way, Id, Option<i64>),
    texts: (Option<&str>, Option<&str>),
    allowed: Allowed<'_>,
) -> Result<Payment> {
    memberships::hold(tx, organization).await?;
    let before = store::find_of(tx, organization, way.word(), id).await?;
    if seen.is_some_and(|seen| seen != before.version) {
        return Err(Error::Stale(vec![]));
    }
    let mut errors = Invalid::new();
    let after = Payment {
        reference: errors.optional("reference", texts.0.unwrap_or(&before.reference), 100),
        notes: errors.optional_long("notes", texts.1.unwrap_or(&before.notes), 2000),
        ..before
    };
    errors.finish()?;
    kept(tx, &after, "payment_changed", allowed).await
}

/// Undoes a payment: its entry is reversed on its day, and what it settled is open again.
///
/// Errors: conflict `payment_void`; what reversing refuses.
pub async fn void(tx: &Tx, organization: Id, (way, id): (Way, Id), reason: &str, allowed: Allowed<'_>) -> Result<Payment> {
    memberships::hold(tx, organization).await?;
    let before = store::find_of(tx, organization, way.word(), id).await?;
    if before.stage != "posted" {
        return Err(Error::Conflict("payment_void"));
    }
    let items = open::of_sources(tx, organization, &[id]).await?;
    settle::release(tx, organization, &items, allowed).await?;
    post::reverse_source(tx, organization, before.entry_id, before.day()?, reason, allowed).await?;
    settle::voided(tx, organization, &items).await?;
    let after = Payment { stage: "void".into(), ..before };
    kept(tx, &after, "payment_voided", allowed).await
}
