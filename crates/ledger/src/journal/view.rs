//! Entries as they are shown: with the names of their accounts and years.

use std::collections::HashMap;

use despacho_contacts::{Contact, store as contacts};
use despacho_kernel::Id;
use despacho_platform::{Result, i18n::Lang, sql::Connection, t};

use super::store::{self, JournalEntry, PostingRow};
use crate::{
    accounts::{Account, store as accounts},
    fiscal_years::store as years,
};

/// Entries with what their ids stand for.
#[derive(Debug, Clone, Default)]
pub struct Shown {
    pub entries: Vec<JournalEntry>,
    postings: HashMap<Id, Vec<PostingRow>>,
    accounts: HashMap<Id, Account>,
    contacts: HashMap<Id, Contact>,
    years: HashMap<Id, String>,
}

impl Shown {
    /// Reads the postings of entries, and the accounts that they name.
    pub async fn of(db: &dyn Connection, organization: Id, entries: Vec<JournalEntry>) -> Result<Self> {
        let ids: Vec<Id> = entries.iter().map(|entry| entry.id).collect();
        let mut postings: HashMap<Id, Vec<PostingRow>> = HashMap::new();
        for row in store::postings_of(db, organization, &ids).await? {
            postings.entry(row.entry_id).or_default().push(row);
        }
        let mut named: Vec<Id> = postings.values().flatten().map(|row| row.account_id).collect();
        named.sort_unstable();
        named.dedup();
        let accounts = accounts::of_ids(db, organization, &named).await?.into_iter().map(|account| (account.id, account)).collect();
        let mut people: Vec<Id> = postings.values().flatten().filter_map(|row| row.contact_id).collect();
        people.sort_unstable();
        people.dedup();
        let contacts = contacts::of_ids(db, organization, &people).await?.into_iter().map(|contact| (contact.id, contact)).collect();
        let years = years::list(db, organization).await?.into_iter().map(|year| (year.id, year.name)).collect();
        Ok(Self { entries, postings, accounts, contacts, years })
    }

    /// The postings of one of them, each with its account.
    pub fn postings(&self, entry: Id) -> impl Iterator<Item = (&PostingRow, &Account)> {
        self.postings.get(&entry).into_iter().flatten().filter_map(|row| Some((row, self.accounts.get(&row.account_id)?)))
    }

    /// Whose a posting is.
    pub fn contact(&self, row: &PostingRow) -> Option<&Contact> {
        self.contacts.get(&row.contact_id?)
    }

    /// The name of an entry's year; empty of a draft.
    pub fn year(&self, entry: &JournalEntry) -> &str {
        entry.fiscal_year_id.and_then(|id| self.years.get(&id)).map_or("", String::as_str)
    }
}

/// `12`, and `12 (v2)` once it was corrected; empty of a draft.
pub fn number(entry: &JournalEntry) -> String {
    match entry.number {
        Some(number) if entry.revision > 1 => format!("{number} (v{})", entry.revision),
        Some(number) => number.to_string(),
        None => String::new(),
    }
}

/// What an entry is called: `Asiento 12 (v2)`, `Borrador`.
pub fn name(lang: Lang, entry: &JournalEntry) -> String {
    match number(entry) {
        number if number.is_empty() => lang.t("entry-draft"),
        number => t!(lang, "entry-named", number = number),
    }
}
