//! Every SQL of messages and of papers that are kept.

use despacho_kernel::Id;
use despacho_platform::{
    Error, Result, Tx,
    sql::{self, Connection, FromRow},
    vals,
};

use super::message::Message;

despacho_platform::row! {
    /// What was printed of an issued document.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct KeptPaper in "document_papers" key (organization_id, document_id) {
        pub organization_id: Id,
        pub document_id: Id,
        pub file_id: Id,
        /// UTC milliseconds.
        pub printed_at: i64,
    }
}

pub async fn paper(db: &dyn Connection, organization: Id, document: Id) -> Result<Option<KeptPaper>> {
    Ok(sql::find(db, vals![organization, document]).await?)
}

pub async fn insert_paper(tx: &Tx, paper: &KeptPaper) -> Result<()> {
    Ok(sql::insert(tx, std::slice::from_ref(paper)).await?)
}

pub async fn insert(tx: &Tx, message: &Message) -> Result<()> {
    Ok(sql::insert(tx, std::slice::from_ref(message)).await?)
}

pub async fn find(db: &dyn Connection, organization: Id, id: Id) -> Result<Option<Message>> {
    Ok(sql::find(db, vals![organization, id]).await?)
}

/// A page of a document's messages, the latest first, from before one.
pub async fn page(db: &dyn Connection, organization: Id, document: Id, before: Option<Id>, limit: i64) -> Result<Vec<Message>> {
    let columns = Message::columns();
    let sql = format!("SELECT {columns} FROM document_messages WHERE organization_id = $1 AND document_id = $2 AND id < $3 ORDER BY id DESC LIMIT $4");
    Ok(sql::rows(db, &sql, vals![organization, document, before.unwrap_or_else(Id::max), limit]).await?)
}

/// How many messages a person has sent since an instant, whatever organization they were of, and how many an organization has sent to an address.
pub async fn counts(db: &dyn Connection, (sender, organization): (Id, Id), recipient: &str, since: i64) -> Result<(i64, i64)> {
    let all = "SELECT COUNT(*) FROM document_messages WHERE sent_by = $1 AND created_at > $2";
    let to = "SELECT COUNT(*) FROM document_messages WHERE organization_id = $1 AND created_at > $2
              AND (recipient = $3 OR CAST($4 AS TEXT) || copies || CAST($4 AS TEXT) LIKE $5 ESCAPE '\\')";
    let all = sql::scalar(db, all, vals![sender, since]).await?.unwrap_or(0);
    // Copies stand one to a line.
    let escaped = recipient.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    let values = vals![organization, since, recipient, "\n", format!("%\n{escaped}\n%")];
    Ok((all, sql::scalar(db, to, values).await?.unwrap_or(0)))
}

/// Gives a message that waits the secret of its link.
pub async fn mint(tx: &Tx, message: &Message, hash: &str) -> Result<()> {
    let sql = "UPDATE document_messages SET token_hash = $3 WHERE organization_id = $1 AND id = $2 AND state = 'queued'";
    sql::run(tx, sql, vals![message.organization_id, message.id, hash]).await?;
    Ok(())
}

/// Notes that a message that waits was sent, or never will be.
pub async fn end(tx: &Tx, organization: Id, id: Id, state: &str, sent_at: Option<i64>) -> Result<()> {
    let sql = "UPDATE document_messages SET state = $3, sent_at = $4 WHERE organization_id = $1 AND id = $2 AND state = 'queued'";
    sql::run(tx, sql, vals![organization, id, state, sent_at]).await?;
    Ok(())
}

/// The message of a link's secret.
pub async fn of_hash(db: &dyn Connection, hash: &str) -> Result<Message> {
    let sql = format!("SELECT {} FROM document_messages WHERE token_hash = $1", Message::columns());
    sql::maybe(db, &sql, vals![hash]).await?.ok_or(Error::NotFound)
}

/// Notes when a message's link was followed first.
pub async fn opened(db: &dyn Connection, message: &Message, now: i64) -> Result<()> {
    let sql = "UPDATE document_messages SET opened_at = $3 WHERE organization_id = $1 AND id = $2 AND opened_at IS NULL";
    sql::run(db, sql, vals![message.organization_id, message.id, now]).await?;
    Ok(())
}
