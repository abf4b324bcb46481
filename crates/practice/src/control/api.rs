//! The API of the control matrix.

use axum::{extract::State, http::StatusCode};
use despacho_kernel::access::PracticeRight as R;
use despacho_platform::Platform;
use despacho_ui::{
    Access, InPractice, Outcome, Query, Routes,
    api::{List, json},
    openapi::Operation,
    paging::{self, ListQuery},
};
use jiff::civil::Date;
use serde_json::{Value, json as value};

use super::{
    actions::{self, Line},
    check::{Cell, Check},
    told::{link, sent},
};

/// A row of the matrix as it is answered.
fn schema() -> Value {
    let check = value!({
        "type": "object",
        "required": ["check", "value", "since", "account_code", "warning", "threshold", "snoozed_through", "link"],
        "properties": {
            "check": { "type": "string", "enum": Check::ALL.iter().map(|check| check.word()).collect::<Vec<_>>() },
            "value": { "type": ["string", "null"] },
            "since": { "type": ["string", "null"], "format": "date" },
            "account_code": { "type": ["string", "null"] },
            "warning": { "type": "boolean" },
            "threshold": { "type": "integer" },
            "snoozed_through": { "type": ["string", "null"], "format": "date" },
            "link": { "type": "string" },
        },
    });
    value!({
        "type": "object",
        "required": ["client_id", "client_name", "organization_id", "organization_name", "warnings", "checks"],
        "properties": {
            "client_id": { "type": "string", "format": "uuid" },
            "client_name": { "type": "string" },
            "organization_id": { "type": "string", "format": "uuid" },
            "organization_name": { "type": "string" },
            "warnings": { "type": "integer" },
            "checks": { "type": "array", "items": check },
        },
    })
}

pub(super) fn routes(platform: &Platform) -> Routes {
    let operation = Operation::get("/api/v1/control", "api-control").lists_schema("ControlRow", schema()).without_search();
    Routes::new(platform).api(operation, Access::Practice(R::ReadClients), list)
}

fn told(line: &Line, today: Date) -> Value {
    let check = |cell: &Cell| {
        let found = cell.found.as_ref();
        value!({
            "check": cell.check.word(),
            "value": sent(cell, &line.kept.currency),
            "since": found.map(|found| found.since.clone()),
            "account_code": found.map(|found| found.account.clone()).filter(|code| !code.is_empty()),
            "warning": cell.warns(today),
            "threshold": cell.threshold,
            "snoozed_through": cell.snooze.as_ref().map(|snooze| snooze.through.clone()),
            "link": link(line, cell),
        })
    };
    value!({
        "client_id": line.kept.client_id,
        "client_name": line.kept.client_name,
        "organization_id": line.kept.organization_id,
        "organization_name": line.kept.name,
        "warnings": line.warnings(today),
        "checks": line.cells.iter().map(check).collect::<Vec<_>>(),
    })
}

async fn list(State(platform): State<Platform>, who: InPractice, Query(query): Query<ListQuery>) -> Outcome {
    let limit = query.limit()?;
    let after: usize = query.position()?.unwrap_or(0);
    let today = actions::today(&platform, &who);
    let all = actions::matrix(platform.db.read(), actions::scope(&who), today).await?;
    let mut found: Vec<&Line> = all.iter().skip(after).take(usize::try_from(limit).unwrap_or(0) + 1).collect();
    let more = paging::cut(&mut found, limit);
    let next_cursor = more.then(|| paging::encode(&(after + found.len())));
    Ok(json(StatusCode::OK, &List { items: found.into_iter().map(|line| told(line, today)).collect(), next_cursor }))
}
