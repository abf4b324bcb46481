//! Every SQL of remittances.

use despacho_kernel::Id;
use despacho_platform::{
    Error, Result, Tx,
    sql::{self, Connection, FromRow},
    vals,
};

use crate::remittance::{ContactBank, Mandate, OrderedItem, OrderedPayment, Remittance, Whole};

pub async fn bank(db: &dyn Connection, organization: Id, contact: Id) -> Result<Option<ContactBank>> {
    Ok(sql::find(db, vals![organization, contact]).await?)
}

/// The accounts of contacts; those without one are left out.
pub async fn banks(db: &dyn Connection, organization: Id, contacts: &[Id]) -> Result<Vec<ContactBank>> {
    let sql = format!("SELECT {} FROM contact_banks WHERE organization_id = $1 AND iban <> '' AND contact_id IN ({{ids}})", ContactBank::columns());
    Ok(sql::rows_in(db, &sql, vals![organization], contacts).await?)
}

pub async fn insert_bank(tx: &Tx, new: &ContactBank) -> Result<()> {
    Ok(sql::insert(tx, std::slice::from_ref(new)).await?)
}

/// Changes it if it is still of the version that it was read at; answers whether it was.
pub async fn update_bank(tx: &Tx, changed: &ContactBank) -> Result<bool> {
    Ok(sql::update_version(tx, changed).await?)
}

pub async fn mandate(db: &dyn Connection, organization: Id, id: Id) -> Result<Mandate> {
    sql::find(db, vals![organization, id]).await?.ok_or(Error::NotFound)
}

/// The mandates of contacts, the latest signed first.
pub async fn mandates(db: &dyn Connection, organization: Id, contacts: &[Id]) -> Result<Vec<Mandate>> {
    let columns = Mandate::columns();
    let sql = format!("SELECT {columns} FROM mandates WHERE organization_id = $1 AND contact_id IN ({{ids}}) ORDER BY signed_on DESC, id DESC");
    Ok(sql::rows_in(db, &sql, vals![organization], contacts).await?)
}

/// Whether a reference is another mandate's.
pub async fn is_taken(db: &dyn Connection, organization: Id, reference: &str) -> Result<bool> {
    let sql = "SELECT id FROM mandates WHERE organization_id = $1 AND reference = $2";
    Ok(sql::scalar::<Id>(db, sql, vals![organization, reference]).await?.is_some())
}

pub async fn insert_mandate(tx: &Tx, new: &Mandate) -> Result<()> {
    Ok(sql::insert(tx, std::slice::from_ref(new)).await?)
}

pub async fn update_mandate(tx: &Tx, changed: &Mandate) -> Result<()> {
    if sql::update_version(tx, changed).await? { Ok(()) } else { Err(Error::Stale(vec![])) }
}

pub async fn find(db: &dyn Connection, organization: Id, id: Id) -> Result<Remittance> {
    sql::find(db, vals![organization, id]).await?.ok_or(Error::NotFound)
}

/// A page of them, the latest number first, from before one.
pub async fn page(db: &dyn Connection, organization: Id, before: Option<i64>, limit: i64) -> Result<Vec<Remittance>> {
    let sql = format!("SELECT {} FROM remittances WHERE organization_id = $1 AND number < $2 ORDER BY number DESC LIMIT $3", Remittance::columns());
    Ok(sql::rows(db, &sql, vals![organization, before.unwrap_or(i64::MAX), limit]).await?)
}

pub async fn whole(db: &dyn Connection, remittance: Remittance) -> Result<Whole> {
    let values = || vals![remittance.organization_id, remittance.id];
    let of = "WHERE organization_id = $1 AND remittance_id = $2 ORDER BY position";
    let payments = sql::rows(db, &format!("SELECT {} FROM remittance_payments {of} LIMIT 1000", OrderedPayment::columns()), values()).await?;
    let items = sql::rows(db, &format!("SELECT {} FROM remittance_items {of}, document_id LIMIT 1000", OrderedItem::columns()), values()).await?;
    Ok(Whole { payments, items, remittance })
}

/// The number of the next one. The organization is held.
pub async fn next_number(tx: &Tx, organization: Id) -> Result<i64> {
    let last: Option<Option<i64>> = sql::scalar(tx, "SELECT MAX(number) FROM remittances WHERE organization_id = $1", vals![organization]).await?;
    Ok(last.flatten().unwrap_or(0) + 1)
}

/// Those of documents that are in an order which is still to be done.
pub async fn ordered(db: &dyn Connection, organization: Id, documents: &[Id]) -> Result<Vec<Id>> {
    let sql = "SELECT document_id FROM remittance_items WHERE organization_id = $1 AND live AND document_id IN ({ids})";
    Ok(sql::column_in(db, sql, vals![organization], documents).await?)
}

pub async fn insert(tx: &Tx, whole: &Whole) -> Result<()> {
    sql::insert(tx, std::slice::from_ref(&whole.remittance)).await?;
    sql::insert(tx, &whole.payments).await?;
    Ok(sql::insert(tx, &whole.items).await?)
}

/// Stores how far one has come over the version that it was read at; its documents are free for another.
pub async fn end(tx: &Tx, remittance: &Remittance) -> Result<()> {
    if !sql::update_version(tx, remittance).await? {
        return Err(Error::Stale(vec![]));
    }
    let sql = "UPDATE remittance_items SET live = $3 WHERE organization_id = $1 AND remittance_id = $2";
    sql::run(tx, sql, vals![remittance.organization_id, remittance.id, false]).await?;
    Ok(())
}

pub async fn update_payment(tx: &Tx, payment: &OrderedPayment) -> Result<()> {
    sql::update(tx, payment).await?;
    Ok(())
}

/// Whether accounts, mandates or orders name any of these contacts.
pub async fn names_any(db: &dyn Connection, organization: Id, to: &str, ids: &[Id]) -> Result<bool> {
    if to != "contacts" {
        return Ok(false);
    }
    for table in ["contact_banks", "mandates", "remittance_payments"] {
        let sql = format!("SELECT contact_id FROM {table} WHERE organization_id = $1 AND contact_id IN ({{ids}}) LIMIT 1");
        if !sql::column_in::<Id>(db, &sql, vals![organization], ids).await?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}
