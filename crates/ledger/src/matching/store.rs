//! Every SQL of matches.

use std::collections::HashMap;

use despacho_kernel::Id;
use despacho_platform::sql::{Conditions, Connection, FromRow};
use despacho_platform::{Error, Result, Tx, sql, vals};

use crate::journal::{list::Whose, moved_store::of_whom};

despacho_platform::row! {
    /// Postings of an account that settle each other.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Match in "matches" key (organization_id, id) {
        pub organization_id: Id,
        pub id: Id,
        pub account_id: Id,
        /// Whose its postings are.
        pub contact_id: Option<Id>,
        /// From 1 in its account; it is shown as letters.
        pub number: i64,
        /// What whoever matched them called it, at most 40 characters.
        pub reference: String,
        /// The sum of its debits, in minor units of the organization's currency.
        pub amount: i64,
        /// Whether it was proposed.
        pub automatic: bool,
        pub matched_by: Id,
        pub matched_at: i64,
        /// Who took it off, when and why: `by_hand`, `corrected` or `reversed`.
        pub removed_by: Option<Id>,
        pub removed_at: Option<i64>,
        pub removed_why: String,
    }
}

despacho_platform::row! {
    /// A posting in a match.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct MatchPosting in "match_postings" key (organization_id, match_id, entry_id, position) {
        pub organization_id: Id,
        pub match_id: Id,
        pub entry_id: Id,
        pub position: i64,
        /// Whether the match was not taken off.
        pub live: bool,
    }
}

despacho_platform::row! {
    /// A posting with what says whether it may be matched.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Candidate {
        pub entry_id: Id,
        pub position: i64,
        pub account_id: Id,
        pub contact_id: Option<Id>,
        pub date: String,
        /// Minor units of the organization's currency, debit positive.
        pub amount: i64,
        pub reference: String,
        /// Its own text, or the entry's.
        pub text: String,
        pub number: Option<i64>,
        pub state: String,
        pub kind: String,
        pub source_kind: String,
        /// The match that it is in.
        pub match_id: Option<Id>,
    }
}

impl Candidate {
    /// Whether it is something that happened: what was corrected stands no more, and what closes a year and opens the next only carries on.
    pub fn stands(&self) -> bool {
        let carries = self.source_kind.is_empty() && ["closing", "opening"].contains(&self.kind.as_str());
        ["posted", "reversed"].contains(&self.state.as_str()) && !carries
    }
}

const CANDIDATE: &str = "SELECT p.entry_id, p.position, p.account_id, p.contact_id, p.date, p.amount, e.reference,
        CASE WHEN p.description = '' THEN e.description ELSE p.description END AS text, e.number, e.state, e.kind, e.source_kind, m.match_id
    FROM postings p JOIN journal_entries e ON e.organization_id = p.organization_id AND e.id = p.entry_id
    LEFT JOIN match_postings m ON m.organization_id = p.organization_id AND m.entry_id = p.entry_id AND m.position = p.position AND m.live";

/// Every posting of these entries.
pub async fn of_entries(db: &dyn Connection, organization: Id, entries: &[Id]) -> Result<Vec<Candidate>> {
    let sql = format!("{CANDIDATE} WHERE p.organization_id = $1 AND p.entry_id IN ({{ids}}) ORDER BY p.entry_id, p.position");
    Ok(sql::rows_in(db, &sql, vals![organization], entries).await?)
}

/// What is open of accounts through a day, the earliest first, at most `limit`; of one contact where it is told.
pub async fn open(db: &dyn Connection, organization: Id, accounts: &[Id], whose: Option<Whose>, through: &str, limit: i64) -> Result<Vec<Candidate>> {
    let mut found = Conditions::new("p.organization_id = ?", organization);
    found.and("p.date <= ?", through);
    of_whom(whose, &mut found);
    found.and_in("p.account_id", accounts);
    found.values.push(limit.into());
    let sql = format!(
        "{CANDIDATE} WHERE {} AND m.match_id IS NULL AND e.state IN ('posted', 'reversed') AND NOT (e.source_kind = '' AND e.kind IN ('closing', 'opening'))
         ORDER BY p.date, p.entry_id, p.position LIMIT ${}",
        found.text,
        found.values.len()
    );
    Ok(sql::rows(db, &sql, found.values).await?)
}

despacho_platform::row! {
    struct LastNumber {
        account_id: Id,
        number: i64,
    }
}

despacho_platform::row! {
    /// What is not matched.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct OpenSum {
        pub amount: i64,
        pub postings: i64,
    }
}

/// What is open: the postings `p` of entries `e` that stand, in no match, but for those that only carry on what was held.
const OPEN: &str = "FROM postings p JOIN journal_entries e ON e.organization_id = p.organization_id AND e.id = p.entry_id
    WHERE e.state IN ('posted', 'reversed') AND NOT (e.source_kind = '' AND e.kind IN ('closing', 'opening'))
      AND NOT EXISTS (SELECT 1 FROM match_postings m WHERE m.organization_id = p.organization_id AND m.entry_id = p.entry_id AND m.position = p.position AND m.live)";

/// The sum of what is open of accounts through a day.
pub async fn open_sum(db: &dyn Connection, organization: Id, accounts: &[Id], whose: Option<Whose>, through: &str) -> Result<OpenSum> {
    let mut found = Conditions::new("p.organization_id = ?", organization);
    found.and("p.date <= ?", through);
    of_whom(whose, &mut found);
    found.and_in("p.account_id", accounts);
    let sql = format!("SELECT CAST(COALESCE(SUM(p.amount), 0) AS BIGINT) AS amount, COUNT(*) AS postings {OPEN} AND {}", found.text);
    Ok(sql::maybe(db, &sql, found.values).await?.unwrap_or_default())
}

despacho_platform::row! {
    /// What is not matched of an account.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct OpenOf {
        pub account_id: Id,
        pub amount: i64,
        pub postings: i64,
    }
}

/// What is open of each account through a day; those of which nothing is are left out.
pub async fn open_sums(db: &dyn Connection, organization: Id, accounts: &[Id], through: &str) -> Result<Vec<OpenOf>> {
    let mut found = Conditions::new("p.organization_id = ?", organization);
    found.and("p.date <= ?", through);
    found.and_in("p.account_id", accounts);
    let sql = format!(
        "SELECT p.account_id, CAST(SUM(p.amount) AS BIGINT) AS amount, COUNT(*) AS postings {OPEN} AND {}
         GROUP BY p.account_id LIMIT 20000",
        found.text
    );
    Ok(sql::rows(db, &sql, found.values).await?)
}

/// The number of an account's next match. The organization is held.
pub async fn next_number(tx: &Tx, organization: Id, account: Id) -> Result<i64> {
    let sql = "SELECT MAX(number) FROM matches WHERE organization_id = $1 AND account_id = $2";
    let last: Option<Option<i64>> = sql::scalar(tx, sql, vals![organization, account]).await?;
    Ok(last.flatten().unwrap_or(0) + 1)
}

/// The numbers of the last matches of accounts; one without matches is left out. The organization is held.
pub async fn last_numbers(tx: &Tx, organization: Id, accounts: &[Id]) -> Result<HashMap<Id, i64>> {
    let sql = "SELECT account_id, MAX(number) AS number FROM matches WHERE organization_id = $1 AND account_id IN ({ids}) GROUP BY account_id";
    let found: Vec<LastNumber> = sql::rows_in(tx, sql, vals![organization], accounts).await?;
    Ok(found.into_iter().map(|of| (of.account_id, of.number)).collect())
}

/// The proposals that a person accepted at an instant and that stand.
pub async fn accepted(db: &dyn Connection, organization: Id, (by, at): (Id, i64), limit: usize) -> Result<Vec<Match>> {
    let sql = format!(
        "SELECT {} FROM matches WHERE organization_id = $1 AND matched_at = $2 AND matched_by = $3 AND automatic AND removed_at IS NULL ORDER BY id LIMIT $4",
        Match::columns()
    );
    Ok(sql::rows(db, &sql, vals![organization, at, by, i64::try_from(limit).unwrap_or(0)]).await?)
}

pub async fn insert(tx: &Tx, matches: &[Match], postings: &[MatchPosting]) -> Result<()> {
    sql::insert(tx, matches).await?;
    Ok(sql::insert(tx, postings).await?)
}

pub async fn find(db: &dyn Connection, organization: Id, id: Id) -> Result<Match> {
    sql::find(db, vals![organization, id]).await?.ok_or(Error::NotFound)
}

/// Matches by their ids.
pub async fn of_ids(db: &dyn Connection, organization: Id, ids: &[Id]) -> Result<Vec<Match>> {
    let sql = format!("SELECT {} FROM matches WHERE organization_id = $1 AND id IN ({{ids}})", Match::columns());
    Ok(sql::rows_in(db, &sql, vals![organization], ids).await?)
}

/// The postings of matches, those that were taken off too.
pub async fn postings_of(db: &dyn Connection, organization: Id, ids: &[Id]) -> Result<Vec<MatchPosting>> {
    let columns = MatchPosting::columns();
    let sql = format!("SELECT {columns} FROM match_postings WHERE organization_id = $1 AND match_id IN ({{ids}}) ORDER BY match_id, entry_id, position");
    Ok(sql::rows_in(db, &sql, vals![organization], ids).await?)
}

/// The matches that postings of an entry are in.
pub async fn of_entry(db: &dyn Connection, organization: Id, entry: Id) -> Result<Vec<Id>> {
    let sql = "SELECT DISTINCT match_id FROM match_postings WHERE organization_id = $1 AND entry_id = $2 AND live LIMIT 10000";
    Ok(sql::column(db, sql, vals![organization, entry]).await?)
}

/// Takes matches off: they stay as the log of what was.
pub async fn take_off(tx: &Tx, organization: Id, ids: &[Id], (by, now, why): (Id, i64, &str)) -> Result<()> {
    let sql = "UPDATE matches SET removed_by = $2, removed_at = $3, removed_why = $4 WHERE organization_id = $1 AND removed_at IS NULL AND id IN ({ids})";
    sql::run_in(tx, sql, vals![organization, by, now, why], ids).await?;
    Ok(sql::run_in(tx, "UPDATE match_postings SET live = $2 WHERE organization_id = $1 AND match_id IN ({ids})", vals![organization, false], ids).await?)
}

/// A page of matches, the latest first, from after one.
pub async fn page(db: &dyn Connection, organization: Id, account: Option<Id>, removed: bool, after: Option<Id>, limit: i64) -> Result<Vec<Match>> {
    let mut found = Conditions::new("organization_id = ?", organization);
    if let Some(account) = account {
        found.and("account_id = ?", account);
    }
    if let Some(after) = after {
        found.and("id < ?", after);
    }
    if !removed {
        found.and_of("removed_at IS NULL", &[]);
    }
    found.values.push(limit.into());
    let sql = format!("SELECT {} FROM matches WHERE {} ORDER BY id DESC LIMIT ${}", Match::columns(), found.text, found.values.len());
    Ok(sql::rows(db, &sql, found.values).await?)
}
