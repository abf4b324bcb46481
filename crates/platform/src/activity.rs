//! The activity log: who changed what, when, what was before and after.

use crate::sql::Connection;
use despacho_kernel::{Id, new_id};
use serde::{Deserialize, Serialize};

use crate::{error::Result, sql, users::User, vals};

/// One field that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The field's name, as in forms.
    pub field: String,
    pub before: String,
    pub after: String,
}

/// What happened.
pub struct Entry<'a> {
    /// The practice or organization that it concerns.
    pub tenant: Id,
    /// Who did it; nobody for the system.
    pub actor: Option<&'a User>,
    /// A stable word, `client_created`.
    pub action: &'a str,
    /// The kind, id and name of what it was done to.
    pub subject: (&'a str, Id, &'a str),
    pub changes: Vec<Change>,
}

crate::row! {
    /// A stored entry.
    #[derive(Debug, Clone)]
    pub struct Recorded {
        pub id: Id,
        pub subject_kind: String,
        pub subject_id: Id,
        pub subject_name: String,
        pub action: String,
        pub actor_name: String,
        pub changes: String,
        pub created_at: i64,
    }
}

impl Recorded {
    /// The changed fields.
    pub fn changes(&self) -> Vec<Change> {
        serde_json::from_str(&self.changes).unwrap_or_default()
    }
}

/// The fields that differ between two lists of `(field, value)` in the same order.
pub fn differences(before: &[(&str, String)], after: &[(&str, String)]) -> Vec<Change> {
    let pairs = before.iter().zip(after);
    let changed = pairs.filter(|((_, old), (_, new))| old != new);
    changed
        .map(|((field, old), (_, new))| Change { field: (*field).into(), before: old.clone(), after: new.clone() })
        .collect()
}

/// Writes an entry, in the transaction of the change.
pub async fn record(db: &dyn Connection, entry: Entry<'_>, now: i64) -> Result<()> {
    record_many(db, vec![entry], now).await
}

/// Writes many entries at once.
pub async fn record_many(db: &dyn Connection, entries: Vec<Entry<'_>>, now: i64) -> Result<()> {
    let columns = ["tenant_id", "id", "subject_id", "subject_kind", "subject_name", "action", "actor_id", "actor_name", "changes", "created_at"];
    let row = |e: Entry| {
        let changes = serde_json::to_string(&e.changes).unwrap_or_default();
        let name = e.actor.map_or(String::new(), |a| a.name.clone());
        vals![e.tenant, new_id(), e.subject.1, e.subject.0, e.subject.2, e.action, e.actor.map(|a| a.id), name, changes, now]
    };
    Ok(sql::insert_many(db, "activity", &columns, entries.into_iter().map(row).collect()).await?)
}

/// A page of a tenant's entries, or of one subject's, the latest first; `before` is the id of the last one seen.
pub async fn list(db: &dyn Connection, tenant: Id, subject: Option<Id>, before: Option<Id>, limit: i64) -> Result<Vec<Recorded>> {
    let before = before.unwrap_or_else(Id::max);
    let columns = "id, subject_kind, subject_id, subject_name, action, actor_name, changes, created_at";
    let found = match subject {
        Some(subject) => {
            let sql = format!("SELECT {columns} FROM activity WHERE tenant_id = $1 AND subject_id = $2 AND id < $3 ORDER BY id DESC LIMIT $4");
            sql::rows(db, &sql, vals![tenant, subject, before, limit]).await?
        }
        None => {
            let sql = format!("SELECT {columns} FROM activity WHERE tenant_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3");
            sql::rows(db, &sql, vals![tenant, before, limit]).await?
        }
    };
    Ok(found)
}
