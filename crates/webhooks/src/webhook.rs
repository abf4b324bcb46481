//! A webhook, and what is told to it.

use despacho_kernel::Id;
use despacho_platform::{jobs::Job, sql::Versioned};
use serde::{Deserialize, Serialize};

/// What can be told.
pub const EVENTS: [&str; 5] = ["client.created", "client.updated", "organization.created", "client_import.completed", "blueprint.applied"];

despacho_platform::row! {
    /// An address that is told of events.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Webhook in "webhooks" key (practice_id, id) {
        pub practice_id: Id,
        pub id: Id,
        pub url: String,
        /// By commas.
        pub events: String,
        pub active: bool,
        /// `whsec_` and base 64, as it is shown once.
        pub secret: String,
        pub created_at: i64,
        pub updated_at: i64,
        pub version: i64,
    }
}

impl Versioned for Webhook {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Webhook {
    pub fn events(&self) -> Vec<String> {
        self.events.split(',').filter(|event| !event.is_empty()).map(str::to_owned).collect()
    }
}

despacho_platform::row! {
    /// A message to a webhook. Its id is the message's: whoever gets it twice knows by it.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Delivery in "webhook_deliveries" key (practice_id, id) {
        pub practice_id: Id,
        pub id: Id,
        pub webhook_id: Id,
        pub event: String,
        /// JSON, as it is signed and sent.
        pub payload: String,
        /// `queued`, `delivered` or `failed`.
        pub status: String,
        pub attempts: i64,
        /// What was answered last.
        pub response_status: Option<i64>,
        pub error: String,
        pub created_at: i64,
        /// When it is tried again.
        pub next_at: Option<i64>,
        pub delivered_at: Option<i64>,
    }
}

/// Tells everyone who wants to know of something that happened.
#[derive(Debug, Serialize, Deserialize)]
pub struct TellEvent {
    /// A practice; or an organization, which is told of to the practices that keep it.
    pub tenant: Id,
    pub event: String,
    pub data: serde_json::Value,
    pub at: i64,
}

impl Job for TellEvent {
    const KIND: &'static str = "tell_event";
}

/// Sends a message.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendWebhook {
    pub practice_id: Id,
    pub delivery_id: Id,
}

impl Job for SendWebhook {
    const KIND: &'static str = "send_webhook";
}
