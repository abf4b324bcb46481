//! Links to one request: their messages, the codes that some ask for, and what proves who did what.

use despacho_kernel::{Id, words};
use despacho_platform::jobs::Job;
use serde::{Deserialize, Serialize};

/// Most messages of a practice in a day, so that nobody makes a relay of us, and most of them to one address.
pub const IN_A_DAY: i64 = 2000;
pub const TO_ONE: i64 = 20;
/// Most links that whoever has one that expired asks for in a day.
pub const RENEWALS: i64 = 3;
/// How long a code is good, and a browser that knew one, in milliseconds.
pub const CODE: i64 = 1_800_000;
pub const BROWSER: i64 = 30 * 86_400_000;
/// Wrong codes until another must be asked for.
pub const TRIES: i64 = 10;

/// Mails a link.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendLink {
    pub practice_id: Id,
    pub link_id: Id,
}

impl Job for SendLink {
    const KIND: &'static str = "send_request";
}

/// Mails a code to a link's reader.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendCode {
    pub practice_id: Id,
    pub link_id: Id,
}

impl Job for SendCode {
    const KIND: &'static str = "send_request_code";
}

/// Tells a client what was returned, once the firm has had a while to return the rest too.
#[derive(Debug, Serialize, Deserialize)]
pub struct TellReturned {
    pub practice_id: Id,
    pub request_id: Id,
}

impl Job for TellReturned {
    const KIND: &'static str = "tell_returned_request";
}

/// Reminds a practice's clients of the day.
#[derive(Debug, Serialize, Deserialize)]
pub struct RemindClients {
    pub practice_id: Id,
}

impl Job for RemindClients {
    const KIND: &'static str = "remind_clients";
}

words! {
    /// Why a link was made.
    Occasion {
        Sending = "sending",
        Reminder = "reminder",
        Return = "return",
        Renewal = "renewal",
        ByHand = "by_hand",
        Portal = "portal",
    }
}

despacho_platform::row! {
    /// A link that was mailed to one address, or handed to one person.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Link in "request_links" key (practice_id, id) {
        pub practice_id: Id,
        pub id: Id,
        pub request_id: Id,
        pub contact_id: Option<Id>,
        /// Whose it is.
        pub name: String,
        pub email: String,
        /// An [`Occasion`].
        pub occasion: String,
        /// `queued`, `sent` or `failed`.
        pub state: String,
        /// SHA-256 of its secret; none until it is sent.
        pub token_hash: Option<String>,
        /// UTC milliseconds, as the others.
        pub created_at: i64,
        pub sent_at: Option<i64>,
        pub opened_at: Option<i64>,
        pub expires_at: i64,
        pub revoked_at: Option<i64>,
        /// Wrong codes that were typed.
        pub tries: i64,
    }
}

despacho_platform::row! {
    /// Who did what.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Evidence in "request_evidence" key (practice_id, id) {
        pub practice_id: Id,
        pub id: Id,
        pub request_id: Id,
        pub line_id: Option<Id>,
        /// `opened`, `answered`, `not_applicable`, `uploaded`, `removed`, `submitted`, `accepted`, `returned`…
        pub what: String,
        pub who: String,
        pub user_id: Option<Id>,
        pub link_id: Option<Id>,
        /// The network address that it came from.
        pub address: String,
        /// What was answered, or the file's name.
        pub detail: String,
        /// Of the file.
        pub sha256: String,
        /// UTC milliseconds.
        pub at: i64,
    }
}

despacho_platform::row! {
    /// A file of a line. It has the stored file's id.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Brought in "request_files" key (practice_id, id) {
        pub practice_id: Id,
        pub id: Id,
        pub request_id: Id,
        pub line_id: Id,
        pub name: String,
        pub sha256: String,
        pub brought_by: String,
        pub brought_at: i64,
        /// The client's document that it became.
        pub document_id: Option<Id>,
    }
}

despacho_platform::row! {
    /// A file as it is listed.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Listed {
        pub id: Id,
        pub request_id: Id,
        pub line_id: Id,
        pub name: String,
        pub sha256: String,
        pub brought_by: String,
        pub brought_at: i64,
        pub document_id: Option<Id>,
        /// Bytes.
        pub size: i64,
        /// The media type that what is in it tells.
        pub kind: String,
    }
}
