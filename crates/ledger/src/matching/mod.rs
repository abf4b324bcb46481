//! Matching (punteo): postings of an account that settle each other. A match is a link with its own log; it changes no posting, so that
//! locked periods take it too, and it can be taken off.
//!
//! What corrects an entry takes its matches off, as the postings that they named stand no more. What reverses one takes them off too, and
//! matches the entry with its reversal on control accounts, where otherwise both would stay open.

pub mod accepting;
pub mod actions;
pub mod rounding;
pub mod rules;
pub mod store;
