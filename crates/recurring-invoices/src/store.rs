//! Every SQL of recurring invoices.

use despacho_kernel::{
    Id,
    text::{fold, like_pattern},
};
use despacho_platform::{
    Error, Result, Tx,
    sql::{self, Conditions, Connection, FromRow},
    vals,
};

use crate::recurring::{ACTIVE, ENDED, RecurringInvoice, STOPPED, Time};

/// What a list is narrowed by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Words of its name and its customer, in any order.
    pub search: String,
    pub contact: Option<Id>,
    /// `active`, `stopped`, `ended`, or `failing` where the next one could not be made.
    pub status: String,
}

fn conditions(organization: Id, filter: &Filter) -> Conditions {
    let mut found = Conditions::new("r.organization_id = ?", organization);
    if let Some(contact) = filter.contact {
        found.and("r.contact_id = ?", contact);
    }
    match filter.status.as_str() {
        ENDED => found.and("r.next_on = ?", ""),
        state @ (ACTIVE | STOPPED) => {
            found.and("r.next_on <> ?", "");
            found.and("r.state = ?", state);
        }
        "failing" => {
            found.and("r.state = ?", ACTIVE);
            found.and("r.fault <> ?", "");
        }
        _ => {}
    }
    for word in fold(&filter.search).split_whitespace().take(8) {
        let by_customer =
            "EXISTS (SELECT 1 FROM contacts c WHERE c.organization_id = r.organization_id AND c.id = r.contact_id AND c.search_text LIKE ? ESCAPE '\\')";
        found.and_any(vec![("r.name_key LIKE ? ESCAPE '\\'", like_pattern(word).into()), (by_customer, like_pattern(word).into())]);
    }
    found
}

/// A page of them by their names, from after one's name.
pub async fn page(db: &dyn Connection, organization: Id, filter: &Filter, after: Option<&str>, limit: i64) -> Result<Vec<RecurringInvoice>> {
    let mut found = conditions(organization, filter);
    if let Some(name) = after {
        found.and("r.name_key > ?", name);
    }
    found.values.push(limit.into());
    let columns = RecurringInvoice::COLUMNS.iter().map(|column| format!("r.{column}")).collect::<Vec<_>>().join(", ");
    let sql = format!("SELECT {columns} FROM recurring_invoices r WHERE {} ORDER BY r.name_key LIMIT ${}", found.text, found.values.len());
    Ok(sql::rows(db, &sql, found.values).await?)
}

pub async fn count(db: &dyn Connection, organization: Id) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM recurring_invoices WHERE organization_id = $1";
    Ok(sql::scalar(db, sql, vals![organization]).await?.unwrap_or(0))
}

/// Another one of a name, if any.
pub async fn named(db: &dyn Connection, of: &RecurringInvoice) -> Result<Option<Id>> {
    let sql = "SELECT id FROM recurring_invoices WHERE organization_id = $1 AND name_key = $2 AND id <> $3";
    Ok(sql::scalar(db, sql, vals![of.organization_id, of.name_key.as_str(), of.id]).await?)
}

pub async fn find(db: &dyn Connection, organization: Id, id: Id) -> Result<RecurringInvoice> {
    find_any(db, organization, id).await?.ok_or(Error::NotFound)
}

/// One if it is there.
pub async fn find_any(db: &dyn Connection, organization: Id, id: Id) -> Result<Option<RecurringInvoice>> {
    Ok(sql::find(db, vals![organization, id]).await?)
}

/// Several by their ids.
pub async fn of_ids(db: &dyn Connection, organization: Id, ids: &[Id]) -> Result<Vec<RecurringInvoice>> {
    let sql = format!("SELECT {} FROM recurring_invoices WHERE organization_id = $1 AND id IN ({{ids}})", RecurringInvoice::columns());
    Ok(sql::rows_in(db, &sql, vals![organization], ids).await?)
}

/// The active ones of an organization whose day has come, the first day first.
pub async fn due(db: &dyn Connection, organization: Id, today: &str, limit: i64) -> Result<Vec<Id>> {
    let sql =
        "SELECT id FROM recurring_invoices WHERE organization_id = $1 AND state = 'active' AND next_on <> '' AND next_on <= $2 ORDER BY next_on, id LIMIT $3";
    Ok(sql::column(db, sql, vals![organization, today, limit]).await?)
}

/// The organizations that have such ones, from after one.
pub async fn organizations_due(db: &dyn Connection, today: &str, after: Id, limit: i64) -> Result<Vec<Id>> {
    let sql = "SELECT DISTINCT organization_id FROM recurring_invoices
               WHERE state = 'active' AND next_on <> '' AND next_on <= $1 AND organization_id > $2 ORDER BY organization_id LIMIT $3";
    Ok(sql::column(db, sql, vals![today, after, limit]).await?)
}

pub async fn insert(tx: &Tx, new: &RecurringInvoice) -> Result<()> {
    Ok(sql::insert(tx, std::slice::from_ref(new)).await?)
}

/// Stores a changed one over the version that it was read at; answers whether it was still that.
pub async fn update(tx: &Tx, changed: &RecurringInvoice) -> Result<bool> {
    Ok(sql::update_version(tx, changed).await?)
}

/// Stores what came of it; whoever edits it meanwhile is not told of another version.
pub async fn put(tx: &Tx, changed: &RecurringInvoice) -> Result<()> {
    if sql::update(tx, changed).await? { Ok(()) } else { Err(Error::NotFound) }
}

pub async fn delete(tx: &Tx, organization: Id, id: Id) -> Result<()> {
    if sql::delete::<RecurringInvoice>(tx, vals![organization, id]).await? { Ok(()) } else { Err(Error::NotFound) }
}

/// Stores what one names, by list and id, in place of what it named.
pub async fn set_names(tx: &Tx, of: &RecurringInvoice, names: &[(&str, Id)]) -> Result<()> {
    sql::run(tx, "DELETE FROM recurring_invoice_names WHERE organization_id = $1 AND recurring_id = $2", vals![of.organization_id, of.id]).await?;
    let rows = names.iter().map(|(target, id)| vals![of.organization_id, of.id, *target, *id]).collect();
    Ok(sql::insert_many(tx, "recurring_invoice_names", &["organization_id", "recurring_id", "target", "id"], rows).await?)
}

/// Whether any of them names one of these rows of a list.
pub async fn names_any(db: &dyn Connection, organization: Id, to: &str, ids: &[Id]) -> Result<bool> {
    let sql = "SELECT recurring_id FROM recurring_invoice_names WHERE organization_id = $1 AND target = $2 AND id IN ({ids}) LIMIT 1";
    Ok(!sql::column_in::<Id>(db, sql, vals![organization, to], ids).await?.is_empty())
}

pub async fn insert_time(tx: &Tx, new: &Time) -> Result<()> {
    Ok(sql::insert(tx, std::slice::from_ref(new)).await?)
}

/// The times of one, the latest first, from before a day.
pub async fn times(db: &dyn Connection, organization: Id, id: Id, before: Option<&str>, limit: i64) -> Result<Vec<Time>> {
    let sql = format!(
        "SELECT {} FROM recurring_invoice_times WHERE organization_id = $1 AND recurring_id = $2 AND date < $3 ORDER BY date DESC LIMIT $4",
        Time::columns()
    );
    Ok(sql::rows(db, &sql, vals![organization, id, before.unwrap_or("9999-99-99"), limit]).await?)
}
