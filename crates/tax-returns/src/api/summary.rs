//! What documents come to in each tax, held against the ledger.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use despacho_kernel::{access::OrganizationRight as R, money::plain};
use despacho_ledger::api::common::{csv, period_of, wants_csv};
use despacho_platform::Platform;
use despacho_ui::{Access, InOrganization, Outcome, Query, Routes, api::json, openapi::Operation};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::json as value;

use super::{shapes, told};
use crate::{
    ground::Ground,
    store,
    summary::{Summed, summed},
    ties::ties,
};

/// The days that are asked for.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Within {
    pub from: Option<Date>,
    pub to: Option<Date>,
}

pub(super) fn routes(platform: &Platform) -> Routes {
    Routes::new(platform).api(
        shapes::within(Operation::get("/api/v1/organizations/{organization}/reports/tax-summary", "api-tax-summary"))
            .also_csv()
            .answers_schema(200, "TaxSummary", shapes::summary()),
        Access::Organization(R::ReadLedger),
        show,
    )
}

async fn show(State(platform): State<Platform>, who: InOrganization, headers: HeaderMap, Query(asked): Query<Within>) -> Outcome {
    let db = platform.db.read();
    let days = period_of(&platform, &who, (asked.from, asked.to)).await?;
    let ground = Ground::of(db, who.organization).await?;
    let groups = store::groups(db, who.organization, days).await?;
    let amount = |minor: i64| plain(minor, ground.currency.digits);
    let found = summed(&ground, &groups);
    if wants_csv(&headers)? {
        let row = |one: &Summed| {
            let words = [one.tax.code.clone(), one.tax.direction.word().into(), one.tax.treatment.word().into(), one.rate.clone()];
            words
                .into_iter()
                .chain([amount(one.base), amount(one.amount), amount(one.deducted), one.documents.to_string()])
                .collect()
        };
        let names = ["code", "direction", "treatment", "rate", "base", "tax", "deductible", "count"];
        return Ok(csv(&names, found.iter().map(row))?);
    }
    let item = |one: &Summed| {
        value!({
            "code": one.tax.code,
            "direction": one.tax.direction.word(),
            "treatment": one.tax.treatment.word(),
            "rate": one.rate,
            "base": amount(one.base),
            "tax": amount(one.amount),
            "deductible": amount(one.deducted),
            "count": one.documents,
        })
    };
    let held = ties(db, &ground, days, &groups, |_| true).await?;
    let answer = value!({
        "from": days.from.to_string(),
        "to": days.to.to_string(),
        "currency": ground.currency.code,
        "items": found.iter().map(item).collect::<Vec<_>>(),
        "ties": told::ties(&held, ground.currency),
        "ties_differ": held.iter().any(|tie| tie.difference() != 0),
    });
    Ok(json(StatusCode::OK, &answer))
}
