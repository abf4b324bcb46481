//! Every SQL of statements that were sent.

use despacho_kernel::Id;
use despacho_platform::{
    Result, Tx,
    sql::{self, Connection, FromRow},
    vals,
};

use super::message::Message;

pub(super) async fn insert(tx: &Tx, message: &Message) -> Result<()> {
    Ok(sql::insert(tx, std::slice::from_ref(message)).await?)
}

pub(super) async fn find(db: &dyn Connection, organization: Id, id: Id) -> Result<Option<Message>> {
    Ok(sql::find(db, vals![organization, id]).await?)
}

/// A page of a contact's, the latest first, from before one.
pub(super) async fn page(db: &dyn Connection, organization: Id, contact: Id, before: Option<Id>, limit: i64) -> Result<Vec<Message>> {
    let columns = Message::columns();
    let sql = format!("SELECT {columns} FROM statement_messages WHERE organization_id = $1 AND contact_id = $2 AND id < $3 ORDER BY id DESC LIMIT $4");
    Ok(sql::rows(db, &sql, vals![organization, contact, before.unwrap_or_else(Id::max), limit]).await?)
}

/// How many a person has sent since an instant, whatever organization they were of, and how many an organization has sent to an address.
pub(super) async fn counts(db: &dyn Connection, (sender, organization): (Id, Id), recipient: &str, since: i64) -> Result<(i64, i64)> {
    let all = "SELECT COUNT(*) FROM statement_messages WHERE sent_by = $1 AND created_at > $2";
    let to = "SELECT COUNT(*) FROM statement_messages WHERE organization_id = $1 AND created_at > $2 AND recipient = $3";
    let all = sql::scalar(db, all, vals![sender, since]).await?.unwrap_or(0);
    Ok((all, sql::scalar(db, to, vals![organization, since, recipient]).await?.unwrap_or(0)))
}

/// Notes that a message that waits was sent, or never will be.
pub(super) async fn end(tx: &Tx, organization: Id, id: Id, state: &str, sent_at: Option<i64>) -> Result<()> {
    let sql = "UPDATE statement_messages SET state = $3, sent_at = $4 WHERE organization_id = $1 AND id = $2 AND state = 'queued'";
    sql::run(tx, sql, vals![organization, id, state, sent_at]).await?;
    Ok(())
}

/// Whether any statement was sent to these contacts.
pub async fn names_any(db: &dyn Connection, organization: Id, to: &str, ids: &[Id]) -> Result<bool> {
    if to != "contacts" {
        return Ok(false);
    }
    let sql = "SELECT id FROM statement_messages WHERE organization_id = $1 AND contact_id IN ({ids}) LIMIT 1";
    Ok(!sql::column_in::<Id>(db, sql, vals![organization], ids).await?.is_empty())
}
