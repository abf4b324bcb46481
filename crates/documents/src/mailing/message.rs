//! A message with a document, and as it is typed.

use despacho_kernel::{Id, Invalid, email};
use despacho_ledger::journal::typed::or_empty;
use despacho_platform::{clock::DAY, jobs::Job};
use serde::{Deserialize, Serialize};

/// Most addresses that get a copy.
pub const MOST_COPIES: usize = 5;
/// Most messages that a person sends in a day, so that nobody makes a relay of us, and most of an organization to one address.
pub const IN_A_DAY: i64 = 500;
pub const TO_ONE: i64 = 20;
/// How long a message's link works, in milliseconds.
pub const LIFETIME: i64 = 180 * DAY;
/// Most letters of what a message says.
pub const LONGEST: usize = 6000;

/// Sends a message.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendDocument {
    pub organization_id: Id,
    pub message_id: Id,
}

impl Job for SendDocument {
    const KIND: &'static str = "send_document";
}

/// Prints an issued document and keeps its paper.
#[derive(Debug, Serialize, Deserialize)]
pub struct PrintDocument {
    pub organization_id: Id,
    pub document_id: Id,
}

impl Job for PrintDocument {
    const KIND: &'static str = "print_document";
}

despacho_platform::row! {
    /// A message with a document.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Message in "document_messages" key (organization_id, id) {
        pub organization_id: Id,
        pub id: Id,
        pub document_id: Id,
        pub recipient: String,
        /// Addresses on a line each.
        pub copies: String,
        pub subject: String,
        pub body: String,
        /// Whether the paper goes with it.
        pub attaches: bool,
        /// `queued`, `sent` or `failed`.
        pub state: String,
        pub sent_by: Id,
        /// UTC milliseconds, as the others.
        pub created_at: i64,
        pub sent_at: Option<i64>,
        /// When its link was followed first.
        pub opened_at: Option<i64>,
        /// SHA-256 of the secret in its link; none until it is sent.
        pub token_hash: Option<String>,
        pub expires_at: i64,
    }
}

/// A message as it is typed; what is left out follows from the contact and the organization's template.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedMessage {
    #[serde(deserialize_with = "or_empty")]
    pub to: String,
    pub cc: Vec<String>,
    #[serde(deserialize_with = "or_empty")]
    pub subject: String,
    #[serde(deserialize_with = "or_empty")]
    pub body: String,
    pub template_id: Option<Id>,
    pub attach: Option<bool>,
}

impl TypedMessage {
    /// Whom it goes to, the first of them its recipient; what is no address is noted at its place.
    pub fn addresses(&self, usual: &str, errors: &mut Invalid) -> Vec<String> {
        let to = if self.to.trim().is_empty() { usual } else { self.to.trim() };
        if to.is_empty() {
            errors.push("to", "required");
        }
        if self.cc.len() > MOST_COPIES {
            errors.push_with("cc", "too_many_rows", vec![("max", MOST_COPIES.to_string())]);
        }
        let first = Some(to).filter(|to| !to.is_empty()).and_then(|to| errors.take("to", email::parse(to)));
        let mut all: Vec<String> = first.into_iter().collect();
        for (at, address) in self.cc.iter().take(MOST_COPIES).enumerate().filter(|(_, address)| !address.trim().is_empty()) {
            if let Some(address) = errors.take(&format!("cc[{at}]"), email::parse(address.trim()))
                && !all.contains(&address)
            {
                all.push(address);
            }
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_at_their_places() {
        let of = |to: &str, cc: &[&str], usual: &str| {
            let mut errors = Invalid::new();
            let typed = TypedMessage { to: to.into(), cc: cc.iter().map(|cc| (*cc).to_owned()).collect(), ..TypedMessage::default() };
            let found = typed.addresses(usual, &mut errors);
            (found, errors.0.into_iter().map(|error| format!("{} {}", error.field, error.code)).collect::<Vec<_>>())
        };
        assert_eq!(of("", &[], "a@test.example"), (vec!["a@test.example".to_owned()], vec![]));
        assert_eq!(of("", &[], "").1, ["to required"]);
        assert_eq!(of("b@test.example", &["b@test.example", "", "c@test.example"], "a@test.example").0, ["b@test.example", "c@test.example"]);
        assert_eq!(of("x", &["y"], "").1, ["to email", "cc[0] email"]);
        assert_eq!(of("a@test.example", &["b@test.example"; 6], "").1, ["cc too_many_rows"]);
    }
}
