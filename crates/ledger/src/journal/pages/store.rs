//! What the pages of entries ask for beside the journal's own queries.

use despacho_kernel::Id;
use despacho_platform::{
    Result,
    sql::{self, Connection, FromRow},
    vals,
};

use crate::journal::{
    list::{Filter, Place},
    store::{JournalEntry, conditions},
};

/// The entries of a list that come before a place, the latest day first: the last `limit` of them.
pub async fn newer(db: &dyn Connection, organization: Id, filter: &Filter, (date, id): &Place, limit: i64) -> Result<Vec<JournalEntry>> {
    let mut found = conditions(organization, filter);
    let first = found.values.len() + 1;
    found.text.push_str(&format!(" AND (e.date, e.id) > (${first}, ${})", first + 1));
    found.values.extend(vals![date.as_str(), *id]);
    found.values.push(limit.into());
    let sql = format!("SELECT {} FROM journal_entries e WHERE {} ORDER BY e.date, e.id LIMIT ${}", JournalEntry::columns(), found.text, found.values.len());
    let mut entries: Vec<JournalEntry> = sql::rows(db, &sql, found.values).await?;
    entries.reverse();
    Ok(entries)
}

/// The entry that corrects another.
pub async fn successor(db: &dyn Connection, organization: Id, id: Id) -> Result<Option<JournalEntry>> {
    let sql = format!("SELECT {} FROM journal_entries WHERE organization_id = $1 AND supersedes_id = $2 LIMIT 1", JournalEntry::columns());
    Ok(sql::maybe(db, &sql, vals![organization, id]).await?)
}

/// The accounts whose codes begin so, at most a thousand.
pub async fn beginning(db: &dyn Connection, organization: Id, code: &str) -> Result<Vec<Id>> {
    let sql = "SELECT id FROM accounts WHERE organization_id = $1 AND substr(code, 1, length($2)) = $2 ORDER BY code LIMIT 1000";
    Ok(sql::column(db, sql, vals![organization, code]).await?)
}

despacho_platform::row! {
    /// One of the last postings of an account.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Last {
        pub entry_id: Id,
        pub date: String,
        pub amount: i64,
        pub description: String,
        pub entry_description: String,
        pub number: Option<i64>,
        pub revision: i64,
    }
}

/// The last postings of an account, the latest first; those of corrected entries are left out, with what undid them.
pub async fn last_of(db: &dyn Connection, organization: Id, account: Id, limit: i64) -> Result<Vec<Last>> {
    let sql = "SELECT p.entry_id, p.date, p.amount, p.description, e.description AS entry_description, e.number, e.revision
               FROM postings p JOIN journal_entries e ON e.organization_id = p.organization_id AND e.id = p.entry_id
               WHERE p.organization_id = $1 AND p.account_id = $2 AND e.state IN ('posted', 'reversed')
               ORDER BY p.date DESC, p.entry_id DESC, p.position DESC LIMIT $3";
    Ok(sql::rows(db, sql, vals![organization, account, limit]).await?)
}

/// What an account holds, in minor units of the organization's currency, debit positive.
pub async fn balance(db: &dyn Connection, organization: Id, account: Id) -> Result<i64> {
    let sql = "SELECT CAST(SUM(debit) - SUM(credit) AS BIGINT) FROM account_balances WHERE organization_id = $1 AND account_id = $2";
    let sum: Option<Option<i64>> = sql::scalar(db, sql, vals![organization, account]).await?;
    Ok(sum.flatten().unwrap_or(0))
}
