//! A message with a statement.

use despacho_kernel::Id;
use despacho_platform::jobs::Job;
use serde::{Deserialize, Serialize};

/// Sends a message.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendStatement {
    pub organization_id: Id,
    pub message_id: Id,
}

impl Job for SendStatement {
    const KIND: &'static str = "send_statement";
}

despacho_platform::row! {
    /// A message with a statement of account.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Message in "statement_messages" key (organization_id, id) {
        pub organization_id: Id,
        pub id: Id,
        pub contact_id: Id,
        /// A shape's word.
        pub shape: String,
        /// ISO 8601.
        pub first_day: String,
        pub last_day: String,
        pub recipient: String,
        /// Addresses on a line each.
        pub copies: String,
        pub subject: String,
        pub body: String,
        /// What its paper says, as JSON.
        pub sheet: String,
        /// `queued`, `sent` or `failed`.
        pub state: String,
        pub sent_by: Id,
        /// UTC milliseconds.
        pub created_at: i64,
        pub sent_at: Option<i64>,
    }
}
