//! A payment, and as it is typed.

use despacho_kernel::{
    Id, Invalid,
    money::Money,
    number::Notation,
    place::{self, Currency},
    words,
};
use despacho_ledger::journal::typed::or_empty;
use despacho_platform::{Error, Result, sql::Versioned};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Most documents that a payment settles.
pub const MOST: usize = 200;

words! {
    /// Which way money goes.
    Way {
        /// A customer pays, or a vendor gives back.
        Received = "received",
        /// A vendor is paid, or a customer is given back.
        Made = "made",
    }
}

despacho_platform::row! {
    /// A payment. Amounts are minor units of its currency.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Payment in "payments" key (organization_id, id) {
        pub organization_id: Id,
        pub id: Id,
        /// A [`Way`].
        pub direction: String,
        /// `posted`, or `void` once it is undone.
        pub stage: String,
        /// Of the series of receipts; empty where there is none.
        pub number: String,
        /// ISO 8601.
        pub date: String,
        pub contact_id: Id,
        /// Where the money is, or was.
        pub account_id: Id,
        pub currency: String,
        /// Units of the organization's currency for one of this; empty where they are the same.
        pub rate: String,
        /// What the other side pays, or is paid, before the bank's charges.
        pub amount: i64,
        /// What is kept back beside it for taxes, which settles too.
        pub withheld: i64,
        /// What the bank keeps of what is received, or takes beside what is paid.
        pub charges: i64,
        pub reference: String,
        pub notes: String,
        pub entry_id: Id,
        pub created_by: Id,
        pub created_at: i64,
        pub version: i64,
    }
}

impl Versioned for Payment {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Way {
    /// Where payments of this way are found, on pages and in the API; the key of what several are called too.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Received => "payments-received",
            Self::Made => "payments-made",
        }
    }
}

impl Payment {
    /// Which way it goes.
    pub fn way(&self) -> Result<Way> {
        self.direction.parse().map_err(|_| Error::Other(format!("payment {}: direction", self.id)))
    }

    /// Its day.
    pub fn day(&self) -> Result<Date> {
        self.date.parse().map_err(|_| Error::Other(format!("payment {}: date {}", self.id, self.date)))
    }

    /// Its currency, which was one when it was stored.
    pub fn own_currency(&self) -> Result<&'static Currency> {
        place::currency(&self.currency).map_err(|_| Error::Other(format!("payment {}: currency", self.id)))
    }
}

/// What is paid of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedAllocation {
    #[serde(alias = "invoice_id", alias = "bill_id", alias = "credit_note_id", alias = "vendor_credit_id")]
    pub document_id: Option<Id>,
    #[serde(deserialize_with = "or_empty")]
    pub amount: String,
}

/// A payment as it is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedPayment {
    pub contact_id: Option<Id>,
    #[serde(deserialize_with = "or_empty")]
    pub date: String,
    #[serde(deserialize_with = "or_empty")]
    pub amount: String,
    #[serde(deserialize_with = "or_empty")]
    pub account_code: String,
    #[serde(deserialize_with = "or_empty")]
    pub currency: String,
    #[serde(deserialize_with = "or_empty")]
    pub rate: String,
    #[serde(deserialize_with = "or_empty")]
    pub withheld: String,
    #[serde(deserialize_with = "or_empty")]
    pub charges: String,
    #[serde(deserialize_with = "or_empty")]
    pub reference: String,
    #[serde(deserialize_with = "or_empty")]
    pub notes: String,
    pub allocations: Vec<TypedAllocation>,
}

/// An amount of a field in minor units, zero or above; what is no such amount is noted. Empty is zero.
pub fn amount(field: &str, text: &str, currency: &'static Currency, errors: &mut Invalid) -> i64 {
    if text.trim().is_empty() {
        return 0;
    }
    match errors.take(field, Money::parse(text.trim(), currency, Notation::Plain)) {
        Some(money) if money.minor >= 0 => money.minor,
        Some(_) => {
            errors.push(field, "amount_invalid");
            0
        }
        None => 0,
    }
}
