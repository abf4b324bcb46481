//! What rows of lists may name: rows of other lists, accounts, later contacts and items.

use std::collections::HashMap;

use async_trait::async_trait;
use despacho_kernel::Id;
use despacho_platform::Result;
use despacho_platform::sql::Connection;

/// Most rows that a search answers.
pub const FOUND: i64 = 50;

/// Most rows that a page offers by itself; of more it shows the first and lets one search for the others.
pub const OFFERED: i64 = 300;

/// A row as a person reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub id: Id,
    /// What tells it from the others wherever it stands, `572`.
    pub key: String,
    /// What a person reads: `572 · Bancos`.
    pub label: String,
    /// Whether it is still offered.
    pub active: bool,
}

/// Rows that others may name.
#[async_trait]
pub trait Referable: Send + Sync {
    /// What its rows are, in links and where preferences travel (`accounts`).
    fn kind(&self) -> &'static str;

    /// These rows; those that the organization does not have are left out.
    async fn named(&self, db: &dyn Connection, organization: Id, ids: &[Id]) -> Result<Vec<Named>>;

    /// The active rows whose key or name holds the words of `search`, in their order, at most `limit`.
    async fn search(&self, db: &dyn Connection, organization: Id, search: &str, limit: i64) -> Result<Vec<Named>>;

    /// The row of a key, active or not.
    async fn of_key(&self, db: &dyn Connection, organization: Id, key: &str) -> Result<Option<Named>>;

    /// The key of every row, by which it is named where it travels.
    async fn keys(&self, db: &dyn Connection, organization: Id) -> Result<Vec<(Id, String)>>;
}

/// What a person reads of rows, by the name of their list.
pub struct Names(HashMap<&'static str, HashMap<Id, Named>>);

impl Names {
    /// Reads the rows that are wanted of each list.
    pub(super) async fn read(db: &dyn Connection, organization: Id, wanted: Vec<(&'static dyn Referable, Vec<Id>)>) -> Result<Self> {
        let mut names = HashMap::new();
        for (to, mut ids) in wanted {
            ids.sort_unstable();
            ids.dedup();
            let found = if ids.is_empty() { vec![] } else { to.named(db, organization, &ids).await? };
            names.insert(to.kind(), found.into_iter().map(|row| (row.id, row)).collect());
        }
        Ok(Self(names))
    }

    /// A row.
    pub fn get(&self, list: &str, id: Id) -> Option<&Named> {
        self.0.get(list)?.get(&id)
    }

    /// Whether a list has the row.
    pub fn has(&self, list: &str, id: Id) -> bool {
        self.get(list, id).is_some()
    }

    /// What a person reads of rows, given by their ids on a line each.
    pub fn shown(&self, list: &str, ids: &str) -> String {
        let names = ids.split('\n').filter_map(|id| self.get(list, id.parse().ok()?)).map(|row| row.label.as_str());
        names.collect::<Vec<_>>().join(", ")
    }
}
