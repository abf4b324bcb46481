//! Every SQL of the conversation of a client.

use std::collections::HashMap;

use despacho_kernel::Id;
use despacho_platform::{
    Result, Tx,
    sql::{self, Connection, FromRow},
    vals,
};

despacho_platform::row! {
    /// A note, a message to the client, or an answer of theirs.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Message in "client_messages" key (practice_id, id) {
        pub practice_id: Id,
        pub id: Id,
        pub client_id: Id,
        /// `note`, `message` or `answer`.
        pub kind: String,
        pub author_id: Id,
        pub body: String,
        pub created_at: i64,
    }
}

despacho_platform::row! {
    /// Whom a message is for.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Recipient in "client_message_recipients" key (practice_id, message_id, user_id) {
        pub practice_id: Id,
        pub message_id: Id,
        pub user_id: Id,
        pub name: String,
        pub read_at: Option<i64>,
    }
}

despacho_platform::row! {
    /// A message with its author's name.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Told {
        pub id: Id,
        pub kind: String,
        pub author_id: Id,
        pub author: String,
        pub body: String,
        pub created_at: i64,
    }
}

pub async fn insert(tx: &Tx, message: &Message, recipients: &[Recipient]) -> Result<()> {
    sql::insert(tx, std::slice::from_ref(message)).await?;
    Ok(sql::insert(tx, recipients).await?)
}

/// What the firm sees of a client's conversation, the latest first.
pub async fn of_client(db: &dyn Connection, practice: Id, client: Id, before: Option<Id>, limit: i64) -> Result<Vec<Told>> {
    let sql = "SELECT m.id, m.kind, m.author_id, u.name AS author, m.body, m.created_at FROM client_messages m JOIN users u ON u.id = m.author_id
               WHERE m.practice_id = $1 AND m.client_id = $2 AND m.id < $3 ORDER BY m.id DESC LIMIT $4";
    Ok(sql::rows(db, sql, vals![practice, client, before.unwrap_or_else(Id::max), limit]).await?)
}

/// What somebody of the client sees: messages that are for them, and what they wrote. Never a note.
pub async fn of_person(db: &dyn Connection, (practice, client, user): (Id, Id, Id), before: Option<Id>, limit: i64) -> Result<Vec<Told>> {
    let sql = "SELECT m.id, m.kind, m.author_id, u.name AS author, m.body, m.created_at FROM client_messages m JOIN users u ON u.id = m.author_id
               WHERE m.practice_id = $1 AND m.client_id = $2 AND m.id < $3 AND (m.kind = 'answer' AND m.author_id = $4 OR m.kind = 'message' AND EXISTS
                 (SELECT 1 FROM client_message_recipients r WHERE r.practice_id = m.practice_id AND r.message_id = m.id AND r.user_id = $4))
               ORDER BY m.id DESC LIMIT $5";
    Ok(sql::rows(db, sql, vals![practice, client, before.unwrap_or_else(Id::max), user, limit]).await?)
}

/// Whom messages are for.
pub async fn recipients(db: &dyn Connection, practice: Id, messages: &[Id]) -> Result<HashMap<Id, Vec<Recipient>>> {
    let sql =
        format!("SELECT {} FROM client_message_recipients WHERE practice_id = $1 AND message_id IN ({{ids}}) ORDER BY name, user_id", Recipient::columns());
    let mut found: HashMap<Id, Vec<Recipient>> = HashMap::new();
    for row in sql::rows_in::<Recipient>(db, &sql, vals![practice], messages).await? {
        found.entry(row.message_id).or_default().push(row);
    }
    Ok(found)
}

/// Notes that somebody has read what was for them of a client.
pub async fn read(tx: &Tx, (practice, client, user): (Id, Id, Id), now: i64) -> Result<()> {
    let sql = "UPDATE client_message_recipients SET read_at = $4 WHERE practice_id = $1 AND user_id = $3 AND read_at IS NULL
               AND message_id IN (SELECT m.id FROM client_messages m WHERE m.practice_id = $1 AND m.client_id = $2)";
    sql::run(tx, sql, vals![practice, client, user, now]).await?;
    Ok(())
}

/// How many messages wait to be read by somebody, counted up to 100.
pub async fn unread(db: &dyn Connection, (practice, client, user): (Id, Id, Id)) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM (SELECT r.message_id FROM client_message_recipients r JOIN client_messages m ON m.practice_id = r.practice_id AND m.id = r.message_id
               WHERE r.practice_id = $1 AND r.user_id = $3 AND r.read_at IS NULL AND m.client_id = $2 LIMIT 100) AS unread";
    Ok(sql::scalar(db, sql, vals![practice, client, user]).await?.unwrap_or(0))
}

/// How many messages somebody has written since then.
pub async fn written(db: &dyn Connection, practice: Id, author: Id, since: i64) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM client_messages WHERE practice_id = $1 AND author_id = $2 AND kind = 'answer' AND created_at > $3";
    Ok(sql::scalar(db, sql, vals![practice, author, since]).await?.unwrap_or(0))
}

/// Whether somebody has been told the same since then, and has not read it yet.
pub async fn told_since(db: &dyn Connection, user: Id, (kind, link): (&str, &str), since: i64) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM notifications WHERE user_id = $1 AND created_at > $4 AND kind = $2 AND link = $3 AND read_at IS NULL";
    Ok(sql::scalar::<i64>(db, sql, vals![user, kind, link, since]).await?.unwrap_or(0) > 0)
}
