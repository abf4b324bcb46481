//! Words that several groups share.

/// Documents that are numbered and printed.
pub const DOCUMENTS: &[&str] = &["invoice", "estimate", "credit_note", "bill", "receipt", "purchase_order"];

/// The key of a text about a word.
pub(crate) fn key(prefix: &str, word: &str) -> String {
    format!("{prefix}-{}", word.replace('_', "-"))
}
