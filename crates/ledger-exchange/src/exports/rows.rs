//! The books as rows for programs: a posting a line in CSV, an entry a line in JSON Lines.

use despacho_kernel::money::plain;
use despacho_ledger::{
    dimensions::tags,
    journal::store::{JournalEntry, PostingRow},
};
use despacho_platform::{Error, Result};
use despacho_sheets::figures::Cell;
use serde_json::json;

use super::book::Book;

const COLUMNS: [&str; 17] = [
    "number",
    "fiscal_year_number",
    "date",
    "journal",
    "description",
    "reference",
    "account_code",
    "account_name",
    "debit",
    "credit",
    "text",
    "currency",
    "amount_in_currency",
    "tags",
    "kind",
    "contact",
    "contact_name",
];

/// The columns' names.
pub fn head() -> String {
    format!("{}\n", COLUMNS.join(","))
}

fn bad(error: impl std::fmt::Display) -> Error {
    Error::Other(error.to_string())
}

/// The columns' names, a heading each.
pub fn headings() -> Vec<String> {
    COLUMNS.map(str::to_owned).to_vec()
}

/// One entry: a row for each posting.
pub fn cells(book: &Book, entry: &JournalEntry, postings: &[PostingRow]) -> Result<Vec<Vec<Cell>>> {
    let text = |value: &str| Cell::Text(value.to_owned());
    let mut rows = vec![];
    for row in postings {
        let account = book.account(row.account_id)?;
        let contact = book.contact(row);
        let side = |amount: i64| if amount > 0 { Cell::Amount(amount, book.currency.digits) } else { Cell::Empty };
        let digits = despacho_kernel::place::currency(&row.currency).map_or(2, |currency| currency.digits);
        rows.push(vec![
            Cell::Text(entry.number.unwrap_or_default().to_string()),
            Cell::Text(book.number(entry)),
            Cell::Day(entry.date.clone()),
            text(&entry.journal),
            text(&entry.description),
            text(&entry.reference),
            text(&account.code),
            text(&account.name),
            side(row.amount),
            side(-row.amount),
            text(&row.description),
            text(&row.currency),
            Cell::Amount(row.currency_amount, digits),
            Cell::Text(row.tags.iter().map(|tag| format!("{}:{}", tag.dimension, tag.value)).collect::<Vec<_>>().join(" ")),
            text(&entry.kind),
            Cell::Text(contact.map(|contact| contact.number.to_string()).unwrap_or_default()),
            text(contact.map_or("", |contact| &contact.name)),
        ]);
    }
    Ok(rows)
}

/// One entry: a line for each posting, amounts with a point.
pub fn csv(book: &Book, entry: &JournalEntry, postings: &[PostingRow], text: &mut String) -> Result<()> {
    let mut lines = csv::Writer::from_writer(vec![]);
    for row in cells(book, entry, postings)? {
        lines.write_record(row.iter().map(|cell| despacho_sheets::spreadsheet_text(cell.text('.')))).map_err(bad)?;
    }
    let bytes = lines.into_inner().map_err(bad)?;
    text.push_str(&String::from_utf8(bytes).map_err(bad)?);
    Ok(())
}

/// One entry on a line; amounts are decimal texts, debit positive.
pub fn json(book: &Book, entry: &JournalEntry, postings: &[PostingRow], text: &mut String) -> Result<()> {
    let mut lines = vec![];
    for row in postings {
        let account = book.account(row.account_id)?;
        let digits = despacho_kernel::place::currency(&row.currency).map_or(2, |currency| currency.digits);
        lines.push(json!({
            "account_code": account.code,
            "account_name": account.name,
            "amount": plain(row.amount, book.currency.digits),
            "currency": row.currency,
            "amount_in_currency": plain(row.currency_amount, digits),
            "rate": row.rate,
            "description": row.description,
            "tags": tags::by_code(&row.tags),
            "contact": book.contact(row).map(|contact| contact.number),
            "contact_name": book.contact(row).map(|contact| &contact.name),
        }));
    }
    let value = json!({
        "id": entry.id,
        "number": entry.number,
        "fiscal_year_number": book.number(entry),
        "date": entry.date,
        "journal": entry.journal,
        "kind": entry.kind,
        "description": entry.description,
        "reference": entry.reference,
        "postings": lines,
    });
    text.push_str(&value.to_string());
    text.push('\n');
    Ok(())
}
