//! Files of other programs as entries: pure functions, each with bounds and each fault with its line.

mod amounts;
pub(crate) mod beancount;
pub mod detect;
pub(crate) mod fixed;
pub(crate) mod journal;
pub(crate) mod journal_lines;
pub mod layout;
mod settle;
pub(crate) mod table;

use std::collections::BTreeMap;

use despacho_ledger::journal::{Foreign, Journal, Kind};
use jiff::civil::Date;

/// Most bytes of a file.
pub const MAX_BYTES: usize = 20 * 1024 * 1024;
/// Most entries of a file.
pub const MAX_ENTRIES: usize = 100_000;
/// Most postings of a file.
pub const MAX_POSTINGS: usize = 400_000;
/// Most characters of a line.
pub const MAX_LINE: usize = 10_000;
/// Most faults that are told; beyond them a file is read no further.
pub const MAX_FAULTS: usize = 200;
/// Most notes that are told.
pub const MAX_NOTES: usize = 50;

/// What is wrong in a line, or worth knowing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Counted from 1; 0 where it is the file.
    pub line: usize,
    /// A stable word; the message is made from it.
    pub code: &'static str,
    /// Values that the message mentions.
    pub params: Vec<(&'static str, String)>,
}

impl Fault {
    pub fn new(line: usize, code: &'static str) -> Self {
        Self { line, code, params: vec![] }
    }

    /// With what was found there, shortened.
    pub fn of(line: usize, code: &'static str, value: &str) -> Self {
        let value = value.trim();
        let short = if value.chars().count() > 60 { format!("{}…", value.chars().take(60).collect::<String>()) } else { value.to_owned() };
        Self { line, code, params: vec![("value", short)] }
    }
}

/// A line of an entry; its account as the file names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub line: usize,
    pub account: String,
    /// Minor units of the organization's currency, debit positive.
    pub amount: i64,
    pub foreign: Option<Foreign>,
    pub description: String,
    /// Whose it is: a number, a name, or both; empty where the file does not say.
    pub contact: String,
}

/// An entry of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub line: usize,
    pub date: Date,
    pub journal: Journal,
    pub kind: Kind,
    pub description: String,
    pub reference: String,
    pub lines: Vec<Line>,
}

/// What a file says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// By day, and as the file has them on one day.
    pub entries: Vec<Entry>,
    /// What the file calls its accounts, where it says more than their names.
    pub titles: BTreeMap<String, String>,
    /// What keeps it from being taken.
    pub faults: Vec<Fault>,
    /// What was left out, and does not keep it from being taken.
    pub notes: Vec<Fault>,
}

impl Found {
    /// A file of which nothing is taken.
    pub fn refused(fault: Fault) -> Self {
        Self { faults: vec![fault], ..Self::default() }
    }

    /// Notes a fault; answers whether the file is read on.
    pub fn fault(&mut self, fault: Fault) -> bool {
        if self.faults.len() < MAX_FAULTS {
            self.faults.push(fault);
        }
        !self.is_full()
    }

    pub fn note(&mut self, note: Fault) {
        if self.notes.len() < MAX_NOTES && !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    pub fn is_full(&self) -> bool {
        self.faults.len() >= MAX_FAULTS
    }

    /// How many postings it has.
    pub fn postings(&self) -> usize {
        self.entries.iter().map(|entry| entry.lines.len()).sum()
    }
}

/// What was read, as tests say it: day, text and each line as `account cents`.
#[cfg(test)]
pub(crate) fn told(found: &Found) -> Vec<String> {
    found.entries.iter().map(|entry| format!("{} {}| {}", entry.date, entry.description, told_lines(entry))).collect()
}

/// The same, with the document after the text.
#[cfg(test)]
pub(crate) fn told_with_references(found: &Found) -> Vec<String> {
    let told = |entry: &Entry| format!("{} {}|{}| {}", entry.date, entry.description, entry.reference, told_lines(entry));
    found.entries.iter().map(told).collect()
}

#[cfg(test)]
fn told_lines(entry: &Entry) -> String {
    entry.lines.iter().map(|line| format!("{} {}", line.account, line.amount)).collect::<Vec<_>>().join(", ")
}

/// The journal that our own number of an entry names: `2026/sales/3`.
pub fn journal_of(number: &str) -> Option<Journal> {
    let mut parts = number.split('/').skip(1);
    let (journal, last) = (parts.next()?, parts.next()?);
    last.parse::<u64>().ok()?;
    journal.parse().ok()
}

/// What an entry is where a file says so: the words of [`Kind`] that open and close a year.
pub fn kind_of(word: &str) -> Kind {
    match word.trim().parse() {
        Ok(kind @ (Kind::Opening | Kind::Regularisation | Kind::Closing)) => kind,
        _ => Kind::Manual,
    }
}
