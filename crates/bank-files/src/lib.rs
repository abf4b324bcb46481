//! Bank statements as banks hand them out: Norma 43 (AEB, cuaderno 43), CAMT.053 (ISO 20022), OFX, QIF and CSV, read to the cent or refused with
//! the line and the reason.

#![warn(missing_docs)]

mod camt;
pub mod delimited;
pub mod fault;
pub mod iban;
mod norma43;
mod numbers;
mod ofx;
mod qif;
#[cfg(test)]
mod written;
mod xml;

use despacho_kernel::place::Currency;
use jiff::civil::Date;

pub use delimited::{DateOrder, Mapping};
pub use fault::{Fault, Why};

/// Most bytes of a file.
pub const MAX_BYTES: usize = 16 * 1024 * 1024;
/// Most lines of all the statements of a file.
pub const MAX_LINES: usize = 50_000;
/// Most characters of a text of a line; what is beyond is left out.
pub const MAX_TEXT: usize = 1000;

despacho_kernel::words! {
    /// How a file is written.
    Format {
        /// Cuaderno 43 of the AEB.
        Norma43 = "n43",
        /// ISO 20022, camt.053; camt.052 and camt.054 are read alike.
        Camt053 = "camt053",
        /// Open Financial Exchange, 1.x (SGML) and 2.x (XML).
        Ofx = "ofx",
        /// Quicken Interchange Format.
        Qif = "qif",
        /// Cells with something between them, by a [`Mapping`].
        Csv = "csv",
    }
}

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

/// What a reader needs to know besides the file.
#[derive(Debug, Clone)]
pub struct Asked<'a> {
    /// The format, where it is told; otherwise the content tells.
    pub format: Option<Format>,
    /// The currency of files that tell none.
    pub currency: &'a Currency,
    /// How a CSV file is to be read; otherwise its headings tell.
    pub mapping: Option<&'a Mapping>,
    /// Whether the day stands before the month in a QIF file whose dates could be either.
    pub day_first: bool,
}

/// How a file is written, by what is in it.
pub fn format(text: &str) -> Option<Format> {
    // Some programs write remarks in front.
    let remarks: usize = text.split_inclusive('\n').take_while(|line| line.trim().is_empty() || line.starts_with('#')).map(str::len).sum();
    let start = text[remarks..].trim_start();
    let first = start.lines().next().unwrap_or_default();
    let head: String = start.chars().take(4000).collect();
    if first.len() >= 50 && (first.starts_with("11") || first.starts_with("00")) && first.chars().take(20).all(|c| c.is_ascii_digit()) {
        return Some(Format::Norma43);
    }
    if head.contains("OFXHEADER") || head.contains("<OFX>") {
        return Some(Format::Ofx);
    }
    if start.starts_with('<') {
        return head.contains("BkToCstmr").then_some(Format::Camt053);
    }
    if start.starts_with('!') {
        return Some(Format::Qif);
    }
    let separator = despacho_sheets::read::separator(start);
    first.contains(separator).then_some(Format::Csv)
}

/// The statements of a file, one for each account and period, whole or not at all.
pub fn read(bytes: &[u8], asked: &Asked<'_>) -> Result<(Format, Vec<Statement>), Fault> {
    if bytes.len() > MAX_BYTES {
        return Err(Fault::whole(Why::TooLarge(MAX_BYTES)));
    }
    let text = despacho_sheets::read::text(bytes);
    if text.trim().is_empty() {
        return Err(Fault::whole(Why::Empty));
    }
    let format = asked.format.or_else(|| format(&text)).ok_or(Fault { line: 1, why: Why::Unknown })?;
    let mut statements = match format {
        Format::Norma43 => norma43::read(&text)?,
        Format::Camt053 => camt::read(&text)?,
        Format::Ofx => ofx::read(&text, asked.currency)?,
        Format::Qif => qif::read(&text, asked.currency, asked.day_first)?,
        Format::Csv => vec![delimited::read(&text, asked.currency, asked.mapping)?],
    };
    if statements.is_empty() {
        return Err(Fault::whole(Why::Empty));
    }
    for line in statements.iter_mut().flat_map(|statement| &mut statement.lines) {
        for text in [&mut line.text, &mut line.reference, &mut line.counterparty, &mut line.external_id] {
            *text = tidy(text);
        }
    }
    Ok((format, statements))
}

/// A text without what no reader sees: runs of blanks are one, control characters none.
fn tidy(text: &str) -> String {
    let words: Vec<&str> = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect();
    words.join(" ").chars().take(MAX_TEXT).collect()
}

/// Refuses more lines than are kept.
fn bounded(count: usize, line: usize) -> Result<(), Fault> {
    if count > MAX_LINES { Err(Fault { line, why: Why::TooManyLines(MAX_LINES) }) } else { Ok(()) }
}
