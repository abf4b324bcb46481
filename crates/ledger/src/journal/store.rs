//! Every SQL of the journal.

use despacho_kernel::Id;
use despacho_platform::sql::{Connection, FromRow, Stored};
use despacho_platform::{Error, Result, Tx, sql, vals};

despacho_platform::row! {
    /// The head of an entry.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct JournalEntry in "journal_entries" key (organization_id, id) {
        pub organization_id: Id,
        pub id: Id,
        /// None in a draft, as are its number and who posted it when.
        pub fiscal_year_id: Option<Id>,
        /// A [`Journal`](super::entry::Journal).
        pub journal: String,
        /// Without gaps in the year and journal; a corrected entry, its mirror and its successor share one.
        pub number: Option<i64>,
        /// 1, and one more with each correction.
        pub revision: i64,
        /// Whether it undoes a corrected entry.
        pub mirror: bool,
        /// The number by date that the closed year's book gives it.
        pub book_number: Option<i64>,
        /// ISO 8601.
        pub date: String,
        /// A [`Kind`](super::entry::Kind).
        pub kind: String,
        /// A [`State`](super::entry::State).
        pub state: String,
        pub description: String,
        pub reference: String,
        /// What made it, empty when a person did.
        pub source_kind: String,
        pub source_id: Option<Id>,
        /// The entry that it undoes.
        pub reverses_id: Option<Id>,
        pub reversed_by_id: Option<Id>,
        /// The entry that it corrects.
        pub supersedes_id: Option<Id>,
        /// Posted through a soft lock.
        pub in_locked_period: bool,
        /// What is typed of a draft, as JSON; empty in the others.
        pub draft: String,
        pub search_text: String,
        /// The sum of its debits, in minor units.
        pub total: i64,
        /// How many postings it has.
        pub postings: i64,
        pub created_by: Id,
        pub created_at: i64,
        pub posted_by: Option<Id>,
        pub posted_at: Option<i64>,
        pub version: i64,
    }
}

despacho_platform::row! {
    /// A posting.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct PostingRow in "postings" key (organization_id, entry_id, position) {
        pub organization_id: Id,
        pub entry_id: Id,
        pub position: i64,
        pub account_id: Id,
        /// The entry's.
        pub date: String,
        /// A [`Part`](super::entry::Part).
        pub part: String,
        /// Minor units of the organization's currency, debit positive.
        pub amount: i64,
        /// The organization's where none was told.
        pub currency: String,
        pub currency_amount: i64,
        pub rate: String,
        pub description: String,
    }
}

despacho_platform::row! {
    /// Sums of an account's postings of one month, part and currency.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Balance in "account_balances" key (organization_id, account_id, month, part, currency) {
        pub organization_id: Id,
        pub account_id: Id,
        /// `2026-03`.
        pub month: String,
        pub part: String,
        pub currency: String,
        /// Minor units of the organization's currency.
        pub debit: i64,
        pub credit: i64,
        /// Minor units of `currency`, debit positive.
        pub currency_amount: i64,
        /// How many there are.
        pub postings: i64,
    }
}

despacho_platform::row! {
    /// A lock of a scope: its day is locked too.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct PeriodLock in "period_locks" key (organization_id, scope, level) {
        pub organization_id: Id,
        /// A [`Scope`](super::locks::Scope).
        pub scope: String,
        /// A [`Level`](super::locks::Level).
        pub level: String,
        /// ISO 8601.
        pub locked_through: String,
        pub reason: String,
        pub set_by: Id,
        pub set_at: i64,
    }
}

/// An organization's locks, at most two a scope.
pub async fn locks(db: &dyn Connection, organization: Id) -> Result<Vec<PeriodLock>> {
    let sql = format!("SELECT {} FROM period_locks WHERE organization_id = $1 ORDER BY scope, level LIMIT 20", PeriodLock::columns());
    Ok(sql::rows(db, &sql, vals![organization]).await?)
}

pub async fn lock(db: &dyn Connection, organization: Id, scope: &str, level: &str) -> Result<Option<PeriodLock>> {
    Ok(sql::find(db, vals![organization, scope, level]).await?)
}

/// Sets a lock, or moves it.
pub async fn put_lock(tx: &Tx, lock: &PeriodLock) -> Result<()> {
    if !sql::update(tx, lock).await? {
        sql::insert(tx, std::slice::from_ref(lock)).await?;
    }
    Ok(())
}

pub async fn remove_lock(tx: &Tx, organization: Id, scope: &str, level: &str) -> Result<bool> {
    Ok(sql::delete::<PeriodLock>(tx, vals![organization, scope, level]).await?)
}

/// Draws the next `count` numbers of a year's journal; answers the last of them. Whoever draws at the same time waits.
pub async fn draw(tx: &Tx, organization: Id, year: Id, journal: &str, count: i64) -> Result<i64> {
    let sql = "INSERT INTO journal_counters (organization_id, fiscal_year_id, journal, last) VALUES ($1, $2, $3, $4)
               ON CONFLICT (organization_id, fiscal_year_id, journal) DO UPDATE SET last = journal_counters.last + excluded.last RETURNING last";
    sql::scalar(tx, sql, vals![organization, year, journal, count]).await?.ok_or(Error::NotFound)
}

/// Stores entries and their postings.
pub async fn insert(tx: &Tx, entries: &[JournalEntry], postings: &[PostingRow]) -> Result<()> {
    sql::insert(tx, entries).await?;
    Ok(sql::insert(tx, postings).await?)
}

/// Adds to the balances what these say.
pub async fn add_to_balances(tx: &Tx, changes: &[Balance]) -> Result<()> {
    const OR: &str = " ON CONFLICT (organization_id, account_id, month, part, currency) DO UPDATE SET
        debit = account_balances.debit + excluded.debit, credit = account_balances.credit + excluded.credit,
        currency_amount = account_balances.currency_amount + excluded.currency_amount, postings = account_balances.postings + excluded.postings";
    Ok(sql::insert_or(tx, Balance::TABLE, Balance::COLUMNS, changes.iter().map(Stored::values).collect(), OR).await?)
}

pub async fn find(db: &dyn Connection, organization: Id, id: Id) -> Result<JournalEntry> {
    sql::find(db, vals![organization, id]).await?.ok_or(Error::NotFound)
}

/// The postings of an entry, in their order.
pub async fn postings(db: &dyn Connection, organization: Id, entry: Id) -> Result<Vec<PostingRow>> {
    let sql = format!("SELECT {} FROM postings WHERE organization_id = $1 AND entry_id = $2 ORDER BY position LIMIT 10000", PostingRow::columns());
    Ok(sql::rows(db, &sql, vals![organization, entry]).await?)
}

/// Marks a posted entry as undone, if nothing has undone it yet; answers whether it was so.
pub async fn mark(tx: &Tx, organization: Id, id: Id, state: &str, by: Id) -> Result<bool> {
    let sql = "UPDATE journal_entries SET state = $3, reversed_by_id = $4, version = version + 1 WHERE organization_id = $1 AND id = $2 AND state = 'posted'";
    Ok(sql::run(tx, sql, vals![organization, id, state, by]).await? > 0)
}

/// Whether an organization has postings.
pub async fn any(db: &dyn Connection, organization: Id) -> Result<bool> {
    Ok(sql::scalar::<i64>(db, "SELECT postings FROM account_balances WHERE organization_id = $1 LIMIT 1", vals![organization])
        .await?
        .is_some())
}

/// The currencies of an organization's postings.
pub async fn currencies(db: &dyn Connection, organization: Id) -> Result<Vec<String>> {
    let sql = "SELECT DISTINCT currency FROM account_balances WHERE organization_id = $1 ORDER BY currency LIMIT 200";
    Ok(sql::column(db, sql, vals![organization]).await?)
}

/// Which of these accounts hold postings.
pub async fn posted_to(db: &dyn Connection, organization: Id, accounts: &[Id]) -> Result<Vec<Id>> {
    let sql = "SELECT DISTINCT account_id FROM account_balances WHERE organization_id = $1 AND account_id IN ({ids})";
    Ok(sql::column_in(db, sql, vals![organization], accounts).await?)
}

despacho_platform::row! {
    /// Debits and credits of an account in one part of its balances, in minor units of the organization's currency.
    #[derive(Debug, Clone)]
    pub struct Summed {
        pub account_id: Id,
        pub part: String,
        pub debit: i64,
        pub credit: i64,
    }
}

/// The sums of each account over whole months, `2026-01` to `2026-03`, from the balances.
pub async fn sums_of_months(db: &dyn Connection, organization: Id, first: &str, last: &str) -> Result<Vec<Summed>> {
    let sql = "SELECT account_id, part, CAST(SUM(debit) AS BIGINT) AS debit, CAST(SUM(credit) AS BIGINT) AS credit
               FROM account_balances WHERE organization_id = $1 AND month BETWEEN $2 AND $3 GROUP BY account_id, part LIMIT 20000";
    Ok(sql::rows(db, sql, vals![organization, first, last]).await?)
}

/// The sums of each account over days, from the postings.
pub async fn sums_of_days(db: &dyn Connection, organization: Id, from: &str, to: &str) -> Result<Vec<Summed>> {
    let sql = "SELECT account_id, part, CAST(SUM(CASE WHEN amount > 0 THEN amount ELSE 0 END) AS BIGINT) AS debit,
               CAST(SUM(CASE WHEN amount < 0 THEN -amount ELSE 0 END) AS BIGINT) AS credit
               FROM postings WHERE organization_id = $1 AND date BETWEEN $2 AND $3 GROUP BY account_id, part LIMIT 20000";
    Ok(sql::rows(db, sql, vals![organization, from, to]).await?)
}

/// Entries in the books between two days, from after a place, by date; corrected ones and their mirrors are left out.
pub async fn by_date(db: &dyn Connection, organization: Id, (from, to): (&str, &str), (date, id): (&str, Id), limit: i64) -> Result<Vec<JournalEntry>> {
    let sql = format!(
        "SELECT {} FROM journal_entries WHERE organization_id = $1 AND date BETWEEN $2 AND $3 AND (date, id) > ($4, $5)
         AND state IN ('posted', 'reversed') ORDER BY date, id LIMIT $6",
        JournalEntry::columns()
    );
    Ok(sql::rows(db, &sql, vals![organization, from, to, date, id, limit]).await?)
}

/// The postings of entries, each entry's in their order.
pub async fn postings_of(db: &dyn Connection, organization: Id, entries: &[Id]) -> Result<Vec<PostingRow>> {
    let sql = format!("SELECT {} FROM postings WHERE organization_id = $1 AND entry_id IN ({{ids}}) ORDER BY entry_id, position", PostingRow::columns());
    Ok(sql::rows_in(db, &sql, vals![organization], entries).await?)
}
