//! Taxes of documents: what a tax is, how lines become bases, amounts and totals, and the boxes of returns that they go to.
//!
//! Pure: nothing here reads a clock, a disk or a database. Amounts are whole minor units of a currency, quantities, prices and rates exact
//! decimals; no float is anywhere.

#![warn(missing_docs)]

pub mod books;
pub mod boxes;
mod compute;
mod currency;
pub mod document;
pub mod exact;
pub mod filling;
pub mod forms;
pub mod layout;
pub mod period;
pub mod plan;
pub mod propose;
pub mod supplier;
pub mod tax;
pub mod union;
pub mod working_days;
