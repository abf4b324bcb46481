//! Every SQL of recurring entries.

use despacho_kernel::Id;
use despacho_platform::{
    Error, Result, Tx,
    sql::{self, Connection, FromRow, Versioned},
    vals,
};

despacho_platform::row! {
    /// An entry that comes again.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct RecurringEntry in "recurring_entries" key (organization_id, id) {
        pub organization_id: Id,
        pub id: Id,
        pub name: String,
        /// A [`Unit`](despacho_recurrence::schedule::Unit).
        pub unit: String,
        pub every: i64,
        pub day: i64,
        /// ISO 8601, as all its days; empty where there is none.
        pub starts_on: String,
        pub ends_on: String,
        /// 0 without end.
        pub times: i64,
        /// `draft` or `post`.
        pub action: String,
        /// `active` or `stopped`.
        pub state: String,
        /// A [`Template`](crate::templates::template::Template) as JSON.
        pub body: String,
        /// What its template asks, as JSON.
        pub answers: String,
        /// Empty once it has ended.
        pub next_on: String,
        pub last_on: String,
        /// How often it came, with the times that were left out.
        pub made: i64,
        /// Why the next one could not be made, as JSON; empty where nothing stands against it.
        pub fault: String,
        /// Who saved it last, in whose name it posts.
        pub created_by: Id,
        pub created_at: i64,
        pub version: i64,
    }
}

impl Versioned for RecurringEntry {
    fn version(&self) -> i64 {
        self.version
    }
}

despacho_platform::row! {
    /// A day on which one came, with its entry; without one it was left out.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Occurrence in "recurring_occurrences" key (organization_id, recurring_id, date) {
        pub organization_id: Id,
        pub recurring_id: Id,
        pub date: String,
        pub entry_id: Option<Id>,
        pub made_at: i64,
    }
}

/// A page of them, the oldest first, from after one.
pub async fn page(db: &dyn Connection, organization: Id, after: Option<Id>, limit: i64) -> Result<Vec<RecurringEntry>> {
    let sql = format!("SELECT {} FROM recurring_entries WHERE organization_id = $1 AND id > $2 ORDER BY id LIMIT $3", RecurringEntry::columns());
    Ok(sql::rows(db, &sql, vals![organization, after.unwrap_or_else(Id::nil), limit]).await?)
}

pub async fn count(db: &dyn Connection, organization: Id) -> Result<i64> {
    Ok(sql::scalar(db, "SELECT COUNT(*) FROM recurring_entries WHERE organization_id = $1", vals![organization])
        .await?
        .unwrap_or(0))
}

pub async fn find(db: &dyn Connection, organization: Id, id: Id) -> Result<RecurringEntry> {
    find_any(db, organization, id).await?.ok_or(Error::NotFound)
}

/// One if it is there.
pub async fn find_any(db: &dyn Connection, organization: Id, id: Id) -> Result<Option<RecurringEntry>> {
    Ok(sql::find(db, vals![organization, id]).await?)
}

/// The active ones of an organization whose day has come, the first day first.
pub async fn due(db: &dyn Connection, organization: Id, today: &str, limit: i64) -> Result<Vec<Id>> {
    let sql =
        "SELECT id FROM recurring_entries WHERE organization_id = $1 AND state = 'active' AND next_on <> '' AND next_on <= $2 ORDER BY next_on, id LIMIT $3";
    Ok(sql::column(db, sql, vals![organization, today, limit]).await?)
}

/// The organizations that have such ones, from after one.
pub async fn organizations_due(db: &dyn Connection, today: &str, after: Id, limit: i64) -> Result<Vec<Id>> {
    let sql = "SELECT DISTINCT organization_id FROM recurring_entries
               WHERE state = 'active' AND next_on <> '' AND next_on <= $1 AND organization_id > $2 ORDER BY organization_id LIMIT $3";
    Ok(sql::column(db, sql, vals![today, after, limit]).await?)
}

pub async fn insert(tx: &Tx, new: &RecurringEntry) -> Result<()> {
    Ok(sql::insert(tx, std::slice::from_ref(new)).await?)
}

/// Stores a changed one over the version that it was read at; answers whether it was still that.
pub async fn update(tx: &Tx, changed: &RecurringEntry) -> Result<bool> {
    Ok(sql::update_version(tx, changed).await?)
}

/// Stores what came of it; whoever edits it meanwhile is not told of another version.
pub async fn put(tx: &Tx, changed: &RecurringEntry) -> Result<()> {
    if sql::update(tx, changed).await? { Ok(()) } else { Err(Error::NotFound) }
}

pub async fn delete(tx: &Tx, organization: Id, id: Id) -> Result<()> {
    if sql::delete::<RecurringEntry>(tx, vals![organization, id]).await? { Ok(()) } else { Err(Error::NotFound) }
}

/// Notes that one came on its day, with its entry; without one it was left out.
pub async fn noted(tx: &Tx, of: &RecurringEntry, entry_id: Option<Id>, now: i64) -> Result<()> {
    let occurrence = Occurrence { organization_id: of.organization_id, recurring_id: of.id, date: of.next_on.clone(), entry_id, made_at: now };
    Ok(sql::insert(tx, std::slice::from_ref(&occurrence)).await?)
}

/// The last times of one, the latest first.
pub async fn occurrences(db: &dyn Connection, organization: Id, id: Id, limit: i64) -> Result<Vec<Occurrence>> {
    let sql =
        format!("SELECT {} FROM recurring_occurrences WHERE organization_id = $1 AND recurring_id = $2 ORDER BY date DESC LIMIT $3", Occurrence::columns());
    Ok(sql::rows(db, &sql, vals![organization, id, limit]).await?)
}
