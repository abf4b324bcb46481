//! The activity log: who changed what, when, what was before and after.

use std::sync::OnceLock;

use crate::sql::{Connection, Writes};
use despacho_kernel::{
    Id, new_id,
    text::{fold, like_pattern},
};
use futures_util::future::BoxFuture;
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
        pub actor_id: Option<Id>,
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

/// Who hears of what is recorded, in the transaction in which it is.
pub type Hearing = for<'a> fn(&'a dyn Connection, &'a [Entry<'a>], i64) -> BoxFuture<'a, Result<()>>;

static HEARING: OnceLock<Hearing> = OnceLock::new();

/// Tells once, before anything is served or done, who hears of what is recorded.
pub fn heard_by(hearing: Hearing) {
    // A second time, in tests, it is the same.
    let _ = HEARING.set(hearing);
}

/// Writes many entries at once.
pub async fn record_many(db: &dyn Connection, entries: Vec<Entry<'_>>, now: i64) -> Result<()> {
    if let Some(hear) = HEARING.get() {
        hear(db, &entries, now).await?;
    }
    let mut writes = Writes::on(db);
    add(&mut writes, entries.into_iter(), now);
    Ok(writes.run().await?)
}

/// Adds entries to what is written with the change.
pub fn add<'a>(writes: &mut Writes<'_>, entries: impl Iterator<Item = Entry<'a>>, now: i64) {
    const COLUMNS: &[&str] =
        &["tenant_id", "id", "subject_id", "subject_kind", "subject_name", "action", "actor_id", "actor_name", "changes", "created_at", "search_text"];
    let row = |e: Entry| {
        let changes = serde_json::to_string(&e.changes).unwrap_or_default();
        let name = e.actor.map_or(String::new(), |a| a.name.clone());
        let search = fold(&format!("{} {name}", e.subject.2));
        vals![e.tenant, new_id(), e.subject.1, e.subject.0, e.subject.2, e.action, e.actor.map(|a| a.id), name, changes, now, search]
    };
    writes.insert_or("activity", COLUMNS, entries.map(row).collect(), "");
}

/// Which entries of the log are asked for.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Of what.
    pub subject: Option<Id>,
    /// By whom.
    pub actor: Option<Id>,
    /// The kind of what it was done to; empty for all.
    pub kind: String,
    /// Words that the names of what it was done to and by whom hold.
    pub search: String,
    /// The first and the last instant.
    pub from: Option<i64>,
    pub to: Option<i64>,
    /// The id of the last one seen.
    pub before: Option<Id>,
}

impl Asked {
    /// All of one subject.
    pub fn of(subject: Id) -> Self {
        Self { subject: Some(subject), ..Self::default() }
    }
}

/// Most words of a search.
const WORDS: usize = 8;

/// A page of a tenant's entries, the latest first.
pub async fn list(db: &dyn Connection, tenant: Id, asked: &Asked, limit: i64) -> Result<Vec<Recorded>> {
    let mut found = sql::Conditions::new("tenant_id = ?", tenant);
    found.and("id < ?", asked.before.unwrap_or_else(Id::max));
    for (condition, value) in [("subject_id = ?", asked.subject), ("actor_id = ?", asked.actor)] {
        if let Some(id) = value {
            found.and(condition, id);
        }
    }
    if !asked.kind.is_empty() {
        found.and("subject_kind = ?", asked.kind.replace('\0', ""));
    }
    for word in asked.search.split_whitespace().take(WORDS) {
        found.and("search_text LIKE ? ESCAPE '\\'", like_pattern(word));
    }
    for (condition, value) in [("created_at >= ?", asked.from), ("created_at <= ?", asked.to)] {
        if let Some(instant) = value {
            found.and(condition, instant);
        }
    }
    let sql::Conditions { text, mut values } = found;
    values.push(limit.into());
    let columns = "id, subject_kind, subject_id, subject_name, action, actor_id, actor_name, changes, created_at";
    let sql = format!("SELECT {columns} FROM activity WHERE {text} ORDER BY id DESC LIMIT ${}", values.len());
    Ok(sql::rows(db, &sql, values).await?)
}

/// Those of some subjects to which something was done.
pub async fn done_to(db: &dyn Connection, tenant: Id, action: &str, subjects: &[Id]) -> Result<Vec<Id>> {
    crate::row! { struct Found { subject_id: Id } }
    let sql = "SELECT DISTINCT subject_id FROM activity WHERE tenant_id = $1 AND action = $2 AND subject_id IN ({ids})";
    let found: Vec<Found> = sql::rows_in(db, sql, vals![tenant, action], subjects).await?;
    Ok(found.into_iter().map(|found| found.subject_id).collect())
}

/// The kinds of what a tenant's log tells of, at most 100. It goes from each kind to the next in the index.
pub async fn kinds(db: &dyn Connection, tenant: Id) -> Result<Vec<String>> {
    let sql = "WITH RECURSIVE each(kind) AS (
                 SELECT MIN(subject_kind) FROM activity WHERE tenant_id = $1
                 UNION ALL
                 SELECT (SELECT MIN(a.subject_kind) FROM activity a WHERE a.tenant_id = $1 AND a.subject_kind > each.kind) FROM each WHERE each.kind IS NOT NULL
               ) SELECT kind FROM each WHERE kind IS NOT NULL LIMIT 100";
    Ok(sql::column(db, sql, vals![tenant]).await?)
}
