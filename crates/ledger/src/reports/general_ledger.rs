//! The general ledger (mayor): the postings of an account, or of several, with the balance after each.

use despacho_kernel::Id;
use despacho_platform::{Result, sql::Connection};

use super::{moved, sums::Period};
use crate::journal::{
    list::Slice,
    moved_store::{self as store, Moved, PostingPlace},
};

/// A page of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GeneralLedger {
    /// Held before the first posting of the page.
    pub brought: i64,
    /// Each posting with what is held after it.
    pub rows: Vec<(Moved, i64)>,
    /// Where the page ends, if there is another.
    pub next: Option<PostingPlace>,
}

/// What a ledger is of.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    pub accounts: &'a [Id],
    pub period: Period,
    /// Whether postings of entries that open and close years are listed. Without them what they add is held before the first posting, as in
    /// the trial balance, and a year that is closed reads as before.
    pub closing_entries: bool,
}

/// What is held before the first posting that a ledger lists.
pub async fn brought(db: &dyn Connection, of: impl Into<Slice>, asked: Asked<'_>) -> Result<i64> {
    let (of, from, to) = (of.into(), asked.period.from.to_string(), asked.period.to.to_string());
    let before = store::balance_before(db, of, asked.accounts, &from).await?;
    Ok(before + if asked.closing_entries { 0 } else { store::opened(db, of, asked.accounts, (&from, &to)).await? })
}

/// The postings of accounts over a period, from after a place, at most `limit`. What is held at the place is counted, never believed: a cursor may come
/// from anyone.
pub async fn general_ledger(db: &dyn Connection, of: impl Into<Slice>, asked: Asked<'_>, after: Option<&PostingPlace>, limit: i64) -> Result<GeneralLedger> {
    let Asked { accounts, period, closing_entries } = asked;
    let of = of.into();
    let (from, to) = (period.from.to_string(), period.to.to_string());
    let mut brought = self::brought(db, of, asked).await?;
    if after.is_some() {
        let before = moved::sums(db, of, accounts, period, closing_entries, after).await?;
        brought += before.debit - before.credit;
    }
    let mut found = store::moved(db, of, accounts, (&from, &to), closing_entries, after, limit + 1).await?;
    let most = usize::try_from(limit).unwrap_or(0);
    let more = found.len() > most;
    found.truncate(most);
    let mut balance = brought;
    let rows: Vec<(Moved, i64)> = found
        .into_iter()
        .map(|row| {
            balance += row.amount;
            (row, balance)
        })
        .collect();
    let next = rows.last().filter(|_| more).map(|(row, _)| (row.date.clone(), row.entry_id, row.position));
    Ok(GeneralLedger { brought, rows, next })
}
