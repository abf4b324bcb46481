//! Applying preferences to an organization, and taking it back.

use despacho_kernel::{
    Difference, Id, Invalid,
    access::{OrganizationRight, OrganizationRights},
};
use despacho_organizations::{Organization, store as organizations};
use despacho_platform::sql::Connection;
use despacho_platform::{
    Error, Result, Tx,
    activity::{self, Change, Entry},
    memberships,
    users::User,
};
use serde::{Deserialize, Serialize};

use super::{
    compare::{self, Effect, Missing, Preview, Target},
    set::{Chosen, Item, PreferenceGroup, PreferenceSet, choose},
    snapshot::Snapshot,
    store::{self, Adoption},
};
use crate::door::Applications;

/// What undoes one set's part of an application.
#[derive(Serialize, Deserialize)]
struct Inverse {
    set: String,
    /// Keys of the rows that were added.
    added: Vec<String>,
    /// The replaced rows as they were.
    replaced: Vec<Item>,
}

/// Another organization's preferences, asked for.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    pub source: Id,
    /// Names of groups; those they need come along.
    pub groups: Vec<String>,
    /// Of the source when it was looked at; empty when it was not.
    pub fingerprint: String,
}

/// Whether an organization's applications carry preferences that others may take over.
pub fn carries(organization: &Organization) -> bool {
    organization.applications.iter().any(|application| application.carries_preferences())
}

/// The source that somebody may clone from: an organization that carries preferences, in which they may read settings. Any other is
/// not found.
pub async fn source(db: &dyn Connection, id: Id, user: Id) -> Result<Organization> {
    let held = memberships::held_role(db, id, user).await?.ok_or(Error::NotFound)?;
    let source = organizations::find(db, id).await?;
    if !held.rights.may(OrganizationRight::ReadSettings) || !carries(&source) {
        return Err(Error::NotFound);
    }
    Ok(source)
}

/// Reads the wanted preferences as they are now; refuses them if they are not what was looked at.
async fn fresh(db: &dyn Connection, apps: &Applications, source: &Organization, wanted: &Wanted) -> Result<(Vec<Chosen>, Snapshot)> {
    let chosen = choose(&apps.groups(), &wanted.groups)?;
    let snapshot = Snapshot::read(db, source.id, &chosen).await?;
    if !wanted.fingerprint.is_empty() && wanted.fingerprint != snapshot.fingerprint(source.id) {
        return Err(Invalid::one("clone", "clone_source_changed").into());
    }
    Ok((chosen, snapshot))
}

/// Refuses what names rows that are nowhere; the first is told.
pub fn refuse_missing(missing: &[Missing]) -> Result<(), Invalid> {
    let Some(first) = missing.first() else { return Ok(()) };
    let mut errors = Invalid::new();
    errors.push_with("clone", "clone_missing", vec![("name", first.name.clone()), ("needed", first.needed.clone())]);
    Err(errors)
}

/// Reads what a new organization of this currency starts with, and how many rows of each group that is. That somebody may read the
/// source was asked before.
pub async fn read(db: &dyn Connection, apps: &Applications, source: &Organization, wanted: &Wanted, currency: &str) -> Result<(Snapshot, Vec<Change>)> {
    let (chosen, snapshot) = fresh(db, apps, source, wanted).await?;
    let (carried, _) = snapshot.carry(&chosen, currency);
    refuse_missing(&compare::missing(&chosen, &carried, None))?;
    let count = |group: &PreferenceGroup| group.sets.iter().map(|set| carried.items(set.name()).len()).sum::<usize>();
    let change = |c: &Chosen| Change { field: c.group.name.into(), before: String::new(), after: count(c.group).to_string() };
    let changes = chosen.iter().map(change).collect();
    Ok((carried, changes))
}

/// Refuses groups that take a right one does not have.
fn allow(chosen: &[Chosen], rights: OrganizationRights) -> Result<()> {
    let sets = chosen.iter().flat_map(|c| c.group.sets);
    if sets.into_iter().all(|set| rights.may(set.edits())) { Ok(()) } else { Err(Error::Forbidden) }
}

/// Applies another organization's preferences to one that is there: adds what it lacks, replaces what differs, leaves the rest.
pub async fn apply(tx: &Tx, apps: &Applications, organization: &Organization, wanted: &Wanted, by: &User, now: i64) -> Result<Adoption> {
    if wanted.source == organization.id {
        return Err(Invalid::one("source", "clone_itself").into());
    }
    memberships::hold(tx, organization.id).await?;
    let rights = memberships::held_role(tx, organization.id, by.id).await?.ok_or(Error::NotFound)?.rights;
    let lost = || Error::from(Invalid::one("clone", "clone_source_lost"));
    let source = source(tx, wanted.source, by.id).await.map_err(|error| if matches!(error, Error::NotFound) { lost() } else { error })?;
    let (chosen, snapshot) = fresh(tx, apps, &source, wanted).await?;
    allow(&chosen, rights)?;
    adopt(tx, organization, (snapshot, &source), &chosen, by, now).await
}

/// Applies a snapshot, of an organization or as if of one, to one that is there. It is held, and whoever does it may: for what nobody asks in person.
///
/// Errors: `clone` (`clone_missing`), conflict `preferences_same`; who is no member, or lacks a right of one of the groups, is told as they would be.
pub async fn apply_snapshot(
    tx: &Tx,
    organization: &Organization,
    (snapshot, source): (Snapshot, &Organization),
    chosen: &[Chosen],
    by: &User,
    now: i64,
) -> Result<Adoption> {
    memberships::hold(tx, organization.id).await?;
    let rights = memberships::held_role(tx, organization.id, by.id).await?.ok_or(Error::NotFound)?.rights;
    allow(chosen, rights)?;
    adopt(tx, organization, (snapshot, source), chosen, by, now).await
}

async fn adopt(
    tx: &Tx,
    organization: &Organization,
    (snapshot, source): (Snapshot, &Organization),
    chosen: &[Chosen],
    by: &User,
    now: i64,
) -> Result<Adoption> {
    let present = Snapshot::read(tx, organization.id, chosen).await?;
    let preview = compare::of_snapshot(snapshot, source, chosen, &present, Target::Existing(organization));
    refuse_missing(&preview.missing)?;
    let mut inverse = vec![];
    for group in &preview.groups {
        for set in group.group.sets {
            let of = |effect| group.changes.iter().filter(move |c| c.set == set.name() && c.effect == effect);
            let added: Vec<Item> = of(Effect::Added).map(|c| c.item.clone()).collect();
            let replaced: Vec<Item> = of(Effect::Replaced).map(|c| c.item.clone()).collect();
            set.insert(tx, organization.id, &added).await?;
            set.update(tx, organization.id, &replaced).await?;
            inverse.push(Inverse {
                set: set.name().into(),
                added: added.into_iter().map(|item| item.key).collect(),
                replaced: of(Effect::Replaced).filter_map(|c| c.before.clone()).collect(),
            });
        }
    }
    let number = |word: &str| preview.groups.iter().map(|g| g.number(word)).sum::<usize>();
    let (added, replaced) = (number("added"), number("replaced"));
    if added + replaced == 0 {
        return Err(Error::Conflict("preferences_same"));
    }
    let after = Snapshot::read(tx, organization.id, chosen).await?;
    let application = Adoption {
        id: Id::nil(),
        applied_by_name: by.name.clone(),
        applied_at: now,
        groups: chosen.iter().map(|c| c.group.name).collect::<Vec<_>>().join(","),
        counts: format!("{added},{replaced}"),
        inverse: serde_json::to_string(&inverse).map_err(|e| Error::Other(e.to_string()))?,
        fingerprint: after.fingerprint(organization.id),
        undone_at: None,
    };
    let id = store::insert(tx, organization.id, by, &application).await?;
    record(tx, organization, by, "preferences_applied", changes(&preview), now).await?;
    Ok(Adoption { id, ..application })
}

/// How many rows of each group were added and replaced, for the activity.
fn changes(preview: &Preview) -> Vec<Change> {
    let moved = preview.groups.iter().map(|g| (g.group, g.number("added"), g.number("replaced")));
    let change = |(group, added, replaced): (&PreferenceGroup, usize, usize)| Change {
        field: group.name.into(),
        before: String::new(),
        after: format!("+{added} ±{replaced}"),
    };
    moved.filter(|(_, added, replaced)| added + replaced > 0).map(change).collect()
}

/// Notes what was done to an organization's preferences. The source stays unnamed: who sees this need not know it.
pub async fn record(tx: &Tx, organization: &Organization, by: &User, action: &str, changes: Vec<Change>, now: i64) -> Result<()> {
    let subject = ("organization", organization.id, organization.name.as_str());
    activity::record(tx, Entry { tenant: organization.id, actor: Some(by), action, subject, changes }, now).await
}

async fn fingerprint(db: &dyn Connection, apps: &Applications, organization: Id, application: &Adoption) -> Result<String> {
    let names: Vec<String> = application.groups.split(',').map(str::to_owned).collect();
    let chosen = choose(&apps.groups(), &names)?;
    Ok(Snapshot::read(db, organization, &chosen).await?.fingerprint(organization))
}

/// Whether an application can still be undone: it was not yet, and its groups are as it left them.
pub async fn can_undo(db: &dyn Connection, apps: &Applications, organization: Id, application: &Adoption) -> Result<bool> {
    Ok(application.undone_at.is_none() && fingerprint(db, apps, organization, application).await? == application.fingerprint)
}

/// Takes an application back, unless its groups were changed since or something uses what it added.
pub async fn undo(tx: &Tx, apps: &Applications, organization: &Organization, id: Id, by: &User, now: i64) -> Result<Adoption> {
    memberships::hold(tx, organization.id).await?;
    let application = store::find(tx, organization.id, id).await?;
    if application.undone_at.is_some() {
        return Err(Error::Conflict("preferences_undone"));
    }
    if !can_undo(tx, apps, organization.id, &application).await? {
        return Err(Error::Conflict("preferences_used"));
    }
    let rights = memberships::held_role(tx, organization.id, by.id).await?.ok_or(Error::NotFound)?.rights;
    let sets: Vec<&dyn PreferenceSet> = apps.groups().iter().flat_map(|g| g.sets.iter().copied()).collect();
    let inverse: Vec<Inverse> = serde_json::from_str(&application.inverse).map_err(|e| Error::Other(e.to_string()))?;
    // Backwards, so that a row goes before the one it names.
    for step in inverse.iter().rev() {
        let set = sets.iter().find(|set| set.name() == step.set).ok_or(Error::Conflict("preferences_used"))?;
        if !rights.may(set.edits()) {
            return Err(Error::Forbidden);
        }
        // What a replaced row named before may be gone since.
        let restored = set.update(tx, organization.id, &step.replaced).await;
        restored.map_err(|error| if matches!(error, Error::Invalid(_)) { Error::Conflict("preferences_used") } else { error })?;
        let ids = set.ids(tx, organization.id, &step.added).await?;
        // A series that has given numbers since would give them again, once it came back.
        if apps.uses(tx, organization.id, set.name(), &ids).await? || set.is_used(tx, organization.id, &step.added).await? {
            return Err(Error::Conflict("preferences_used"));
        }
        set.delete(tx, organization.id, &step.added).await?;
        if !set.is_whole(tx, organization.id).await? {
            return Err(Error::Conflict("preferences_used"));
        }
    }
    store::set_undone(tx, organization.id, id, now).await?;
    record(tx, organization, by, "preferences_undone", vec![], now).await?;
    Ok(Adoption { undone_at: Some(now), ..application })
}

/// Adds rows to a group, or replaces those of the same key; answers how many of each. `seen` is the group's fingerprint when it was
/// read: over another one since it is refused, and each row that differs from what is there now is told.
pub async fn merge(
    tx: &Tx,
    organization: &Organization,
    (group, seen): (&'static PreferenceGroup, Option<&str>),
    items: Vec<(&'static dyn PreferenceSet, Item)>,
    by: &User,
    now: i64,
) -> Result<(usize, usize)> {
    memberships::hold(tx, organization.id).await?;
    let rights = memberships::held_role(tx, organization.id, by.id).await?.ok_or(Error::NotFound)?.rights;
    let chosen = [Chosen { group, pulled_in_by: None }];
    allow(&chosen, rights)?;
    if let Some(seen) = seen {
        let now = Snapshot::read(tx, organization.id, &chosen).await?;
        if now.fingerprint(organization.id) != seen {
            let differing = items.iter().filter_map(|(set, item)| {
                let stored = now.items(set.name()).iter().find(|stored| stored.key == item.key)?;
                (stored.values != item.values || stored.active != item.active).then(|| Difference {
                    field: format!("{}.{}", set.name(), item.key),
                    label: item.name.clone(),
                    stored: stored.values.join(" · "),
                    typed: item.values.join(" · "),
                })
            });
            return Err(Error::Stale(differing.collect()));
        }
    }
    let (mut added, mut replaced) = (0, 0);
    for set in group.sets {
        let given: Vec<Item> = items.iter().filter(|(of, _)| of.name() == set.name()).map(|(_, item)| item.clone()).collect();
        let present = set.read(tx, organization.id).await?;
        let changes = compare::compare(*set, &given, &[], &present, false);
        let of = |effect| changes.iter().filter(|c| c.effect == effect).map(|c| c.item.clone()).collect::<Vec<_>>();
        let (new, changed) = (of(Effect::Added), of(Effect::Replaced));
        set.insert(tx, organization.id, &new).await?;
        set.update(tx, organization.id, &changed).await?;
        (added, replaced) = (added + new.len(), replaced + changed.len());
        if !set.is_whole(tx, organization.id).await? {
            return Err(Invalid::one("items", "choice").into());
        }
    }
    if added + replaced > 0 {
        let change = Change { field: group.name.into(), before: String::new(), after: format!("+{added} ±{replaced}") };
        record(tx, organization, by, "preferences_changed", vec![change], now).await?;
    }
    Ok((added, replaced))
}
