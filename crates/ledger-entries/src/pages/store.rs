//! What the pages of entries ask for beside the journal's own queries.

use despacho_kernel::Id;
use despacho_ledger::{
    accounts::Account,
    journal::{
        list::{Filter, Place},
        store::{JournalEntry, conditions},
    },
};
use despacho_platform::{
    Result,
    sql::{self, Connection, FromRow},
    vals,
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

/// The number that the next entry of a day gets in a journal, where a year has the day: it is given at posting, so it may be higher.
pub async fn next_number(db: &dyn Connection, organization: Id, day: &str, journal: &str) -> Result<Option<i64>> {
    let sql = "SELECT COALESCE(c.last, 0) + 1 FROM fiscal_years y
               LEFT JOIN journal_counters c ON c.organization_id = y.organization_id AND c.fiscal_year_id = y.id AND c.journal = $3
               WHERE y.organization_id = $1 AND y.starts_on <= $2 AND y.ends_on >= $2 LIMIT 1";
    Ok(sql::scalar(db, sql, vals![organization, day, journal]).await?)
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

/// The last postings of an account, or those of a contact on it, the latest first; those of corrected entries are left out, with what undid them.
pub async fn last_of(db: &dyn Connection, organization: Id, account: Id, contact: Option<Id>, limit: i64) -> Result<Vec<Last>> {
    let sql = "SELECT p.entry_id, p.date, p.amount, p.description, e.description AS entry_description, e.number, e.revision
               FROM postings p JOIN journal_entries e ON e.organization_id = p.organization_id AND e.id = p.entry_id
               WHERE p.organization_id = $1 AND p.account_id = $2 AND ($3 OR p.contact_id = $4) AND e.state IN ('posted', 'reversed')
               ORDER BY p.date DESC, p.entry_id DESC, p.position DESC LIMIT $5";
    Ok(sql::rows(db, sql, vals![organization, account, contact.is_none(), contact.unwrap_or_default(), limit]).await?)
}

despacho_platform::row! {
    /// What an account holds, or a contact on it, in minor units of the organization's currency, debit positive.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Holding {
        pub account_id: Id,
        pub contact_id: Option<Id>,
        pub amount: i64,
    }
}

/// What accounts hold.
pub async fn balances(db: &dyn Connection, organization: Id, accounts: &[Id]) -> Result<Vec<Holding>> {
    let sql = "SELECT account_id, CAST(NULL AS UUID) AS contact_id, CAST(SUM(debit) - SUM(credit) AS BIGINT) AS amount FROM account_balances
               WHERE organization_id = $1 AND account_id IN ({ids}) GROUP BY account_id";
    Ok(sql::rows_in(db, sql, vals![organization], accounts).await?)
}

/// What contacts hold, on each account that their postings are on.
pub async fn balances_of(db: &dyn Connection, organization: Id, contacts: &[Id]) -> Result<Vec<Holding>> {
    let sql = "SELECT account_id, contact_id, CAST(SUM(debit) - SUM(credit) AS BIGINT) AS amount FROM contact_balances
               WHERE organization_id = $1 AND contact_id IN ({ids}) GROUP BY account_id, contact_id ORDER BY account_id, contact_id";
    Ok(sql::rows_in(db, sql, vals![organization], contacts).await?)
}

/// The first control account of each kind by code.
pub async fn first_controls(db: &dyn Connection, organization: Id) -> Result<Vec<Account>> {
    let sql = format!(
        "SELECT {} FROM accounts WHERE organization_id = $1 AND code IN
           (SELECT MIN(code) FROM accounts WHERE organization_id = $1 AND active = $2 AND control <> '' GROUP BY control) ORDER BY code LIMIT 10",
        Account::columns()
    );
    Ok(sql::rows(db, &sql, vals![organization, true]).await?)
}
