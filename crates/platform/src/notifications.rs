//! What a person should know: shown at the bell, live, and mailed to those who want it.

use crate::sql::Connection;
use despacho_kernel::{Id, new_id};
use serde::{Deserialize, Serialize};

use crate::{
    clock::DAY,
    error::Result,
    jobs::{self, Job},
    sql, users, vals,
};

/// The job that mails a notification.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendNotification {
    pub user_id: Id,
    pub notification_id: Id,
}

impl Job for SendNotification {
    const KIND: &'static str = "send_notification";
}

crate::row! {
    /// A notification; its text is made from `kind` and `data` in the reader's language.
    #[derive(Debug, Clone)]
    pub struct Notification {
        pub id: Id,
        pub kind: String,
        pub data: String,
        pub link: String,
        pub created_at: i64,
        pub read_at: Option<i64>,
    }
}

impl Notification {
    /// The values that its text mentions.
    pub fn data(&self) -> serde_json::Map<String, serde_json::Value> {
        serde_json::from_str(&self.data).unwrap_or_default()
    }
}

const COLUMNS: &str = "id, kind, data, link, created_at, read_at";

/// Notifies a user, in the transaction of what happened; also by mail if they want it.
pub async fn notify(db: &dyn Connection, user: Id, kind: &str, data: serde_json::Value, link: &str, now: i64) -> Result<Id> {
    let id = new_id();
    let sql = "INSERT INTO notifications (user_id, id, kind, data, link, created_at) VALUES ($1, $2, $3, $4, $5, $6)";
    sql::run(db, sql, vals![user, id, kind, data.to_string(), link, now]).await?;
    if users::find(db, user).await?.is_some_and(|u| u.mail_notices) {
        jobs::enqueue(db, &SendNotification { user_id: user, notification_id: id }, now).await?;
    }
    Ok(id)
}

/// A page of a user's notifications, the latest first.
pub async fn list(db: &dyn Connection, user: Id, before: Option<Id>, limit: i64) -> Result<Vec<Notification>> {
    let before = before.unwrap_or_else(Id::max);
    let sql = format!("SELECT {COLUMNS} FROM notifications WHERE user_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3");
    Ok(sql::rows(db, &sql, vals![user, before, limit]).await?)
}

pub async fn find(db: &dyn Connection, user: Id, id: Id) -> Result<Option<Notification>> {
    let sql = format!("SELECT {COLUMNS} FROM notifications WHERE user_id = $1 AND id = $2");
    Ok(sql::maybe(db, &sql, vals![user, id]).await?)
}

/// How many are unread, counted up to 100.
pub async fn unread(db: &dyn Connection, user: Id) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM (SELECT id FROM notifications WHERE user_id = $1 AND read_at IS NULL LIMIT 100) AS unread";
    Ok(sql::scalar(db, sql, vals![user]).await?.unwrap_or(0))
}

/// Marks one as read; answers where it leads.
pub async fn read(db: &dyn Connection, user: Id, id: Id, now: i64) -> Result<Option<String>> {
    sql::run(db, "UPDATE notifications SET read_at = $3 WHERE user_id = $1 AND id = $2 AND read_at IS NULL", vals![user, id, now]).await?;
    Ok(find(db, user, id).await?.map(|notification| notification.link))
}

/// Marks all as read.
pub async fn read_all(db: &dyn Connection, user: Id, now: i64) -> Result<()> {
    sql::run(db, "UPDATE notifications SET read_at = $2 WHERE user_id = $1 AND read_at IS NULL", vals![user, now]).await?;
    Ok(())
}

/// Forgets what was read, and everything, when it is half a year old.
pub async fn forget(db: &dyn Connection, now: i64) -> Result<()> {
    let sql = "DELETE FROM notifications WHERE created_at < $1 AND (read_at IS NOT NULL OR created_at < $2)";
    sql::run(db, sql, vals![now - 90 * DAY, now - 180 * DAY]).await?;
    Ok(())
}
