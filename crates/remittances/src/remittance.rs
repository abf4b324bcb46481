//! An order to a bank, whom it pays or collects from, and what lets an account be debited.

use despacho_kernel::{Id, words};
use despacho_platform::sql::Versioned;

/// Most payments of an order, and most documents of it: they are posted in one step.
pub const MOST: usize = 200;

words! {
    /// What an order has the bank do.
    Kind {
        /// It pays what is owed to vendors.
        Transfers = "transfers",
        /// It collects what customers owe, under their mandates.
        Debits = "debits",
    }
}

words! {
    /// How far an order has come.
    State {
        /// Its file may be taken to the bank; nothing is in the books.
        Prepared = "prepared",
        /// Its payments are in the books.
        Posted = "posted",
        /// It was not done.
        Cancelled = "cancelled",
    }
}

despacho_platform::row! {
    /// The account at a bank of a contact.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct ContactBank in "contact_banks" key (organization_id, contact_id) {
        pub organization_id: Id,
        pub contact_id: Id,
        /// Checked, without blanks; empty where there is none.
        pub iban: String,
        /// The bank's code; empty where it is not told.
        pub bic: String,
        pub version: i64,
    }
}

impl Versioned for ContactBank {
    fn version(&self) -> i64 {
        self.version
    }
}

despacho_platform::row! {
    /// What lets the account of a contact be debited.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Mandate in "mandates" key (organization_id, id) {
        pub organization_id: Id,
        pub id: Id,
        pub contact_id: Id,
        pub reference: String,
        /// `core`, or `b2b` between businesses.
        pub scheme: String,
        /// `recurrent`, or `once`.
        pub usage: String,
        /// ISO 8601.
        pub signed_on: String,
        /// `active` or `cancelled`.
        pub state: String,
        /// How many debits were posted by it, and the day of the last; empty before the first.
        pub debits: i64,
        pub last_used_on: String,
        pub version: i64,
    }
}

impl Versioned for Mandate {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Mandate {
    /// Which of its debits the next one is; none where no other may be.
    pub fn next(&self) -> Option<&'static str> {
        match (self.state.as_str(), self.usage.as_str(), self.debits) {
            ("active", "once", 0) => Some("once"),
            ("active", "recurrent", 0) => Some("first"),
            ("active", "recurrent", _) => Some("recurrent"),
            _ => None,
        }
    }
}

despacho_platform::row! {
    /// An order to a bank. Amounts are cents of euros.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Remittance in "remittances" key (organization_id, id) {
        pub organization_id: Id,
        pub id: Id,
        pub number: i64,
        /// A [`Kind`].
        pub kind: String,
        /// A [`State`].
        pub state: String,
        pub bank_account_id: Id,
        /// When it is to be done, ISO 8601.
        pub day: String,
        /// Whether the bank writes one line for all of it.
        pub batch: bool,
        pub amount: i64,
        /// How many they are.
        pub payments: i64,
        pub created_by: Id,
        pub created_at: i64,
        pub version: i64,
    }
}

impl Versioned for Remittance {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Remittance {
    /// What it is called in books and files: `REM-0007`.
    pub fn label(&self) -> String {
        format!("REM-{:04}", self.number)
    }
}

despacho_platform::row! {
    /// A payment of an order, with the account as it was when the order was made.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct OrderedPayment in "remittance_payments" key (organization_id, remittance_id, position) {
        pub organization_id: Id,
        pub remittance_id: Id,
        pub position: i64,
        pub contact_id: Id,
        pub name: String,
        pub iban: String,
        pub bic: String,
        pub amount: i64,
        /// What it is for, as the other side reads it.
        pub text: String,
        pub mandate_id: Option<Id>,
        /// Which of the mandate's debits; empty of a transfer.
        pub sequence: String,
        /// The payment in the books, once it is there.
        pub payment_id: Option<Id>,
    }
}

despacho_platform::row! {
    /// A document of an order.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct OrderedItem in "remittance_items" key (organization_id, remittance_id, document_id) {
        pub organization_id: Id,
        pub remittance_id: Id,
        pub document_id: Id,
        /// Of its payment.
        pub position: i64,
        pub label: String,
        pub amount: i64,
        /// Whether the order is still to be done: a document is in one such order at a time.
        pub live: bool,
    }
}

/// An order with all that it says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Whole {
    pub remittance: Remittance,
    pub payments: Vec<OrderedPayment>,
    pub items: Vec<OrderedItem>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mandate_is_first_recurrent_or_used_up() {
        let of = |state: &str, usage: &str, debits| Mandate { state: state.into(), usage: usage.into(), debits, ..Mandate::default() }.next();
        assert_eq!((of("active", "recurrent", 0), of("active", "recurrent", 3)), (Some("first"), Some("recurrent")));
        assert_eq!((of("active", "once", 0), of("active", "once", 1), of("cancelled", "recurrent", 0)), (Some("once"), None, None));
        assert_eq!(Remittance { number: 7, ..Remittance::default() }.label(), "REM-0007");
    }
}
