//! Entries as the API answers them.

use std::collections::HashMap;

use despacho_contacts::{Contact, store as contacts};
use despacho_kernel::{
    Id,
    money::plain,
    place::{self, Currency},
};
use despacho_platform::{Result, sql::Connection};
use serde_json::{Value, json as value};

use crate::{
    accounts::store as accounts,
    dimensions::tags,
    journal::{
        State, TypedEntry, TypedLine, drafts,
        store::{self, JournalEntry},
        view::Shown,
    },
};

/// Entries as they are answered.
pub async fn answered(db: &dyn Connection, organization: Id, base: &'static Currency, entries: Vec<JournalEntry>) -> Result<Vec<Value>> {
    let shown = Shown::of(db, organization, entries).await?;
    let mut typed: HashMap<Id, TypedEntry> = HashMap::new();
    for entry in shown.entries.iter().filter(|entry| entry.state == State::Draft.word()) {
        typed.insert(entry.id, drafts::typed(entry)?);
    }
    let mut codes: Vec<&str> = typed.values().flat_map(|typed| typed.postings.iter().map(|line| line.account_code.trim())).collect();
    codes.sort_unstable();
    codes.dedup();
    let mut names: HashMap<String, String> = HashMap::new();
    for codes in codes.chunks(1000) {
        names.extend(accounts::of_codes(db, organization, codes).await?.into_iter().map(|account| (account.code, account.name)));
    }
    // Drafts name contacts as they were typed.
    let people = contacts_of(db, organization, typed.values().flat_map(|typed| &typed.postings)).await?;
    let contact = |found: Option<&Contact>| {
        let (id, number, name) = (found.map(|c| c.id), found.map(|c| c.number), found.map_or("", |c| c.name.as_str()));
        [("contact", value!(id)), ("contact_number", value!(number)), ("contact_name", value!(name))]
    };
    let with = |mut line: Value, found: Option<&Contact>| {
        for (name, value) in contact(found) {
            line[name] = value;
        }
        line
    };
    let lines_of = |entry: &JournalEntry| -> Vec<Value> {
        if let Some(typed) = typed.get(&entry.id) {
            let line = |line: &TypedLine| {
                let shown = value!({
                    "account_code": line.account_code,
                    "account_name": names.get(line.account_code.trim()).map_or("", String::as_str),
                    "debit": line.debit,
                    "credit": line.credit,
                    "description": line.description,
                    "currency": if line.currency.is_empty() { &base.code } else { &line.currency },
                    "amount_in_currency": line.amount_in_currency,
                    "rate": line.rate,
                    "tags": line.tags,
                });
                with(shown, people.get(line.contact.trim()))
            };
            return typed.postings.iter().map(line).collect();
        }
        let side = |amount: i64| plain(amount.max(0), base.digits);
        let line = |(row, account): (&store::PostingRow, &crate::accounts::Account)| {
            let digits = place::currency(&row.currency).map_or(base.digits, |currency| currency.digits);
            let shown_line = value!({
                "account_code": account.code,
                "account_name": account.name,
                "debit": side(row.amount),
                "credit": side(-row.amount),
                "description": row.description,
                "currency": row.currency,
                "amount_in_currency": plain(row.currency_amount.abs(), digits),
                "rate": row.rate,
                "tags": tags::by_code(&row.tags),
            });
            with(shown_line, shown.contact(row))
        };
        shown.postings(entry.id).map(line).collect()
    };
    let answer = |entry: &JournalEntry| {
        value!({
            "id": entry.id,
            "number": entry.number,
            "revision": entry.revision,
            "book_number": entry.book_number,
            "fiscal_year": Some(shown.year(entry)).filter(|name| !name.is_empty()),
            "journal": entry.journal,
            "kind": entry.kind,
            "date": entry.date,
            "status": entry.state,
            "description": entry.description,
            "reference": entry.reference,
            "total": plain(entry.total, base.digits),
            "postings": lines_of(entry),
            "reverses": entry.reverses_id,
            "reversed_by": entry.reversed_by_id,
            "supersedes": entry.supersedes_id,
            "source": entry.source_id.map(|id| value!({ "kind": entry.source_kind, "id": id })),
            "in_locked_period": entry.in_locked_period,
            "version": entry.version,
        })
    };
    Ok(shown.entries.iter().map(answer).collect())
}

/// The contacts that typed lines name, by what is typed.
async fn contacts_of<'a>(db: &dyn Connection, organization: Id, lines: impl Iterator<Item = &'a TypedLine>) -> Result<HashMap<String, Contact>> {
    let mut typed: Vec<&str> = lines.map(|line| line.contact.trim()).filter(|text| !text.is_empty()).collect();
    typed.sort_unstable();
    typed.dedup();
    let numbers: Vec<i64> = typed.iter().filter_map(|text| text.parse().ok()).collect();
    let ids: Vec<Id> = typed.iter().filter_map(|text| text.parse().ok()).collect();
    let mut found = contacts::of_ids(db, organization, &ids).await?;
    for numbers in numbers.chunks(1000) {
        found.extend(contacts::of_numbers(db, organization, numbers).await?);
    }
    let of = |text: &&str| found.iter().find(|c| c.number.to_string() == **text || c.id.to_string() == **text);
    Ok(typed.iter().filter_map(|text| Some(((*text).to_owned(), of(text)?.clone()))).collect())
}
