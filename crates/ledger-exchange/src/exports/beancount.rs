//! Beancount's ledgers.

use std::fmt::Write;

use despacho_ledger::{
    accounts::Account,
    journal::store::{JournalEntry, PostingRow},
};
use despacho_platform::{Error, Result};
use jiff::civil::Date;

use super::book::{Book, amount, of_year};

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// `Assets:C572`: a component is letters, digits and hyphens, so that a dot and a hyphen of a code are spelt out.
fn name(account: &Account) -> String {
    let root = match account.r#type.as_str() {
        "asset" => "Assets",
        "liability" => "Liabilities",
        "equity" => "Equity",
        "income" => "Income",
        _ => "Expenses",
    };
    format!("{root}:C{}", account.code.replace('-', "-H").replace('.', "-D"))
}

/// The options and every account, open from the first day.
pub fn head(book: &Book, first: Date) -> String {
    let mut text = format!(
        "option \"title\" {}\noption \"operating_currency\" \"{}\"\noption \"inferred_tolerance_default\" \"*:0\"\n\n",
        quoted(&book.name),
        book.currency.code
    );
    for account in &book.accounts {
        let _ = writeln!(text, "{} open {}\n  name: {}", first.strftime("%Y-%m-%d"), name(account), quoted(&account.name));
    }
    text
}

/// One entry.
pub fn entry(book: &Book, entry: &JournalEntry, postings: &[PostingRow], text: &mut String) -> Result<()> {
    let bad = |e: std::fmt::Error| Error::Other(e.to_string());
    writeln!(text, "\n{} * {}\n  number: {}", entry.date, quoted(&entry.description), quoted(&book.number(entry))).map_err(bad)?;
    if !entry.reference.is_empty() {
        writeln!(text, "  ref: {}", quoted(&entry.reference)).map_err(bad)?;
    }
    if let Some(kind) = of_year(entry) {
        writeln!(text, "  kind: {}", quoted(kind)).map_err(bad)?;
    }
    for row in postings {
        writeln!(text, "  {}  {}", name(book.account(row.account_id)?), amount(book, row)?).map_err(bad)?;
        if !row.description.is_empty() {
            writeln!(text, "    text: {}", quoted(&row.description)).map_err(bad)?;
        }
        if let Some(contact) = book.contact(row) {
            writeln!(text, "    contact: {}", quoted(&format!("{} {}", contact.number, contact.name))).map_err(bad)?;
        }
        for tag in &row.tags {
            writeln!(text, "    {}: {}", tag.dimension, quoted(&tag.value)).map_err(bad)?;
        }
    }
    Ok(())
}
