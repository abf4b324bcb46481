//! Reports: read from the balances that posting keeps, and from postings only where a period begins or ends within a month.

pub mod beside;
pub mod cash_flow;
pub mod columns;
pub mod contact_balances;
pub mod equity;
pub mod general_ledger;
pub mod model;
pub mod moved;
pub mod official;
pub mod periods;
pub mod statements;
pub mod sums;
pub mod tag_analysis;
mod tiles;
pub mod trial_balance;

pub use sums::{Period, Sums};
pub use tiles::{REPORTS, tiles};
pub use trial_balance::{TrialBalance, trial_balance};
