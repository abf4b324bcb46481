//! What both kinds of order have: who orders, on which account, and how much.

use jiff::civil::Date;

use crate::{latin, latin::is_identifier};

/// Most payments of an order.
pub const MOST: usize = 5000;
/// The largest amount of one, in cents (EPC115-06: EUR 999,999,999.99).
const LARGEST: i64 = 99_999_999_999;

/// Why an order is no file. `at` is the payment's place, from 0.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// There is nothing to order.
    #[error("the order has no payments")]
    Empty,
    /// There are more than [`MOST`].
    #[error("the order has more than {MOST} payments")]
    TooMany,
    /// It is below a cent or too large.
    #[error("payment {at} has no amount that a bank takes")]
    Amount {
        /// Its place.
        at: usize,
    },
    /// A name is empty, or has no letter that a bank takes.
    #[error("payment {at} names nobody")]
    Name {
        /// Its place.
        at: usize,
    },
    /// The account is none of the area.
    #[error("payment {at} has no account")]
    Iban {
        /// Its place.
        at: usize,
    },
    /// What names the payment or the mandate is empty, too long, or in other letters.
    #[error("payment {at} has no identifier that a bank takes")]
    Identifier {
        /// Its place.
        at: usize,
    },
    /// The order's own account, name or identifier is none.
    #[error("the order has no {0}")]
    Own(&'static str),
}

/// An account, with its bank's code where it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its holder.
    pub name: String,
    /// Without blanks.
    pub iban: String,
    /// Of eight or eleven letters and digits; empty where it is not known.
    pub bic: String,
}

/// Who orders what is in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// What names the order: at most 35 letters, different in each.
    pub id: String,
    /// When it was made, `2026-01-15T09:30:00`.
    pub made_at: String,
    /// When it is to be done.
    pub day: Date,
    /// The account that it is done on.
    pub own: Account,
    /// The tax id of whoever orders; empty where there is none.
    pub tax_id: String,
    /// Whether the bank writes one line for all of it, or one for each.
    pub batch: bool,
}

/// Whether it is written as an IBAN is (ISO 13616), with the right digits of control.
pub(crate) fn is_iban(text: &str) -> bool {
    let alike = text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    let (Some(country), Some(control), Some(rest)) = (text.get(..2), text.get(2..4), text.get(4..)) else { return false };
    let numbers = format!("{rest}{country}{control}");
    let value = numbers.chars().try_fold(0u32, |sum, c| {
        let value = c.to_digit(36)?;
        Some((sum * if value < 10 { 10 } else { 100 } + value) % 97)
    });
    alike && country.chars().all(|c| c.is_ascii_uppercase()) && (15..=34).contains(&text.len()) && value == Some(1)
}

impl Order {
    /// Whether the order itself can be written.
    pub(crate) fn check(&self, count: usize) -> Result<(), Fault> {
        if count == 0 {
            return Err(Fault::Empty);
        }
        if count > MOST {
            return Err(Fault::TooMany);
        }
        if !is_identifier(&self.id, 31) {
            return Err(Fault::Own("identifier"));
        }
        if latin(&self.own.name, 70).is_empty() {
            return Err(Fault::Own("name"));
        }
        if is_iban(&self.own.iban) { Ok(()) } else { Err(Fault::Own("account")) }
    }
}

/// Whether a payment can be written.
pub(crate) fn check(at: usize, cents: i64, other: &Account, id: &str) -> Result<(), Fault> {
    if !(1..=LARGEST).contains(&cents) {
        return Err(Fault::Amount { at });
    }
    if latin(&other.name, 70).is_empty() {
        return Err(Fault::Name { at });
    }
    if !is_iban(&other.iban) {
        return Err(Fault::Iban { at });
    }
    if is_identifier(id, 35) { Ok(()) } else { Err(Fault::Identifier { at }) }
}

/// Cents as a file has them: `1234.50`.
pub(crate) fn amount(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}
