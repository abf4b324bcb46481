//! What an organization sells and buys.

pub mod actions;
pub mod api;
pub mod item;
pub mod store;
