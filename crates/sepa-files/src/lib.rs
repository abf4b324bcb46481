//! Orders to banks in the files of the single euro payments area (ISO 20022): credit transfers, pain.001, and direct debits, pain.008. Pure: from what is
//! paid or collected to the file, or the reason why not.

#![warn(missing_docs)]

mod credit_transfers;
mod creditor;
mod direct_debits;
mod latin;
mod order;
#[cfg(test)]
mod schema;
mod writer;

pub use credit_transfers::{Transfer, TransferFormat, Transfers};
pub use creditor::{CREDITOR_SCHEME, creditor_identifier};
pub use direct_debits::{Collection, Collections, DebitFormat, Mandate, Scheme, Sequence};
pub use latin::{is_identifier, latin};
pub use order::{Account, Fault, MOST, Order};
