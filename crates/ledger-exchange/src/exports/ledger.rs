//! Journals of hledger and of ledger: one form, which both read.

use std::fmt::Write;

use despacho_kernel::money::plain;
use despacho_ledger::journal::store::{JournalEntry, PostingRow};
use despacho_platform::{Error, Result};

use super::book::{Book, amount, of_year};

/// A text on one line: what would begin a comment does not.
fn inline(text: &str) -> String {
    let text: Vec<&str> = text.split_whitespace().collect();
    text.join(" ").replace(';', ",").replace('|', "/")
}

/// A text within a comment: what would be a tag (`date:2020-01-01`, `Value:: 1 + 1`) or a posting's own day (`[2020-01-01]`) is mere text.
fn remark(text: &str) -> String {
    inline(text).replace(" :", ":").replace(':', " :").replace('[', "(").replace(']', ")").trim_start().to_owned()
}

fn path(line: &[String]) -> String {
    line.join(":")
}

/// The declarations: the currency's form, every account with its name, and for hledger its type.
pub fn head(book: &Book, hledger: bool) -> String {
    let mut text = format!("; {}\n", inline(&book.name));
    for currency in &book.currencies {
        // hledger learns from a sample how many decimals there are; one without any still has its mark.
        let sample = plain(i64::pow(10, u32::from(currency.digits) + 3), currency.digits);
        let mark = if currency.digits == 0 { "." } else { "" };
        let _ = if hledger { writeln!(text, "commodity {sample}{mark} {}", currency.code) } else { writeln!(text, "commodity {}", currency.code) };
    }
    if !hledger {
        text.push_str("tag ref\ntag kind\ntag contact\n");
        for dimension in &book.dimensions {
            let _ = writeln!(text, "tag {dimension}");
        }
    }
    let _ = writeln!(text);
    for account in &book.accounts {
        let Some(line) = book.lines.get(&account.id) else { continue };
        let kind = match account.r#type.as_str() {
            "asset" => "A",
            "liability" => "L",
            "equity" => "E",
            "income" => "R",
            _ => "X",
        };
        let name = remark(&account.name);
        let _ =
            if hledger { writeln!(text, "account {}  ; type:{kind}, {name}", path(line)) } else { writeln!(text, "account {}\n    note {name}", path(line)) };
    }
    text
}

/// One entry.
pub fn entry(book: &Book, entry: &JournalEntry, postings: &[PostingRow], text: &mut String) -> Result<()> {
    let bad = |e: std::fmt::Error| Error::Other(e.to_string());
    writeln!(text, "\n{} * ({}) {}", entry.date, book.number(entry), inline(&entry.description)).map_err(bad)?;
    if !entry.reference.is_empty() {
        writeln!(text, "    ; ref: {}", remark(&entry.reference)).map_err(bad)?;
    }
    if let Some(kind) = of_year(entry) {
        writeln!(text, "    ; kind: {kind}").map_err(bad)?;
    }
    for row in postings {
        let line = book.lines.get(&row.account_id).ok_or_else(|| Error::Other(format!("no account {}", row.account_id)))?;
        write!(text, "    {}  {}", path(line), amount(book, row)?).map_err(bad)?;
        if !row.description.is_empty() {
            write!(text, "  ; {}", remark(&row.description)).map_err(bad)?;
        }
        text.push('\n');
        if let Some(contact) = book.contact(row) {
            // A comma ends the value of a tag.
            writeln!(text, "        ; contact: {} {}", contact.number, remark(&contact.name).replace(',', "")).map_err(bad)?;
        }
        for tag in &row.tags {
            writeln!(text, "        ; {}: {}", tag.dimension, tag.value).map_err(bad)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_says_nothing_to_the_program_that_reads_it() {
        assert_eq!(inline("una;dos\n  tres | cuatro"), "una,dos tres / cuatro");
        assert_eq!(remark("date:2020-02-02"), "date :2020-02-02");
        assert_eq!(remark("[2020-01-01] Factura: 12"), "(2020-01-01) Factura : 12");
        assert_eq!(remark("Value:: 1 + 1"), "Value : : 1 + 1");
        assert_eq!(remark(":uno:dos:"), ":uno :dos :");
    }
}
