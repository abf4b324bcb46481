//! The API of items.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use despacho_kernel::{Id, Invalid, access::OrganizationRight as R};
use despacho_ledger::api::{
    common::{placed, typed},
    shapes::{answer, id, object, or_null, rows, text, words},
};
use despacho_platform::{Error, Platform, Result, sql::Connection};
use despacho_settings::Apps;
use despacho_ui::{
    Access, InOrganization, Outcome, Path, Query, Routes,
    api::{List, Object, if_match, json, once},
    openapi::Operation,
    paging::{self, ListQuery},
    schema::{CODE, FILLED, LINES, or_empty},
};
use serde::Deserialize;
use serde_json::{Value, json as value};

use super::{
    actions,
    item::{Item, KINDS, TypedItem},
    store,
};
use crate::typing;

const ALL: &str = "/api/v1/organizations/{organization}/items";
const ONE: &str = "/api/v1/organizations/{organization}/items/{item}";

fn sent(required: &[&str]) -> Value {
    let price = || or_empty(value!({ "type": "string", "pattern": "^-?[0-9]{1,12}(\\.[0-9]{1,6})?$", CODE: "number" }));
    let long = || or_null(value!({ "type": "string", "maxLength": 2000, "pattern": LINES }));
    let taxes = || value!({ "type": "array", "maxItems": 10, "items": text(20) });
    let properties = value!({
        "name": { "type": "string", "minLength": 1, "maxLength": 100, "pattern": FILLED },
        "sku": or_null(text(50)),
        "kind": words(KINDS.to_vec()),
        "unit": or_null(text(20)),
        "sale_price": price(),
        "sale_description": long(),
        "sale_account_code": or_null(text(20)),
        "sale_taxes": taxes(),
        "purchase_price": price(),
        "purchase_description": long(),
        "purchase_account_code": or_null(text(20)),
        "purchase_taxes": taxes(),
        "active": { "type": ["boolean", "null"] },
    });
    object(properties, required)
}

fn item() -> Value {
    let word = || value!({ "type": "string" });
    answer(value!({
        "id": id(), "name": word(), "sku": word(), "kind": words(KINDS.to_vec()), "unit": word(),
        "sale_price": word(), "sale_description": word(), "sale_account_code": word(), "sale_taxes": rows(word()),
        "purchase_price": word(), "purchase_description": word(), "purchase_account_code": word(), "purchase_taxes": rows(word()),
        "active": { "type": "boolean" }, "version": { "type": "integer" },
    }))
}

pub fn routes(platform: &Platform) -> Routes {
    let (read, write) = (Access::Organization(R::ReadLedger), Access::Organization(R::PostEntries));
    Routes::new(platform)
        .api(
            Operation::get(ALL, "api-items")
                .lists_schema("Item", item())
                .asks("active", value!({ "type": "string", "enum": ["true", "false"] })),
            read,
            list,
        )
        .api(
            Operation::post(ALL, "api-items-create")
                .takes_schema("CreateItem", sent(&["name"]))
                .example(value!({ "name": "Hora de consultoría", "kind": "services", "sale_price": "60.00", "sale_taxes": ["IVA21V"] }))
                .answers_schema(201, "Item", item()),
            write,
            create,
        )
        .api(Operation::get(ONE, "api-item").answers_schema(200, "Item", item()), read, show)
        .api(
            Operation::patch(ONE, "api-item-change")
                .takes_schema("ChangeItem", sent(&[]))
                .example(value!({ "sale_price": "65.00" }))
                .versioned()
                .answers_schema(200, "Item", item()),
            write,
            change,
        )
        .api(Operation::delete(ONE, "api-item-remove").conflicts(&["item_used", "item_recurs"]), write, remove)
}

#[derive(Deserialize)]
struct OfItem {
    item: Id,
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    active: Option<bool>,
}

async fn answered(db: &dyn Connection, organization: Id, items: &[Item]) -> Result<Vec<Value>> {
    let accounts = items.iter().flat_map(|item| [item.sale_account_id, item.purchase_account_id]).flatten().collect();
    let codes = typing::codes(db, organization, accounts).await?;
    let code = |id: Option<Id>| id.and_then(|id| codes.get(&id)).cloned().unwrap_or_default();
    let one = |item: &Item| {
        value!({
            "id": item.id, "name": item.name, "sku": item.sku, "kind": item.kind, "unit": item.unit,
            "sale_price": item.sale_price, "sale_description": item.sale_description, "sale_account_code": code(item.sale_account_id),
            "sale_taxes": item.sale_taxes.lines().collect::<Vec<_>>(),
            "purchase_price": item.purchase_price, "purchase_description": item.purchase_description, "purchase_account_code": code(item.purchase_account_id),
            "purchase_taxes": item.purchase_taxes.lines().collect::<Vec<_>>(),
            "active": item.active, "version": item.version,
        })
    };
    Ok(items.iter().map(one).collect())
}

async fn one(db: &dyn Connection, item: &Item) -> Result<Value> {
    answered(db, item.organization_id, std::slice::from_ref(item)).await?.pop().ok_or(Error::NotFound)
}

async fn list(State(platform): State<Platform>, who: InOrganization, Query(query): Query<ListQuery>, Query(asked): Query<Asked>) -> Outcome {
    let (limit, db) = (query.limit()?, platform.db.read());
    let search = query.search.clone().unwrap_or_default();
    let mut found = store::page(db, who.organization, &search, asked.active, query.position()?, limit + 1).await?;
    let more = paging::cut(&mut found, limit);
    let next_cursor = found.last().filter(|_| more).map(|item| paging::encode(&item.id));
    Ok(json(StatusCode::OK, &List { items: answered(db, who.organization, &found).await?, next_cursor }))
}

async fn create(State(platform): State<Platform>, who: InOrganization, headers: HeaderMap, body: Object) -> Outcome {
    let request = format!("POST /organizations/{}/items {body}", who.organization);
    let (item, now): (TypedItem, i64) = (typed(body)?, platform.clock.now());
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| {
        one(tx, &actions::create(tx, who.organization, &item, (&who.user, now)).await?).await
    });
    Ok(response.await?)
}

async fn show(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfItem>) -> Outcome {
    let db = platform.db.read();
    Ok(json(StatusCode::OK, &one(db, &store::find(db, who.organization, of.item).await?).await?))
}

async fn change(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfItem>, headers: HeaderMap, body: Object) -> Outcome {
    let seen = if_match(&headers)?;
    let request = format!("PATCH /organizations/{}/items/{} {seen:?} {body}", who.organization, of.item);
    let mut errors = Invalid::new();
    body.note(&mut errors);
    placed(errors).finish()?;
    let (sent, now) = (body.value().clone(), platform.clock.now());
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| {
        let mut whole = one(tx, &store::find(tx, who.organization, of.item).await?).await?;
        for (name, value) in sent.as_object().into_iter().flatten() {
            whole[name] = value.clone();
        }
        let item: TypedItem = serde_json::from_value(whole).map_err(|e| Error::Malformed(e.to_string()))?;
        one(tx, &actions::change(tx, who.organization, (of.item, seen), &item, (&who.user, now)).await?).await
    });
    Ok(response.await?)
}

async fn remove(State(platform): State<Platform>, apps: Apps, who: InOrganization, Path(of): Path<OfItem>, headers: HeaderMap) -> Outcome {
    let request = format!("removal of /organizations/{}/items/{}", who.organization, of.item);
    let now = platform.clock.now();
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::NO_CONTENT, async |tx| {
        actions::delete(tx, &apps, who.organization, of.item, (&who.user, now)).await
    });
    Ok(response.await?)
}
