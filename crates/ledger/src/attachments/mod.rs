//! Files attached to journal entries. They belong to an entry and to what corrects it, may be added at any time, and are removed only while the day of the
//! entry is open.

pub mod actions;
pub mod store;
