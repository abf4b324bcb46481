//! What stands beside the postings of a general ledger: whose they are, and the letters of their matches.

use std::collections::HashMap;

use despacho_contacts::{Contact, store as contacts};
use despacho_kernel::Id;
use despacho_platform::{Result, sql::Connection};

use crate::{
    journal::moved_store::Moved,
    matching::{rules::letters, store as matches},
};

/// The contacts and matches of a page of postings.
#[derive(Debug, Default)]
pub struct Beside {
    contacts: HashMap<Id, Contact>,
    matches: HashMap<Id, String>,
}

impl Beside {
    pub async fn of(db: &dyn Connection, organization: Id, rows: &[(Moved, i64)]) -> Result<Self> {
        let ids = |of: fn(&Moved) -> Option<Id>| {
            let mut ids: Vec<Id> = rows.iter().filter_map(|(row, _)| of(row)).collect();
            ids.sort_unstable();
            ids.dedup();
            ids
        };
        let people = contacts::of_ids(db, organization, &ids(|row| row.contact_id)).await?;
        let matched = matches::of_ids(db, organization, &ids(|row| row.match_id)).await?;
        let named = |of: matches::Match| (of.id, if of.reference.is_empty() { letters(of.number) } else { of.reference });
        Ok(Self { contacts: people.into_iter().map(|contact| (contact.id, contact)).collect(), matches: matched.into_iter().map(named).collect() })
    }

    /// Whose a posting is.
    pub fn contact(&self, row: &Moved) -> Option<&Contact> {
        self.contacts.get(&row.contact_id?)
    }

    /// What the match of a posting is called; empty where it is open.
    pub fn letters(&self, row: &Moved) -> &str {
        row.match_id.and_then(|id| self.matches.get(&id)).map_or("", String::as_str)
    }
}
