//! The journal: the one place where money is written.
//!
//! [`post`](post::post) is the only way in. Documents, banks, payroll, expenses and stock build an [`EntryDraft`] and never write
//! postings themselves. What is posted is never changed or deleted: it is reversed, or corrected by its mirror and a successor.

pub mod accrual;
pub mod again;
mod balances;
mod barriers;
pub mod codes;
pub mod contact_store;
pub mod days;
pub mod drafts;
pub mod entry;
mod ground;
mod ground_store;
pub mod list;
pub mod locks;
pub mod moved_store;
pub mod post;
pub mod results_store;
pub mod sheet;
pub mod store;
pub mod sums_store;
pub mod typed;
pub mod view;

pub use barriers::Past;
pub use entry::{AccountRef, ContactRef, EntryDraft, Foreign, Journal, Kind, Part, Posting, State};
pub use ground::{Allowed, Posted};
pub use typed::{TypedEntry, TypedLine};
