//! The API of fiscal profiles. Bodies and answers follow from [`PROFILE`].

use std::collections::HashMap;

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use despacho_kernel::{Id, Invalid, access::PracticeRight as R};
use despacho_platform::{Platform, Result, memberships, sql::Connection};
use despacho_ui::{
    Access, InPractice, Outcome, Path, Query, Routes,
    api::{Object, if_match, json, once},
    fields::{Sight, Use},
    openapi::Operation,
};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json as value};

use super::{
    actions::{self, Known},
    entity::PROFILE,
};
use crate::hand::hand;

pub(crate) fn routes(platform: &Platform) -> Routes {
    const ONE: &str = "/api/v1/clients/{client}/fiscal-profile";
    let stretch = value!({
        "type": "object",
        "required": ["field", "value", "valid_from", "valid_to", "set_by", "set_by_name", "set_at"],
        "properties": {
            "field": { "type": "string" },
            "value": { "type": "string" },
            "valid_from": { "type": ["string", "null"], "format": "date" },
            "valid_to": { "type": ["string", "null"], "format": "date" },
            "set_by": { "type": "string", "format": "uuid" },
            "set_by_name": { "type": "string" },
            "set_at": { "type": "integer" },
        },
    });
    let answer = PROFILE.schema(
        Use::Answer,
        value!({
            "client_id": { "type": "string", "format": "uuid" },
            "on": { "type": "string", "format": "date" },
            "history": { "type": "array", "items": stretch },
            "version": { "type": "integer" },
        }),
    );
    let body = PROFILE.schema(Use::Change, value!({ "valid_from": { "type": ["string", "null"], "format": "date" } }));
    Routes::new(platform)
        .api(
            Operation::get(ONE, "api-fiscal-profile").asks("on", value!({ "type": "string", "format": "date" })).answers_schema(
                200,
                "FiscalProfile",
                answer.clone(),
            ),
            Access::Practice(R::ReadClients),
            show,
        )
        .api(
            Operation::patch(ONE, "api-fiscal-profile-change")
                .example(value!({ "legal_form": "sl", "tax_authority": "aeat", "vat_regime": "general", "income_tax": "corporate", "has_employees": true }))
                .takes_schema("ChangeFiscalProfile", body)
                .versioned()
                .conflicts(&["fiscal_country"])
                .answers_schema(200, "FiscalProfile", answer),
            Access::Practice(R::EditClients),
            change,
        )
}

#[derive(Deserialize)]
struct OfClient {
    client: Id,
}

#[derive(Deserialize)]
struct On {
    on: Option<Date>,
}

async fn told(db: &dyn Connection, practice: Id, known: Known, on: Date) -> Result<Value> {
    let names: HashMap<Id, String> = memberships::list(db, practice).await?.into_iter().map(|member| (member.user_id, member.name)).collect();
    let stretches = known.history.stretches();
    let history: Vec<Value> = stretches
        .iter()
        .map(|stretch| {
            value!({
                "field": stretch.said.field,
                "value": stretch.said.value,
                "valid_from": Some(&stretch.said.valid_from).filter(|day| !day.is_empty()),
                "valid_to": stretch.valid_to.map(|day| day.to_string()),
                "set_by": stretch.said.set_by,
                "set_by_name": names.get(&stretch.said.set_by).cloned().unwrap_or_default(),
                "set_at": stretch.said.set_at,
            })
        })
        .collect();
    let more = value!({ "client_id": known.client.id, "on": on.to_string(), "history": history, "version": known.profile.version });
    Ok(PROFILE.json(&known.profile, more))
}

async fn show(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfClient>, Query(query): Query<On>) -> Outcome {
    let (db, hand) = (platform.db.read(), hand(&platform, &who));
    let on = query.on.unwrap_or(hand.today);
    let known = actions::known(db, who.practice, of.client, hand.visible_to, on).await?;
    Ok(json(StatusCode::OK, &told(db, who.practice, known, on).await?))
}

async fn change(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfClient>, headers: HeaderMap, body: Object) -> Outcome {
    let hand = hand(&platform, &who);
    let seen = if_match(&headers)?;
    let sight = Sight::api(who.lang(), actions::COUNTRY);
    let request = format!("PATCH /clients/{}/fiscal-profile {seen:?} {body}", of.client);
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| {
        let mut errors = Invalid::new();
        let from: Option<Date> = match body["valid_from"].as_str().filter(|text| !text.is_empty()) {
            Some(text) => errors.take("valid_from", text.parse().map_err(|_| "date")),
            None => None,
        };
        // What the description refuses is told with the rest of the body.
        if errors.has("valid_from") && !body.is_faulty("valid_from") {
            errors.finish()?;
        }
        let read = |before, errors: &mut Invalid| PROFILE.patch(&body, before, &sight, errors);
        let known = actions::save(tx, hand, of.client, (seen, from), &sight, read).await?;
        told(tx, who.practice, known, from.unwrap_or(hand.today)).await
    });
    Ok(response.await?)
}
