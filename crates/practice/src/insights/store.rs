//! Every SQL of insights: one query for each kind of figure, for all organizations at once, from what is kept of them.

use despacho_kernel::Id;
use despacho_ledger::accounts::watched_store::end;
use despacho_platform::{
    Result,
    sql::{self, Connection, Value},
    vals,
};

despacho_platform::row! {
    /// What an organization's cash and banks hold, debit positive.
    #[derive(Debug, Clone)]
    pub struct Cash {
        pub organization_id: Id,
        pub amount: i64,
    }
}

/// What the accounts of organizations whose codes begin so hold at the end of a month (`2026-03`).
pub async fn cash(db: &dyn Connection, organizations: &[Id], beginnings: &[String], month: &str) -> Result<Vec<Cash>> {
    let mut values: Vec<Value> = vals![month];
    let mut ranges = vec![];
    for beginning in beginnings {
        values.extend(vals![beginning.as_str(), end(beginning)]);
        let (low, high) = (values.len() - 1, values.len());
        ranges.push(format!("(a.code >= ${low} AND a.code < ${high} AND SUBSTR(a.code, 1, LENGTH(${low})) = ${low})"));
    }
    if ranges.is_empty() {
        return Ok(vec![]);
    }
    let sql = format!(
        "SELECT a.organization_id, CAST(SUM(b.debit - b.credit) AS BIGINT) AS amount FROM accounts a
         JOIN account_balances b ON b.organization_id = a.organization_id AND b.account_id = a.id AND b.month <= $1
         WHERE a.organization_id IN ({{ids}}) AND ({}) GROUP BY a.organization_id",
        ranges.join(" OR ")
    );
    Ok(sql::rows_in(db, &sql, values, organizations).await?)
}

despacho_platform::row! {
    /// What an organization has open on one side; receivables are positive.
    #[derive(Debug, Clone)]
    pub struct Open {
        pub organization_id: Id,
        /// `receivable` or `payable`.
        pub control: String,
        pub amount: i64,
        /// What of it was due before the day.
        pub overdue: i64,
    }
}

/// The sums by side of what `parts` has by account.
fn by_side(parts: &str) -> String {
    format!(
        "SELECT g.organization_id, k.control, CAST(SUM(g.amount) AS BIGINT) AS amount, CAST(SUM(g.overdue) AS BIGINT) AS overdue
         FROM (SELECT l.organization_id, l.account_id, SUM(l.amount) AS amount, SUM(CASE WHEN l.due_on < $1 THEN l.amount ELSE 0 END) AS overdue
               FROM ({parts}) AS l GROUP BY l.organization_id, l.account_id) AS g
         JOIN accounts k ON k.organization_id = g.organization_id AND k.id = g.account_id AND k.control <> ''
         GROUP BY g.organization_id, k.control"
    )
}

/// What is left now of what was there at the end of a day.
pub async fn open(db: &dyn Connection, organizations: &[Id], day: &str) -> Result<Vec<Open>> {
    // The day on which it is due is asked about so that the index of what is open is read alone.
    let parts = "SELECT i.organization_id, i.account_id, i.due_on, i.base_remaining AS amount FROM open_items i
                 WHERE i.organization_id IN ({ids}) AND i.remaining <> 0 AND i.due_on > '' AND i.date <= $1";
    Ok(sql::rows_in(db, &by_side(parts), vals![day], organizations).await?)
}

/// What was settled after a day of what was there at its end: it was open then.
pub async fn settled_later(db: &dyn Connection, organizations: &[Id], day: &str) -> Result<Vec<Open>> {
    let mut found = vec![];
    for (side, amount) in [("debit_id", "a.base_debit"), ("credit_id", "-a.base_credit")] {
        let parts = format!(
            "SELECT i.organization_id, i.account_id, i.due_on, {amount} AS amount FROM allocations a
             JOIN open_items i ON i.organization_id = a.organization_id AND i.id = a.{side} AND i.date <= $1 AND NOT i.void
             WHERE a.organization_id IN ({{ids}}) AND a.date > $1 AND a.undone_at IS NULL"
        );
        found.extend(sql::rows_in(db, &by_side(&parts), vals![day], organizations).await?);
    }
    Ok(found)
}

despacho_platform::row! {
    /// Income and expenses of a period and of the one before.
    #[derive(Debug, Clone)]
    pub struct Flows {
        pub organization_id: Id,
        pub income: i64,
        pub expenses: i64,
        pub income_before: i64,
        pub expenses_before: i64,
    }
}

/// Income and expenses by whole months: `before` and `first` are the first months of two periods that follow each other, `last` ends the second.
pub async fn flows(db: &dyn Connection, organizations: &[Id], (before, first, last): (&str, &str, &str)) -> Result<Vec<Flows>> {
    let sum = |column: &str, within: &str, name: &str| format!("CAST(SUM(CASE WHEN r.month {within} $2 THEN r.{column} ELSE 0 END) AS BIGINT) AS {name}");
    let sql = format!(
        "SELECT r.organization_id, {}, {}, {}, {} FROM month_results r
         WHERE r.organization_id IN ({{ids}}) AND r.month BETWEEN $1 AND $3 GROUP BY r.organization_id",
        sum("income", ">=", "income"),
        sum("expenses", ">=", "expenses"),
        sum("income", "<", "income_before"),
        sum("expenses", "<", "expenses_before")
    );
    Ok(sql::rows_in(db, &sql, vals![before, first, last], organizations).await?)
}

despacho_platform::row! {
    /// What is posted on an account beyond a day within its month, debit positive.
    #[derive(Debug, Clone)]
    pub struct Later {
        pub organization_id: Id,
        pub code: String,
        pub r#type: String,
        /// Of everything; a closing of the day itself is with it.
        pub amount: i64,
        /// Of what is neither an opening nor a closing.
        pub flow: i64,
    }
}

/// What sums of whole months have beyond a day, through the end of its month.
pub async fn later(db: &dyn Connection, organizations: &[Id], (day, end): (&str, &str)) -> Result<Vec<Later>> {
    let sql = "SELECT g.organization_id, a.code, a.type, g.amount, g.flow FROM (
                 SELECT e.organization_id, p.account_id, CAST(SUM(p.amount) AS BIGINT) AS amount,
                        CAST(SUM(CASE WHEN p.part = 'normal' THEN p.amount ELSE 0 END) AS BIGINT) AS flow
                 FROM journal_entries e
                 JOIN postings p ON p.organization_id = e.organization_id AND p.entry_id = e.id AND (e.date > $1 OR p.part = 'closing')
                 WHERE e.organization_id IN ({ids}) AND e.date BETWEEN $1 AND $2 AND e.state IN ('posted', 'reversed')
                 GROUP BY e.organization_id, p.account_id) AS g
               JOIN accounts a ON a.organization_id = g.organization_id AND a.id = g.account_id";
    Ok(sql::rows_in(db, sql, vals![day, end], organizations).await?)
}
