//! What customers pay and what vendors are paid.

pub mod actions;
pub mod api;
pub mod payment;
pub mod store;
