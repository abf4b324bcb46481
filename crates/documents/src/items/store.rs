//! Every SQL of items.

use despacho_kernel::{
    Id,
    text::{fold, like_pattern},
};
use despacho_platform::{
    Error, Result, Tx,
    sql::{self, Conditions, Connection, FromRow},
    vals,
};

use super::item::Item;

pub async fn find(db: &dyn Connection, organization: Id, id: Id) -> Result<Item> {
    sql::find(db, vals![organization, id]).await?.ok_or(Error::NotFound)
}

/// Items by their ids; those that the organization does not have are left out.
pub async fn of_ids(db: &dyn Connection, organization: Id, ids: &[Id]) -> Result<Vec<Item>> {
    let sql = format!("SELECT {} FROM items WHERE organization_id = $1 AND id IN ({{ids}})", Item::columns());
    Ok(sql::rows_in(db, &sql, vals![organization], ids).await?)
}

/// A page of items in the order in which they were made, from after one, whose code and name hold the words of `search`.
pub async fn page(db: &dyn Connection, organization: Id, search: &str, active: Option<bool>, after: Option<Id>, limit: i64) -> Result<Vec<Item>> {
    let mut found = Conditions::new("organization_id = ?", organization);
    if let Some(active) = active {
        found.and("active = ?", active);
    }
    for word in fold(search).split_whitespace().take(8) {
        found.and("search_text LIKE ? ESCAPE '\\'", like_pattern(word));
    }
    if let Some(after) = after {
        found.and("id > ?", after);
    }
    found.values.push(limit.into());
    let sql = format!("SELECT {} FROM items WHERE {} ORDER BY id LIMIT ${}", Item::columns(), found.text, found.values.len());
    Ok(sql::rows(db, &sql, found.values).await?)
}

pub async fn count(db: &dyn Connection, organization: Id) -> Result<i64> {
    Ok(sql::scalar(db, "SELECT COUNT(*) FROM items WHERE organization_id = $1", vals![organization]).await?.unwrap_or(0))
}

/// Another item with a code, if any.
pub async fn of_sku(db: &dyn Connection, organization: Id, sku: &str, but: Id) -> Result<Option<Id>> {
    let sql = "SELECT id FROM items WHERE organization_id = $1 AND sku = $2 AND sku <> '' AND id <> $3";
    Ok(sql::scalar(db, sql, vals![organization, sku, but]).await?)
}

/// Whether a document names it.
pub async fn is_used(db: &dyn Connection, organization: Id, id: Id) -> Result<bool> {
    let sql = "SELECT document_id FROM document_lines WHERE organization_id = $1 AND item_id = $2 LIMIT 1";
    Ok(sql::scalar::<Id>(db, sql, vals![organization, id]).await?.is_some())
}

pub async fn insert(tx: &Tx, item: &Item) -> Result<()> {
    Ok(sql::insert(tx, std::slice::from_ref(item)).await?)
}

/// Changes an item. Stale where it is no longer of the version that it was read at.
pub async fn update(tx: &Tx, item: &Item) -> Result<()> {
    if sql::update_version(tx, item).await? { Ok(()) } else { Err(Error::Stale(vec![])) }
}

pub async fn delete(tx: &Tx, organization: Id, id: Id) -> Result<bool> {
    Ok(sql::delete::<Item>(tx, vals![organization, id]).await?)
}
