//! Journal entries: drafts, posting, correcting and reversing.

use axum::{
    extract::State as Shared,
    http::{HeaderMap, StatusCode},
};
use despacho_kernel::{Id, Invalid, access::OrganizationRight as R, money::Money, number::Notation, place::Currency};
use despacho_ledger::{
    accounts::store as accounts,
    allowed::allowed,
    api::{
        common::{currency, placed, typed},
        shapes,
        told::answered,
    },
    journal::{
        State, TypedEntry, accrual, drafts,
        list::{self, Filter, Place},
        post, store,
    },
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

use crate::shapes as own;

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
                .takes_schema("ChangeJournalEntry", own::change_entry())
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
                .takes_schema("ReverseJournalEntry", own::reversal())
                .example(value!({ "date": "2026-01-31", "reason": "Factura duplicada" }))
                .conflicts(&["entry_draft", "entry_undone", "entry_of_document", "entry_of_year", "reversal_is_final"])
                .answers_schema(201, "JournalEntry", entry()),
            write,
            reversal,
        )
        .api(
            Operation::post("/api/v1/organizations/{organization}/journal-entries/{entry}/correction", "api-entry-correct")
                .takes_schema("CorrectJournalEntry", own::correction())
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
        amounts: Some((base, Notation::Plain)),
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

async fn create(Shared(platform): Shared<Platform>, who: InOrganization, headers: HeaderMap, body: Object) -> Outcome {
    let base = currency(&platform, who.organization).await?;
    let request = format!("POST /organizations/{}/journal-entries {body}", who.organization);
    let draft = body["status"] == "draft";
    let entry: TypedEntry = typed(body)?;
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
    let entry: TypedEntry = typed(body)?;
    let allowed = allowed(&platform, &who);
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| {
        let read = drafts::read(tx, who.organization, &entry).await?;
        let posted = post::correct(tx, who.organization, of.entry, &read, allowed).await?;
        one(tx, who.organization, base, posted.id).await
    });
    Ok(response.await?)
}
