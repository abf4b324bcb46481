//! Obligations that are kept, and what is proposed of them.

pub mod actions;
pub mod api;
pub mod job;
pub mod obligation;
pub mod returns;
pub mod store;
