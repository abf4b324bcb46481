//! An import of a file of entries: what it is, what came of it, and its job.

use std::collections::BTreeMap;

use despacho_kernel::Id;
use despacho_platform::{
    i18n::{FluentArgs, Lang},
    jobs::Job,
    sql::Versioned,
};
use serde::{Deserialize, Serialize};

use super::read::{Fault, layout::Layout};

/// Where an import stands.
pub const QUEUED: &str = "queued";
pub const RUNNING: &str = "running";
pub const COMPLETED: &str = "completed";
pub const FAILED: &str = "failed";
pub const UNDONE: &str = "undone";

despacho_platform::row! {
    /// An import.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct JournalImport in "journal_imports" key (organization_id, id) {
        pub organization_id: Id,
        pub id: Id,
        pub user_id: Id,
        /// A [`Source`](super::read::detect::Source).
        pub source: String,
        pub file_name: String,
        /// SHA-256 of the file.
        pub file_hash: String,
        /// Bytes of the file.
        pub size: i64,
        /// `queued`, `running`, `completed`, `failed` or `undone`.
        pub status: String,
        /// It only looks.
        pub dry_run: bool,
        /// [`Settings`] as JSON.
        pub settings: String,
        pub entries: i64,
        pub postings: i64,
        /// The sum of its debits, in minor units.
        pub total: i64,
        /// The days of its first and last entry; empty where it has none.
        pub first_date: String,
        pub last_date: String,
        /// [`Outcome`] as JSON.
        pub outcome: String,
        pub created_at: i64,
        pub finished_at: Option<i64>,
        pub undone_by: Option<Id>,
        pub undone_at: Option<i64>,
        pub version: i64,
    }
}

impl Versioned for JournalImport {
    fn version(&self) -> i64 {
        self.version
    }
}

/// How a file is to be taken.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Sub-accounts that are missing are made.
    pub create_accounts: bool,
    /// The file is taken though it was before.
    pub again: bool,
    /// The columns, where a person chose them.
    pub layout: Option<Layout>,
}

/// Something told of a line: a fault or a note.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// 0 where it is the file.
    pub line: usize,
    pub code: String,
    #[serde(default)]
    pub params: BTreeMap<String, String>,
}

impl From<Fault> for Told {
    fn from(fault: Fault) -> Self {
        let params = fault.params.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        Self { line: fault.line, code: fault.code.to_owned(), params }
    }
}

impl Told {
    /// What it says to a reader.
    pub fn message(&self, lang: Lang) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in &self.params {
            args.set(name.clone(), value.clone());
        }
        let key = format!("diary-fault-{}", self.code.replace('_', "-"));
        if lang.has(&key) {
            return lang.ta(&key, &args);
        }
        // What posting refuses has its words there.
        let of_posting = format!("error-{}", self.code.replace('_', "-"));
        if lang.has(&of_posting) {
            return lang.ta(&of_posting, &args);
        }
        args.set("value", self.code.clone());
        lang.ta("diary-fault-other", &args)
    }
}

/// An account's name of a file that the chart does not have.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unknown {
    pub name: String,
    /// What the file calls it besides.
    pub title: String,
    /// Its first line.
    pub line: usize,
    /// How many postings are on it.
    pub postings: usize,
}

/// What came of an import.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Outcome {
    /// What keeps it from being taken.
    pub errors: Vec<Told>,
    /// Whether there are more than these.
    pub more_errors: bool,
    /// What was left out.
    pub notes: Vec<Told>,
    /// Names that no account is known for.
    pub unknown: Vec<Unknown>,
    /// Accounts that are made for it: code and name.
    pub made: Vec<(String, String)>,
    /// Of a table: its headings, its first rows, and how it was read.
    pub headings: Vec<String>,
    pub sample: Vec<Vec<String>>,
    pub layout: Option<Layout>,
}

impl JournalImport {
    pub fn settings(&self) -> Settings {
        serde_json::from_str(&self.settings).unwrap_or_default()
    }

    pub fn outcome(&self) -> Outcome {
        serde_json::from_str(&self.outcome).unwrap_or_default()
    }

    /// Whether its job is done.
    pub fn is_finished(&self) -> bool {
        self.status != QUEUED && self.status != RUNNING
    }

    /// Whether its entries are in the books.
    pub fn is_posted(&self) -> bool {
        self.status == COMPLETED && !self.dry_run
    }
}

/// Takes the file of an import.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ImportJournal {
    pub organization_id: Id,
    pub import_id: Id,
}

impl Job for ImportJournal {
    const KIND: &'static str = "import_journal";
}
