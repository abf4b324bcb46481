//! What is open by age.

use axum::{extract::State, http::StatusCode};
use despacho_kernel::{access::OrganizationRight as R, money::plain};
use despacho_ledger::api::{
    common::{currency, today},
    shapes::{amount, answer, date, id, rows},
};
use despacho_platform::Platform;
use despacho_ui::{
    Access, InOrganization, Outcome, Query, Routes,
    api::json,
    openapi::Operation,
    paging::{self, ListQuery},
};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json as value};

use crate::open::{
    ages::{AGES, Ages, Side},
    ages_store,
};

fn sums(more: Value) -> Value {
    let mut shape = more;
    for name in AGES.into_iter().chain(["total"]) {
        shape[name] = amount();
    }
    answer(shape)
}

fn shape() -> Value {
    let contact =
        sums(value!({ "contact_id": id(), "contact_number": { "type": "integer" }, "contact_name": { "type": "string" }, "tax_id": { "type": "string" } }));
    answer(value!({
        "date": { "type": "string", "format": "date" },
        "currency": { "type": "string" },
        "items": rows(contact),
        "totals": sums(value!({})),
        "next_cursor": { "type": ["string", "null"] },
    }))
}

pub(super) fn routes(platform: &Platform) -> Routes {
    let read = Access::Organization(R::ReadLedger);
    let operation =
        |path: &'static str, text: &'static str, name: &'static str| Operation::get(path, text).asks("date", date()).paged().answers_schema(200, name, shape());
    Routes::new(platform)
        .api(
            operation("/api/v1/organizations/{organization}/reports/aged-receivables", "api-aged-receivables", "AgedReceivables"),
            read,
            async |State(platform): State<Platform>, who: InOrganization, Query(query): Query<ListQuery>, Query(asked): Query<Asked>| {
                report(platform, who, Side::Receivable, (query, asked)).await
            },
        )
        .api(
            operation("/api/v1/organizations/{organization}/reports/aged-payables", "api-aged-payables", "AgedPayables"),
            read,
            async |State(platform): State<Platform>, who: InOrganization, Query(query): Query<ListQuery>, Query(asked): Query<Asked>| {
                report(platform, who, Side::Payable, (query, asked)).await
            },
        )
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    date: Option<Date>,
}

async fn report(platform: Platform, who: InOrganization, side: Side, (query, asked): (ListQuery, Asked)) -> Outcome {
    let (db, base) = (platform.db.read(), currency(&platform, who.organization).await?);
    let day = match asked.date {
        Some(day) => day,
        None => today(&platform)?,
    };
    let amount = |minor: i64| plain(minor, base.digits);
    let told = |of: &Ages| of.parts().into_iter().chain([of.total()]).map(amount).collect::<Vec<String>>();
    let after: i64 = query.position()?.unwrap_or(0);
    let limit = query.limit()?;
    let mut found = ages_store::by_contact(db, who.organization, (side, day), after, limit + 1).await?;
    let more = paging::cut(&mut found, limit);
    let with = |of: &Ages, mut into: Value| {
        for (name, amount) in AGES.into_iter().chain(["total"]).zip(told(of)) {
            into[name] = amount.into();
        }
        into
    };
    let item = |of: &Ages| with(of, value!({ "contact_id": of.contact_id, "contact_number": of.number, "contact_name": of.name, "tax_id": of.tax_id }));
    let totals = ages_store::totals(db, who.organization, (side, day)).await?;
    let answer = value!({
        "date": day.to_string(),
        "currency": base.code,
        "items": found.iter().map(item).collect::<Vec<_>>(),
        "totals": with(&totals, value!({})),
        "next_cursor": found.last().filter(|_| more).map(|of| paging::encode(&of.number)),
    });
    Ok(json(StatusCode::OK, &answer))
}
