//! The items that a text finds in a line of a document.

use axum::{Json, response::IntoResponse};
use despacho_ledger::api::common::currency;
use despacho_platform::Platform;
use despacho_taxes::tax::Direction;
use despacho_ui::{InOrganization, Outcome};
use serde::Deserialize;
use serde_json::json;

use super::super::rows::price;
use crate::{
    items::{item::Item, store},
    typing,
};

/// Rows that a search answers.
const FOUND: usize = 12;

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
}

/// Active items by code and name, with what a line takes of each: text, price and account of that side.
pub async fn search(platform: Platform, who: InOrganization, direction: Direction, asked: Asked) -> Outcome {
    let (lang, db) = (who.lang(), platform.db.read());
    let text: String = asked.q.trim().chars().take(100).collect();
    let mut items = store::page(db, who.organization, &text, Some(true), None, i64::try_from(FOUND + 1).unwrap_or(i64::MAX)).await?;
    let more = items.len() > FOUND;
    items.truncate(FOUND);
    let digits = currency(&platform, who.organization).await?.digits;
    let sale = direction == Direction::Sale;
    let account = |item: &Item| if sale { item.sale_account_id } else { item.purchase_account_id };
    let codes = typing::codes(db, who.organization, items.iter().filter_map(account).collect()).await?;
    let one = |item: &Item| {
        let (described, cost) = if sale { (&item.sale_description, &item.sale_price) } else { (&item.purchase_description, &item.purchase_price) };
        let note: Vec<&str> = [item.sku.as_str(), item.unit.as_str()].into_iter().filter(|text| !text.is_empty()).collect();
        json!({
            "id": item.id,
            "code": item.name,
            "name": note.join(" · "),
            "amount": price(lang, cost, digits),
            "text": if described.is_empty() { &item.name } else { described },
            "price": price(lang, cost, digits),
            "account": account(item).and_then(|id| codes.get(&id)),
        })
    };
    Ok(Json(json!({ "items": items.iter().map(one).collect::<Vec<_>>(), "more": more })).into_response())
}
