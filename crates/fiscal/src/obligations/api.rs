//! The API of obligations.

use std::collections::HashMap;

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use despacho_kernel::{Id, Invalid, access::PracticeRight as R};
use despacho_platform::{Platform, Result, i18n::Lang, sql::Connection};
use despacho_practice::clients::store as clients;
use despacho_ui::{
    Access, InPractice, Outcome, Path, Query, Routes,
    api::{List, Object, if_match, json, once},
    openapi::Operation,
    paging::{self, ListQuery},
    schema::{FILLED, LINE},
};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json as value};

use super::{
    actions::{self, Edit, New, Proposal},
    obligation::{Obligation, State as Standing},
    store::{self, Asked},
};
use crate::{derive::Derived, hand::hand, period, rules};

fn day() -> Value {
    value!({ "type": ["string", "null"], "format": "date" })
}

fn states() -> Vec<&'static str> {
    Standing::ALL.iter().map(|state| state.word()).collect()
}

fn explained() -> Value {
    value!({
        "type": ["object", "null"],
        "required": ["rule", "because", "facts", "source", "moved_by", "calendar_known"],
        "properties": {
            "rule": { "type": "string" },
            "because": { "type": "string" },
            "facts": { "type": "array", "items": {
                "type": "object",
                "required": ["field", "value", "valid_from"],
                "properties": { "field": { "type": "string" }, "value": { "type": "string" }, "valid_from": day() },
            } },
            "source": { "type": "string" },
            "moved_by": { "type": "array", "items": { "type": "string" } },
            "calendar_known": { "type": "boolean" },
        },
    })
}

fn schema() -> Value {
    let properties = value!({
        "id": { "type": "string", "format": "uuid" },
        "client_id": { "type": "string", "format": "uuid" },
        "client_name": { "type": "string" },
        "model": { "type": "string" },
        "name": { "type": "string" },
        "period": { "type": "string" },
        "opens_on": day(),
        "legal_due_on": { "type": "string", "format": "date" },
        "direct_debit_on": day(),
        "state": { "type": "string", "enum": states() },
        "reason": { "type": "string" },
        "late_days": { "type": ["integer", "null"] },
        "assigned_to": { "type": ["string", "null"], "format": "uuid" },
        "reference": { "type": "string" },
        "csv": { "type": "string" },
        "filed_on": day(),
        "amount": { "type": ["integer", "null"] },
        "late_reason": { "type": "string" },
        "paid_on": day(),
        "proof_document_id": { "type": ["string", "null"], "format": "uuid" },
        "explanation": explained(),
        "version": { "type": "integer" },
    });
    let required: Vec<&String> = properties.as_object().map(|own| own.keys().collect()).unwrap_or_default();
    value!({ "type": "object", "required": required, "properties": properties })
}

fn proposed() -> Value {
    let properties = value!({
        "model": { "type": "string" },
        "name": { "type": "string" },
        "period": { "type": "string" },
        "opens_on": { "type": "string", "format": "date" },
        "legal_due_on": { "type": "string", "format": "date" },
        "direct_debit_on": day(),
        "explanation": explained(),
    });
    let required: Vec<&String> = properties.as_object().map(|own| own.keys().collect()).unwrap_or_default();
    value!({ "type": "object", "required": required, "properties": properties })
}

fn proposal() -> Value {
    value!({
        "type": "object",
        "required": ["client_id", "year", "added", "ended", "moved", "kept"],
        "properties": {
            "client_id": { "type": "string", "format": "uuid" },
            "year": { "type": "integer" },
            "added": { "type": "array", "items": proposed() },
            "ended": { "type": "array", "items": schema() },
            "moved": { "type": "array", "items": schema() },
            "kept": { "type": "integer" },
        },
    })
}

pub(crate) fn routes(platform: &Platform) -> Routes {
    const ALL: &str = "/api/v1/obligations";
    const ONE: &str = "/api/v1/obligations/{obligation}";
    let (read, edit) = (Access::Practice(R::ReadClients), Access::Practice(R::EditClients));
    let line = |max: usize| value!({ "type": ["string", "null"], "maxLength": max, "pattern": LINE });
    let id = value!({ "type": ["string", "null"], "format": "uuid" });
    let create = value!({
        "type": "object",
        "required": ["client_id", "model", "period"],
        "properties": {
            "client_id": { "type": "string", "format": "uuid" },
            "model": { "type": "string", "minLength": 1, "maxLength": 20, "pattern": FILLED },
            "period": { "type": "string", "pattern": period::PATTERN },
            "name": line(200),
            "legal_due_on": day(),
            "assigned_to": id,
        },
    });
    let change = value!({
        "type": "object",
        "properties": {
            "state": { "type": "string", "enum": states() },
            "reason": line(300),
            "assigned_to": id,
            "reference": line(60),
            "csv": line(60),
            "filed_on": day(),
            "amount": { "type": ["integer", "null"], "minimum": -1_000_000_000_000_i64, "maximum": 1_000_000_000_000_i64 },
            "late_reason": line(300),
            "paid_on": day(),
            "proof_document_id": id,
        },
    });
    let year = value!({ "type": "object", "properties": { "year": { "type": ["integer", "null"], "minimum": 2015, "maximum": 2100 } } });
    Routes::new(platform)
        .api(
            Operation::get(ALL, "api-obligations")
                .asks("client_id", value!({ "type": "string", "format": "uuid" }))
                .asks("period", value!({ "type": "string", "pattern": period::PATTERN }))
                .asks("state", value!({ "type": "string", "enum": states() }))
                .lists_schema("Obligation", schema())
                .without_search(),
            read,
            list,
        )
        .api(
            Operation::post(ALL, "api-obligations-add")
                .example(value!({ "client_id": "01890a5d-ac96-774b-bcce-b302099a8057", "model": "303", "period": "2026-Q1" }))
                .takes_schema("CreateObligation", create)
                .answers_schema(201, "Obligation", schema()),
            edit,
            add,
        )
        .api(Operation::get(ONE, "api-obligation").answers_schema(200, "Obligation", schema()), read, show)
        .api(
            Operation::patch(ONE, "api-obligations-change")
                .example(value!({ "state": "filed", "reference": "3031234567890", "csv": "ABCD1234EFGH5678", "filed_on": "2026-04-14", "amount": 123_456 }))
                .takes_schema("ChangeObligation", change)
                .versioned()
                .answers_schema(200, "Obligation", schema()),
            edit,
            self::change,
        )
        .api(
            Operation::post("/api/v1/clients/{client}/obligation-proposals", "api-obligation-proposals")
                .example(value!({ "year": 2026 }))
                .takes_schema("ObligationYear", year.clone())
                .answers_schema(200, "ObligationProposal", proposal()),
            read,
            propose,
        )
        .api(
            Operation::post("/api/v1/clients/{client}/obligation-acceptances", "api-obligation-acceptances")
                .example(value!({ "year": 2026 }))
                .takes_schema("ObligationYear", year)
                .answers_schema(201, "ObligationAcceptance", accepted()),
            edit,
            accept,
        )
}

fn accepted() -> Value {
    let count = value!({ "type": "integer" });
    value!({ "type": "object", "required": ["year", "added", "ended", "moved"], "properties": { "year": count, "added": count, "ended": count, "moved": count } })
}

fn because(lang: Lang, rule: &str) -> String {
    rules::find(rule).map(|rule| lang.pick(&rule.because.es, &rule.because.en).to_owned()).unwrap_or_default()
}

fn why(lang: Lang, rule: &str, explained: &crate::derive::Explained) -> Value {
    let facts: Vec<Value> = explained
        .facts
        .iter()
        .map(|fact| value!({ "field": fact.field, "value": fact.value, "valid_from": Some(&fact.valid_from).filter(|day| !day.is_empty()) }))
        .collect();
    value!({
        "rule": rule,
        "because": because(lang, rule),
        "facts": facts,
        "source": explained.source,
        "moved_by": explained.moved.iter().map(|(name, _)| name).collect::<Vec<_>>(),
        "calendar_known": explained.calendar_known,
    })
}

fn told(lang: Lang, own: &Obligation, client_name: &str, today: Date) -> Value {
    let day = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    value!({
        "id": own.id,
        "client_id": own.client_id,
        "client_name": client_name,
        "model": own.model,
        "name": own.title(lang),
        "period": own.period,
        "opens_on": day(&own.opens_on),
        "legal_due_on": own.legal_due_on,
        "direct_debit_on": day(&own.direct_debit_on),
        "state": own.state,
        "reason": own.reason,
        "late_days": own.late_days(today),
        "assigned_to": own.assigned_to,
        "reference": own.reference,
        "csv": own.csv,
        "filed_on": day(&own.filed_on),
        "amount": own.amount,
        "late_reason": own.late_reason,
        "paid_on": day(&own.paid_on),
        "proof_document_id": own.proof_document_id,
        "explanation": (!own.rule.is_empty()).then(|| why(lang, &own.rule, &own.explained())),
        "version": own.version,
    })
}

fn told_derived(lang: Lang, own: &Derived) -> Value {
    let name = rules::model(&own.rule.model).map(|model| lang.pick(&model.name.es, &model.name.en)).unwrap_or_default();
    value!({
        "model": own.rule.model,
        "name": name,
        "period": own.period.text(),
        "opens_on": own.opens_on.to_string(),
        "legal_due_on": own.legal_due_on.to_string(),
        "direct_debit_on": own.direct_debit_on.map(|day| day.to_string()),
        "explanation": why(lang, &own.rule.rule, &own.explained),
    })
}

async fn told_all(db: &dyn Connection, who: &InPractice, found: &[Obligation], today: Date) -> Result<Vec<Value>> {
    let mut ids: Vec<Id> = found.iter().map(|own| own.client_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let names: HashMap<Id, String> = clients::find_many(db, who.practice, &ids).await?.into_iter().map(|client| (client.id, client.display_name)).collect();
    let name = |own: &Obligation| names.get(&own.client_id).cloned().unwrap_or_default();
    Ok(found.iter().map(|own| told(who.lang(), own, &name(own), today)).collect())
}

async fn told_one(db: &dyn Connection, who: &InPractice, own: Obligation, today: Date) -> Result<Value> {
    Ok(told_all(db, who, std::slice::from_ref(&own), today).await?.pop().unwrap_or_default())
}

#[derive(Deserialize)]
struct Narrowed {
    client_id: Option<Id>,
    period: Option<String>,
    state: Option<String>,
}

async fn list(State(platform): State<Platform>, who: InPractice, Query(query): Query<ListQuery>, Query(narrowed): Query<Narrowed>) -> Outcome {
    let (limit, db, hand) = (query.limit()?, platform.db.read(), hand(&platform, &who));
    let Narrowed { client_id, period, state } = narrowed;
    let asked = Asked { client: client_id, period, state, visible_to: hand.visible_to, ..Asked::default() };
    let mut found = store::list(db, who.practice, &asked, query.position()?, limit + 1).await?;
    let more = paging::cut(&mut found, limit);
    let next_cursor = found.last().filter(|_| more).map(|own| paging::encode(&(&own.legal_due_on, own.id)));
    Ok(json(StatusCode::OK, &List { items: told_all(db, &who, &found, hand.today).await?, next_cursor }))
}

#[derive(Deserialize)]
struct OfObligation {
    obligation: Id,
}

async fn show(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfObligation>) -> Outcome {
    let (db, hand) = (platform.db.read(), hand(&platform, &who));
    let own = store::find(db, who.practice, of.obligation, hand.visible_to).await?;
    Ok(json(StatusCode::OK, &told_one(db, &who, own, hand.today).await?))
}

#[derive(Debug, Deserialize)]
struct NewJson {
    client_id: Id,
    model: String,
    period: String,
    name: Option<String>,
    legal_due_on: Option<String>,
    assigned_to: Option<Id>,
}

async fn add(State(platform): State<Platform>, who: InPractice, headers: HeaderMap, body: Object) -> Outcome {
    let hand = hand(&platform, &who);
    let request = format!("POST /obligations {} {body}", who.practice);
    let new: NewJson = body.read()?;
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| {
        let typed = New {
            model: new.model.clone(),
            period: new.period.clone(),
            name: new.name.clone().unwrap_or_default(),
            legal_due_on: new.legal_due_on.clone().unwrap_or_default(),
            assigned_to: new.assigned_to,
        };
        let own = match actions::add(tx, hand, new.client_id, typed).await {
            Err(error) if error.is_duplicate() => return Err(Invalid::one("period", "taken").into()),
            other => other?,
        };
        told_one(tx, &who, own, hand.today).await
    });
    Ok(response.await?)
}

/// What a body has of a text: none where it is left out, empty where it is null.
fn text(body: &Value, field: &str) -> Option<String> {
    body.get(field).map(|value| value.as_str().unwrap_or_default().to_owned())
}

fn id(body: &Value, field: &str) -> Option<Option<Id>> {
    body.get(field).map(|value| value.as_str().and_then(|text| text.parse().ok()))
}

async fn change(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfObligation>, headers: HeaderMap, body: Object) -> Outcome {
    let hand = hand(&platform, &who);
    let seen = if_match(&headers)?;
    let request = format!("PATCH /obligations/{} {seen:?} {body}", of.obligation);
    let body: Value = body.read()?;
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| {
        let edit = Edit {
            state: body["state"].as_str().and_then(|word| word.parse().ok()),
            reason: text(&body, "reason"),
            assigned_to: id(&body, "assigned_to"),
            reference: text(&body, "reference"),
            csv: text(&body, "csv"),
            filed_on: text(&body, "filed_on"),
            amount: body.get("amount").map(Value::as_i64),
            late_reason: text(&body, "late_reason"),
            paid_on: text(&body, "paid_on"),
            proof_document_id: id(&body, "proof_document_id"),
        };
        let own = actions::change(tx, hand, of.obligation, seen, edit).await?;
        told_one(tx, &who, own, hand.today).await
    });
    Ok(response.await?)
}

#[derive(Deserialize)]
struct OfClient {
    client: Id,
}

#[derive(Debug, Deserialize)]
struct YearJson {
    year: Option<i16>,
}

async fn propose(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfClient>, body: Object) -> Outcome {
    let (db, hand, lang) = (platform.db.read(), hand(&platform, &who), who.lang());
    let year = body.read::<YearJson>()?.year.unwrap_or(hand.today.year());
    let (client, Proposal { added, ended, moved, kept }) = actions::proposal(db, hand, of.client, year).await?;
    let of_kept = |own: &Obligation| told(lang, own, &client.display_name, hand.today);
    let moved = moved.iter().map(|(own, now)| Obligation { legal_due_on: now.legal_due_on.to_string(), ..own.clone() });
    let answer = value!({
        "client_id": client.id,
        "year": year,
        "added": added.iter().map(|own| told_derived(lang, own)).collect::<Vec<_>>(),
        "ended": ended.iter().map(of_kept).collect::<Vec<_>>(),
        "moved": moved.map(|own| of_kept(&own)).collect::<Vec<_>>(),
        "kept": kept,
    });
    Ok(json(StatusCode::OK, &answer))
}

async fn accept(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfClient>, headers: HeaderMap, body: Object) -> Outcome {
    let hand = hand(&platform, &who);
    let request = format!("POST /clients/{}/obligation-acceptances {body}", of.client);
    let year = body.read::<YearJson>()?.year.unwrap_or(hand.today.year());
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| {
        let done = actions::accept(tx, hand, of.client, year, &who.lang().t("fiscal-ended-reason")).await?;
        Ok(value!({ "year": year, "added": done.added, "ended": done.ended, "moved": done.moved }))
    });
    Ok(response.await?)
}
