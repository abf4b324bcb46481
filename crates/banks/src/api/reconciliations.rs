//! The API of reconciliations.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use despacho_kernel::{
    Id, Invalid,
    access::OrganizationRight as R,
    money::{Money, plain},
    number::Notation,
};
use despacho_ledger::journal::typed::or_empty;
use despacho_platform::{Platform, Result};
use despacho_ui::{
    Access, InOrganization, Outcome, Path, Routes,
    api::{List, Object, json, once},
    openapi::Operation,
};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json as value};

use super::{
    accounts::OfAccount,
    shapes::{closing, reconciliation},
};
use crate::{line::Reconciliation, reconciling, store};

/// Most reconciliations that are listed.
const LISTED: i64 = 500;

pub(super) fn routes(platform: &Platform) -> Routes {
    const ALL: &str = "/api/v1/organizations/{organization}/bank-accounts/{bank_account}/reconciliations";
    const REOPEN: &str = "/api/v1/organizations/{organization}/bank-accounts/{bank_account}/reconciliations/{reconciliation}/reopen";
    let (read, write) = (Access::Organization(R::ReadLedger), Access::Organization(R::PostEntries));
    Routes::new(platform)
        .api(Operation::get(ALL, "api-reconciliations").lists_whole("Reconciliation", reconciliation()), read, list)
        .api(
            Operation::post(ALL, "api-reconciliations-close")
                .takes_schema("CloseReconciliation", closing())
                .example(value!({ "through": "2026-03-31", "balance": "26122.98" }))
                .answers_schema(201, "Reconciliation", reconciliation()),
            write,
            close,
        )
        .api(
            Operation::post(REOPEN, "api-reconciliation-reopen")
                .takes_schema("ReopenReconciliation", value!({ "type": "object", "properties": {} }))
                .example(value!({}))
                .conflicts(&["reconciliation_not_latest"])
                .answers_schema(200, "Reconciliation", reconciliation()),
            write,
            reopen,
        )
}

#[derive(Deserialize)]
struct OfReconciliation {
    bank_account: Id,
    reconciliation: Id,
}

fn answered(of: &Reconciliation, digits: u8) -> Value {
    value!({
        "id": of.id,
        "bank_account_id": of.bank_account_id,
        "through": of.through,
        "bank_balance": plain(of.bank_balance, digits),
        "book_balance": plain(of.book_balance, digits),
        "outstanding": plain(of.outstanding, digits),
        "status": of.status,
        "closed_by": of.closed_by,
        "closed_at": of.closed_at,
        "reopened_by": of.reopened_by,
        "reopened_at": of.reopened_at,
    })
}

async fn list(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfAccount>) -> Outcome {
    let db = platform.db.read();
    let account = store::account(db, who.organization, of.bank_account).await?;
    let digits = account.own_currency()?.digits;
    let all = store::reconciliations(db, who.organization, account.id, LISTED).await?;
    Ok(json(StatusCode::OK, &List { items: all.iter().map(|of| answered(of, digits)).collect::<Vec<_>>(), next_cursor: None }))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Sent {
    #[serde(deserialize_with = "or_empty")]
    through: String,
    #[serde(deserialize_with = "or_empty")]
    balance: String,
}

async fn close(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfAccount>, headers: HeaderMap, body: Object) -> Outcome {
    let request = format!("POST /organizations/{}/bank-accounts/{}/reconciliations {body}", who.organization, of.bank_account);
    let account = store::account(platform.db.read(), who.organization, of.bank_account).await?;
    let currency = account.own_currency()?;
    let sent: Sent = body.read()?;
    let mut errors = Invalid::new();
    let through = match sent.through.trim() {
        "" => None,
        text => errors.take("through", text.parse::<Date>().map_err(|_| "date")),
    };
    let balance = match sent.balance.trim() {
        "" => None,
        text => errors.take("balance", Money::parse(text, currency, Notation::Plain)).map(|money| money.minor),
    };
    errors.finish()?;
    let (through, now) = (through.map(|day| day.to_string()), platform.clock.now());
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| -> Result<Value> {
        let closed = reconciling::close(tx, who.organization, account.id, (through.as_deref(), balance), (&who.user, now)).await?;
        Ok(answered(&closed, currency.digits))
    });
    Ok(response.await?)
}

async fn reopen(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfReconciliation>, headers: HeaderMap, body: Object) -> Outcome {
    let request = format!("reopening of {} {} {} {body}", who.organization, of.bank_account, of.reconciliation);
    let account = store::account(platform.db.read(), who.organization, of.bank_account).await?;
    let (digits, now) = (account.own_currency()?.digits, platform.clock.now());
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| -> Result<Value> {
        Ok(answered(&reconciling::reopen(tx, who.organization, (account.id, of.reconciliation), (&who.user, now)).await?, digits))
    });
    Ok(response.await?)
}
