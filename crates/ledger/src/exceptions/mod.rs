//! Exceptions to locks: who may post through a soft lock until when, and who asks for it.

pub mod actions;
pub mod exception;
pub mod store;
