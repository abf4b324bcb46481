//! The general ledger (mayor): the postings of an account, or of several, with the balance after each.

use despacho_kernel::Id;
use despacho_platform::{Result, sql::Connection};
use serde::{Deserialize, Serialize};

use super::sums::Period;
use crate::journal::{
    list::Slice,
    store::{self, Moved, PostingPlace},
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

/// The postings of accounts over a period, from after a mark, at most `limit`.
pub async fn general_ledger(
    db: &dyn Connection,
    of: impl Into<Slice>,
    accounts: &[Id],
    period: Period,
    after: Option<&Mark>,
    limit: i64,
) -> Result<GeneralLedger> {
    let of = of.into();
    let (from, to) = (period.from.to_string(), period.to.to_string());
    let brought = match after {
        Some(mark) => mark.balance,
        None => store::balance_before(db, of, accounts, &from).await?,
    };
    let mut moved = store::moved(db, of, accounts, (&from, &to), after.map(|mark| &mark.place), limit + 1).await?;
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
