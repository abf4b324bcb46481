//! Every SQL of insights: one query for each kind of figure, for all organizations at once, from what is kept of them.

use despacho_kernel::Id;
use despacho_ledger::accounts::watched_store::{ACCOUNTS, beginnings};
use despacho_platform::{
    Result,
    sql::{self, Connection},
    vals,
};

use crate::control::store::{MAX, Scope, scoped};

despacho_platform::row! {
    /// What an organization's cash and banks hold, debit positive.
    #[derive(Debug, Clone)]
    pub struct Cash {
        pub organization_id: Id,
        pub amount: i64,
    }
}

/// Cash and banks at the end of a month (`2026-03`).
pub async fn cash(db: &dyn Connection, scope: Scope, month: &str) -> Result<Vec<Cash>> {
    let (scoped, mut values) = scoped(db, scope);
    let Some(beginnings) = beginnings(|pack| &pack.watched.cash) else { return Ok(vec![]) };
    values.push(month.into());
    let sql = format!(
        "WITH {scoped}, {beginnings} SELECT a.organization_id, CAST(SUM(b.debit - b.credit) AS BIGINT) AS amount {ACCOUNTS}
         JOIN account_balances b ON b.organization_id = a.organization_id AND b.account_id = a.id AND b.month <= $4
         GROUP BY a.organization_id LIMIT {MAX}"
    );
    Ok(sql::rows(db, &sql, values).await?)
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

/// What is open at the end of a day: what is left now, and what was settled after it.
pub async fn open(db: &dyn Connection, scope: Scope, day: &str) -> Result<Vec<Open>> {
    let (scoped, mut values) = scoped(db, scope);
    values.push(day.into());
    let settled = |side: &str, amount: &str| {
        format!(
            "SELECT i.organization_id, i.account_id, i.due_on, {amount} AS amount FROM s
             JOIN allocations a ON a.organization_id = s.organization_id AND a.date > $4 AND a.undone_at IS NULL
             JOIN open_items i ON i.organization_id = a.organization_id AND i.id = a.{side} AND i.date <= $4 AND NOT i.void"
        )
    };
    let sql = format!(
        "WITH {scoped}, l AS (
           SELECT i.organization_id, i.account_id, i.due_on, i.base_remaining AS amount FROM s
           JOIN open_items i ON i.organization_id = s.organization_id AND i.remaining <> 0 AND i.date <= $4
           UNION ALL {} UNION ALL {}),
         g AS (SELECT organization_id, account_id, SUM(amount) AS amount, SUM(CASE WHEN due_on < $4 THEN amount ELSE 0 END) AS overdue
               FROM l GROUP BY organization_id, account_id)
         SELECT g.organization_id, k.control, CAST(SUM(g.amount) AS BIGINT) AS amount, CAST(SUM(g.overdue) AS BIGINT) AS overdue
         FROM g JOIN accounts k ON k.organization_id = g.organization_id AND k.id = g.account_id AND k.control <> ''
         GROUP BY g.organization_id, k.control LIMIT {}",
        settled("debit_id", "a.base_debit"),
        settled("credit_id", "-a.base_credit"),
        MAX * 2
    );
    Ok(sql::rows(db, &sql, values).await?)
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
pub async fn flows(db: &dyn Connection, scope: Scope, (before, first, last): (&str, &str, &str)) -> Result<Vec<Flows>> {
    let (scoped, mut values) = scoped(db, scope);
    values.extend(vals![before, first, last]);
    let sum = |column: &str, within: &str, name: &str| format!("CAST(SUM(CASE WHEN r.month {within} $5 THEN r.{column} ELSE 0 END) AS BIGINT) AS {name}");
    let sql = format!(
        "WITH {scoped} SELECT r.organization_id, {}, {}, {}, {} FROM s
         JOIN month_results r ON r.organization_id = s.organization_id AND r.month BETWEEN $4 AND $6 GROUP BY r.organization_id LIMIT {MAX}",
        sum("income", ">=", "income"),
        sum("expenses", ">=", "expenses"),
        sum("income", "<", "income_before"),
        sum("expenses", "<", "expenses_before")
    );
    Ok(sql::rows(db, &sql, values).await?)
}

despacho_platform::row! {
    /// What is posted on an account beyond a day within its month, debit positive.
    #[derive(Debug, Clone)]
    pub struct Later {
        pub organization_id: Id,
        pub country: String,
        pub code: String,
        pub r#type: String,
        /// Of everything; a closing of the day itself is with it.
        pub amount: i64,
        /// Of what is neither an opening nor a closing.
        pub flow: i64,
    }
}

/// What sums of whole months have beyond a day, through the end of its month.
pub async fn later(db: &dyn Connection, scope: Scope, (day, end): (&str, &str)) -> Result<Vec<Later>> {
    let (scoped, mut values) = scoped(db, scope);
    values.extend(vals![day, end]);
    let sql = format!(
        "WITH {scoped} SELECT s.organization_id, s.country, a.code, a.type, CAST(SUM(p.amount) AS BIGINT) AS amount,
           CAST(SUM(CASE WHEN p.part = 'normal' THEN p.amount ELSE 0 END) AS BIGINT) AS flow FROM s
         JOIN journal_entries e ON e.organization_id = s.organization_id AND e.date BETWEEN $4 AND $5 AND e.state IN ('posted', 'reversed')
         JOIN postings p ON p.organization_id = e.organization_id AND p.entry_id = e.id AND (e.date > $4 OR p.part = 'closing')
         JOIN accounts a ON a.organization_id = p.organization_id AND a.id = p.account_id
         GROUP BY s.organization_id, s.country, a.code, a.type LIMIT 200000"
    );
    Ok(sql::rows(db, &sql, values).await?)
}
