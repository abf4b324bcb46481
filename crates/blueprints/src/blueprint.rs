//! A blueprint: a named set of groups of preferences, in versions that never change once they are published.

use std::collections::BTreeMap;

use despacho_kernel::{Id, text::fold};
use despacho_organizations::Organization;
use despacho_platform::{Error, Result, jobs::Job, sql::Versioned};
use despacho_settings::{
    Applications,
    preferences::{Chosen, Item, Snapshot, choose},
};
use serde::{Deserialize, Serialize};

despacho_platform::row! {
    /// A blueprint of a practice.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Blueprint in "blueprints" key (practice_id, id) {
        pub practice_id: Id,
        pub id: Id,
        /// Unique in the practice, whatever its case and accents.
        pub name: String,
        pub name_key: String,
        pub description: String,
        /// ISO 3166-1 and ISO 4217: where its rows come from.
        pub country: String,
        pub currency: String,
        /// Which new clients of its country start with it: `business`, `individual`, `any`, or empty for none.
        pub default_for: String,
        /// The latest published version; 0 before the first.
        pub published: i64,
        /// What the next version holds, as JSON; empty where nothing has been changed since the latest.
        pub draft: String,
        /// Names of groups of the draft, by commas.
        pub draft_groups: String,
        pub created_at: i64,
        pub updated_at: i64,
        pub version: i64,
    }
}

impl Versioned for Blueprint {
    fn version(&self) -> i64 {
        self.version
    }
}

despacho_platform::row! {
    /// A published version.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Published in "blueprint_versions" key (practice_id, blueprint_id, number) {
        pub practice_id: Id,
        pub blueprint_id: Id,
        pub number: i64,
        pub group_names: String,
        /// As JSON: the rows of each set.
        pub content: String,
        pub notes: String,
        pub published_by: Id,
        pub published_at: i64,
    }
}

despacho_platform::row! {
    /// An application of a version to organizations.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Application in "blueprint_applications" key (practice_id, id) {
        pub practice_id: Id,
        pub id: Id,
        pub blueprint_id: Id,
        pub number: i64,
        pub user_id: Id,
        pub group_names: String,
        pub dry_run: bool,
        /// Whether it is being taken back, or was.
        pub reverting: bool,
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
    /// What became of one organization.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Applied {
        pub organization_id: Id,
        /// `pending`, `done`, `failed` or `undone`.
        pub status: String,
        pub added: i64,
        pub replaced: i64,
        pub left_alone: i64,
        /// Why it failed.
        pub error: String,
        /// What the organization keeps of it, to be undone.
        pub adoption_id: Option<Id>,
    }
}

despacho_platform::row! {
    /// An organization that follows a blueprint.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Follower {
        pub organization_id: Id,
        pub organization_name: String,
        pub number: i64,
        pub group_names: String,
        /// As JSON: how many rows of each group differ, as of `seen_activity`.
        pub differences: String,
        pub seen_activity: Option<Id>,
        pub seen_number: i64,
        /// The latest of its activity now.
        pub latest_activity: Option<Id>,
    }
}

/// Names by commas.
pub fn listed(names: &str) -> Vec<String> {
    names.split(',').filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// The groups of these names and what they need.
pub fn chosen(apps: &Applications, names: &str) -> Result<Vec<Chosen>> {
    Ok(choose(&apps.groups(), &listed(names))?)
}

/// A snapshot as it is kept.
pub fn written(snapshot: &Snapshot) -> Result<String> {
    serde_json::to_string(&snapshot.sets).map_err(|e| Error::Other(e.to_string()))
}

/// A snapshot as it was kept, of the sets of these groups.
pub fn read(text: &str, chosen: &[Chosen]) -> Result<Snapshot> {
    let mut kept: BTreeMap<String, Vec<Item>> = serde_json::from_str(text).map_err(|e| Error::Other(e.to_string()))?;
    let sets = chosen.iter().flat_map(|c| c.group.sets);
    Ok(Snapshot { sets: sets.map(|set| (set.name(), kept.remove(set.name()).unwrap_or_default())).collect() })
}

impl Blueprint {
    /// The folded name.
    pub fn keyed(mut self) -> Self {
        self.name_key = fold(&self.name);
        self
    }

    /// The organization that its rows are as if of.
    pub fn as_source(&self) -> Organization {
        Organization { id: self.id, name: self.name.clone(), country: self.country.clone(), currency: self.currency.clone(), ..Organization::default() }
    }
}

/// Goes on with an application until no organization waits.
#[derive(Debug, Serialize, Deserialize)]
pub struct ApplyBlueprint {
    pub practice_id: Id,
    pub application_id: Id,
}

impl Job for ApplyBlueprint {
    const KIND: &'static str = "apply_blueprint";
}
