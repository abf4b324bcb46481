//! SQL of lines, and of the postings that they are.

use despacho_kernel::Id;
use despacho_platform::{
    Error, Result, Tx,
    sql::{self, Conditions, Connection, FromRow},
    vals,
};

use crate::line::{BankLine, LinePosting, UNMATCHED};

/// Most lines and postings that proposals are made of.
pub const MOST: i64 = 20_000;

despacho_platform::row! {
    /// What tells a line from another.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Known {
        pub fingerprint: String,
        /// Of the file that brought it.
        pub format: String,
        pub date: String,
        pub amount: i64,
    }
}

despacho_platform::row! {
    struct Days {
        first: Option<String>,
        last: Option<String>,
    }
}

pub async fn find(db: &dyn Connection, organization: Id, id: Id) -> Result<BankLine> {
    sql::find(db, vals![organization, id]).await?.ok_or(Error::NotFound)
}

/// What is known of the lines of an account between two days, to tell those that a file brings again.
pub async fn known(db: &dyn Connection, organization: Id, account: Id, (from, to): (&str, &str)) -> Result<Vec<Known>> {
    let sql = "SELECT l.fingerprint, s.format, l.date, l.amount FROM bank_lines l
               JOIN bank_statements s ON s.organization_id = l.organization_id AND s.id = l.statement_id
               WHERE l.organization_id = $1 AND l.bank_account_id = $2 AND l.date BETWEEN $3 AND $4 ORDER BY l.date, l.id LIMIT 1000000";
    Ok(sql::rows(db, sql, vals![organization, account, from, to]).await?)
}

pub async fn insert(tx: &Tx, new: &[BankLine]) -> Result<()> {
    Ok(sql::insert(tx, new).await?)
}

/// Keeps a line at its next version, and answers it so.
pub async fn update(tx: &Tx, changed: BankLine) -> Result<BankLine> {
    if sql::update_version(tx, &changed).await? { Ok(BankLine { version: changed.version + 1, ..changed }) } else { Err(Error::Stale(vec![])) }
}

pub async fn delete(tx: &Tx, organization: Id, id: Id) -> Result<()> {
    if sql::delete::<BankLine>(tx, vals![organization, id]).await? { Ok(()) } else { Err(Error::NotFound) }
}

/// The first and the last day of a statement's lines; none where it has none.
pub async fn days_of(db: &dyn Connection, organization: Id, statement: Id) -> Result<Option<(String, String)>> {
    let sql = "SELECT MIN(date) AS first, MAX(date) AS last FROM bank_lines WHERE organization_id = $1 AND statement_id = $2";
    let found: Option<Days> = sql::maybe(db, sql, vals![organization, statement]).await?;
    Ok(found.and_then(|of| of.first.zip(of.last)))
}

/// Lines by their ids.
pub async fn of_ids(db: &dyn Connection, organization: Id, ids: &[Id]) -> Result<Vec<BankLine>> {
    let sql = format!("SELECT {} FROM bank_lines WHERE organization_id = $1 AND id IN ({{ids}}) ORDER BY date, id", BankLine::columns());
    Ok(sql::rows_in(db, &sql, vals![organization], ids).await?)
}

/// A page of lines, the latest first, from after one.
pub async fn page(
    db: &dyn Connection,
    organization: Id,
    (account, status): (Option<Id>, Option<&str>),
    after: Option<&(String, Id)>,
    limit: i64,
) -> Result<Vec<BankLine>> {
    let mut found = Conditions::new("organization_id = ?", organization);
    if let Some(account) = account {
        found.and("bank_account_id = ?", account);
    }
    if let Some(status) = status {
        found.and("status = ?", status);
    }
    let mut place = String::new();
    if let Some((date, id)) = after {
        found.values.extend(vals![date.as_str(), *id]);
        let at = found.values.len();
        place = format!(" AND (date < ${} OR (date = ${} AND id < ${at}))", at - 1, at - 1);
    }
    found.values.push(limit.into());
    let sql = format!("SELECT {} FROM bank_lines WHERE {}{place} ORDER BY date DESC, id DESC LIMIT ${}", BankLine::columns(), found.text, found.values.len());
    Ok(sql::rows(db, &sql, found.values).await?)
}

/// Lines of all accounts from a day on, the latest first.
pub async fn since(db: &dyn Connection, organization: Id, from: &str, limit: i64) -> Result<Vec<BankLine>> {
    let sql = format!("SELECT {} FROM bank_lines WHERE organization_id = $1 AND date >= $2 ORDER BY date DESC, id DESC LIMIT $3", BankLine::columns());
    Ok(sql::rows(db, &sql, vals![organization, from, limit]).await?)
}

/// The unmatched lines of all accounts, the earliest first.
pub async fn unmatched(db: &dyn Connection, organization: Id) -> Result<Vec<BankLine>> {
    let sql = format!("SELECT {} FROM bank_lines WHERE organization_id = $1 AND status = 'unmatched' ORDER BY date, id LIMIT $2", BankLine::columns());
    Ok(sql::rows(db, &sql, vals![organization, MOST]).await?)
}

pub async fn insert_postings(tx: &Tx, new: &[LinePosting]) -> Result<()> {
    Ok(sql::insert(tx, new).await?)
}

/// The postings that lines are.
pub async fn postings(db: &dyn Connection, organization: Id, lines: &[Id]) -> Result<Vec<LinePosting>> {
    let sql = format!(
        "SELECT {} FROM bank_line_postings WHERE organization_id = $1 AND line_id IN ({{ids}}) ORDER BY line_id, entry_id, position",
        LinePosting::columns()
    );
    Ok(sql::rows_in(db, &sql, vals![organization], lines).await?)
}

pub async fn delete_postings(tx: &Tx, organization: Id, lines: &[Id]) -> Result<()> {
    Ok(sql::run_in(tx, "DELETE FROM bank_line_postings WHERE organization_id = $1 AND line_id IN ({ids})", vals![organization], lines).await?)
}

/// The lines that postings of these entries are.
pub async fn of_entries(db: &dyn Connection, organization: Id, entries: &[Id]) -> Result<Vec<LinePosting>> {
    let sql = format!("SELECT {} FROM bank_line_postings WHERE organization_id = $1 AND entry_id IN ({{ids}})", LinePosting::columns());
    Ok(sql::rows_in(db, &sql, vals![organization], entries).await?)
}

/// The matched lines of an account through a day whose entry was undone elsewhere: they are no longer what they were matched with.
pub async fn undone(db: &dyn Connection, organization: Id, account: Option<Id>, through: &str) -> Result<Vec<Id>> {
    let mut found = Conditions::new("l.organization_id = ?", organization);
    found.and("l.date <= ?", through);
    if let Some(account) = account {
        found.and("l.bank_account_id = ?", account);
    }
    let sql = format!(
        "SELECT DISTINCT l.id FROM bank_lines l JOIN bank_line_postings k ON k.organization_id = l.organization_id AND k.line_id = l.id
         JOIN journal_entries e ON e.organization_id = k.organization_id AND e.id = k.entry_id
         WHERE {} AND l.status = 'matched' AND e.state <> 'posted' ORDER BY l.id LIMIT 1000",
        found.text
    );
    Ok(sql::column(db, &sql, found.values).await?)
}

/// How many lines of a statement are not waiting, or are closed in a reconciliation.
pub async fn settled_of(db: &dyn Connection, organization: Id, statement: Id) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM bank_lines WHERE organization_id = $1 AND statement_id = $2 AND (status <> 'unmatched' OR reconciliation_id IS NOT NULL)";
    Ok(sql::scalar(db, sql, vals![organization, statement]).await?.unwrap_or(0))
}

/// Deletes the lines that a statement brought.
pub async fn delete_of(tx: &Tx, organization: Id, statement: Id) -> Result<()> {
    sql::run(tx, "DELETE FROM bank_lines WHERE organization_id = $1 AND statement_id = $2", vals![organization, statement]).await?;
    Ok(())
}

despacho_platform::row! {
    /// A posting of a bank's account that no line is.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Unseen {
        pub entry_id: Id,
        pub position: i64,
        pub account_id: Id,
        pub date: String,
        /// In the organization's currency, and in the posting's own.
        pub amount: i64,
        pub currency: String,
        pub currency_amount: i64,
        pub number: Option<i64>,
        pub reference: String,
        pub text: String,
    }
}

/// The postings of these accounts through a day that no line is, the earliest first; what opens and closes years only carries on, and of what was undone
/// by that day nothing is left.
pub async fn unseen(db: &dyn Connection, organization: Id, accounts: &[Id], through: &str, limit: i64) -> Result<Vec<Unseen>> {
    let mut found = Conditions::new("p.organization_id = ?", organization);
    found.and("p.date <= ?", through);
    let through = found.values.len();
    found.and_in("p.account_id", accounts);
    found.values.push(limit.into());
    let sql = format!(
        "SELECT p.entry_id, p.position, p.account_id, p.date, p.amount, p.currency, p.currency_amount, e.number, e.reference,
           CASE WHEN p.description = '' THEN e.description ELSE p.description END AS text
         FROM postings p JOIN journal_entries e ON e.organization_id = p.organization_id AND e.id = p.entry_id
         WHERE {} AND e.state IN ('posted', 'reversed') AND e.kind NOT IN ('closing', 'opening')
           AND NOT EXISTS (SELECT 1 FROM bank_line_postings l
             WHERE l.organization_id = p.organization_id AND l.entry_id = p.entry_id AND l.position = p.position)
           AND NOT EXISTS (SELECT 1 FROM journal_entries o
             WHERE o.organization_id = e.organization_id AND o.id IN (e.reversed_by_id, e.reverses_id) AND o.date <= ${through})
         ORDER BY p.date, p.entry_id, p.position LIMIT ${}",
        found.text,
        found.values.len()
    );
    Ok(sql::rows(db, &sql, found.values).await?)
}

/// What the books hold of an account through a day, without what only carries it from year to year: in its own currency, or in the organization's where it is that.
pub async fn book_balance(db: &dyn Connection, organization: Id, account: Id, through: &str, foreign: bool) -> Result<i64> {
    let amount = if foreign { "p.currency_amount" } else { "p.amount" };
    let sql = format!(
        "SELECT CAST(COALESCE(SUM({amount}), 0) AS BIGINT) FROM postings p JOIN journal_entries e ON e.organization_id = p.organization_id AND e.id = p.entry_id
         WHERE p.organization_id = $1 AND p.account_id = $2 AND p.date <= $3 AND e.state IN ('posted', 'reversed')
           AND NOT (e.source_kind = '' AND e.kind IN ('closing', 'opening'))"
    );
    Ok(sql::scalar(db, &sql, vals![organization, account, through]).await?.unwrap_or(0))
}

/// What of an account crosses a day: postings until it whose lines come later, less postings after it whose lines came before.
pub async fn crossing(db: &dyn Connection, organization: Id, account: Id, through: &str, foreign: bool) -> Result<i64> {
    let amount = if foreign { "p.currency_amount" } else { "p.amount" };
    let sql = format!(
        "SELECT CAST(COALESCE(SUM(CASE WHEN p.date <= $3 THEN {amount} ELSE -{amount} END), 0) AS BIGINT)
         FROM bank_line_postings k JOIN bank_lines l ON l.organization_id = k.organization_id AND l.id = k.line_id
         JOIN postings p ON p.organization_id = k.organization_id AND p.entry_id = k.entry_id AND p.position = k.position
         WHERE k.organization_id = $1 AND p.account_id = $2 AND ((p.date <= $3 AND l.date > $3) OR (p.date > $3 AND l.date <= $3))"
    );
    Ok(sql::scalar(db, &sql, vals![organization, account, through]).await?.unwrap_or(0))
}

despacho_platform::row! {
    /// Lines of an account through a day.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct LineSum {
        pub amount: i64,
        pub lines: i64,
        /// The day of the last.
        pub last_date: String,
    }
}

/// The lines of an account between two days, of a status where one is told.
pub async fn sum(db: &dyn Connection, organization: Id, account: Id, (from, through): (&str, &str), status: Option<&str>) -> Result<LineSum> {
    let sql = "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) AS amount, COUNT(*) AS lines, COALESCE(MAX(date), '') AS last_date FROM bank_lines
               WHERE organization_id = $1 AND bank_account_id = $2 AND date >= $3 AND date <= $4 AND ($5 = '' OR status = $5)";
    Ok(sql::maybe(db, sql, vals![organization, account, from, through, status.unwrap_or_default()]).await?.unwrap_or_default())
}

despacho_platform::row! {
    /// What lines of a payee were matched with.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Before {
        pub payee_key: String,
        pub account_id: Option<Id>,
        pub contact_id: Option<Id>,
    }
}

/// What the last matched lines went to, the latest first.
pub async fn before(db: &dyn Connection, organization: Id) -> Result<Vec<Before>> {
    let sql = "SELECT payee_key, account_id, contact_id FROM bank_lines
               WHERE organization_id = $1 AND status = 'matched' AND payee_key <> '' AND (account_id IS NOT NULL OR contact_id IS NOT NULL)
               ORDER BY matched_at DESC, id DESC LIMIT 10000";
    Ok(sql::rows(db, sql, vals![organization]).await?)
}

/// Closes the lines of an account through a day.
pub async fn close(tx: &Tx, organization: Id, account: Id, through: &str, reconciliation: Id) -> Result<()> {
    let sql = "UPDATE bank_lines SET reconciliation_id = $4
               WHERE organization_id = $1 AND bank_account_id = $2 AND date <= $3 AND reconciliation_id IS NULL";
    sql::run(tx, sql, vals![organization, account, through, reconciliation]).await?;
    Ok(())
}

/// Opens the lines that a reconciliation closed.
pub async fn open(tx: &Tx, organization: Id, reconciliation: Id) -> Result<()> {
    let sql = "UPDATE bank_lines SET reconciliation_id = NULL WHERE organization_id = $1 AND reconciliation_id = $2";
    sql::run(tx, sql, vals![organization, reconciliation]).await?;
    Ok(())
}

/// Lines of an account and a status for a page of people: those that wait the earliest first, others the latest first.
pub async fn of_account(db: &dyn Connection, organization: Id, account: Id, status: &str, (limit, offset): (i64, i64)) -> Result<Vec<BankLine>> {
    let order = if status == UNMATCHED { "date, id" } else { "date DESC, id DESC" };
    let sql = format!(
        "SELECT {} FROM bank_lines WHERE organization_id = $1 AND bank_account_id = $2 AND status = $3 ORDER BY {order} LIMIT $4 OFFSET $5",
        BankLine::columns()
    );
    Ok(sql::rows(db, &sql, vals![organization, account, status, limit, offset]).await?)
}
