//! The API of reminders.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use despacho_kernel::{Id, Invalid, access::OrganizationRight as R, money::plain, place};
use despacho_ledger::api::{
    common::typed,
    shapes::{amount, answer, date, id, object, or_null, rows, words},
};
use despacho_platform::{Platform, Result, Tx, sql::Connection};
use despacho_ui::{
    Access, InOrganization, Outcome, Path, Routes,
    api::{Object, json, once},
    openapi::Operation,
};
use serde::Deserialize;
use serde_json::{Value, json as value};

use super::{
    actions::{self, Next, Subject},
    store::{self, Settings},
};
use crate::{document::Document, kind::Kind, store as documents};

const ALL: &str = "/api/v1/organizations/{organization}/reminders";
const ONE: &str = "/api/v1/organizations/{organization}/invoices/{document}/reminders";
const STATES: [&str; 3] = ["on", "paused", "disputed"];

fn shape() -> Value {
    let text = || value!({ "type": "string" });
    let one = answer(value!({
        "document_id": id(), "number": text(), "contact_name": text(), "to": text(), "date": date(), "rule_id": id(), "rule": text(), "due_date": date(),
        "currency": text(), "balance": amount(),
    }));
    answer(value!({ "enabled": { "type": "boolean" }, "since": or_null(date()), "upcoming": rows(one) }))
}

fn of_invoice() -> Value {
    let next = answer(value!({ "date": date(), "rule_id": id(), "rule": { "type": "string" } }));
    answer(value!({ "state": words(vec!["off", "on", "paused", "disputed"]), "next": or_null(next) }))
}

pub(super) fn routes(platform: &Platform) -> Routes {
    let (read, post, edit) = (Access::Organization(R::ReadLedger), Access::Organization(R::PostEntries), Access::Organization(R::EditSettings));
    Routes::new(platform)
        .api(Operation::get(ALL, "api-reminders").answers_schema(200, "Reminders", shape()), read, show)
        .api(
            Operation::put(ALL, "api-reminders-switch")
                .takes_schema("SwitchReminders", object(value!({ "enabled": { "type": "boolean" } }), &["enabled"]))
                .example(value!({ "enabled": true }))
                .answers_schema(200, "Reminders", shape()),
            edit,
            switch,
        )
        .api(Operation::get(ONE, "api-invoice-reminders").answers_schema(200, "InvoiceReminders", of_invoice()), read, show_one)
        .api(
            Operation::put(ONE, "api-invoice-reminders-change")
                .takes_schema("ChangeInvoiceReminders", object(value!({ "state": words(STATES.to_vec()) }), &["state"]))
                .example(value!({ "state": "disputed" }))
                .answers_schema(200, "InvoiceReminders", of_invoice()),
            post,
            change,
        )
}

async fn told(db: &dyn Connection, organization: Id, now: i64) -> Result<Value> {
    let settings = store::settings(db, organization).await?.unwrap_or_default();
    let today = actions::today(db, organization, now).await?;
    let upcoming = if settings.enabled { actions::upcoming(db, organization, &settings, today).await? } else { vec![] };
    let one = |of: &actions::Upcoming| {
        let digits = place::currency(&of.of.currency).map_or(2, |currency| currency.digits);
        value!({
            "document_id": of.of.document_id, "number": of.of.number, "contact_name": of.of.contact_name, "to": of.of.email, "date": of.day.to_string(),
            "rule_id": of.rule.id, "rule": of.rule.name, "due_date": of.of.due_on, "currency": of.of.currency, "balance": plain(of.of.remaining, digits),
        })
    };
    let Settings { enabled, since, .. } = settings;
    Ok(value!({ "enabled": enabled, "since": enabled.then_some(since), "upcoming": upcoming.iter().map(one).collect::<Vec<_>>() }))
}

async fn show(State(platform): State<Platform>, who: InOrganization) -> Outcome {
    Ok(json(StatusCode::OK, &told(platform.db.read(), who.organization, platform.clock.now()).await?))
}

#[derive(Deserialize)]
struct Switch {
    enabled: bool,
}

async fn switch(State(platform): State<Platform>, who: InOrganization, headers: HeaderMap, body: Object) -> Outcome {
    let request = format!("PUT reminders of /organizations/{} {body}", who.organization);
    let Switch { enabled } = typed(body)?;
    let now = platform.clock.now();
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| {
        actions::switch(tx, who.organization, enabled, (&who.user, now)).await?;
        told(tx, who.organization, now).await
    });
    Ok(response.await?)
}

#[derive(Deserialize)]
struct OfInvoice {
    document: Id,
}

async fn one(db: &dyn Connection, document: &Document, now: i64) -> Result<Value> {
    let today = actions::today(db, document.organization_id, now).await?;
    Ok(match actions::next(db, document, today).await? {
        Next::Off => value!({ "state": "off", "next": null }),
        Next::Stopped(stops) => {
            let disputed = stops.iter().any(|stop| stop.reason == "disputed");
            value!({ "state": if disputed { "disputed" } else { "paused" }, "next": null })
        }
        Next::On(next) => {
            value!({ "state": "on", "next": next.map(|(day, rule)| value!({ "date": day.to_string(), "rule_id": rule.id, "rule": rule.name })) })
        }
    })
}

async fn show_one(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfInvoice>) -> Outcome {
    let db = platform.db.read();
    let document = documents::find_of(db, who.organization, Kind::Invoice.word(), of.document).await?;
    Ok(json(StatusCode::OK, &one(db, &document, platform.clock.now()).await?))
}

#[derive(Deserialize)]
struct Change {
    state: String,
}

async fn changed(tx: &Tx, who: &InOrganization, id: Id, state: &str, now: i64) -> Result<Value> {
    let document = documents::find_of(tx, who.organization, Kind::Invoice.word(), id).await?;
    let reason = match state {
        "on" => None,
        state if STATES.contains(&state) => Some(state),
        _ => return Err(Invalid::one("state", "choice").into()),
    };
    actions::stop(tx, who.organization, Subject::Document(id), reason, (&who.user, now)).await?;
    one(tx, &document, now).await
}

async fn change(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfInvoice>, headers: HeaderMap, body: Object) -> Outcome {
    let request = format!("PUT reminders of /organizations/{}/invoices/{} {body}", who.organization, of.document);
    let Change { state } = typed(body)?;
    let now = platform.clock.now();
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| changed(tx, &who, of.document, &state, now).await);
    Ok(response.await?)
}
