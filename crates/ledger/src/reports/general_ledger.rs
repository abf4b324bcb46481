//! The general ledger (mayor): the postings of an account, or of several, with the balance after each.

use despacho_kernel::Id;
use despacho_platform::{Result, sql::Connection};
use serde::{Deserialize, Serialize};

use super::sums::Period;
use crate::journal::{
    list::Slice,
    moved_store::{self as store, Moved, PostingPlace},
};

/// Where a page ends, and what is held there, so that the next one goes on from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    pub place: PostingPlace,
    /// Minor units of the organization's currency, debit positive.
    pub balance: i64,
}

/// A page of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GeneralLedger {
    /// Held before the first posting of the page.
    pub brought: i64,
    /// Each posting with what is held after it.
    pub rows: Vec<(Moved, i64)>,
    pub next: Option<Mark>,
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

/// The postings of accounts over a period, from after a mark, at most `limit`.
pub async fn general_ledger(db: &dyn Connection, of: impl Into<Slice>, asked: Asked<'_>, after: Option<&Mark>, limit: i64) -> Result<GeneralLedger> {
    let Asked { accounts, period, closing_entries } = asked;
    let of = of.into();
    let (from, to) = (period.from.to_string(), period.to.to_string());
    let brought = match after {
        Some(mark) => mark.balance,
        None => self::brought(db, of, asked).await?,
    };
    let mut moved = store::moved(db, of, accounts, (&from, &to), closing_entries, after.map(|mark| &mark.place), limit + 1).await?;
    let most = usize::try_from(limit).unwrap_or(0);
    let more = moved.len() > most;
    moved.truncate(most);
    let mut balance = brought;
    let rows: Vec<(Moved, i64)> = moved
        .into_iter()
        .map(|row| {
            balance += row.amount;
            (row, balance)
        })
        .collect();
    let next = rows
        .last()
        .filter(|_| more)
        .map(|(row, balance)| Mark { place: (row.date.clone(), row.entry_id, row.position), balance: *balance });
    Ok(GeneralLedger { brought, rows, next })
}
