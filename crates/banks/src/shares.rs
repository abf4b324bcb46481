//! What is posted for a line: payments of documents, transfers, and entries to accounts.

use std::collections::BTreeMap;

use despacho_books::preferences::BANK_RULES;
use despacho_documents::{
    open::{item::OpenItem, store as open},
    payments::{
        actions as payments_actions,
        payment::{TypedAllocation, TypedPayment, Way, amount},
    },
};
use despacho_kernel::{
    Id, Invalid,
    money::{Money, plain},
    number::Notation,
    place::Currency,
};
use despacho_ledger::{
    accounts::{account::Account, store as chart},
    journal::{AccountRef, Allowed, EntryDraft, Foreign, Journal, Kind as EntryKind, Posting, entry::Source, post, store as journal},
    rates::{actions::look_up, rate::into_base},
};
use despacho_organizations::store as organizations;
use despacho_platform::{Error, Result, Tx};
use despacho_settings::lists::store as lists;

use crate::{
    account::BankAccount,
    line::{BankLine, LinePosting, UNMATCHED},
    line_store,
    proposals::proposal::Kind,
    store,
    wanted::{NamedItem, Wanted},
};

/// What a line is matched with.
pub struct Found {
    pub kind: Kind,
    /// The postings of the banks' accounts that it is, and those of the other line of a transfer.
    pub postings: Vec<LinePosting>,
    /// The other line of a transfer.
    pub others: Vec<BankLine>,
    /// The account and the contact that it went to, where it was one alone: the next of the payee is proposed so.
    pub account: Option<Id>,
    pub contact: Option<Id>,
}

impl Found {
    /// Of nothing yet.
    pub fn new(kind: Kind) -> Self {
        Self { kind, postings: vec![], others: vec![], account: None, contact: None }
    }
}

/// That so much of a line is left, or too much was told.
pub fn difference(field: &str, left: i64, account: &BankAccount) -> Result<Error> {
    let mut errors = Invalid::new();
    errors.push_with(field, "bank_difference", vec![("difference", plain(left, account.own_currency()?.digits))]);
    Ok(errors.into())
}

fn short(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

/// The postings of a bank's account in an entry, as those of a line.
async fn own_postings(tx: &Tx, line: &BankLine, entry: Id, account: Id) -> Result<Vec<LinePosting>> {
    let rows = journal::postings(tx, line.organization_id, entry).await?;
    let posting = |position: i64| LinePosting { organization_id: line.organization_id, entry_id: entry, position, line_id: line.id, made: true };
    Ok(rows.into_iter().filter(|row| row.account_id == account).map(|row| posting(row.position)).collect())
}

/// The open items of documents that are named, each with how much of it: what is told, else as much as there is of it and of the line.
async fn parts(
    tx: &Tx,
    line: &BankLine,
    named: &[NamedItem],
    (currency, available): (&'static Currency, i64),
    errors: &mut Invalid,
) -> Result<Vec<(OpenItem, i64)>> {
    let ids: Vec<Id> = named.iter().filter_map(|of| of.document_id).collect();
    let items = open::of_sources(tx, line.organization_id, &ids).await?;
    let (mut found, mut left) = (vec![], available);
    for (at, of) in named.iter().enumerate() {
        // One document may have several items: what is open of it first.
        let own = |item: &&OpenItem| Some(item.source_id) == of.document_id;
        let Some(item) = items.iter().filter(own).find(|item| item.remaining != 0).or_else(|| items.iter().find(own)) else {
            errors.push(&format!("items[{at}].document_id"), if of.document_id.is_some() { "document_unknown" } else { "required" });
            continue;
        };
        if item.amount.signum() != line.amount.signum() {
            errors.push(&format!("items[{at}].document_id"), "same_side");
            continue;
        }
        let told = amount(&format!("items[{at}].amount"), &of.amount, currency, errors);
        let part = if told == 0 { item.remaining.abs().min(left) } else { told };
        left -= part;
        found.push((item.clone(), part));
    }
    Ok(found)
}

/// Errors of a payment at the items that it names.
fn at_items(error: Error, places: &[usize]) -> Error {
    let Error::Invalid(mut errors) = error else { return error };
    for fault in &mut errors.0 {
        let moved = fault.field.strip_prefix("allocations[").and_then(|rest| rest.split_once(']')).and_then(|(at, rest)| {
            let place = places.get(at.parse::<usize>().ok()?)?;
            Some(format!("items[{place}]{rest}"))
        });
        fault.field = moved.unwrap_or_else(|| fault.field.replace("allocations", "items"));
    }
    Error::Invalid(errors)
}

/// The line as payments of documents, one for each contact; what is left over is credit of the contact that is told.
pub async fn payments(tx: &Tx, line: &BankLine, account: &BankAccount, wanted: &Wanted, allowed: Allowed<'_>) -> Result<Found> {
    let currency = account.own_currency()?;
    let way = if line.amount > 0 { Way::Received } else { Way::Made };
    let mut errors = Invalid::new();
    let charges = amount("charges", &wanted.charges, currency, &mut errors);
    // What the other side paid, or was paid.
    let whole = if way == Way::Received { line.amount + charges } else { line.amount.abs() - charges };
    let parts = parts(tx, line, &wanted.items, (currency, whole), &mut errors).await?;
    errors.finish()?;
    let left = whole - parts.iter().map(|(_, amount)| amount).sum::<i64>();
    if left < 0 || (left > 0 && wanted.contact_id.is_none()) {
        return Err(difference("items", left * line.amount.signum(), account)?);
    }
    let mut of_contact: BTreeMap<Id, Vec<usize>> = BTreeMap::new();
    for (at, (item, _)) in parts.iter().enumerate() {
        of_contact.entry(item.contact_id).or_default().push(at);
    }
    if let Some(contact) = wanted.contact_id.filter(|_| left > 0) {
        of_contact.entry(contact).or_default();
    }
    let code = chart::find(tx, line.organization_id, account.account_id).await?.code;
    // Who has the most bears the charges: none is less than them.
    let sum = |places: &[usize]| places.iter().map(|at| parts[*at].1).sum::<i64>();
    let bearer = of_contact.iter().max_by_key(|(_, places)| sum(places)).map(|(contact, _)| *contact);
    let mut found = Found { contact: bearer.filter(|_| of_contact.len() == 1), ..Found::new(Kind::OpenItems) };
    for (contact, places) in &of_contact {
        let rest = if wanted.contact_id == Some(*contact) { left } else { 0 };
        let told = |minor: i64| plain(minor, currency.digits);
        let allocation = |at: &usize| TypedAllocation { document_id: Some(parts[*at].0.source_id), amount: told(parts[*at].1) };
        let typed = TypedPayment {
            contact_id: Some(*contact),
            date: line.date.clone(),
            amount: told(sum(places) + rest),
            account_code: code.clone(),
            currency: account.currency.clone(),
            charges: if bearer == Some(*contact) { told(charges) } else { String::new() },
            reference: short(if line.reference.is_empty() { &line.text } else { &line.reference }, 100),
            notes: wanted.description.clone(),
            allocations: places.iter().map(allocation).collect(),
            ..TypedPayment::default()
        };
        let payment = payments_actions::create(tx, line.organization_id, way, &typed, allowed)
            .await
            .map_err(|error| at_items(error, places))?;
        found.postings.extend(own_postings(tx, line, payment.entry_id, account.account_id).await?);
    }
    Ok(found)
}

/// Part of a line, of its sign.
struct Share {
    account: Id,
    amount: i64,
    description: String,
}

/// The account of the chart that a code names, which takes postings without a contact.
///
/// Errors at the field: `account_unknown`, `account_inactive`, `account_not_postable`, `account_is_control`.
async fn chart_account(tx: &Tx, organization: Id, (field, code): (&str, &str), errors: &mut Invalid) -> Result<Option<Account>> {
    // What was chosen may be a label: the code comes first.
    let code = code.split_whitespace().next().unwrap_or_default();
    let found = chart::find_by_code(tx, organization, code).await?;
    let fault = match &found {
        _ if code.is_empty() => Some("required"),
        None => Some("account_unknown"),
        Some(account) if !account.active => Some("account_inactive"),
        Some(account) if account.is_heading() => Some("account_not_postable"),
        Some(account) if !account.control.is_empty() => Some("account_is_control"),
        Some(_) => None,
    };
    if let Some(fault) = fault {
        errors.push(field, fault);
        return Ok(None);
    }
    Ok(found)
}

/// The line as an entry to accounts: those of its parts, that of a rule, or one for all of it.
pub async fn accounts(tx: &Tx, line: &BankLine, account: &BankAccount, wanted: &Wanted, allowed: Allowed<'_>) -> Result<Found> {
    let organization = line.organization_id;
    let currency = account.own_currency()?;
    let (mut errors, mut shares, mut left) = (Invalid::new(), vec![], line.amount);
    for (at, share) in wanted.lines.iter().enumerate() {
        let amount = match share.amount.trim() {
            "" => left,
            text => errors
                .take(&format!("lines[{at}].amount"), Money::parse(text, currency, Notation::Plain))
                .map_or(0, |money| money.minor),
        };
        if amount == 0 {
            errors.push(&format!("lines[{at}].amount"), "amount_invalid");
        }
        left -= amount;
        if let Some(of) = chart_account(tx, organization, (&format!("lines[{at}].account_code"), &share.account_code), &mut errors).await? {
            shares.push(Share { account: of.id, amount, description: short(&share.description, 300) });
        }
    }
    let mut kind = Kind::Account;
    let mut code = wanted.account_code.clone();
    if let Some(rule) = wanted.rule_id {
        kind = Kind::Rule;
        match lists::find(tx, &BANK_RULES, organization, rule).await {
            Ok(row) if code.trim().is_empty() => {
                let account: Option<Id> = BANK_RULES.values(&row).get("account_id").parse().ok();
                code = match account {
                    Some(id) => chart::find(tx, organization, id).await?.code,
                    None => String::new(),
                };
            }
            Ok(_) => {}
            Err(Error::NotFound) => errors.push("rule_id", "choice"),
            Err(error) => return Err(error),
        }
    }
    if left != 0
        && (wanted.lines.is_empty() || !code.trim().is_empty())
        && let Some(of) = chart_account(tx, organization, ("account_code", &code), &mut errors).await?
    {
        shares.push(Share { account: of.id, amount: left, description: String::new() });
        left = 0;
    }
    if shares.iter().any(|share| share.account == account.account_id) {
        errors.push("account_code", "bank_same_account");
    }
    errors.finish()?;
    if left != 0 {
        return Err(difference("lines", left, account)?);
    }
    let entry = posted(tx, line, account, &shares, (wanted, allowed)).await?;
    let alone = if let [one] = shares.as_slice() { Some(one.account) } else { None };
    Ok(Found { postings: own_postings(tx, line, entry, account.account_id).await?, account: alone, ..Found::new(kind) })
}

/// The line as a transfer to or from another own account, and the other account's line where it is told.
pub async fn transfer(tx: &Tx, line: &BankLine, account: &BankAccount, wanted: &Wanted, allowed: Allowed<'_>) -> Result<Found> {
    let organization = line.organization_id;
    let choice = |field: &str| Error::Invalid(Invalid::one(field, "choice"));
    let other = match wanted.bank_line_id {
        Some(id) => match line_store::find(tx, organization, id).await {
            Ok(of) if of.status == UNMATCHED && of.reconciliation_id.is_none() && of.amount == -line.amount && of.bank_account_id != account.id => Some(of),
            Ok(_) | Err(Error::NotFound) => return Err(choice("bank_line_id")),
            Err(error) => return Err(error),
        },
        None => None,
    };
    let id = other
        .as_ref()
        .map(|of| of.bank_account_id)
        .or(wanted.bank_account_id)
        .filter(|id| *id != account.id)
        .ok_or_else(|| choice("bank_account_id"))?;
    let to = match store::account(tx, organization, id).await {
        Err(Error::NotFound) => return Err(choice("bank_account_id")),
        found => found?,
    };
    if to.currency != account.currency {
        return Err(Invalid::one("bank_account_id", "different_currency").into());
    }
    let share = Share { account: to.account_id, amount: line.amount, description: String::new() };
    let entry = posted(tx, line, account, &[share], (wanted, allowed)).await?;
    let mut found = Found { postings: own_postings(tx, line, entry, account.account_id).await?, ..Found::new(Kind::Transfer) };
    if let Some(other) = other {
        found.postings.extend(own_postings(tx, &other, entry, to.account_id).await?);
        found.others.push(other);
    }
    Ok(found)
}

/// Posts a line and its parts; what is in another currency at the day's rate. Answers the entry.
async fn posted(tx: &Tx, line: &BankLine, account: &BankAccount, shares: &[Share], (wanted, allowed): (&Wanted, Allowed<'_>)) -> Result<Id> {
    let organization = line.organization_id;
    let (base, currency) = (organizations::currency(tx, organization).await?, account.own_currency()?);
    let day = line.day();
    let rate = if base.code == currency.code {
        None
    } else {
        let found = look_up(tx, organization, &base.code, &[(&currency.code, day)]).await?.into_values().next();
        let rate = found.map(|found| found.rate).ok_or_else(|| {
            let mut errors = Invalid::new();
            errors.push_with("account_code", "no_rate", vec![("currency", currency.code.clone()), ("date", line.date.clone())]);
            errors
        })?;
        Some(rate)
    };
    let posting = |account: Id, minor: i64| -> Result<Posting> {
        let amount = match rate {
            None => minor,
            Some(rate) => into_base(minor, currency, rate, base).ok_or_else(|| Invalid::one("account_code", "amount_too_large"))?,
        };
        let foreign = rate.map(|rate| Foreign { currency: currency.code.clone(), amount: minor, rate: rate.normalize().to_string() });
        Ok(Posting { foreign, ..Posting::new(AccountRef::Id(account), amount) })
    };
    let mut postings = vec![];
    for share in shares {
        postings.push(Posting { description: share.description.clone(), ..posting(share.account, -share.amount)? });
    }
    let own = Posting { amount: -postings.iter().map(|posting| posting.amount).sum::<i64>(), ..posting(account.account_id, line.amount)? };
    postings.insert(0, own);
    let text = [wanted.description.trim(), &line.text, &line.counterparty]
        .into_iter()
        .find(|text| !text.is_empty())
        .unwrap_or_default()
        .to_owned();
    let draft = EntryDraft {
        date: day,
        journal: Journal::Bank,
        kind: EntryKind::Document,
        description: short(&text, 500),
        reference: short(&line.reference, 100),
        source: Some(Source { kind: "bank_line".into(), id: line.id }),
        postings,
    };
    Ok(post::post(tx, organization, &draft, allowed).await?.id)
}
