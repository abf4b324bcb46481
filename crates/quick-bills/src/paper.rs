//! A document that a bill is typed from, and what was read of it.

use despacho_bill_files::Read;
use despacho_kernel::{Id, words};

words! {
    /// What became of a document.
    State {
        /// It waits to be typed.
        Waiting = "waiting",
        /// It waits behind the others, with the reason why.
        Aside = "aside",
        /// A bill was made of it.
        Used = "used",
    }
}

/// Most documents that wait at once.
pub const MOST: i64 = 500;

despacho_platform::row! {
    /// A document.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Paper in "bill_papers" key (organization_id, id) {
        pub organization_id: Id,
        /// The stored file's.
        pub id: Id,
        pub name: String,
        pub sha256: String,
        /// A [`State`].
        pub state: String,
        /// Why it was set aside.
        pub reason: String,
        /// The bill that was made of it.
        pub document_id: Option<Id>,
        /// What was read of it, as JSON; empty where nothing was.
        pub said: String,
        pub added_by: Id,
        pub added_at: i64,
    }
}

impl Paper {
    /// What was read of it.
    pub fn read(&self) -> Option<Read> {
        serde_json::from_str(&self.said).ok()
    }
}
