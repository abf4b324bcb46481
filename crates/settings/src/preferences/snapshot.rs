//! An organization's preferences at one moment.

use std::collections::BTreeMap;

use despacho_kernel::Id;
use despacho_organizations::Organization;
use despacho_platform::sql::Connection;
use despacho_platform::{Result, Tx, secret};

use super::set::{Chosen, Item, PreferenceSet};

/// The rows of each set, by the set's name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snapshot {
    pub sets: BTreeMap<&'static str, Vec<Item>>,
}

impl Snapshot {
    /// Reads the chosen groups.
    pub async fn read(db: &dyn Connection, organization: Id, chosen: &[Chosen]) -> Result<Self> {
        let mut sets = BTreeMap::new();
        for set in chosen.iter().flat_map(|c| c.group.sets) {
            sets.insert(set.name(), set.read(db, organization).await?);
        }
        Ok(Self { sets })
    }

    /// What an organization starts with.
    pub fn defaults(organization: &Organization, chosen: &[Chosen]) -> Self {
        let sets = chosen.iter().flat_map(|c| c.group.sets);
        Self { sets: sets.map(|set| (set.name(), set.defaults(organization))).collect() }
    }

    /// The rows of a set; none where the set is not in it.
    pub fn items(&self, set: &str) -> &[Item] {
        self.sets.get(set).map_or(&[], Vec::as_slice)
    }

    /// What of it goes to an organization with this currency; the rest is answered apart.
    pub fn carry(mut self, chosen: &[Chosen], currency: &str) -> (Self, Self) {
        let mut behind = Self::default();
        for set in chosen.iter().flat_map(|c| c.group.sets) {
            let (carried, left) = set.carry(self.sets.remove(set.name()).unwrap_or_default(), currency);
            self.sets.insert(set.name(), carried);
            behind.sets.insert(set.name(), left);
        }
        (self, behind)
    }

    /// What tells whether an organization's preferences are still the same.
    pub fn fingerprint(&self, organization: Id) -> String {
        let mut text = organization.to_string();
        for (set, items) in &self.sets {
            text.push_str(&format!("\0\0{set}"));
            for item in items {
                text.push_str(&format!("\0{}\0{}\0{}", item.key, item.values.join("\u{1}"), item.active));
            }
        }
        secret::hash(&text)
    }

    /// Gives a new organization its rows of a set: those of this snapshot, or where it has none the set's defaults.
    pub async fn start(&self, tx: &Tx, set: &dyn PreferenceSet, organization: &Organization) -> Result<()> {
        match self.sets.get(set.name()) {
            Some(items) => set.insert(tx, organization.id, items).await,
            None => {
                // Sets that were cloned may lack what the defaults of another name.
                let known = |of: &str, key: &str| self.sets.get(of).is_none_or(|items| items.iter().any(|item| item.key == key));
                set.insert(tx, organization.id, &set.fit(set.defaults(organization), &known)).await
            }
        }
    }
}
