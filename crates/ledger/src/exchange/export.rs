//! The books handed out, piece by piece.

use std::collections::HashMap;

use despacho_kernel::Id;
use despacho_platform::{Result, sql::Connection};
use jiff::civil::Date;

use super::{Format, beancount, book::Book, ledger};
use crate::{
    journal::store::{self, PostingRow},
    reports::Period,
};

/// Entries read at once.
const PIECE: i64 = 500;

/// Every day that an entry can have.
pub const ALL_DAYS: Period = Period { from: Date::constant(1, 1, 1), to: Date::constant(9999, 12, 31) };

/// Writes the books of a period to `out`, in pieces: whatever their size, little of them is in memory.
pub async fn export(db: &dyn Connection, organization: Id, format: Format, period: Period, out: &mut impl FnMut(String) -> Result<()>) -> Result<()> {
    let book = Book::open(db, organization).await?;
    out(match format {
        Format::Hledger => ledger::head(&book, true),
        Format::Ledger => ledger::head(&book, false),
        Format::Beancount => beancount::head(&book, period.from),
    })?;
    let (from, to) = (period.from.to_string(), period.to.to_string());
    let mut after = (String::new(), Id::nil());
    loop {
        let entries = store::by_date(db, organization, (&from, &to), (&after.0, after.1), PIECE).await?;
        let Some(last) = entries.last() else { return Ok(()) };
        after = (last.date.clone(), last.id);
        let ids: Vec<Id> = entries.iter().map(|entry| entry.id).collect();
        let mut of: HashMap<Id, Vec<PostingRow>> = HashMap::new();
        for row in store::postings_of(db, organization, &ids).await? {
            of.entry(row.entry_id).or_default().push(row);
        }
        let mut text = String::new();
        for entry in &entries {
            let postings = of.get(&entry.id).map_or(&[][..], Vec::as_slice);
            match format {
                Format::Hledger | Format::Ledger => ledger::entry(&book, entry, postings, &mut text)?,
                Format::Beancount => beancount::entry(&book, entry, postings, &mut text)?,
            }
        }
        out(text)?;
    }
}
