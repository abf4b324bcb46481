//! Every SQL of open items and allocations.

use std::collections::HashMap;

use despacho_kernel::Id;
use despacho_platform::sql::{Conditions, Connection, FromRow};
use despacho_platform::{Error, Result, Tx, sql, vals};

use super::item::{Allocation, OpenItem};

/// Which open items are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    pub contact: Option<Id>,
    /// What is owed by contacts where it is true, what is owed to them where it is false; both where it is not told.
    pub receivable: Option<bool>,
    /// Due on that day or before, ISO 8601.
    pub due: Option<String>,
    pub currency: Option<String>,
}

/// What is open of an organization, what is due first first, at most `limit`.
pub async fn open(db: &dyn Connection, organization: Id, asked: &Asked, limit: i64) -> Result<Vec<OpenItem>> {
    let mut found = Conditions::new("organization_id = ?", organization);
    found.and_of("remaining <> 0", &[]);
    if let Some(contact) = asked.contact {
        found.and("contact_id = ?", contact);
    }
    match asked.receivable {
        Some(true) => found.and_of("remaining > 0", &[]),
        Some(false) => found.and_of("remaining < 0", &[]),
        None => {}
    }
    if let Some(due) = &asked.due {
        found.and("due_on <= ?", due.as_str());
    }
    if let Some(currency) = &asked.currency {
        found.and("currency = ?", currency.as_str());
    }
    found.values.push(limit.into());
    let sql = format!("SELECT {} FROM open_items WHERE {} ORDER BY due_on, id LIMIT ${}", OpenItem::columns(), found.text, found.values.len());
    Ok(sql::rows(db, &sql, found.values).await?)
}

pub async fn find(db: &dyn Connection, organization: Id, id: Id) -> Result<OpenItem> {
    sql::find(db, vals![organization, id]).await?.ok_or(Error::NotFound)
}

/// Open items by their ids.
pub async fn of_ids(db: &dyn Connection, organization: Id, ids: &[Id]) -> Result<Vec<OpenItem>> {
    let sql = format!("SELECT {} FROM open_items WHERE organization_id = $1 AND id IN ({{ids}}) ORDER BY id", OpenItem::columns());
    Ok(sql::rows_in(db, &sql, vals![organization], ids).await?)
}

/// What documents or payments left open, settled or not; what is void is left out.
pub async fn of_sources(db: &dyn Connection, organization: Id, sources: &[Id]) -> Result<Vec<OpenItem>> {
    let sql = format!(
        "SELECT {} FROM open_items WHERE organization_id = $1 AND source <> 'write_off' AND source_id IN ({{ids}}) AND NOT void ORDER BY id",
        OpenItem::columns()
    );
    Ok(sql::rows_in(db, &sql, vals![organization], sources).await?)
}

/// What is left of documents or payments, by their ids, in minor units of their currencies.
pub async fn left(db: &dyn Connection, organization: Id, sources: &[Id]) -> Result<HashMap<Id, i64>> {
    let mut found: HashMap<Id, i64> = HashMap::new();
    for item in of_sources(db, organization, sources).await? {
        *found.entry(item.source_id).or_default() += item.remaining;
    }
    Ok(found)
}

/// The allocations that items are in, without those that were undone.
pub async fn allocations(db: &dyn Connection, organization: Id, items: &[Id]) -> Result<Vec<Allocation>> {
    let columns = Allocation::columns();
    let mut found: Vec<Allocation> = vec![];
    for side in ["debit_id", "credit_id"] {
        let sql = format!("SELECT {columns} FROM allocations WHERE organization_id = $1 AND {side} IN ({{ids}}) AND undone_at IS NULL ORDER BY id");
        let of_side: Vec<Allocation> = sql::rows_in(db, &sql, vals![organization], items).await?;
        found.extend(of_side.into_iter().filter(|of| !found.iter().any(|known| known.id == of.id)).collect::<Vec<_>>());
    }
    Ok(found)
}

pub async fn insert(tx: &Tx, items: &[OpenItem]) -> Result<()> {
    Ok(sql::insert(tx, items).await?)
}

pub async fn update(tx: &Tx, item: &OpenItem) -> Result<()> {
    sql::update(tx, item).await?;
    Ok(())
}

pub async fn insert_allocation(tx: &Tx, allocation: &Allocation) -> Result<()> {
    Ok(sql::insert(tx, std::slice::from_ref(allocation)).await?)
}

/// Marks allocations as undone: they stay as the log of what was.
pub async fn undo(tx: &Tx, organization: Id, ids: &[Id], (by, now): (Id, i64)) -> Result<()> {
    let sql = "UPDATE allocations SET undone_by = $2, undone_at = $3 WHERE organization_id = $1 AND undone_at IS NULL AND id IN ({ids})";
    Ok(sql::run_in(tx, sql, vals![organization, by, now], ids).await?)
}
