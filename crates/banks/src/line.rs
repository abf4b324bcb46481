//! What is kept of statements: the file, its lines, and what they were matched with.

use despacho_kernel::{Id, text::fold};
use despacho_platform::sql::Versioned;
use despacho_ui::days;
use jiff::civil::Date;

use crate::proposals::{facts::Facts, words::words_of};

/// Where a line stands.
pub const UNMATCHED: &str = "unmatched";
pub const MATCHED: &str = "matched";
pub const EXCLUDED: &str = "excluded";

/// The format of the one statement of an account that holds its lines by hand.
pub const BY_HAND: &str = "hand";

despacho_platform::row! {
    /// A file that was imported, and what it said.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct BankStatement in "bank_statements" key (organization_id, id) {
        pub organization_id: Id,
        pub id: Id,
        pub bank_account_id: Id,
        pub file_name: String,
        pub sha256: String,
        /// A [`Format`](despacho_bank_files::Format), or [`BY_HAND`].
        pub format: String,
        pub first_date: String,
        pub last_date: String,
        /// Balances before and after its lines, in minor units of the account's currency.
        pub opening: Option<i64>,
        pub closing: Option<i64>,
        /// Lines that it added, and those that were there.
        pub lines: i64,
        pub duplicates: i64,
        pub imported_by: Id,
        pub imported_at: i64,
    }
}

despacho_platform::row! {
    /// A movement.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct BankLine in "bank_lines" key (organization_id, id) {
        pub organization_id: Id,
        pub id: Id,
        pub bank_account_id: Id,
        pub statement_id: Id,
        pub date: String,
        /// Empty where it was not told.
        pub value_date: String,
        /// Minor units of the account's currency, money in positive.
        pub amount: i64,
        pub text: String,
        pub reference: String,
        pub counterparty: String,
        pub counterparty_iban: String,
        /// The bank's word for what it is.
        pub code: String,
        /// What it is called without what changes each time.
        pub payee_key: String,
        /// What keeps it from being there twice.
        pub fingerprint: String,
        /// `unmatched`, `matched` or `excluded`.
        pub status: String,
        /// The [`Kind`](crate::proposals::proposal::Kind) of its match; empty without one.
        pub kind: String,
        /// The account that it went to, where it was one alone, and whose it was.
        pub account_id: Option<Id>,
        pub contact_id: Option<Id>,
        /// Why it was excluded.
        pub reason: String,
        pub matched_by: Option<Id>,
        pub matched_at: Option<i64>,
        /// The reconciliation that it is closed in.
        pub reconciliation_id: Option<Id>,
        /// Whether somebody typed it; no file told it.
        pub by_hand: bool,
        pub version: i64,
    }
}

impl Versioned for BankLine {
    fn version(&self) -> i64 {
        self.version
    }
}

impl BankLine {
    /// A line as it waits again.
    pub fn waiting(self) -> Self {
        Self {
            status: UNMATCHED.into(),
            kind: String::new(),
            account_id: None,
            contact_id: None,
            reason: String::new(),
            matched_by: None,
            matched_at: None,
            ..self
        }
    }

    /// The day that it was booked on.
    pub fn day(&self) -> Date {
        self.date.parse().unwrap_or_default()
    }

    /// What a person calls it.
    pub fn label(&self) -> String {
        let text = if self.text.is_empty() { &self.counterparty } else { &self.text };
        format!("{} · {}", days::shown(&self.date), text.chars().take(80).collect::<String>())
    }

    /// As it is matched.
    pub fn facts(&self, currency: &str) -> Facts {
        Facts {
            id: self.id,
            bank_account: self.bank_account_id,
            currency: currency.to_owned(),
            date: self.day(),
            amount: self.amount,
            words: words_of(&format!("{} {} {}", self.text, self.reference, self.counterparty)),
            iban: self.counterparty_iban.clone(),
            payee: self.payee_key.clone(),
            parts: [fold(&self.text), fold(&self.counterparty), fold(&self.reference)],
        }
    }
}

despacho_platform::row! {
    /// The file that a statement came in, among the stored files.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct StatementFile in "bank_statement_files" key (organization_id, statement_id) {
        pub organization_id: Id,
        pub statement_id: Id,
        pub file_id: Id,
    }
}

despacho_platform::row! {
    /// A posting of the bank's account that a line is.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct LinePosting in "bank_line_postings" key (organization_id, entry_id, position) {
        pub organization_id: Id,
        pub entry_id: Id,
        pub position: i64,
        pub line_id: Id,
        /// Whether the match posted it, so that undoing takes it back.
        pub made: bool,
    }
}

despacho_platform::row! {
    /// A day through which a bank account agrees with its bank.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Reconciliation in "bank_reconciliations" key (organization_id, id) {
        pub organization_id: Id,
        pub id: Id,
        pub bank_account_id: Id,
        pub through: String,
        /// What the bank says, what the books say, and what of the books the bank does not have yet.
        pub bank_balance: i64,
        pub book_balance: i64,
        pub outstanding: i64,
        /// `closed` or `reopened`.
        pub status: String,
        pub closed_by: Id,
        pub closed_at: i64,
        pub reopened_by: Option<Id>,
        pub reopened_at: Option<i64>,
    }
}
