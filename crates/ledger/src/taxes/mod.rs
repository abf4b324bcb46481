//! Taxes of an organization: the list of them, and what documents do with it.

mod list;
mod own;

pub use list::{TAX_GROUPS, TAXES, TAXES_GROUP};
pub use own::{OwnTax, all, posting, read};
