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
mod samples;
pub mod statement;
#[cfg(test)]
mod written;

use despacho_kernel::place::Currency;

pub use delimited::{DateOrder, Mapping};
pub use fault::{Fault, Why};
pub use numbers::MAX_AMOUNT;
pub use statement::{Detail, Line, MAX_BYTES, MAX_LINES, MAX_TEXT, Statement};

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
