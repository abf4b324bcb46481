//! Journal entries: drafts, posting, correcting and reversing.

use std::collections::HashMap;

use axum::{
    extract::State as Shared,
    http::{HeaderMap, StatusCode},
};
use despacho_contacts::{Contact, store as contacts};
use despacho_kernel::{
    Id, Invalid,
    access::OrganizationRight as R,
    money::{Money, plain},
    number::Notation,
    place::{self, Currency},
};
use despacho_platform::{Error, Platform, Result, Tx, sql::Connection};
use despacho_ui::{
    Access, InOrganization, Outcome, Path, Query, Routes,
    api::{List, Object, if_match, json, once},
    openapi::Operation,
    paging::{self, ListQuery},
};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json as value};

use super::{
    common::{currency, placed},
    shapes,
};
use crate::{
    accounts::store as accounts,
    allowed::allowed,
    dimensions::tags,
    journal::{
        State, TypedEntry, TypedLine, accrual, drafts,
        list::{self, Filter, Place},
        post,
        store::{self, JournalEntry},
        view::Shown,
    },
};

const ALL: &str = "/api/v1/organizations/{organization}/journal-entries";
const ONE: &str = "/api/v1/organizations/{organization}/journal-entries/{entry}";

fn example() -> Value {
    value!({
        "date": "2026-01-15",
        "description": "Material de oficina",
        "postings": [
            { "account_code": "629", "debit": "100.00" },
            { "account_code": "472", "debit": "21.00" },
            { "account_code": "572", "credit": "121.00" },
        ],
    })
}

pub(super) fn routes(platform: &Platform) -> Routes {
    let (read, write) = (Access::Organization(R::ReadLedger), Access::Organization(R::PostEntries));
    let entry = shapes::entry;
    Routes::new(platform)
        .api(
            Operation::get(ALL, "api-entries")
                .lists_schema("JournalEntry", entry())
                .asks("from", shapes::date())
                .asks("to", shapes::date())
                .asks("account_code", value!({ "type": "string", "maxLength": 20 }))
                .asks("min", shapes::amount())
                .asks("max", shapes::amount())
                .asks("status", value!({ "type": "string", "enum": State::ALL.iter().map(|state| state.word()).collect::<Vec<_>>() })),
            read,
            list,
        )
        .api(
            Operation::post(ALL, "api-entries-create")
                .takes_schema("CreateJournalEntry", shapes::new_entry())
                .example(example())
                .answers_schema(201, "JournalEntry", entry()),
            write,
            create,
        )
        .api(Operation::get(ONE, "api-entry").answers_schema(200, "JournalEntry", entry()), read, show)
        .api(
            Operation::patch(ONE, "api-entry-change")
                .takes_schema("ChangeJournalEntry", shapes::change_entry())
                .example(value!({ "description": "Material de oficina de enero" }))
                .versioned()
                .conflicts(&["entry_posted"])
                .answers_schema(200, "JournalEntry", entry()),
            write,
            change,
        )
        .api(Operation::delete(ONE, "api-entry-remove").conflicts(&["entry_posted"]), write, remove)
        .api(
            Operation::post("/api/v1/organizations/{organization}/journal-entries/{entry}/posting", "api-entry-post")
                .takes_schema("PostJournalEntry", shapes::nothing())
                .example(value!({}))
                .conflicts(&["entry_posted"])
                .answers_schema(200, "JournalEntry", entry()),
            write,
            posting,
        )
        .api(
            Operation::post("/api/v1/organizations/{organization}/journal-entries/{entry}/reversal", "api-entry-reverse")
                .takes_schema("ReverseJournalEntry", shapes::reversal())
                .example(value!({ "date": "2026-01-31", "reason": "Factura duplicada" }))
                .conflicts(&["entry_draft", "entry_undone", "entry_of_year", "reversal_is_final"])
                .answers_schema(201, "JournalEntry", entry()),
            write,
            reversal,
        )
        .api(
            Operation::post("/api/v1/organizations/{organization}/journal-entries/{entry}/correction", "api-entry-correct")
                .takes_schema("CorrectJournalEntry", shapes::correction())
                .example(example())
                .conflicts(&["entry_draft", "entry_undone", "entry_of_document", "reversal_is_final"])
                .answers_schema(201, "JournalEntry", entry()),
            write,
            correction,
        )
}

#[derive(Deserialize)]
struct OfEntry {
    entry: Id,
}

/// Entries as they are answered.
pub(super) async fn answered(db: &dyn Connection, organization: Id, base: &'static Currency, entries: Vec<JournalEntry>) -> Result<Vec<Value>> {
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

async fn one(db: &dyn Connection, organization: Id, base: &'static Currency, id: Id) -> Result<Value> {
    let entry = store::find(db, organization, id).await?;
    answered(db, organization, base, vec![entry]).await?.pop().ok_or(Error::NotFound)
}

/// What a list is narrowed by, beside what every list takes.
#[derive(Debug, Default, Deserialize)]
struct Asked {
    from: Option<Date>,
    to: Option<Date>,
    account_code: Option<String>,
    min: Option<String>,
    max: Option<String>,
    status: Option<String>,
}

async fn list(Shared(platform): Shared<Platform>, who: InOrganization, Query(query): Query<ListQuery>, Query(asked): Query<Asked>) -> Outcome {
    let base = currency(&platform, who.organization).await?;
    let limit = query.limit()?;
    let db = platform.db.read();
    let mut errors = Invalid::new();
    let mut read = |name: &str, text: &Option<String>| {
        let text = text.as_deref()?;
        errors.take(name, Money::parse(text, base, Notation::Plain)).map(|money| money.minor)
    };
    let (min, max) = (read("min", &asked.min), read("max", &asked.max));
    errors.finish().map_err(Error::Parameters)?;
    let below = match asked.account_code.as_deref().map(str::trim).filter(|code| !code.is_empty()) {
        Some(code) => Some(accounts::below(db, who.organization, code).await?.into_iter().map(|account| account.id).collect()),
        None => None,
    };
    let filter = Filter {
        from: asked.from,
        to: asked.to,
        accounts: below,
        search: query.search.clone().unwrap_or_default(),
        min,
        max,
        state: asked.status.as_deref().and_then(|word| word.parse().ok()),
        corrections: false,
    };
    let after: Option<Place> = query.position()?;
    let mut found = store::page(db, who.organization, &filter, after.as_ref(), limit + 1).await?;
    let more = list::cut(&mut found, (limit, list::MOST), |entry| entry.postings);
    let next_cursor = found.last().filter(|_| more).map(|entry| paging::encode(&(&entry.date, entry.id)));
    Ok(json(StatusCode::OK, &List { items: answered(db, who.organization, base, found).await?, next_cursor }))
}

async fn show(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfEntry>) -> Outcome {
    let base = currency(&platform, who.organization).await?;
    Ok(json(StatusCode::OK, &one(platform.db.read(), who.organization, base, of.entry).await?))
}

/// What is sent as it is typed, or where it is not as described.
fn typed(body: Object) -> Result<TypedEntry> {
    body.read().map_err(|error| match error {
        Error::Invalid(errors) => Error::Invalid(placed(errors)),
        other => other,
    })
}

async fn create(Shared(platform): Shared<Platform>, who: InOrganization, headers: HeaderMap, body: Object) -> Outcome {
    let base = currency(&platform, who.organization).await?;
    let request = format!("POST /organizations/{}/journal-entries {body}", who.organization);
    let draft = body["status"] == "draft";
    let entry = typed(body)?;
    let allowed = allowed(&platform, &who);
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| {
        let id = if draft {
            drafts::create(tx, who.organization, &entry, allowed).await?.id
        } else {
            let read = drafts::read(tx, who.organization, &entry).await?;
            let posted = post::post(tx, who.organization, &read, allowed).await?.id;
            accrual::reverse_on(tx, who.organization, posted, &entry.reverse_on, allowed).await?;
            posted
        };
        one(tx, who.organization, base, id).await
    });
    Ok(response.await?)
}

/// A draft with the members that are sent in place of its own.
async fn merged(tx: &Tx, organization: Id, id: Id, body: &Value) -> Result<TypedEntry> {
    let before = store::find(tx, organization, id).await?;
    if before.state != State::Draft.word() {
        return Err(Error::Conflict("entry_posted"));
    }
    let bad = |e: serde_json::Error| Error::Other(e.to_string());
    let mut whole = serde_json::to_value(drafts::typed(&before)?).map_err(bad)?;
    for (name, sent) in body.as_object().into_iter().flatten() {
        if whole.get(name).is_some() {
            whole[name] = sent.clone();
        }
    }
    serde_json::from_value(whole).map_err(bad)
}

async fn change(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfEntry>, headers: HeaderMap, body: Object) -> Outcome {
    let base = currency(&platform, who.organization).await?;
    let seen = if_match(&headers)?;
    let request = format!("PATCH /organizations/{}/journal-entries/{} {seen:?} {body}", who.organization, of.entry);
    let sent = body.value().clone();
    let mut errors = Invalid::new();
    body.note(&mut errors);
    placed(errors).finish()?;
    let allowed = allowed(&platform, &who);
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| {
        despacho_platform::memberships::hold(tx, who.organization).await?;
        let entry = merged(tx, who.organization, of.entry, &sent).await?;
        drafts::change(tx, who.organization, (of.entry, seen), &entry, who.lang(), allowed).await?;
        one(tx, who.organization, base, of.entry).await
    });
    Ok(response.await?)
}

async fn remove(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfEntry>, headers: HeaderMap) -> Outcome {
    let request = format!("removal of /organizations/{}/journal-entries/{}", who.organization, of.entry);
    let allowed = allowed(&platform, &who);
    let response =
        once(&platform, who.user.id, &headers, &request, StatusCode::NO_CONTENT, async |tx| drafts::delete(tx, who.organization, of.entry, allowed).await);
    Ok(response.await?)
}

async fn posting(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfEntry>, headers: HeaderMap) -> Outcome {
    let base = currency(&platform, who.organization).await?;
    let request = format!("POST /organizations/{}/journal-entries/{}/posting", who.organization, of.entry);
    let allowed = allowed(&platform, &who);
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| {
        let posted = drafts::post(tx, who.organization, of.entry, allowed).await?;
        one(tx, who.organization, base, posted.id).await
    });
    Ok(response.await?)
}

/// The day and the reason of a reversal.
#[derive(Debug, Deserialize)]
struct Reversal {
    date: Date,
    reason: String,
}

async fn reversal(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfEntry>, headers: HeaderMap, body: Object) -> Outcome {
    let base = currency(&platform, who.organization).await?;
    let request = format!("POST /organizations/{}/journal-entries/{}/reversal {body}", who.organization, of.entry);
    let Reversal { date, reason } = body.read()?;
    let allowed = allowed(&platform, &who);
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| {
        let posted = post::reverse(tx, who.organization, of.entry, date, &reason, allowed).await?;
        one(tx, who.organization, base, posted.id).await
    });
    Ok(response.await?)
}

async fn correction(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfEntry>, headers: HeaderMap, body: Object) -> Outcome {
    let base = currency(&platform, who.organization).await?;
    let request = format!("POST /organizations/{}/journal-entries/{}/correction {body}", who.organization, of.entry);
    let entry = typed(body)?;
    let allowed = allowed(&platform, &who);
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| {
        let read = drafts::read(tx, who.organization, &entry).await?;
        let posted = post::correct(tx, who.organization, of.entry, &read, allowed).await?;
        one(tx, who.organization, base, posted.id).await
    });
    Ok(response.await?)
}
