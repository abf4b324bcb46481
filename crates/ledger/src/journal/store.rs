//! Every SQL of the journal.

use std::collections::BTreeMap;

use despacho_kernel::{
    Id,
    text::{fold, like_pattern},
};
use despacho_platform::sql::{Conditions, Connection, FromRow, Value, Writes};
use despacho_platform::{Error, Result, Tx, sql, vals};

use super::list::{Filter, Place};
use crate::dimensions::store::{self as dimensions, PostingTag, Tag};

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
        pub contact_id: Option<Id>,
    } beside {
        /// In the order of their dimensions.
        pub tags: Vec<Tag>,
    }
}

impl PostingRow {
    /// Its tags as they are stored.
    fn tagged(&self) -> impl Iterator<Item = PostingTag> {
        let Self { organization_id, entry_id, position, .. } = *self;
        self.tags
            .iter()
            .map(move |tag| PostingTag { organization_id, entry_id, position, dimension_id: tag.dimension_id, value_id: tag.value_id })
    }
}

despacho_platform::row! {
    /// Sums of an account's postings of one month, part and currency. Entries that were corrected do not count, nor their mirrors.
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
        /// How many there are, with those that do not count.
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

/// Adds how many numbers of years' journals were drawn. The organization is held since their counters were read.
pub fn add_drawn(writes: &mut Writes<'_>, organization: Id, drawn: BTreeMap<(Id, &str), i64>) {
    const OR: &str = " ON CONFLICT (organization_id, fiscal_year_id, journal) DO UPDATE SET last = journal_counters.last + excluded.last";
    let rows = drawn.into_iter().map(|((year, journal), count)| vals![organization, year, journal, count]);
    writes.insert_or("journal_counters", &["organization_id", "fiscal_year_id", "journal", "last"], rows.collect(), OR);
}

/// Adds entries and their postings.
pub fn add(writes: &mut Writes<'_>, entries: &[JournalEntry], postings: &[PostingRow]) {
    writes.insert(entries);
    writes.insert(postings);
    writes.insert(&postings.iter().flat_map(PostingRow::tagged).collect::<Vec<_>>());
}

/// Stores an entry without postings, which is a draft.
pub async fn insert(tx: &Tx, draft: &JournalEntry) -> Result<()> {
    Ok(sql::insert(tx, std::slice::from_ref(draft)).await?)
}

/// Adds to the balances what these say.
pub fn add_to_balances(writes: &mut Writes<'_>, changes: &[Balance]) {
    const OR: &str = " ON CONFLICT (organization_id, account_id, month, part, currency) DO UPDATE SET
        debit = account_balances.debit + excluded.debit, credit = account_balances.credit + excluded.credit,
        currency_amount = account_balances.currency_amount + excluded.currency_amount, postings = account_balances.postings + excluded.postings";
    writes.put(changes, OR);
}

/// Takes entries off the balances; their postings are still told among them.
pub async fn take_from_balances(tx: &Tx, organization: Id, entries: &[Id]) -> Result<()> {
    let sql = "UPDATE account_balances SET debit = account_balances.debit - s.debit, credit = account_balances.credit - s.credit,
                      currency_amount = account_balances.currency_amount - s.currency_amount
               FROM (SELECT account_id, SUBSTR(date, 1, 7) AS month, part, currency, CAST(SUM(CASE WHEN amount > 0 THEN amount ELSE 0 END) AS BIGINT) AS debit,
                            CAST(SUM(CASE WHEN amount < 0 THEN -amount ELSE 0 END) AS BIGINT) AS credit, CAST(SUM(currency_amount) AS BIGINT) AS currency_amount
                     FROM postings WHERE organization_id = $1 AND entry_id IN ({ids}) GROUP BY account_id, SUBSTR(date, 1, 7), part, currency) AS s
               WHERE account_balances.organization_id = $1 AND account_balances.account_id = s.account_id AND account_balances.month = s.month
                 AND account_balances.part = s.part AND account_balances.currency = s.currency";
    Ok(sql::run_in(tx, sql, vals![organization], entries).await?)
}

pub async fn find(db: &dyn Connection, organization: Id, id: Id) -> Result<JournalEntry> {
    sql::find(db, vals![organization, id]).await?.ok_or(Error::NotFound)
}

/// The postings of an entry, in their order.
pub async fn postings(db: &dyn Connection, organization: Id, entry: Id) -> Result<Vec<PostingRow>> {
    let sql = format!("SELECT {} FROM postings WHERE organization_id = $1 AND entry_id = $2 ORDER BY position LIMIT 10000", PostingRow::columns());
    tagged(db, organization, &[entry], sql::rows(db, &sql, vals![organization, entry]).await?).await
}

/// Postings with their tags.
async fn tagged(db: &dyn Connection, organization: Id, entries: &[Id], mut rows: Vec<PostingRow>) -> Result<Vec<PostingRow>> {
    let mut tags = dimensions::of_entries(db, organization, entries).await?;
    if !tags.is_empty() {
        for row in &mut rows {
            row.tags = tags.remove(&(row.entry_id, row.position)).unwrap_or_default();
        }
    }
    Ok(rows)
}

/// Marks a posted entry as undone, if nothing has undone it yet; answers whether it was so.
pub async fn mark(tx: &Tx, organization: Id, id: Id, state: &str, by: Id) -> Result<bool> {
    let sql = "UPDATE journal_entries SET state = $3, reversed_by_id = $4, version = version + 1 WHERE organization_id = $1 AND id = $2 AND state = 'posted'";
    Ok(sql::run(tx, sql, vals![organization, id, state, by]).await? > 0)
}

/// Marks entries as undone by the mirrors that were written under their numbers.
pub async fn mark_superseded(tx: &Tx, organization: Id, ids: &[Id]) -> Result<()> {
    let sql = "UPDATE journal_entries SET state = 'superseded', version = version + 1, reversed_by_id = (
                 SELECT m.id FROM journal_entries m WHERE m.organization_id = journal_entries.organization_id
                   AND m.fiscal_year_id = journal_entries.fiscal_year_id AND m.journal = journal_entries.journal AND m.number = journal_entries.number
                   AND m.revision = journal_entries.revision AND m.mirror AND m.reverses_id = journal_entries.id)
               WHERE organization_id = $1 AND state = 'posted' AND id IN ({ids})";
    Ok(sql::run_in(tx, sql, vals![organization], ids).await?)
}

/// Entries by their ids, by day.
pub async fn find_many(db: &dyn Connection, organization: Id, ids: &[Id]) -> Result<Vec<JournalEntry>> {
    let sql = format!("SELECT {} FROM journal_entries WHERE organization_id = $1 AND id IN ({{ids}}) ORDER BY date, id", JournalEntry::columns());
    Ok(sql::rows_in(db, &sql, vals![organization], ids).await?)
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

/// Every account that holds postings.
pub async fn moving(db: &dyn Connection, organization: Id) -> Result<Vec<Id>> {
    let sql = "SELECT DISTINCT account_id FROM account_balances WHERE organization_id = $1 LIMIT 20000";
    Ok(sql::column(db, sql, vals![organization]).await?)
}

/// Which of these accounts hold postings.
pub async fn posted_to(db: &dyn Connection, organization: Id, accounts: &[Id]) -> Result<Vec<Id>> {
    let sql = "SELECT DISTINCT account_id FROM account_balances WHERE organization_id = $1 AND account_id IN ({ids})";
    Ok(sql::column_in(db, sql, vals![organization], accounts).await?)
}

/// That a posting `p` has a value.
pub(super) const TAGGED: &str = "EXISTS (SELECT 1 FROM posting_tags t WHERE t.organization_id = p.organization_id AND t.entry_id = p.entry_id AND t.position = p.position AND t.value_id = ?)";

/// Entries in the books between two days, from after a place, by date; corrected ones and their mirrors are left out.
pub async fn by_date(db: &dyn Connection, organization: Id, (from, to): (&str, &str), (date, id): (&str, Id), limit: i64) -> Result<Vec<JournalEntry>> {
    let sql = format!(
        "SELECT {} FROM journal_entries WHERE organization_id = $1 AND date BETWEEN $2 AND $3 AND (date, id) > ($4, $5)
         AND state IN ('posted', 'reversed') ORDER BY date, id LIMIT $6",
        JournalEntry::columns()
    );
    Ok(sql::rows(db, &sql, vals![organization, from, to, date, id, limit]).await?)
}

despacho_platform::row! {
    /// How many entries and postings, and the sum of their debits in minor units.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct DatedSums {
        pub entries: i64,
        pub postings: i64,
        pub total: i64,
    }
}

/// What the entries that [`by_date`] lists come to.
pub async fn sums_by_date(db: &dyn Connection, organization: Id, (from, to): (&str, &str)) -> Result<DatedSums> {
    let sql = "SELECT COUNT(*) AS entries, CAST(COALESCE(SUM(postings), 0) AS BIGINT) AS postings, CAST(COALESCE(SUM(total), 0) AS BIGINT) AS total
               FROM journal_entries WHERE organization_id = $1 AND date BETWEEN $2 AND $3 AND state IN ('posted', 'reversed')";
    Ok(sql::maybe(db, sql, vals![organization, from, to]).await?.unwrap_or_default())
}

/// The postings of entries, each entry's in their order.
pub async fn postings_of(db: &dyn Connection, organization: Id, entries: &[Id]) -> Result<Vec<PostingRow>> {
    let sql = format!("SELECT {} FROM postings WHERE organization_id = $1 AND entry_id IN ({{ids}}) ORDER BY entry_id, position", PostingRow::columns());
    tagged(db, organization, entries, sql::rows_in(db, &sql, vals![organization], entries).await?).await
}

/// What entries are like that a filter finds: `e` is their table.
pub fn conditions(organization: Id, filter: &Filter) -> Conditions {
    let mut found = Conditions::new("e.organization_id = ?", organization);
    if let Some(from) = filter.from {
        found.and("e.date >= ?", from.to_string());
    }
    if let Some(to) = filter.to {
        found.and("e.date <= ?", to.to_string());
    }
    if let Some(min) = filter.min {
        found.and("e.total >= ?", min);
    }
    if let Some(max) = filter.max {
        found.and("e.total <= ?", max);
    }
    match filter.state {
        Some(state) => found.and("e.state = ?", state.word()),
        None if !filter.corrections => found.and("e.state <> ?", "superseded"),
        None => {}
    }
    let folded = fold(&filter.search);
    for word in folded.split_whitespace().take(8) {
        found.and_any(searched(filter, word));
    }
    if let Some(accounts) = &filter.accounts {
        found.and_of("EXISTS (SELECT 1 FROM postings p WHERE p.organization_id = e.organization_id AND p.entry_id = e.id AND p.account_id IN (?))", accounts);
    }
    found
}

/// What has a word: in its texts, as its number, or as an amount of it or of one of its postings. The first value is the organization.
fn searched(filter: &Filter, word: &str) -> Vec<(&'static str, Value)> {
    let mut any: Vec<(&'static str, Value)> = vec![("e.search_text LIKE ? ESCAPE '\\'", like_pattern(word).into())];
    if let Ok(number) = word.parse::<i64>() {
        any.push(("e.number = ?", number.into()));
    }
    if let Some(amount) = filter.amount(word) {
        any.push(("e.id IN (SELECT p.entry_id FROM postings p WHERE p.organization_id = $1 AND ABS(p.amount) = ?)", amount.into()));
        any.push(("e.total = ?", amount.into()));
    }
    any
}

/// A page of entries, the latest day first, from after a place.
pub async fn page(db: &dyn Connection, organization: Id, filter: &Filter, after: Option<&Place>, limit: i64) -> Result<Vec<JournalEntry>> {
    let mut found = conditions(organization, filter);
    if let Some((date, id)) = after {
        let first = found.values.len() + 1;
        found.text.push_str(&format!(" AND (e.date, e.id) < (${first}, ${})", first + 1));
        found.values.extend(vals![date.as_str(), *id]);
    }
    found.values.push(limit.into());
    let sql =
        format!("SELECT {} FROM journal_entries e WHERE {} ORDER BY e.date DESC, e.id DESC LIMIT ${}", JournalEntry::columns(), found.text, found.values.len());
    Ok(sql::rows(db, &sql, found.values).await?)
}

pub async fn count_drafts(db: &dyn Connection, organization: Id) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM journal_entries WHERE organization_id = $1 AND state = 'draft'";
    Ok(sql::scalar(db, sql, vals![organization]).await?.unwrap_or(0))
}

/// Drafts whose day lies between two.
pub async fn drafts_between(db: &dyn Connection, organization: Id, from: &str, to: &str) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM journal_entries WHERE organization_id = $1 AND state = 'draft' AND date BETWEEN $2 AND $3";
    Ok(sql::scalar(db, sql, vals![organization, from, to]).await?.unwrap_or(0))
}

/// Stores a draft over its earlier form.
pub async fn replace(tx: &Tx, draft: &JournalEntry) -> Result<()> {
    if sql::update(tx, draft).await? { Ok(()) } else { Err(Error::NotFound) }
}

pub async fn delete_draft(tx: &Tx, organization: Id, id: Id) -> Result<()> {
    let sql = "DELETE FROM journal_entries WHERE organization_id = $1 AND id = $2 AND state = 'draft'";
    if sql::run(tx, sql, vals![organization, id]).await? == 1 { Ok(()) } else { Err(Error::NotFound) }
}

/// The entries of a kind in a year that nothing has undone.
pub async fn standing(db: &dyn Connection, organization: Id, year: Id, kind: &str) -> Result<Vec<JournalEntry>> {
    let sql = format!(
        "SELECT {} FROM journal_entries WHERE organization_id = $1 AND fiscal_year_id = $2 AND kind = $3 AND state = 'posted' AND reverses_id IS NULL
         ORDER BY id LIMIT 20",
        JournalEntry::columns()
    );
    Ok(sql::rows(db, &sql, vals![organization, year, kind]).await?)
}

/// Gives the entries of a year their numbers in the book: by date, what opens it first and what closes it last, then as they were posted.
/// Entries that were corrected and what undid them are not in the book.
pub async fn number_book(tx: &Tx, organization: Id, year: Id) -> Result<()> {
    let sql = "UPDATE journal_entries SET book_number = n.number FROM (
                 SELECT id, ROW_NUMBER() OVER (ORDER BY date, CASE kind WHEN 'opening' THEN 0 WHEN 'regularisation' THEN 2 WHEN 'closing' THEN 3 ELSE 1 END,
                                               posted_at, id) AS number
                 FROM journal_entries WHERE organization_id = $1 AND fiscal_year_id = $2 AND state IN ('posted', 'reversed')) AS n
               WHERE journal_entries.organization_id = $1 AND journal_entries.id = n.id";
    sql::run(tx, sql, vals![organization, year]).await?;
    Ok(())
}

/// Takes the numbers of the book away again.
pub async fn unnumber_book(tx: &Tx, organization: Id, year: Id) -> Result<()> {
    sql::run(tx, "UPDATE journal_entries SET book_number = NULL WHERE organization_id = $1 AND fiscal_year_id = $2", vals![organization, year]).await?;
    Ok(())
}

/// The typed opening that stands, if there is one.
pub async fn typed_opening(db: &dyn Connection, organization: Id, source: &str) -> Result<Option<JournalEntry>> {
    let sql = format!(
        "SELECT {} FROM journal_entries WHERE organization_id = $1 AND kind = 'opening' AND source_kind = $2 AND state = 'posted' AND reverses_id IS NULL LIMIT 1",
        JournalEntry::columns()
    );
    Ok(sql::maybe(db, &sql, vals![organization, source]).await?)
}
