//! Every SQL of the home: a row or a few of what is kept already, never a scan of the journal.

use despacho_kernel::Id;
use despacho_ledger::{
    accounts::watched_store::{ACCOUNTS, beginnings},
    journal::store::JournalEntry,
};
use despacho_platform::{
    Result,
    sql::{self, Connection, FromRow},
    vals,
};

despacho_platform::row! {
    /// An account with what it comes to, debit positive, in minor units of the organization's currency.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Held {
        pub account_id: Id,
        pub code: String,
        pub name: String,
        pub amount: i64,
    }
}

/// Cash and banks with postings through a month (`2026-03`): what they hold at its end, by code.
pub async fn cash(db: &dyn Connection, organization: Id, month: &str) -> Result<Vec<Held>> {
    let Some(beginnings) = beginnings(|pack| &pack.watched.cash) else { return Ok(vec![]) };
    let sql = format!(
        "WITH s AS (SELECT id AS organization_id, country FROM organizations WHERE id = $1), {beginnings}
         SELECT a.id AS account_id, a.code, a.name, CAST(SUM(b.debit - b.credit) AS BIGINT) AS amount {ACCOUNTS}
         JOIN account_balances b ON b.organization_id = a.organization_id AND b.account_id = a.id
         WHERE b.month <= $2 GROUP BY a.id, a.code, a.name ORDER BY a.code LIMIT 5000"
    );
    Ok(sql::rows(db, &sql, vals![organization, month]).await?)
}

despacho_platform::row! {
    /// What an account moved in a month or on a day in one part of its balances, debit positive.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Moved {
        /// `2026-01`, or a day.
        pub at: String,
        pub part: String,
        pub amount: i64,
    }
}

/// What an account moved in each month.
pub async fn by_month(db: &dyn Connection, organization: Id, account: Id) -> Result<Vec<Moved>> {
    let sql = "SELECT month AS at, part, CAST(SUM(debit - credit) AS BIGINT) AS amount FROM account_balances
               WHERE organization_id = $1 AND account_id = $2 GROUP BY month, part ORDER BY month LIMIT 5000";
    Ok(sql::rows(db, sql, vals![organization, account]).await?)
}

/// What an account moved on each day between two, at most 2,000 of them.
pub async fn by_day(db: &dyn Connection, organization: Id, account: Id, (from, to): (&str, &str)) -> Result<Vec<Moved>> {
    let sql = "SELECT p.date AS at, p.part, CAST(SUM(p.amount) AS BIGINT) AS amount FROM postings p
               JOIN journal_entries e ON e.organization_id = p.organization_id AND e.id = p.entry_id AND e.state IN ('posted', 'reversed')
               WHERE p.organization_id = $1 AND p.account_id = $2 AND p.date BETWEEN $3 AND $4 GROUP BY p.date, p.part ORDER BY p.date LIMIT 2000";
    Ok(sql::rows(db, sql, vals![organization, account, from, to]).await?)
}

despacho_platform::row! {
    /// How far the lines of a bank account are.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Bank {
        pub id: Id,
        pub name: String,
        pub account_id: Id,
        /// Lines that wait, and the day of the first of them.
        pub waiting: i64,
        pub since: String,
        /// The last day that was closed; empty where none was.
        pub reconciled: String,
    }
}

/// Bank accounts that are used, with what waits in them.
pub async fn banks(db: &dyn Connection, organization: Id) -> Result<Vec<Bank>> {
    let sql = "SELECT b.id, b.name, b.account_id, COALESCE(w.waiting, 0) AS waiting, COALESCE(w.since, '') AS since,
                 COALESCE((SELECT MAX(r.through) FROM bank_reconciliations r
                   WHERE r.organization_id = b.organization_id AND r.bank_account_id = b.id AND r.status = 'closed'), '') AS reconciled
               FROM bank_accounts b LEFT JOIN (
                 SELECT bank_account_id, COUNT(*) AS waiting, MIN(date) AS since FROM bank_lines WHERE organization_id = $1 AND status = 'unmatched'
                 GROUP BY bank_account_id) AS w ON w.bank_account_id = b.id
               WHERE b.organization_id = $1 AND b.active = $2 ORDER BY b.account_code, b.id LIMIT 200";
    Ok(sql::rows(db, sql, vals![organization, true]).await?)
}

/// The entries that were written last.
pub async fn latest(db: &dyn Connection, organization: Id, limit: i64) -> Result<Vec<JournalEntry>> {
    let sql = format!(
        "SELECT {} FROM journal_entries WHERE organization_id = $1 AND state IN ('posted', 'reversed') ORDER BY id DESC LIMIT $2",
        JournalEntry::columns()
    );
    Ok(sql::rows(db, &sql, vals![organization, limit]).await?)
}

despacho_platform::row! {
    /// One of several, with its part of a sum; what all of them come to, and how many they are, is told beside.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Ranked {
        pub id: Id,
        pub code: String,
        pub name: String,
        /// Minor units of the organization's currency.
        pub amount: i64,
        pub total: i64,
        pub count: i64,
    }
}

/// Customers by what was invoiced to them between two days, without taxes and less what was credited, the first of them first.
pub async fn customers(db: &dyn Connection, organization: Id, currency: &str, (from, to): (&str, &str), limit: i64) -> Result<Vec<Ranked>> {
    let sql = "WITH g AS (
                 SELECT d.contact_id AS id, CAST(SUM(CASE WHEN d.kind = 'credit_note' THEN -1 ELSE 1 END * CASE WHEN d.currency = $2 THEN d.net ELSE
                   (SELECT COALESCE(SUM(l.base), 0) FROM document_lines l WHERE l.organization_id = d.organization_id AND l.document_id = d.id) END) AS BIGINT)
                   AS amount
                 FROM documents d WHERE d.organization_id = $1 AND d.kind IN ('invoice', 'credit_note') AND d.date BETWEEN $3 AND $4 AND d.stage = 'issued'
                 GROUP BY d.contact_id)
               SELECT g.id, CAST(c.number AS TEXT) AS code, c.name, g.amount, CAST(SUM(g.amount) OVER () AS BIGINT) AS total, COUNT(*) OVER () AS count
               FROM g JOIN contacts c ON c.organization_id = $1 AND c.id = g.id ORDER BY g.amount DESC, c.number LIMIT $5";
    Ok(sql::rows(db, sql, vals![organization, currency, from, to, limit]).await?)
}

/// What accounts of expenses come to over months (`2026-01`), without what closes years.
pub async fn expenses(db: &dyn Connection, organization: Id, (first, last): (&str, &str)) -> Result<Vec<Held>> {
    let sql = "SELECT a.id AS account_id, a.code, a.name, CAST(SUM(b.debit - b.credit) AS BIGINT) AS amount
               FROM accounts a JOIN account_balances b ON b.organization_id = a.organization_id AND b.account_id = a.id
               WHERE a.organization_id = $1 AND a.type = 'expense' AND b.part = 'normal' AND b.month BETWEEN $2 AND $3
               GROUP BY a.id, a.code, a.name ORDER BY a.code LIMIT 5000";
    Ok(sql::rows(db, sql, vals![organization, first, last]).await?)
}

despacho_platform::row! {
    /// What an organization has begun with.
    #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
    pub struct Begun {
        /// Entries besides opening balances.
        pub entries: bool,
        pub opening: bool,
        pub banks: bool,
    }
}

/// What an organization has begun with.
pub async fn begun(db: &dyn Connection, organization: Id) -> Result<Begun> {
    let sql = "SELECT EXISTS (SELECT 1 FROM journal_entries WHERE organization_id = $1 AND state IN ('posted', 'reversed') AND kind <> 'opening') AS entries,
                      EXISTS (SELECT 1 FROM journal_entries WHERE organization_id = $1 AND state IN ('posted', 'reversed') AND kind = 'opening') AS opening,
                      EXISTS (SELECT 1 FROM bank_accounts WHERE organization_id = $1) AS banks LIMIT 1";
    Ok(sql::maybe(db, sql, vals![organization]).await?.unwrap_or_default())
}
