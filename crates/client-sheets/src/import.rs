//! An import of a file: what it is, its rows, and its job.

use std::{collections::BTreeMap, time::Duration};

use despacho_kernel::Id;
use despacho_platform::{
    i18n::{FluentArgs, Lang},
    jobs::Job,
    sql::Versioned,
};
use serde::{Deserialize, Serialize};

use crate::{mapping::Mapping, settings::Settings};

/// Where an import stands. A draft waits for whoever maps its columns; a program sees it as queued.
pub const DRAFT: &str = "draft";
pub const QUEUED: &str = "queued";
pub const RUNNING: &str = "running";
pub const COMPLETED: &str = "completed";

despacho_platform::row! {
    /// An import of clients from a file.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct FileImport in "client_file_imports" key (practice_id, id) {
        pub practice_id: Id,
        pub id: Id,
        pub user_id: Id,
        pub file_name: String,
        /// Bytes of the file.
        pub size: i64,
        /// `csv`, `xlsx` or `ods`.
        pub kind: String,
        /// Of a CSV file.
        pub encoding: String,
        pub separator: String,
        /// As JSON.
        pub headings: String,
        /// [`Settings`] as JSON.
        pub settings: String,
        pub status: String,
        /// Whether what becomes of each row has been decided.
        pub planned: bool,
        pub dry_run: bool,
        pub total: i64,
        /// Rows that are done: created, updated, skipped and failed.
        pub done: i64,
        pub created: i64,
        pub updated: i64,
        pub skipped: i64,
        pub failed: i64,
        /// Why it ended before its end: `access_lost`, `interrupted`, `stopped`; empty where it did not.
        pub failure: String,
        pub created_at: i64,
        pub finished_at: Option<i64>,
        pub undone_at: Option<i64>,
        pub version: i64,
    }
}

impl Versioned for FileImport {
    fn version(&self) -> i64 {
        self.version
    }
}

impl FileImport {
    pub fn settings(&self) -> Settings {
        serde_json::from_str(&self.settings).unwrap_or_default()
    }

    /// Its mapping; every import has one.
    pub fn mapping(&self) -> Mapping {
        self.settings().mapping.unwrap_or_default()
    }

    pub fn headings(&self) -> Vec<String> {
        serde_json::from_str(&self.headings).unwrap_or_default()
    }

    /// Whether its job waits or runs.
    pub fn is_busy(&self) -> bool {
        self.status == QUEUED || self.status == RUNNING
    }

    /// Whether it has made clients, or could have.
    pub fn is_imported(&self) -> bool {
        self.status == COMPLETED && !self.dry_run
    }
}

/// What became of a row, or in a dry run what would.
pub const PENDING: &str = "";
pub const CREATED: &str = "created";
pub const UPDATED: &str = "updated";
pub const SKIPPED: &str = "skipped";
pub const WRONG: &str = "failed";

despacho_platform::row! {
    /// A row with what became of it.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct DoneRow {
        pub number: i64,
        pub status: String,
        /// What its client is called.
        pub name: String,
        pub client_id: Option<Id>,
        pub organization_id: Option<Id>,
        /// The client's version when it was made.
        pub client_version: i64,
    }
}

despacho_platform::row! {
    /// Something wrong with a row, as it is kept.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct KeptFault {
        pub number: i64,
        pub heading: String,
        pub field: String,
        pub value: String,
        pub code: String,
        /// As JSON.
        pub params: String,
    }
}

impl KeptFault {
    /// Values that its message mentions.
    pub fn params(&self) -> BTreeMap<String, String> {
        serde_json::from_str(&self.params).unwrap_or_default()
    }

    /// What is wrong, in the reader's language.
    pub fn message(&self, lang: Lang) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in self.params() {
            args.set(name, value);
        }
        if self.code == "wrong_type" {
            args.set("wanted", "other");
        }
        lang.ta(&format!("error-{}", self.code.replace('_', "-")), &args)
    }
}

/// Does an import: a look at a whole file, or the making of its clients.
#[derive(Debug, Serialize, Deserialize)]
pub struct ImportClientFile {
    pub practice_id: Id,
    pub import_id: Id,
}

impl Job for ImportClientFile {
    const KIND: &'static str = "import_client_file";
    /// Ten thousand clients with all their default data, on a small machine.
    const TIME: Duration = Duration::from_secs(3600);
}
