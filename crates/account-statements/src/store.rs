//! Every SQL of statements.

use despacho_kernel::Id;
use despacho_platform::{
    Result,
    sql::{self, Connection, FromRow},
    vals,
};

use super::statement::{Carried, Item};

/// What documents and payments of two days and those between come to, each of them once, in the order of their days, at most `limit`.
pub async fn movements(db: &dyn Connection, organization: Id, contact: Id, (first, last): (&str, &str), limit: i64) -> Result<Vec<Item>> {
    let sql = format!(
        "SELECT {} FROM (
           SELECT i.source, i.source_id, i.label, i.reference, k.control, i.currency, CAST(SUM(i.amount) AS BIGINT) AS amount,
                  CAST(SUM(i.remaining) AS BIGINT) AS remaining, i.date, MAX(i.due_on) AS due_on
           FROM open_items i JOIN accounts k ON k.organization_id = i.organization_id AND k.id = i.account_id
           WHERE i.organization_id = $1 AND i.contact_id = $2 AND NOT i.void AND i.date BETWEEN $3 AND $4
           GROUP BY i.source, i.source_id, i.label, i.reference, k.control, i.currency, i.date) AS moved
         ORDER BY date, CASE WHEN source IN ('payment', 'write_off') THEN 1 ELSE 0 END, label, source_id LIMIT $5",
        Item::columns()
    );
    Ok(sql::rows(db, &sql, vals![organization, contact, first, last, limit]).await?)
}

/// What documents and payments before a day come to.
pub async fn carried(db: &dyn Connection, organization: Id, contact: Id, first: &str) -> Result<Vec<Carried>> {
    let sql = "SELECT k.control, i.currency, CAST(SUM(i.amount) AS BIGINT) AS amount
               FROM open_items i JOIN accounts k ON k.organization_id = i.organization_id AND k.id = i.account_id
               WHERE i.organization_id = $1 AND i.contact_id = $2 AND NOT i.void AND i.date < $3 GROUP BY k.control, i.currency LIMIT 400";
    Ok(sql::rows(db, sql, vals![organization, contact, first]).await?)
}

/// What is open at the end of a day, what is due first first, at most `limit`: what is left now, and what was settled after it.
pub async fn open(db: &dyn Connection, organization: Id, contact: Id, last: &str, limit: i64) -> Result<Vec<Item>> {
    let later = |side: &str| {
        format!(
            "COALESCE((SELECT SUM(a.amount) FROM allocations a WHERE a.organization_id = i.organization_id AND a.{side} = i.id AND a.date > $3
                       AND a.undone_at IS NULL), 0)"
        )
    };
    let sql = format!(
        "SELECT {} FROM (
           SELECT i.id, i.source, i.source_id, i.label, i.reference, k.control, i.currency, i.amount,
                  CAST(i.remaining + {} - {} AS BIGINT) AS remaining, i.date, i.due_on
           FROM open_items i JOIN accounts k ON k.organization_id = i.organization_id AND k.id = i.account_id
           WHERE i.organization_id = $1 AND i.contact_id = $2 AND NOT i.void AND i.date <= $3) AS held
         WHERE remaining <> 0 ORDER BY due_on, date, label, id LIMIT $4",
        Item::columns(),
        later("debit_id"),
        later("credit_id")
    );
    Ok(sql::rows(db, &sql, vals![organization, contact, last, limit]).await?)
}
