//! Statements that fail on purpose, for tests of all-or-nothing.

use std::cell::Cell as Counter;

use crate::value::DbErr;

tokio::task_local! {
    /// In tests: how many more statements succeed before one fails.
    static FAULT: Counter<i64>;
}

/// Runs `work` so that its statement number `n` (from 0) fails; the beginning and the end of a transaction count too. For tests of
/// all-or-nothing.
pub async fn with_fault<F: Future>(n: i64, work: F) -> F::Output {
    FAULT.scope(Counter::new(n), work).await
}

pub(crate) fn may_fail() -> Result<(), DbErr> {
    let left = FAULT.try_with(|left| left.replace(left.get() - 1)).unwrap_or(-1);
    if left == 0 { Err(DbErr::Protocol("injected fault".into())) } else { Ok(()) }
}
