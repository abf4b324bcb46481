//! An import: what it is, its job, and the names that its clients get.

use despacho_kernel::Id;
use despacho_platform::jobs::Job;
use serde::{Deserialize, Serialize};

despacho_platform::row! {
    /// An import of organizations.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Import {
        pub id: Id,
        pub user_id: Id,
        /// `queued`, `running` or `completed`.
        pub status: String,
        pub total: i64,
        pub done: i64,
        pub failed: i64,
        pub created_at: i64,
        pub finished_at: Option<i64>,
    }
}

despacho_platform::row! {
    /// One organization of an import.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Item {
        pub organization_id: Id,
        pub name: String,
        /// `pending`, `done` or `failed`.
        pub status: String,
        /// Why it failed: `access_lost`, `already_linked` or `interrupted`.
        pub error: String,
        /// The client it became.
        pub client_id: Option<Id>,
        /// That client's name.
        pub client_name: Option<String>,
    }
}

/// What is to be imported: an organization, and the client that it is linked to instead of becoming one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    pub organization: Id,
    pub link_to: Option<Id>,
}

impl Wanted {
    /// Each of these as a client of its own.
    pub fn new_clients(organizations: &[Id]) -> Vec<Self> {
        organizations.iter().map(|id| Self { organization: *id, link_to: None }).collect()
    }
}

despacho_platform::row! {
    /// An organization that was not imported, and why.
    #[derive(Debug, Clone)]
    pub struct Failure {
        pub import_id: Id,
        pub organization_id: Id,
        pub error: String,
    }
}

/// Most organizations of one import.
pub const MAX: usize = 5000;

/// Imports batch after batch until nothing is pending.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ImportClients {
    pub practice_id: Id,
    pub import_id: Id,
}

impl Job for ImportClients {
    const KIND: &'static str = "import_clients";
}

/// A name that nobody has: the wanted one, or the wanted one with the first free number.
pub fn free_name(wanted: &str, taken: &std::collections::HashSet<String>) -> String {
    let free = |name: &str| !taken.contains(&despacho_kernel::text::fold(name));
    if free(wanted) {
        return wanted.to_owned();
    }
    (2..).map(|n| format!("{wanted} ({n})")).find(|name| free(name)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::free_name;

    #[test]
    fn a_taken_name_gets_a_number() {
        let taken = ["cafe sol", "cafe sol (2)"].map(String::from).into_iter().collect();
        assert_eq!(free_name("Café Sol", &taken), "Café Sol (3)");
        assert_eq!(free_name("Otro", &taken), "Otro");
    }
}
