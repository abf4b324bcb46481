//! Every SQL of payments.

use despacho_kernel::Id;
use despacho_platform::{
    Error, Result, Tx,
    sql::{self, Conditions, Connection, FromRow},
    vals,
};

use super::payment::Payment;

pub async fn find_of(db: &dyn Connection, organization: Id, direction: &str, id: Id) -> Result<Payment> {
    let found: Option<Payment> = sql::find(db, vals![organization, id]).await?;
    found.filter(|payment| payment.direction == direction).ok_or(Error::NotFound)
}

/// A page of payments, the latest day first, from after a place; of one contact where it is told.
pub async fn page(
    db: &dyn Connection,
    organization: Id,
    direction: &str,
    contact: Option<Id>,
    after: Option<&(String, Id)>,
    limit: i64,
) -> Result<Vec<Payment>> {
    let mut found = Conditions::new("organization_id = ?", organization);
    found.and("direction = ?", direction);
    if let Some(contact) = contact {
        found.and("contact_id = ?", contact);
    }
    if let Some((date, id)) = after {
        found.values.extend(vals![date.as_str(), *id]);
        let last = found.values.len();
        found.text.push_str(&format!(" AND (date, id) < (${}, ${last})", last - 1));
    }
    found.values.push(limit.into());
    let sql = format!("SELECT {} FROM payments WHERE {} ORDER BY date DESC, id DESC LIMIT ${}", Payment::columns(), found.text, found.values.len());
    Ok(sql::rows(db, &sql, found.values).await?)
}

/// Payments by their ids.
pub async fn of_ids(db: &dyn Connection, organization: Id, ids: &[Id]) -> Result<Vec<Payment>> {
    let sql = format!("SELECT {} FROM payments WHERE organization_id = $1 AND id IN ({{ids}}) ORDER BY date, id", Payment::columns());
    Ok(sql::rows_in(db, &sql, vals![organization], ids).await?)
}

pub async fn insert(tx: &Tx, payment: &Payment) -> Result<()> {
    Ok(sql::insert(tx, std::slice::from_ref(payment)).await?)
}

/// Changes a payment. Stale where it is no longer of the version that it was read at.
pub async fn update(tx: &Tx, payment: &Payment) -> Result<()> {
    if sql::update_version(tx, payment).await? { Ok(()) } else { Err(Error::Stale(vec![])) }
}

/// The account of the last payment of a way.
pub async fn last_account(db: &dyn Connection, organization: Id, way: &str) -> Result<Option<Id>> {
    let sql = "SELECT account_id FROM payments WHERE organization_id = $1 AND direction = $2 AND stage = 'posted' ORDER BY date DESC, id DESC LIMIT 1";
    Ok(sql::scalar(db, sql, vals![organization, way]).await?)
}
