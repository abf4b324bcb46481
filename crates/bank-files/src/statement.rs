//! What is read of a file: statements of accounts and their lines, and how many are read.

use jiff::civil::Date;

use crate::fault::{Fault, Why};

/// Most bytes of a file.
pub const MAX_BYTES: usize = 16 * 1024 * 1024;
/// Most lines of all the statements of a file.
pub const MAX_LINES: usize = 50_000;
/// Most characters of a text of a line; what is beyond is left out.
pub const MAX_TEXT: usize = 1000;

/// What a bank says of one account over some days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Statement {
    /// The account as the file names it, without blanks; empty where it names none.
    pub account: String,
    /// Its IBAN, told or worked out of the account (Spain's CCC).
    pub iban: Option<String>,
    /// ISO 4217; empty where the file does not tell.
    pub currency: String,
    /// The days that it is of, as the file tells.
    pub from: Option<Date>,
    /// Its last day.
    pub through: Option<Date>,
    /// The balance before its lines, in minor units of the currency.
    pub opening: Option<i64>,
    /// The balance after them.
    pub closing: Option<i64>,
    /// In the order of the file.
    pub lines: Vec<Line>,
}

/// One movement of a statement.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// Its line in the file, counted from 1.
    pub at: usize,
    /// The day that it was booked on.
    pub date: Date,
    /// The day from which it counts for interest.
    pub value_date: Option<Date>,
    /// Minor units of the statement's currency: money in is positive.
    pub amount: i64,
    /// What the bank says of it.
    pub text: String,
    /// References told by whoever paid, with blanks between.
    pub reference: String,
    /// Who stands on the other side.
    pub counterparty: String,
    /// Their IBAN.
    pub counterparty_iban: String,
    /// The bank's word for what it is: the common concept of Norma 43, domain and family of CAMT, the type of OFX.
    pub code: String,
    /// What the bank calls it, the same each time: FITID, AcctSvcrRef; empty where there is none.
    pub external_id: String,
    /// What it is made of, where several payments make one line.
    pub details: Vec<Detail>,
}

/// One payment of a line that is made of several.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Detail {
    /// Minor units, of the line's sign.
    pub amount: i64,
    /// What is said of it.
    pub text: String,
    /// Its references.
    pub reference: String,
    /// Who stands on the other side.
    pub counterparty: String,
    /// Their IBAN.
    pub counterparty_iban: String,
}

/// Refuses more lines than are kept.
pub(crate) fn bounded(count: usize, line: usize) -> Result<(), Fault> {
    if count > MAX_LINES { Err(Fault { line, why: Why::TooManyLines(MAX_LINES) }) } else { Ok(()) }
}
