//! What is open: each posting of a document or payment on a control account, what is left of it, and what settles what.
//!
//! [`store::open`] is what a bank line, a reminder or a report of ages asks.

pub mod ages;
pub mod ages_store;
pub mod item;
pub mod settle;
pub mod store;
