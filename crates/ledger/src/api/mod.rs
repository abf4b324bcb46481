//! What the endpoints of the ledger share, in whichever room they stand.

pub mod common;
pub mod shapes;
pub mod told;
