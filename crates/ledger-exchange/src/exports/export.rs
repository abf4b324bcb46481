//! The books handed out, piece by piece.

use std::collections::HashMap;

use despacho_kernel::Id;
use despacho_ledger::{
    journal::store::{self, PostingRow},
    reports::Period,
};
use despacho_platform::{Result, sql::Connection};
use jiff::civil::Date;

use super::{Format, beancount, book::Book, ledger, rows};

/// Entries read at once.
const PIECE: i64 = 500;

/// Every day that an entry can have.
pub const ALL_DAYS: Period = Period { from: Date::constant(1, 1, 1), to: Date::constant(9999, 12, 31) };

/// The books of a period in a format, in pieces: whatever their size, little of them is in memory.
pub struct Export {
    book: Book,
    organization: Id,
    format: Format,
    period: Period,
    /// The entry that was written last; none before the head.
    after: Option<(String, Id)>,
}

impl Export {
    pub async fn open(db: &dyn Connection, organization: Id, format: Format, period: Period) -> Result<Self> {
        Ok(Self { book: Book::open(db, organization).await?, organization, format, period, after: None })
    }

    /// The next piece of text; none after the last.
    pub async fn next(&mut self, db: &dyn Connection) -> Result<Option<String>> {
        let Some((date, id)) = self.after.take() else {
            self.after = Some((String::new(), Id::nil()));
            return Ok(Some(match self.format {
                Format::Hledger => ledger::head(&self.book, true),
                Format::Ledger => ledger::head(&self.book, false),
                Format::Beancount => beancount::head(&self.book, self.period.from),
                Format::Csv => rows::head(),
                Format::Jsonl => String::new(),
            }));
        };
        let (from, to) = (self.period.from.to_string(), self.period.to.to_string());
        let entries = store::by_date(db, self.organization, (&from, &to), (&date, id), PIECE).await?;
        let Some(last) = entries.last() else { return Ok(None) };
        self.after = Some((last.date.clone(), last.id));
        let ids: Vec<Id> = entries.iter().map(|entry| entry.id).collect();
        let mut of: HashMap<Id, Vec<PostingRow>> = HashMap::new();
        for row in store::postings_of(db, self.organization, &ids).await? {
            of.entry(row.entry_id).or_default().push(row);
        }
        let mut text = String::new();
        for entry in &entries {
            let postings = of.get(&entry.id).map_or(&[][..], Vec::as_slice);
            match self.format {
                Format::Hledger | Format::Ledger => ledger::entry(&self.book, entry, postings, &mut text)?,
                Format::Beancount => beancount::entry(&self.book, entry, postings, &mut text)?,
                Format::Csv => rows::csv(&self.book, entry, postings, &mut text)?,
                Format::Jsonl => rows::json(&self.book, entry, postings, &mut text)?,
            }
        }
        Ok(Some(text))
    }
}
