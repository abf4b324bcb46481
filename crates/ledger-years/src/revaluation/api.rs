//! The API of revaluations.

use std::collections::BTreeMap;

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use despacho_kernel::{
    access::OrganizationRight as R,
    money::plain,
    place::{self, Currency},
};
use despacho_ledger::{allowed::allowed, api::common::currency};
use despacho_platform::Platform;
use despacho_ui::{
    Access, InOrganization, Outcome, Query, Routes,
    api::{List, Object, json, once},
    openapi::Operation,
    paging::{self, ListQuery},
    schema::{CODE, DATE, named},
};
use serde::Deserialize;
use serde_json::{Value, json as value};

use super::{
    actions::{self, Asked},
    plan::Plan,
    store::{self, Revaluation},
};

fn amount() -> Value {
    value!({ "type": "string" })
}

/// What a revaluation is asked for by.
fn sent() -> Value {
    value!({
        "type": "object",
        "required": ["date"],
        "properties": {
            "date": { "type": "string", "format": "date", "pattern": DATE, CODE: "date" },
            "reversal": { "type": "string", "enum": ["next_day", "none"] },
            "rates": {
                "type": "object",
                "propertyNames": named("Currency"),
                "additionalProperties": { "type": "string", "pattern": "^[0-9]{1,9}(\\.[0-9]{1,10})?$", CODE: "number" },
                "maxProperties": 200,
            },
            "exclude": { "type": "array", "maxItems": 1000, "items": { "type": "string", "maxLength": 20 } },
            "dry_run": { "type": "boolean" },
        },
    })
}

/// A revaluation that was made.
fn made() -> Value {
    value!({
        "type": "object",
        "required": ["id", "date", "entry", "reversal", "gains", "losses", "rates"],
        "properties": {
            "id": { "type": "string", "format": "uuid" },
            "date": { "type": "string", "format": "date" },
            "entry": { "type": "string", "format": "uuid" },
            "reversal": { "type": ["string", "null"], "format": "uuid" },
            "gains": amount(),
            "losses": amount(),
            "rates": { "type": "object", "additionalProperties": { "type": "string" } },
        },
    })
}

/// What a revaluation writes, or would write.
fn planned() -> Value {
    value!({
        "type": "object",
        "required": ["dry_run", "date", "entry", "reversal", "gains", "losses", "missing", "rates", "lines"],
        "properties": {
            "dry_run": { "type": "boolean" },
            "date": { "type": "string", "format": "date" },
            "entry": { "type": ["string", "null"], "format": "uuid" },
            "reversal": { "type": ["string", "null"], "format": "uuid" },
            "gains": amount(),
            "losses": amount(),
            "missing": { "type": "array", "items": { "type": "string" } },
            "rates": { "type": "array", "items": { "type": "object", "properties": {
                "currency": { "type": "string" }, "rate": { "type": "string" }, "date": { "type": ["string", "null"] }, "rounded": { "type": "boolean" },
            } } },
            "lines": { "type": "array", "items": { "type": "object", "properties": {
                "account_code": { "type": "string" }, "account_name": { "type": "string" }, "currency": { "type": "string" }, "amount_in_currency": amount(),
                "carried": amount(), "value": amount(), "difference": amount(),
            } } },
        },
    })
}

pub(super) fn routes(platform: &Platform) -> Routes {
    const ALL: &str = "/api/v1/organizations/{organization}/revaluations";
    Routes::new(platform)
        .api(Operation::get(ALL, "api-revaluations").lists_schema("MadeRevaluation", made()).without_search(), Access::Organization(R::ReadLedger), list)
        .api(
            Operation::post(ALL, "api-revaluations-make")
                .takes_schema("MakeRevaluation", sent())
                .example(value!({ "date": "2026-01-31", "reversal": "next_day", "rates": { "USD": "0.94" }, "dry_run": true }))
                .conflicts(&["revaluation_exists"])
                .answers_schema(201, "Revaluation", planned()),
            Access::Organization(R::ClosePeriods),
            make,
        )
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Sent {
    date: String,
    reversal: Option<String>,
    rates: BTreeMap<String, String>,
    exclude: Vec<String>,
    dry_run: bool,
}

fn answered(plan: &Plan, base: &Currency, date: &str, made: Option<&Revaluation>) -> Value {
    let amount = |minor: i64| plain(minor, base.digits);
    let line = |line: &super::plan::Line| {
        let digits = place::currency(&line.currency).map_or(base.digits, |currency| currency.digits);
        value!({
            "account_code": line.code,
            "account_name": line.name,
            "currency": line.currency,
            "amount_in_currency": plain(line.held, digits),
            "carried": amount(line.carried),
            "value": amount(line.value),
            "difference": amount(line.difference()),
        })
    };
    let rate = |(currency, closing): (&String, &super::plan::Closing)| value!({ "currency": currency, "rate": closing.rate.to_string(), "date": closing.date.map(|day| day.to_string()), "rounded": closing.rounded });
    value!({
        "dry_run": made.is_none(),
        "date": date,
        "entry": made.map(|made| made.entry_id),
        "reversal": made.and_then(|made| made.reversal_id),
        "gains": amount(plan.gains),
        "losses": amount(plan.losses),
        "missing": plan.missing,
        "rates": plan.rates.iter().map(rate).collect::<Vec<_>>(),
        "lines": plan.lines.iter().map(line).collect::<Vec<_>>(),
    })
}

async fn make(State(platform): State<Platform>, who: InOrganization, headers: HeaderMap, body: Object) -> Outcome {
    let base = currency(&platform, who.organization).await?;
    let request = format!("POST /organizations/{}/revaluations {body}", who.organization);
    let sent: Sent = body.read()?;
    let reverses = sent.reversal.as_deref().map(|word| word == "next_day");
    let asked = Asked { date: sent.date, reverses, rates: sent.rates, left_out: sent.exclude };
    let allowed = allowed(&platform, &who);
    if sent.dry_run {
        let plan = actions::plan(platform.db.read(), who.organization, &asked, allowed.now).await?;
        return Ok(json(StatusCode::CREATED, &answered(&plan, base, &asked.date, None)));
    }
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| {
        let (plan, made) = actions::make(tx, who.organization, &asked, allowed).await?;
        Ok(answered(&plan, base, &asked.date, Some(&made)))
    });
    Ok(response.await?)
}

async fn list(State(platform): State<Platform>, who: InOrganization, Query(query): Query<ListQuery>) -> Outcome {
    let base = currency(&platform, who.organization).await?;
    let limit = query.limit()?;
    let before: Option<String> = query.position()?;
    let mut found = store::page(platform.db.read(), who.organization, before.as_deref(), limit + 1).await?;
    let more = paging::cut(&mut found, limit);
    let next_cursor = found.last().filter(|_| more).map(|made| paging::encode(&made.date));
    let item = |made: &Revaluation| {
        let rates: Value = serde_json::from_str(&made.rates).unwrap_or_default();
        value!({
            "id": made.id,
            "date": made.date,
            "entry": made.entry_id,
            "reversal": made.reversal_id,
            "gains": plain(made.gains, base.digits),
            "losses": plain(made.losses, base.digits),
            "rates": rates,
        })
    };
    Ok(json(StatusCode::OK, &List { items: found.iter().map(item).collect(), next_cursor }))
}
