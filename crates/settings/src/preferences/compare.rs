//! What applying one organization's preferences to another would do.

use std::collections::{HashMap, HashSet};

use despacho_organizations::Organization;
use despacho_platform::Result;
use despacho_platform::sql::Connection;

use super::{
    set::{Chosen, Item, PreferenceGroup, PreferenceSet},
    snapshot::Snapshot,
};

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// The target gets it.
    Added,
    /// The target's row of this key takes its values.
    Replaced,
    /// Both have it alike.
    Same,
    /// It stays behind: its currency is not the target's.
    OtherCurrency,
    /// A row of the target that the source lacks: it stays.
    Kept,
    /// A default row that the source lacks: a new organization does without it.
    Omitted,
}

impl Effect {
    /// `added`, `replaced` or `left`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Replaced => "replaced",
            Self::Same | Self::OtherCurrency | Self::Kept | Self::Omitted => "left",
        }
    }

    /// Why a row is left: `same`, `other_currency`, `kept` or `omitted`; empty for the others.
    pub fn reason(self) -> &'static str {
        match self {
            Self::Added | Self::Replaced => "",
            Self::Same => "same",
            Self::OtherCurrency => "other_currency",
            Self::Kept => "kept",
            Self::Omitted => "omitted",
        }
    }
}

/// A row and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemChange {
    pub set: &'static str,
    pub effect: Effect,
    /// As the target has it, for a replaced one.
    pub before: Option<Item>,
    /// As it will be; as it is, for one that is left.
    pub item: Item,
}

/// A row that names another which neither comes along nor is in the target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    pub group: &'static str,
    pub set: &'static str,
    /// The row's name.
    pub name: String,
    /// The key of what it names.
    pub needed: String,
}

/// What becomes of a group.
#[derive(Clone)]
pub struct GroupPreview {
    pub group: &'static PreferenceGroup,
    pub pulled_in_by: Option<&'static str>,
    /// Rows of the source.
    pub count: usize,
    pub changes: Vec<ItemChange>,
}

impl GroupPreview {
    /// How many rows are added, replaced or left, by the word.
    pub fn number(&self, word: &str) -> usize {
        self.changes.iter().filter(|c| c.effect.word() == word).count()
    }

    /// How many rows are left for a reason.
    pub fn left_for(&self, effect: Effect) -> usize {
        self.changes.iter().filter(|c| c.effect == effect).count()
    }
}

/// What becomes of all that was chosen.
#[derive(Clone)]
pub struct Preview {
    /// Of the source as it was read.
    pub fingerprint: String,
    /// The source's currency, if it is not the target's.
    pub other_currency: Option<String>,
    pub groups: Vec<GroupPreview>,
    /// What keeps it from being applied.
    pub missing: Vec<Missing>,
}

/// Where preferences go.
#[derive(Clone, Copy)]
pub enum Target<'a> {
    /// An organization that is about to be made; what it does not get from the source are its defaults.
    New(&'a Organization),
    /// One that is there: what it has besides stays.
    Existing(&'a Organization),
}

impl Target<'_> {
    fn organization(&self) -> &Organization {
        match self {
            Self::New(organization) | Self::Existing(organization) => organization,
        }
    }
}

/// Compares a set's rows.
pub fn compare(set: &dyn PreferenceSet, source: &[Item], behind: &[Item], target: &[Item], new: bool) -> Vec<ItemChange> {
    let name = set.name();
    let change = |effect, before: Option<&Item>, item: &Item| ItemChange { set: name, effect, before: before.cloned(), item: item.clone() };
    let present: HashMap<&str, &Item> = target.iter().map(|item| (item.key.as_str(), item)).collect();
    let mut changes: Vec<ItemChange> = source
        .iter()
        .map(|item| match present.get(item.key.as_str()) {
            None => change(Effect::Added, None, item),
            Some(before) if before.values == item.values && before.active == item.active => change(Effect::Same, None, item),
            Some(before) => change(Effect::Replaced, Some(before), item),
        })
        .collect();
    changes.extend(behind.iter().map(|item| change(Effect::OtherCurrency, None, item)));
    let known: HashSet<&str> = source.iter().map(|item| item.key.as_str()).collect();
    let own = if new { Effect::Omitted } else { Effect::Kept };
    changes.extend(target.iter().filter(|item| !known.contains(item.key.as_str())).map(|item| change(own, None, item)));
    changes
}

/// Rows to be written that name what neither comes along nor stands in an organization that is there.
pub(super) fn missing(chosen: &[Chosen], carried: &Snapshot, target: Option<&Snapshot>) -> Vec<Missing> {
    let mut missing = vec![];
    let sets = carried.sets.iter().chain(target.into_iter().flat_map(|t| &t.sets));
    let keys: HashSet<(&str, &str)> = sets.flat_map(|(set, items)| items.iter().map(|item| (*set, item.key.as_str()))).collect();
    for (group, set) in chosen.iter().flat_map(|c| c.group.sets.iter().map(|set| (c.group, *set))) {
        for item in carried.items(set.name()) {
            for (of, key) in set.needs(item) {
                if !keys.contains(&(of, key.as_str())) {
                    missing.push(Missing { group: group.name, set: set.name(), name: item.name.clone(), needed: key });
                }
            }
        }
    }
    missing
}

/// Reads the source and says what becomes of each row, without writing anything.
pub async fn preview(db: &dyn Connection, source: &Organization, chosen: &[Chosen], target: Target<'_>) -> Result<Preview> {
    let snapshot = Snapshot::read(db, source.id, chosen).await?;
    let present = match target {
        Target::New(organization) => Snapshot::defaults(organization, chosen),
        Target::Existing(organization) => Snapshot::read(db, organization.id, chosen).await?,
    };
    Ok(of_snapshot(snapshot, source, chosen, &present, target))
}

/// What becomes of a snapshot's rows.
pub fn of_snapshot(snapshot: Snapshot, source: &Organization, chosen: &[Chosen], present: &Snapshot, target: Target<'_>) -> Preview {
    let new = matches!(target, Target::New(_));
    let fingerprint = snapshot.fingerprint(source.id);
    let currency = target.organization().currency.as_str();
    let count = |group: &PreferenceGroup, of: &Snapshot| group.sets.iter().map(|set| of.items(set.name()).len()).sum::<usize>();
    let counts: Vec<usize> = chosen.iter().map(|c| count(c.group, &snapshot)).collect();
    let (carried, behind) = snapshot.carry(chosen, currency);
    let groups = chosen.iter().zip(counts).map(|(c, count)| {
        let sets = c.group.sets.iter();
        let changes = sets.flat_map(|set| {
            let name = set.name();
            compare(*set, carried.items(name), behind.items(name), present.items(name), new)
        });
        GroupPreview { group: c.group, pulled_in_by: c.pulled_in_by, count, changes: changes.collect() }
    });
    Preview {
        groups: groups.collect(),
        fingerprint,
        other_currency: (source.currency != currency).then(|| source.currency.clone()),
        missing: missing(chosen, &carried, (!new).then_some(present)),
    }
}
