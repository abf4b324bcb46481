//! What a line is to be matched with, as it was proposed or typed.

use despacho_documents::payments::payment::MOST as MOST_ITEMS;
use despacho_kernel::{Id, money::plain};
use despacho_ledger::journal::typed::or_empty;
use serde::{Deserialize, Serialize};

use crate::proposals::proposal::{Kind, Part, Proposal};

/// Most postings, documents or accounts that a line is matched with.
pub const MOST: usize = MOST_ITEMS;

/// A posting as a program names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedPosting {
    pub entry_id: Id,
    pub position: i64,
}

/// A document, and how much of it; as much as there is where nothing is told.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NamedItem {
    #[serde(alias = "invoice_id", alias = "bill_id", alias = "credit_note_id", alias = "vendor_credit_id", alias = "payment_id")]
    pub document_id: Option<Id>,
    #[serde(deserialize_with = "or_empty")]
    pub amount: String,
}

/// An account that part of a line goes to.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NamedShare {
    #[serde(deserialize_with = "or_empty")]
    pub account_code: String,
    /// Of the line's sign; what is left of the line where nothing is told.
    #[serde(deserialize_with = "or_empty")]
    pub amount: String,
    #[serde(deserialize_with = "or_empty")]
    pub description: String,
}

/// What a line is to be matched with, as it was proposed or typed. Of nothing at all, the best proposal is taken if it is certain.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Wanted {
    pub postings: Vec<NamedPosting>,
    /// The postings of the bank's account in this entry.
    pub entry_id: Option<Id>,
    pub items: Vec<NamedItem>,
    /// What the bank kept of them, or took beside them.
    #[serde(deserialize_with = "or_empty")]
    pub charges: String,
    /// Who has what is left, as credit.
    pub contact_id: Option<Id>,
    pub lines: Vec<NamedShare>,
    #[serde(deserialize_with = "or_empty")]
    pub account_code: String,
    pub rule_id: Option<Id>,
    /// The other own account of a transfer, and its line.
    pub bank_account_id: Option<Id>,
    pub bank_line_id: Option<Id>,
    #[serde(deserialize_with = "or_empty")]
    pub description: String,
}

impl Wanted {
    /// What a proposal asks for; amounts have so many decimals.
    pub fn of(proposal: &Proposal, digits: u8) -> Self {
        let item = |part: &Part| NamedItem { document_id: Some(part.document), amount: plain(part.amount, digits) };
        Self {
            postings: proposal.postings.iter().map(|(entry_id, position)| NamedPosting { entry_id: *entry_id, position: *position }).collect(),
            items: proposal.items.iter().map(item).collect(),
            charges: if proposal.charges == 0 { String::new() } else { plain(proposal.charges, digits) },
            account_code: if proposal.kind == Kind::Transfer { String::new() } else { proposal.account_code.clone() },
            rule_id: proposal.rule,
            bank_account_id: proposal.bank_account,
            bank_line_id: proposal.line,
            ..Self::default()
        }
    }

    /// Whether nothing is told.
    pub fn is_empty(&self) -> bool {
        let named = [self.entry_id, self.contact_id, self.rule_id, self.bank_account_id, self.bank_line_id].iter().any(Option::is_some);
        !(named || !self.account_code.trim().is_empty() || !self.postings.is_empty() || !self.items.is_empty() || !self.lines.is_empty())
    }
}
