//! A group is a [`PreferenceGroup`] of one or more [`PreferenceSet`]s. A set says how its rows are read, checked, defaulted
//! and written; most sets are [`MasterList`](crate::lists::MasterList)s and have nothing to add. The clone panel, the preview,
//! the API and the tests pick a group up from [`Applications::groups`](crate::Applications::groups).

use async_trait::async_trait;
use despacho_kernel::{Id, Invalid, access::OrganizationRight as R};
use despacho_organizations::Organization;
use despacho_platform::sql::Connection;
use despacho_platform::{Result, Tx};
use serde::{Deserialize, Serialize};

/// One row of a set as it travels between organizations: without ids, rows of other sets named by their key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Tells the row from the others of its set.
    pub key: String,
    /// What a person calls it.
    pub name: String,
    /// In the order of the set's fields.
    pub values: Vec<String>,
    pub active: bool,
}

/// Rows of one kind that travel.
#[async_trait]
pub trait PreferenceSet: Send + Sync {
    /// Its name in texts and the API (`tax_groups`).
    fn name(&self) -> &'static str;

    /// The names of an item's values.
    fn fields(&self) -> Vec<&'static str>;

    /// Whether an organization has one row of it at most.
    fn is_single(&self) -> bool {
        false
    }

    /// The right that changing it takes besides that to change settings.
    fn edits(&self) -> R {
        R::EditSettings
    }

    /// What an organization starts with.
    fn defaults(&self, organization: &Organization) -> Vec<Item>;

    /// The table of its rows and the column that names the organization.
    fn table(&self) -> (&'static str, &'static str);

    /// Every row in order.
    async fn read(&self, db: &dyn Connection, organization: Id) -> Result<Vec<Item>>;

    /// An item of these values, with the key and name they give.
    fn item(&self, values: Vec<String>, active: bool) -> Item;

    /// What is wrong with an item's own values, whatever organization it is for.
    fn check(&self, item: &Item) -> Result<(), Invalid>;

    /// The rows of other sets, or of its own, that an item names: the set and the key.
    fn needs(&self, _item: &Item) -> Vec<(&'static str, String)> {
        vec![]
    }

    /// What of these goes to an organization with this currency, and what stays behind.
    fn carry(&self, items: Vec<Item>, _currency: &str) -> (Vec<Item>, Vec<Item>) {
        (items, vec![])
    }

    /// Default rows as they fit where the rows they name may be missing: those that need one are left out, others do without.
    fn fit(&self, items: Vec<Item>, _known: &dyn Fn(&str, &str) -> bool) -> Vec<Item> {
        items
    }

    /// Adds rows at the end; those they name are there.
    async fn insert(&self, tx: &Tx, organization: Id, items: &[Item]) -> Result<()>;

    /// Changes the rows of these keys.
    async fn update(&self, tx: &Tx, organization: Id, items: &[Item]) -> Result<()>;

    /// The ids of the rows of these keys, where rows have ids that others name.
    async fn ids(&self, _db: &dyn Connection, _organization: Id, _keys: &[String]) -> Result<Vec<Id>> {
        Ok(vec![])
    }

    /// Whether one of the rows of these keys was used since it was added, although nothing names it: a series that gave numbers.
    async fn is_used(&self, _db: &dyn Connection, _organization: Id, _keys: &[String]) -> Result<bool> {
        Ok(false)
    }

    /// Removes the rows of these keys, which nothing names.
    async fn delete(&self, tx: &Tx, organization: Id, keys: &[String]) -> Result<()>;

    /// Whether every row of its own that its rows name is there.
    async fn is_whole(&self, _db: &dyn Connection, _organization: Id) -> Result<bool> {
        Ok(true)
    }
}

/// What is chosen together.
pub struct PreferenceGroup {
    /// Its name in links, texts and the API (`chart_of_accounts`).
    pub name: &'static str,
    /// In an order in which each finds what it names.
    pub sets: &'static [&'static dyn PreferenceSet],
    /// Groups whose rows its rows name: they come along.
    pub needs: &'static [&'static str],
    /// Whether it is chosen to begin with.
    pub proposed: bool,
    /// Its page, after `/organizations/{organization}`.
    pub page: &'static str,
}

impl PreferenceGroup {
    /// The key of its name in texts.
    pub fn label(&self) -> String {
        format!("preferences-{}", self.name.replace('_', "-"))
    }
}

/// A chosen group and the first chosen one that pulled it in, unless it was asked for itself.
#[derive(Clone, Copy)]
pub struct Chosen {
    pub group: &'static PreferenceGroup,
    pub pulled_in_by: Option<&'static str>,
}

/// The groups of these names and all that they need, in the order of `all`; an unknown name is an error at `groups`.
pub fn choose(all: &[&'static PreferenceGroup], names: &[String]) -> Result<Vec<Chosen>, Invalid> {
    if let Some(unknown) = names.iter().find(|name| !all.iter().any(|group| group.name == **name)) {
        let mut errors = Invalid::new();
        errors.push_with("groups", "preference_group_unknown", vec![("name", unknown.clone())]);
        return Err(errors);
    }
    if names.is_empty() {
        return Err(Invalid::one("groups", "choose_one"));
    }
    let asked = |group: &PreferenceGroup| names.iter().any(|name| name == group.name);
    let mut chosen: Vec<Chosen> = all.iter().filter(|g| asked(g)).map(|group| Chosen { group, pulled_in_by: None }).collect();
    let mut at = 0;
    while at < chosen.len() {
        let puller = chosen[at].group;
        for needed in puller.needs {
            if !chosen.iter().any(|c| c.group.name == *needed) {
                let group = all.iter().find(|g| g.name == *needed);
                chosen.extend(group.map(|group| Chosen { group, pulled_in_by: Some(puller.name) }));
            }
        }
        at += 1;
    }
    chosen.sort_by_key(|c| all.iter().position(|g| g.name == c.group.name));
    Ok(chosen)
}

#[cfg(test)]
mod tests {
    use super::*;

    static A: PreferenceGroup = PreferenceGroup { name: "a", sets: &[], needs: &[], proposed: true, page: "" };
    static B: PreferenceGroup = PreferenceGroup { name: "b", sets: &[], needs: &["a"], proposed: true, page: "" };
    static C: PreferenceGroup = PreferenceGroup { name: "c", sets: &[], needs: &["b"], proposed: true, page: "" };

    #[test]
    fn what_a_group_needs_comes_along() {
        let all = [&A, &B, &C];
        let chosen = choose(&all, &["c".into()]).expect("known groups");
        let named: Vec<_> = chosen.iter().map(|c| (c.group.name, c.pulled_in_by)).collect();
        assert_eq!(named, [("a", Some("b")), ("b", Some("c")), ("c", None)]);
        assert_eq!(choose(&all, &["z".into()]).err().map(|e| e.0[0].code), Some("preference_group_unknown"));
        assert_eq!(choose(&all, &[]).err().map(|e| e.0[0].code), Some("choose_one"));
    }
}
