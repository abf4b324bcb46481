//! Every SQL of webhooks.

use despacho_kernel::Id;
use despacho_platform::{
    Error, Result, Tx, sql,
    sql::{Connection, FromRow},
    vals,
};

use crate::webhook::{Delivery, Webhook};

/// Most webhooks of a practice.
pub const MAX: i64 = 20;

/// A practice's webhooks, the oldest first.
pub async fn all(db: &dyn Connection, practice: Id) -> Result<Vec<Webhook>> {
    let sql = format!("SELECT {} FROM webhooks WHERE practice_id = $1 ORDER BY id LIMIT $2", Webhook::columns());
    Ok(sql::rows(db, &sql, vals![practice, MAX]).await?)
}

pub async fn find(db: &dyn Connection, practice: Id, id: Id) -> Result<Webhook> {
    sql::find(db, vals![practice, id]).await?.ok_or(Error::NotFound)
}

/// Whether anybody at all is told of anything.
pub async fn any(db: &dyn Connection) -> Result<bool> {
    Ok(sql::scalar::<Id>(db, "SELECT id FROM webhooks WHERE active LIMIT 1", vals![]).await?.is_some())
}

pub async fn delivery(db: &dyn Connection, practice: Id, id: Id) -> Result<Option<Delivery>> {
    Ok(sql::find(db, vals![practice, id]).await?)
}

/// What was told to a webhook, the latest first, from before an id.
pub async fn deliveries(db: &dyn Connection, practice: Id, webhook: Id, before: Option<Id>, limit: i64) -> Result<Vec<Delivery>> {
    let sql =
        format!("SELECT {} FROM webhook_deliveries WHERE practice_id = $1 AND webhook_id = $2 AND id < $3 ORDER BY id DESC LIMIT $4", Delivery::columns());
    Ok(sql::rows(db, &sql, vals![practice, webhook, before.unwrap_or_else(Id::max), limit]).await?)
}

/// Forgets what was told before a moment.
pub async fn forget(tx: &Tx, before: i64) -> Result<()> {
    sql::run(tx, "DELETE FROM webhook_deliveries WHERE created_at < $1 AND status <> 'queued'", vals![before]).await?;
    Ok(())
}
