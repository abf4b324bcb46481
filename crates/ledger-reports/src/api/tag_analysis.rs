//! Income and expenses by the values of a dimension.

use axum::{
    extract::State as Shared,
    http::{HeaderMap, StatusCode},
};
use despacho_kernel::{Invalid, access::OrganizationRight as R, money::plain};
use despacho_ledger::{
    api::common::{csv, currency, period_of, wants_csv},
    dimensions::Tagging,
    reports::tag_analysis::{Amounts, Line, Section, tag_analysis},
};
use despacho_platform::{Error, Platform};
use despacho_ui::{Access, InOrganization, Outcome, Query, Routes, api::json, openapi::Operation};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Map, Value, json as value};

use super::shapes;

pub(super) fn routes(platform: &Platform) -> Routes {
    Routes::new(platform).api(
        shapes::within(Operation::get("/api/v1/organizations/{organization}/reports/tag-analysis", "api-tag-analysis"))
            .asks("dimension", value!({ "type": "string", "minLength": 2, "maxLength": 20 }))
            .asks("level", shapes::level())
            .also_csv()
            .answers_schema(200, "TagAnalysis", shapes::tag_analysis()),
        Access::Organization(R::ReadLedger),
        show,
    )
}

#[derive(Debug, Default, Deserialize)]
struct Wanted {
    from: Option<Date>,
    to: Option<Date>,
    dimension: Option<String>,
    level: Option<usize>,
}

async fn show(Shared(platform): Shared<Platform>, who: InOrganization, headers: HeaderMap, Query(wanted): Query<Wanted>) -> Outcome {
    let base = currency(&platform, who.organization).await?;
    let period = period_of(&platform, &who, (wanted.from, wanted.to)).await?;
    let db = platform.db.read();
    let tagging = Tagging::of(db, who.organization, true).await?;
    let dimension = match wanted.dimension.as_deref() {
        Some(code) => tagging.of_code(code),
        None => tagging.dimensions.iter().find(|dimension| dimension.active),
    };
    let dimension = dimension.ok_or_else(|| {
        let mut errors = Invalid::new();
        errors.push_with("dimension", "dimension_unknown", vec![("dimension", wanted.dimension.clone().unwrap_or_default())]);
        Error::Parameters(errors)
    })?;
    let found = tag_analysis(db, who.organization, (dimension, &tagging.values), period, wanted.level).await?;
    let digits = base.digits;
    if wants_csv(&headers)? {
        let mut columns = vec!["section", "code", "name"];
        columns.extend(found.values.iter().map(|value| value.code.as_str()));
        columns.extend(["untagged", "total"]);
        let sections = [("income", &found.income), ("expenses", &found.expenses)];
        let rows = sections.iter().flat_map(|(name, section)| {
            section.lines.iter().map(move |line| {
                let amounts = line.amounts.values.iter().chain([&line.amounts.untagged, &line.amounts.total]).map(|amount| plain(*amount, digits));
                [(*name).to_owned(), line.code.clone(), line.name.clone()].into_iter().chain(amounts).collect()
            })
        });
        return Ok(csv(&columns, rows)?);
    }
    let amounts = |of: &Amounts| {
        let by: Map<String, Value> = found
            .values
            .iter()
            .zip(&of.values)
            .filter(|(_, amount)| **amount != 0)
            .map(|(value, amount)| (value.code.clone(), value!(plain(*amount, digits))))
            .collect();
        value!({ "values": by, "untagged": plain(of.untagged, digits), "total": plain(of.total, digits) })
    };
    let section = |of: &Section| {
        let line = |line: &Line| {
            let mut row = amounts(&line.amounts);
            row["code"] = value!(line.code);
            row["name"] = value!(line.name);
            row
        };
        value!({ "rows": of.lines.iter().map(line).collect::<Vec<_>>(), "totals": amounts(&of.total) })
    };
    let answer = value!({
        "from": period.from.to_string(),
        "to": period.to.to_string(),
        "currency": base.code,
        "dimension": { "code": dimension.code, "name": dimension.name },
        "values": found.values.iter().map(|value| value!({ "code": value.code, "name": value.name })).collect::<Vec<_>>(),
        "income": section(&found.income),
        "expenses": section(&found.expenses),
        "result": amounts(&found.result),
    });
    Ok(json(StatusCode::OK, &answer))
}
