//! Every SQL of reminders.

use despacho_kernel::Id;
use despacho_platform::{
    Result, Tx,
    sql::{self, Connection, FromRow},
    vals,
};

despacho_platform::row! {
    /// Whether an organization's customers are reminded.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Settings in "reminder_settings" key (organization_id) {
        pub organization_id: Id,
        pub enabled: bool,
        /// The day on which they were switched on, ISO 8601: what should have gone before does not.
        pub since: String,
        /// In whose name messages go.
        pub set_by: Id,
        pub set_at: i64,
        /// The day for which they were last called for.
        pub checked_on: String,
    }
}

despacho_platform::row! {
    /// A contact or a document of which nobody is reminded.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Stop in "reminder_stops" key (organization_id, subject_id) {
        pub organization_id: Id,
        pub subject_id: Id,
        /// `contact` or `document`.
        pub subject: String,
        /// `paused` or `disputed`.
        pub reason: String,
        pub set_by: Id,
        pub set_at: i64,
    }
}

despacho_platform::row! {
    /// A reminder of a document that is done with.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Sent in "reminders_sent" key (organization_id, document_id, rule_id) {
        pub organization_id: Id,
        pub document_id: Id,
        pub rule_id: Id,
        /// What the rule was called.
        pub name: String,
        /// The day on which it fired.
        pub day: String,
        /// Its message; none where a later one went instead.
        pub message_id: Option<Id>,
    }
}

despacho_platform::row! {
    /// An invoice that is open and of which its customer may be reminded.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Reminded {
        pub document_id: Id,
        pub number: String,
        pub contact_name: String,
        pub email: String,
        pub due_on: String,
        pub currency: String,
        /// What is left, in minor units of the currency.
        pub remaining: i64,
    }
}

pub async fn settings(db: &dyn Connection, organization: Id) -> Result<Option<Settings>> {
    Ok(sql::find(db, vals![organization]).await?)
}

pub async fn put_settings(tx: &Tx, settings: &Settings) -> Result<()> {
    let sql = "INSERT INTO reminder_settings (organization_id, enabled, since, set_by, set_at, checked_on) VALUES ($1, $2, $3, $4, $5, $6)
               ON CONFLICT (organization_id) DO UPDATE SET enabled = excluded.enabled, since = excluded.since, set_by = excluded.set_by, set_at = excluded.set_at";
    let of = settings;
    sql::run(tx, sql, vals![of.organization_id, of.enabled, of.since.as_str(), of.set_by, of.set_at, of.checked_on.as_str()]).await?;
    Ok(())
}

despacho_platform::row! {
    /// Where reminders are on, and what day it is there.
    #[derive(Debug, Clone)]
    pub struct Enabled {
        pub organization_id: Id,
        pub time_zone: String,
        pub checked_on: String,
    }
}

/// The organizations where reminders are on, from beyond one.
pub async fn enabled(db: &dyn Connection, after: Id, limit: i64) -> Result<Vec<Enabled>> {
    let sql = "SELECT s.organization_id, o.time_zone, s.checked_on FROM reminder_settings s JOIN organizations o ON o.id = s.organization_id
               WHERE s.enabled = $1 AND s.organization_id > $2 ORDER BY s.organization_id LIMIT $3";
    Ok(sql::rows(db, sql, vals![true, after, limit]).await?)
}

/// Notes that a day's reminders were called for; answers whether nobody had yet.
pub async fn check(tx: &Tx, organization: Id, day: &str) -> Result<bool> {
    let sql = "UPDATE reminder_settings SET checked_on = $2 WHERE organization_id = $1 AND checked_on < $2";
    Ok(sql::run(tx, sql, vals![organization, day]).await? > 0)
}

/// Issued invoices `d` of which something is left to pay, `i`, and that nobody stopped.
const OPEN: &str =
    "FROM open_items i JOIN documents d ON d.organization_id = i.organization_id AND d.id = i.source_id AND d.kind = 'invoice' AND d.stage = 'issued'
     JOIN contacts c ON c.organization_id = d.organization_id AND c.id = d.contact_id
     WHERE i.organization_id = $1 AND i.remaining <> 0 AND i.remaining > 0 AND i.source = 'invoice'
       AND NOT EXISTS (SELECT 1 FROM reminder_stops t WHERE t.organization_id = i.organization_id AND t.subject_id IN (d.id, d.contact_id))";
const READ: &str = "d.id AS document_id, d.number, d.contact_name, c.email, i.due_on, d.currency, i.remaining";

/// Those that are due between two days, the earliest first, from beyond a place.
pub async fn open(db: &dyn Connection, organization: Id, (from, to): (&str, &str), after: (&str, Id), limit: i64) -> Result<Vec<Reminded>> {
    let sql =
        format!("SELECT {READ} {OPEN} AND i.due_on BETWEEN $2 AND $3 AND (i.due_on > $4 OR (i.due_on = $4 AND d.id > $5)) ORDER BY i.due_on, d.id LIMIT $6");
    Ok(sql::rows(db, &sql, vals![organization, from, to, after.0, after.1, limit]).await?)
}

/// One of them; none where it is paid, void or stopped.
pub async fn open_one(db: &dyn Connection, organization: Id, document: Id) -> Result<Option<Reminded>> {
    let sql = format!("SELECT {READ} {OPEN} AND d.id = $2 ORDER BY i.due_on LIMIT 1");
    Ok(sql::maybe(db, &sql, vals![organization, document]).await?)
}

/// What was sent of documents, the earliest first.
pub async fn sent(db: &dyn Connection, organization: Id, documents: &[Id]) -> Result<Vec<Sent>> {
    let sql = format!("SELECT {} FROM reminders_sent WHERE organization_id = $1 AND document_id IN ({{ids}}) ORDER BY day, rule_id", Sent::columns());
    Ok(sql::rows_in(db, &sql, vals![organization], documents).await?)
}

pub async fn insert_sent(tx: &Tx, sent: &[Sent]) -> Result<()> {
    Ok(sql::insert(tx, sent).await?)
}

/// The stops of contacts or documents.
pub async fn stops(db: &dyn Connection, organization: Id, subjects: &[Id]) -> Result<Vec<Stop>> {
    let sql = format!("SELECT {} FROM reminder_stops WHERE organization_id = $1 AND subject_id IN ({{ids}})", Stop::columns());
    Ok(sql::rows_in(db, &sql, vals![organization], subjects).await?)
}

despacho_platform::row! {
    /// A stop with what it is called.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct NamedStop {
        pub subject_id: Id,
        pub subject: String,
        pub reason: String,
        pub name: String,
    }
}

/// The latest stops, with what they are of.
pub async fn latest_stops(db: &dyn Connection, organization: Id, limit: i64) -> Result<Vec<NamedStop>> {
    let sql = "SELECT t.subject_id, t.subject, t.reason, COALESCE(c.name, d.number || ' · ' || d.contact_name) AS name FROM reminder_stops t
               LEFT JOIN contacts c ON t.subject = 'contact' AND c.organization_id = t.organization_id AND c.id = t.subject_id
               LEFT JOIN documents d ON t.subject = 'document' AND d.organization_id = t.organization_id AND d.id = t.subject_id
               WHERE t.organization_id = $1 AND (c.id IS NOT NULL OR d.id IS NOT NULL) ORDER BY t.set_at DESC, t.subject_id LIMIT $2";
    Ok(sql::rows(db, sql, vals![organization, limit]).await?)
}

pub async fn put_stop(tx: &Tx, stop: &Stop) -> Result<()> {
    let sql = "INSERT INTO reminder_stops (organization_id, subject_id, subject, reason, set_by, set_at) VALUES ($1, $2, $3, $4, $5, $6)
               ON CONFLICT (organization_id, subject_id) DO UPDATE SET reason = excluded.reason, set_by = excluded.set_by, set_at = excluded.set_at";
    sql::run(tx, sql, vals![stop.organization_id, stop.subject_id, stop.subject.as_str(), stop.reason.as_str(), stop.set_by, stop.set_at]).await?;
    Ok(())
}

/// Takes a stop away; answers whether there was one.
pub async fn remove_stop(tx: &Tx, organization: Id, subject: Id) -> Result<bool> {
    Ok(sql::delete::<Stop>(tx, vals![organization, subject]).await?)
}
