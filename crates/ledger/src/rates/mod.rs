//! Exchange rates by day: an organization's own, and those that a practice keeps for all its clients.

pub mod actions;
pub mod files;
pub mod rate;
pub mod store;
