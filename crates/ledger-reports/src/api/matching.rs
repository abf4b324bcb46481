//! The API of matches.

use std::collections::HashMap;

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use despacho_kernel::{Id, Invalid, access::OrganizationRight as R, money::plain};
use despacho_ledger::{
    accounts::store as accounts,
    api::shapes::{answer, id},
    matching::{
        actions::{self, NewMatch},
        rules::{self, MAX_POSTINGS, Reason, letters},
        store::{self, Match},
    },
};
use despacho_organizations::store as organizations;
use despacho_platform::{Error, Platform, Result, sql::Connection};
use despacho_ui::{
    Access, InOrganization, Outcome, Path, Query, Routes,
    api::{List, Object, json, once},
    openapi::Operation,
    paging::{self, ListQuery},
};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json as value};

use super::shapes;

/// Open postings that proposals are looked for among.
pub(crate) const LOOKED_AT: i64 = 5000;

fn posting() -> Value {
    value!({ "type": "object", "required": ["entry", "position"], "properties": { "entry": id(), "position": { "type": "integer", "minimum": 0, "maximum": 1_000_000 } } })
}

fn of_match() -> Value {
    answer(value!({
        "id": id(),
        "account_code": { "type": "string" },
        "contact": { "type": ["string", "null"], "format": "uuid" },
        "letters": { "type": "string" },
        "reference": { "type": "string" },
        "amount": { "type": "string" },
        "automatic": { "type": "boolean" },
        "postings": { "type": "array", "items": posting() },
        "matched_at": { "type": "integer" },
        "removed_at": { "type": ["integer", "null"] },
        "removed_why": { "type": "string" },
    }))
}

fn new_match() -> Value {
    value!({
        "type": "object",
        "required": ["postings"],
        "properties": {
            "postings": { "type": "array", "maxItems": MAX_POSTINGS, "items": posting() },
            "reference": { "type": "string", "maxLength": 40, "pattern": despacho_ui::schema::LINE },
        },
    })
}

fn proposal() -> Value {
    answer(value!({
        "reason": { "type": "string", "enum": Reason::ALL.iter().map(|reason| reason.word()).collect::<Vec<_>>() },
        "amount": { "type": "string" },
        "contact": { "type": ["string", "null"], "format": "uuid" },
        "postings": { "type": "array", "items": posting() },
    }))
}

pub(crate) fn routes(platform: &Platform) -> Routes {
    const ALL: &str = "/api/v1/organizations/{organization}/matches";
    const ONE: &str = "/api/v1/organizations/{organization}/matches/{match}";
    let (read, write) = (Access::Organization(R::ReadLedger), Access::Organization(R::PostEntries));
    Routes::new(platform)
        .api(
            Operation::get(ALL, "api-matches")
                .lists_schema("Match", of_match())
                .asks("account_code", shapes::account_code())
                .asks("removed", shapes::flag()),
            read,
            list,
        )
        .api(
            Operation::post(ALL, "api-matches-create")
                .takes_schema("CreateMatch", new_match())
                .example(value!({ "postings": [
                    { "entry": "01928f2e-7b1c-7d3a-9f10-2b6c5d4e3f21", "position": 0 },
                    { "entry": "01928f2e-7b1c-7d3a-9f10-2b6c5d4e3f22", "position": 1 },
                ] }))
                .answers_schema(201, "Match", of_match()),
            write,
            create,
        )
        .api(Operation::get(ONE, "api-match").answers_schema(200, "Match", of_match()), read, show)
        .api(Operation::delete(ONE, "api-match-remove"), write, remove)
        .api(
            Operation::get("/api/v1/organizations/{organization}/match-proposals", "api-match-proposals")
                .asks("account_code", shapes::account_code())
                .asks("date", value!({ "type": "string", "format": "date", "pattern": despacho_ui::schema::DATE, despacho_ui::schema::CODE: "date" }))
                .lists_whole("MatchProposal", proposal()),
            read,
            proposals,
        )
}

async fn answered(db: &dyn Connection, organization: Id, all: Vec<Match>) -> Result<Vec<Value>> {
    let digits = organizations::currency(db, organization).await?.digits;
    let ids: Vec<Id> = all.iter().map(|of| of.id).collect();
    let mut postings: HashMap<Id, Vec<Value>> = HashMap::new();
    for of in store::postings_of(db, organization, &ids).await? {
        postings.entry(of.match_id).or_default().push(value!({ "entry": of.entry_id, "position": of.position }));
    }
    let mut named: Vec<Id> = all.iter().map(|of| of.account_id).collect();
    named.sort_unstable();
    named.dedup();
    let codes: HashMap<Id, String> = accounts::of_ids(db, organization, &named).await?.into_iter().map(|a| (a.id, a.code)).collect();
    let shown = |of: Match| {
        value!({
            "id": of.id,
            "account_code": codes.get(&of.account_id),
            "contact": of.contact_id,
            "letters": letters(of.number),
            "reference": of.reference,
            "amount": plain(of.amount, digits),
            "automatic": of.automatic,
            "postings": postings.remove(&of.id).unwrap_or_default(),
            "matched_at": of.matched_at,
            "removed_at": of.removed_at,
            "removed_why": of.removed_why,
        })
    };
    Ok(all.into_iter().map(shown).collect())
}

async fn one(db: &dyn Connection, organization: Id, of: Match) -> Result<Value> {
    answered(db, organization, vec![of]).await?.pop().ok_or(Error::NotFound)
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    account_code: Option<String>,
    removed: Option<bool>,
    date: Option<Date>,
}

fn unknown() -> Error {
    Error::Parameters(Invalid::one("account_code", "account_unknown"))
}

async fn list(State(platform): State<Platform>, who: InOrganization, Query(query): Query<ListQuery>, Query(asked): Query<Asked>) -> Outcome {
    let (db, limit) = (platform.db.read(), query.limit()?);
    let account = match asked.account_code.as_deref() {
        Some(code) => Some(accounts::find_by_code(db, who.organization, code.trim()).await?.ok_or_else(unknown)?.id),
        None => None,
    };
    let mut found = store::page(db, who.organization, account, asked.removed.unwrap_or(false), query.position()?, limit + 1).await?;
    let more = paging::cut(&mut found, limit);
    let next_cursor = found.last().filter(|_| more).map(|of| paging::encode(&of.id));
    Ok(json(StatusCode::OK, &List { items: answered(db, who.organization, found).await?, next_cursor }))
}

#[derive(Deserialize)]
struct OfMatch {
    r#match: Id,
}

async fn show(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfMatch>) -> Outcome {
    let db = platform.db.read();
    let found = store::find(db, who.organization, of.r#match).await?;
    Ok(json(StatusCode::OK, &one(db, who.organization, found).await?))
}

#[derive(Debug, Deserialize)]
struct Sent {
    postings: Vec<SentPosting>,
    #[serde(default)]
    reference: String,
}

#[derive(Debug, Deserialize)]
struct SentPosting {
    entry: Id,
    position: i64,
}

async fn create(State(platform): State<Platform>, who: InOrganization, headers: HeaderMap, body: Object) -> Outcome {
    let request = format!("POST /organizations/{}/matches {body}", who.organization);
    let sent: Sent = body.read()?;
    let postings = sent.postings.iter().map(|of| (of.entry, of.position)).collect();
    let new = NewMatch { postings, reference: sent.reference, automatic: false };
    let now = platform.clock.now();
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| {
        let made = actions::create(tx, who.organization, &new, (&who.user, now)).await?;
        one(tx, who.organization, made).await
    });
    Ok(response.await?)
}

async fn remove(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfMatch>, headers: HeaderMap) -> Outcome {
    let request = format!("removal of /organizations/{}/matches/{}", who.organization, of.r#match);
    let now = platform.clock.now();
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::NO_CONTENT, async |tx| {
        actions::remove(tx, who.organization, of.r#match, (&who.user, now)).await.map(drop)
    });
    Ok(response.await?)
}

async fn proposals(State(platform): State<Platform>, who: InOrganization, Query(asked): Query<Asked>) -> Outcome {
    let db = platform.db.read();
    // Without a code, those of every account that is kept by contact.
    let code = asked.account_code.as_deref().map(str::trim).unwrap_or_default();
    let below = accounts::below(db, who.organization, code).await?;
    let ids: Vec<Id> = below.into_iter().filter(|account| !code.is_empty() || !account.control.is_empty()).map(|account| account.id).collect();
    if ids.is_empty() && !code.is_empty() {
        return Err(unknown().into());
    }
    let digits = organizations::currency(db, who.organization).await?.digits;
    let through = asked.date.map_or_else(|| "9999-12-31".to_owned(), |day| day.to_string());
    let open = store::open(db, who.organization, &ids, None, &through, LOOKED_AT).await?;
    let shown = |of: rules::Proposal| {
        value!({
            "reason": of.reason.word(),
            "amount": plain(of.amount(), digits),
            "contact": of.postings[0].contact_id,
            "postings": of.postings.iter().map(|of| value!({ "entry": of.entry_id, "position": of.position })).collect::<Vec<_>>(),
        })
    };
    let items = rules::proposals(&open).into_iter().map(shown).collect();
    Ok(json(StatusCode::OK, &List { items, next_cursor: None }))
}
