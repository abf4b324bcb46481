//! The books handed out, piece by piece.

use std::collections::HashMap;

use despacho_kernel::{Id, Invalid};
use despacho_ledger::{
    journal::store::{self, JournalEntry, PostingRow},
    reports::Period,
};
use despacho_platform::{Error, Result, sql::Connection};
use despacho_sheets::figures::{Figures, Head};
use jiff::civil::Date;

use super::{Format, beancount, book::Book, ledger, rows};

/// Most postings of a spreadsheet, which is made whole; the other formats have no bound.
pub const MOST: usize = 100_000;

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
    /// Whether a spreadsheet was made.
    done: bool,
}

impl Export {
    pub async fn open(db: &dyn Connection, organization: Id, format: Format, period: Period) -> Result<Self> {
        Ok(Self { book: Book::open(db, organization).await?, organization, format, period, after: None, done: false })
    }

    /// The next piece; none after the last. A spreadsheet is one piece.
    ///
    /// Errors: `too_many` at `from` where a spreadsheet would have more than [`MOST`] postings.
    pub async fn next(&mut self, db: &dyn Connection) -> Result<Option<Vec<u8>>> {
        if self.format == Format::Xlsx {
            return self.workbook(db).await;
        }
        if self.after.is_none() {
            self.after = Some((String::new(), Id::nil()));
            return Ok(Some(
                match self.format {
                    Format::Hledger => ledger::head(&self.book, true),
                    Format::Ledger => ledger::head(&self.book, false),
                    Format::Beancount => beancount::head(&self.book, self.period.from),
                    Format::Csv => rows::head(),
                    Format::Jsonl | Format::Xlsx => String::new(),
                }
                .into_bytes(),
            ));
        }
        let Some(entries) = self.entries(db).await? else { return Ok(None) };
        let mut text = String::new();
        for (entry, postings) in &entries {
            match self.format {
                Format::Hledger | Format::Ledger => ledger::entry(&self.book, entry, postings, &mut text)?,
                Format::Beancount => beancount::entry(&self.book, entry, postings, &mut text)?,
                Format::Csv => rows::csv(&self.book, entry, postings, &mut text)?,
                Format::Jsonl => rows::json(&self.book, entry, postings, &mut text)?,
                Format::Xlsx => {}
            }
        }
        Ok(Some(text.into_bytes()))
    }

    /// The next entries with their postings; none after the last.
    async fn entries(&mut self, db: &dyn Connection) -> Result<Option<Vec<(JournalEntry, Vec<PostingRow>)>>> {
        let (date, id) = self.after.take().unwrap_or_default();
        let (from, to) = (self.period.from.to_string(), self.period.to.to_string());
        let entries = store::by_date(db, self.organization, (&from, &to), (&date, id), PIECE).await?;
        let Some(last) = entries.last() else { return Ok(None) };
        self.after = Some((last.date.clone(), last.id));
        let ids: Vec<Id> = entries.iter().map(|entry| entry.id).collect();
        let mut of: HashMap<Id, Vec<PostingRow>> = HashMap::new();
        for row in store::postings_of(db, self.organization, &ids).await? {
            of.entry(row.entry_id).or_default().push(row);
        }
        Ok(Some(
            entries
                .into_iter()
                .map(|entry| {
                    let postings = of.remove(&entry.id).unwrap_or_default();
                    (entry, postings)
                })
                .collect(),
        ))
    }

    /// All of it as a spreadsheet, once.
    async fn workbook(&mut self, db: &dyn Connection) -> Result<Option<Vec<u8>>> {
        if self.done {
            return Ok(None);
        }
        self.done = true;
        let mut figures = Figures { headings: rows::headings(), rows: vec![] };
        while let Some(entries) = self.entries(db).await? {
            for (entry, postings) in &entries {
                figures.rows.extend(rows::cells(&self.book, entry, postings)?);
            }
            if figures.rows.len() > MOST {
                return Err(Invalid::too_many("from", i64::try_from(MOST).unwrap_or(i64::MAX)).into());
            }
        }
        // A hundred thousand rows take their time, so they are written on a thread that may be busy.
        let written = tokio::task::spawn_blocking(move || figures.xlsx(&Head::default())).await.map_err(|e| Error::Other(e.to_string()))?;
        Ok(Some(written.map_err(|e| Error::Other(e.to_string()))?))
    }
}
