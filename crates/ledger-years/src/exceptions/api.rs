//! The API of exceptions to locks.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use despacho_kernel::{Id, access::OrganizationRight as R};
use despacho_ledger::{
    exceptions::{
        actions::{self, Given},
        exception::{LockException, Standing},
        store,
    },
    journal::locks::Scope,
};
use despacho_platform::Platform;
use despacho_ui::{
    Access, InOrganization, Outcome, Path, Query, Routes,
    api::{List, Object, json, once},
    openapi::Operation,
    paging::{self, ListQuery},
    schema::{CODE, DATE, FILLED, or_empty},
};
use serde::Deserialize;
use serde_json::{Value, json as value};

fn scope() -> Value {
    value!({ "type": "string", "enum": Scope::ALL.iter().map(|scope| scope.word()).collect::<Vec<_>>() })
}

fn date() -> Value {
    or_empty(value!({ "type": "string", "format": "date", "pattern": DATE, CODE: "date" }))
}

/// An exception as it is answered.
fn answered() -> Value {
    let id = value!({ "type": ["string", "null"], "format": "uuid" });
    let day = value!({ "type": ["string", "null"], "format": "date" });
    let instant = value!({ "type": ["integer", "null"] });
    value!({
        "type": "object",
        "required": ["id", "state", "scope", "user", "first_day", "last_day", "expires_at", "reason", "asked_by", "asked_at", "decided_by", "decided_at"],
        "properties": {
            "id": { "type": "string", "format": "uuid" },
            "state": { "type": "string", "enum": Standing::ALL.iter().map(|state| state.word()).collect::<Vec<_>>() },
            "scope": scope(),
            "user": id,
            "first_day": day,
            "last_day": day,
            "expires_at": instant,
            "reason": { "type": "string" },
            "asked_by": id,
            "asked_at": instant,
            "decided_by": id,
            "decided_at": instant,
        },
    })
}

/// An exception as it is given.
fn given() -> Value {
    value!({
        "type": "object",
        "required": ["scope", "expires_at", "reason"],
        "properties": {
            "scope": scope(),
            "user": { "type": ["string", "null"], "format": "uuid" },
            "first_day": date(),
            "last_day": date(),
            "expires_at": { "type": "integer" },
            "reason": { "type": "string", "minLength": 1, "maxLength": 300, "pattern": FILLED },
            "request": { "type": ["string", "null"], "format": "uuid" },
        },
    })
}

/// A request as it is made.
fn asking() -> Value {
    value!({
        "type": "object",
        "required": ["date", "reason"],
        "properties": {
            "date": { "type": "string", "format": "date", "pattern": DATE, CODE: "date" },
            "reason": { "type": "string", "minLength": 1, "maxLength": 300, "pattern": FILLED },
        },
    })
}

pub(super) fn routes(platform: &Platform) -> Routes {
    const ALL: &str = "/api/v1/organizations/{organization}/lock-exceptions";
    const ONE: &str = "/api/v1/organizations/{organization}/lock-exceptions/{exception}";
    const ASK: &str = "/api/v1/organizations/{organization}/lock-exception-requests";
    let close = Access::Organization(R::ClosePeriods);
    Routes::new(platform)
        .api(Operation::get(ALL, "api-lock-exceptions").lists_schema("LockException", answered()).without_search(), close, list)
        .api(
            Operation::post(ALL, "api-lock-exceptions-grant")
                .takes_schema("GrantLockException", given())
                .example(value!({ "scope": "sales", "first_day": "2026-01-01", "last_day": "2026-01-31", "expires_at": 1_769_900_000_000_i64, "reason": "Factura extraviada" }))
                .conflicts(&["lock_exception_decided"])
                .answers_schema(201, "LockException", answered()),
            close,
            grant,
        )
        .api(Operation::delete(ONE, "api-lock-exceptions-end").conflicts(&["lock_exception_over"]), close, end)
        .api(
            Operation::post(ASK, "api-lock-exceptions-ask")
                .takes_schema("AskLockException", asking())
                .example(value!({ "date": "2026-01-15", "reason": "Factura extraviada" }))
                .answers_schema(201, "LockException", answered()),
            Access::Organization(R::PostEntries),
            ask,
        )
}

fn told(of: &LockException) -> Value {
    let day = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    value!({
        "id": of.id,
        "state": of.state,
        "scope": of.scope,
        "user": of.user_id,
        "first_day": day(&of.first_day),
        "last_day": day(&of.last_day),
        "expires_at": Some(of.expires_at).filter(|at| *at > 0),
        "reason": of.reason,
        "asked_by": of.asked_by,
        "asked_at": of.asked_at,
        "decided_by": of.decided_by,
        "decided_at": of.decided_at,
    })
}

async fn list(State(platform): State<Platform>, who: InOrganization, Query(query): Query<ListQuery>) -> Outcome {
    let limit = query.limit()?;
    let before: Option<Id> = query.position()?;
    let mut found = store::page(platform.db.read(), who.organization, before, limit + 1).await?;
    let more = paging::cut(&mut found, limit);
    let next_cursor = found.last().filter(|_| more).map(|of| paging::encode(&of.id));
    Ok(json(StatusCode::OK, &List { items: found.iter().map(told).collect(), next_cursor }))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Sent {
    scope: String,
    user: Option<Id>,
    first_day: Option<String>,
    last_day: Option<String>,
    expires_at: i64,
    reason: String,
    request: Option<Id>,
}

async fn grant(State(platform): State<Platform>, who: InOrganization, headers: HeaderMap, body: Object) -> Outcome {
    let request = format!("POST /organizations/{}/lock-exceptions {body}", who.organization);
    let sent: Sent = body.read()?;
    let given = Given {
        scope: sent.scope,
        user: sent.user,
        first_day: sent.first_day.unwrap_or_default(),
        last_day: sent.last_day.unwrap_or_default(),
        expires_at: sent.expires_at,
        reason: sent.reason,
        request: sent.request,
    };
    let now = platform.clock.now();
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| {
        Ok(told(&actions::grant(tx, who.organization, &given, (&who.user, now)).await?))
    });
    Ok(response.await?)
}

#[derive(Deserialize)]
struct OfException {
    exception: Id,
}

async fn end(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfException>, headers: HeaderMap) -> Outcome {
    let request = format!("removal of /organizations/{}/lock-exceptions/{}", who.organization, of.exception);
    let now = platform.clock.now();
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::NO_CONTENT, async |tx| {
        actions::end(tx, who.organization, of.exception, (&who.user, now)).await
    });
    Ok(response.await?)
}

#[derive(Debug, Deserialize)]
struct Asked {
    date: String,
    reason: String,
}

async fn ask(State(platform): State<Platform>, who: InOrganization, headers: HeaderMap, body: Object) -> Outcome {
    let request = format!("POST /organizations/{}/lock-exception-requests {body}", who.organization);
    let asked: Asked = body.read()?;
    let now = platform.clock.now();
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| {
        Ok(told(&actions::ask(tx, who.organization, (&asked.date, &asked.reason), (&who.user, now)).await?))
    });
    Ok(response.await?)
}
