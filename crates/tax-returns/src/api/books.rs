//! The books of VAT.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use despacho_documents::store as documents;
use despacho_kernel::{Id, Invalid, access::OrganizationRight as R, money::plain};
use despacho_ledger::{
    api::common::{csv, period_of, wants_csv},
    reports::Period,
};
use despacho_platform::{Platform, Result, sql::Connection};
use despacho_ui::{
    Access, InOrganization, Outcome, Query, Routes,
    api::json,
    openapi::Operation,
    paging::{self, ListQuery},
};
use serde_json::{Value, json as value};

use super::{shapes, summary::Within};
use crate::{
    book::{self, BookDocument, Row, Side},
    book_store,
    ground::Ground,
    store,
};

/// Most documents of a file.
const MOST: i64 = 20_000;

pub(super) fn routes(platform: &Platform) -> Routes {
    let read = Access::Organization(R::ReadLedger);
    let operation = |path: &'static str, text: &'static str, name: &'static str, side: Side| {
        shapes::within(Operation::get(path, text)).paged().also_csv().answers_schema(200, name, shapes::book(side))
    };
    Routes::new(platform)
        .api(
            operation("/api/v1/organizations/{organization}/reports/vat-book-issued", "api-vat-book-issued", "VatBookIssued", Side::Issued),
            read,
            async |State(platform): State<Platform>, who: InOrganization, headers: HeaderMap, Query(query): Query<ListQuery>, Query(asked): Query<Within>| {
                show(platform, who, Side::Issued, headers, (query, asked)).await
            },
        )
        .api(
            operation("/api/v1/organizations/{organization}/reports/vat-book-received", "api-vat-book-received", "VatBookReceived", Side::Received),
            read,
            async |State(platform): State<Platform>, who: InOrganization, headers: HeaderMap, Query(query): Query<ListQuery>, Query(asked): Query<Within>| {
                show(platform, who, Side::Received, headers, (query, asked)).await
            },
        )
}

async fn rows(db: &dyn Connection, ground: &Ground, found: &[BookDocument]) -> Result<Vec<Row>> {
    let ids: Vec<Id> = found.iter().map(|document| document.id).collect();
    Ok(book::of_documents(ground, found, documents::taxes(db, ground.id(), &ids).await?))
}

async fn show(platform: Platform, who: InOrganization, side: Side, headers: HeaderMap, (query, asked): (ListQuery, Within)) -> Outcome {
    let db = platform.db.read();
    let days: Period = period_of(&platform, &who, (asked.from, asked.to)).await?;
    let ground = Ground::of(db, who.organization).await?;
    let columns = book::columns(side);
    let whole = wants_csv(&headers)?;
    let limit = if whole { MOST } else { query.limit()? };
    let (date, id): (String, Id) = if whole { None } else { query.position()? }.unwrap_or((String::new(), Id::nil()));
    let mut found = book_store::page(db, who.organization, (side, days), (&date, id), limit + 1).await?;
    let more = paging::cut(&mut found, limit);
    let rows = rows(db, &ground, &found).await?;
    if whole {
        if more {
            return Err(Invalid::too_many("from", MOST).into());
        }
        let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
        return Ok(csv(&names, rows.iter().map(|row| columns.iter().map(|column| (column.cell)(row).plain(ground.currency)).collect()))?);
    }
    let item = |row: &Row| {
        let mut told = value!({ "document_id": row.document.id, "document_kind": row.document.kind, "contact_id": row.document.contact_id });
        for column in columns {
            let cell = (column.cell)(row);
            told[column.name] = if cell == book::Cell::Empty { Value::Null } else { cell.plain(ground.currency).into() };
        }
        told
    };
    let amount = |minor: i64| plain(minor, ground.currency.digits);
    let groups = store::groups(db, who.organization, days).await?;
    let totals = book::totals(&ground, side, &groups, book_store::totals(db, who.organization, side, days).await?);
    let answer = value!({
        "from": days.from.to_string(),
        "to": days.to.to_string(),
        "currency": ground.currency.code,
        "items": rows.iter().map(item).collect::<Vec<_>>(),
        "totals": {
            "documents": totals.documents,
            "total": amount(totals.total),
            "base": amount(totals.base),
            "tax": amount(totals.amount),
            "deductible_tax": amount(totals.deducted),
            "surcharge": amount(totals.surcharge),
            "withheld": amount(totals.withheld),
        },
        "next_cursor": found.last().filter(|_| more).map(|document| paging::encode(&(&document.date, document.id))),
    });
    Ok(json(StatusCode::OK, &answer))
}
