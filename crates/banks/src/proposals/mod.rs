//! What a line of a statement may be, with a reason and a score: pure rules over what is open.

pub mod facts;
pub mod ground;
mod items;
#[cfg(test)]
mod judged;
pub mod open;
mod others;
pub mod proposal;
pub mod words;
