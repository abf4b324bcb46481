//! How organizations that follow a blueprint differ from it. What was seen of one holds until its activity goes on.

use std::collections::{BTreeMap, HashMap, hash_map};

use despacho_kernel::{Id, Invalid};
use despacho_organizations::store as organizations;
use despacho_platform::{
    Error, Platform, Result, Tx,
    activity::{self, Change, Entry},
    memberships, secret,
    users::User,
};
use despacho_settings::{
    Applications,
    preferences::{Chosen, Effect, GroupPreview, Snapshot},
};
use serde::{Deserialize, Serialize};

use crate::{
    actions::compared,
    blueprint::{self, Blueprint, Follower},
    store::{self, Acceptance},
};

/// How a group differs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Differs {
    /// Rows that the organization lacks or has otherwise. What it has besides is its own.
    pub rows: usize,
    /// Of these rows.
    pub fingerprint: String,
}

/// An organization beside the version that it follows.
#[derive(Debug, Clone)]
pub struct Drift {
    pub follower: Follower,
    /// `same`, `differs` or `behind`.
    pub state: &'static str,
    /// Each group with how many rows differ and for which reason that was accepted.
    pub groups: Vec<(String, usize, Option<Acceptance>)>,
}

fn differs(group: &GroupPreview) -> Differs {
    let changes: Vec<_> = group.changes.iter().filter(|change| matches!(change.effect, Effect::Added | Effect::Replaced)).collect();
    if changes.is_empty() {
        return Differs::default();
    }
    let mut text = String::new();
    for change in &changes {
        let before = change.before.as_ref().map(|item| format!("{}\u{1}{}", item.values.join("\u{1}"), item.active)).unwrap_or_default();
        text.push_str(&format!("{}\0{}\0{}\0{before}\0\0", change.set, change.item.key, change.item.values.join("\u{1}")));
    }
    Differs { rows: changes.len(), fingerprint: secret::hash(&text) }
}

/// How everyone who follows a blueprint differs. Those whose activity went on since are looked at, and kept.
pub async fn drift(platform: &Platform, apps: &Applications, blueprint: &Blueprint, visible_to: Option<Id>) -> Result<Vec<Drift>> {
    let (db, practice) = (platform.db.read(), blueprint.practice_id);
    let followers = store::followers(db, practice, blueprint.id, visible_to).await?;
    let accepted = store::acceptances(db, practice, blueprint.id).await?;
    let mut versions: HashMap<i64, Snapshot> = HashMap::new();
    let (mut found, mut fresh) = (vec![], vec![]);
    for follower in followers {
        let known = follower.seen_number == follower.number && follower.seen_activity == follower.latest_activity;
        let differences: BTreeMap<String, Differs> = if known {
            serde_json::from_str(&follower.differences).map_err(|e| Error::Other(e.to_string()))?
        } else {
            let chosen = blueprint::chosen(apps, &follower.group_names)?;
            if let hash_map::Entry::Vacant(place) = versions.entry(follower.number) {
                let version = store::version(db, practice, blueprint.id, follower.number).await?;
                let whole = blueprint::chosen(apps, &version.group_names)?;
                place.insert(blueprint::read(&version.content, &whole)?);
            }
            let content = of_groups(&versions[&follower.number], &chosen);
            let organization = organizations::find(db, follower.organization_id).await?;
            let present = Snapshot::read(db, organization.id, &chosen).await?;
            let groups = compared(blueprint, &content, &chosen, &organization, &present);
            let differences: BTreeMap<String, Differs> = groups.iter().map(|group| (group.group.name.to_owned(), differs(group))).collect();
            let text = serde_json::to_string(&differences).map_err(|e| Error::Other(e.to_string()))?;
            fresh.push((follower.organization_id, text, follower.latest_activity, follower.number));
            differences
        };
        found.push(told(blueprint, follower, differences, &accepted));
    }
    if !fresh.is_empty() {
        let tx = platform.db.begin().await?;
        store::seen(&tx, practice, blueprint.id, fresh).await?;
        tx.commit().await?;
    }
    Ok(found)
}

fn of_groups(content: &Snapshot, chosen: &[Chosen]) -> Snapshot {
    let sets = chosen.iter().flat_map(|c| c.group.sets);
    Snapshot { sets: sets.map(|set| (set.name(), content.items(set.name()).to_vec())).collect() }
}

fn told(blueprint: &Blueprint, follower: Follower, differences: BTreeMap<String, Differs>, accepted: &HashMap<(Id, String), Acceptance>) -> Drift {
    let group = |name: String| {
        let differs = differences.get(&name).cloned().unwrap_or_default();
        // What was accepted is so as long as it is still that.
        let found = accepted
            .get(&(follower.organization_id, name.clone()))
            .filter(|one| differs.rows > 0 && one.fingerprint == differs.fingerprint);
        (name, differs.rows, found.cloned())
    };
    let groups: Vec<_> = blueprint::listed(&follower.group_names).into_iter().map(group).collect();
    let state = match () {
        () if follower.number < blueprint.published => "behind",
        () if groups.iter().any(|(_, rows, accepted)| *rows > 0 && accepted.is_none()) => "differs",
        () => "same",
    };
    Drift { follower, state, groups }
}

/// Accepts how an organization differs in a group, for a reason.
///
/// Errors: `reason`, `group` where nothing differs.
pub async fn accept(
    tx: &Tx,
    apps: &Applications,
    (practice, id): (Id, Id),
    organization: Id,
    group: &str,
    reason: &str,
    (by, now): (&User, i64),
) -> Result<()> {
    memberships::hold(tx, practice).await?;
    let mut errors = Invalid::new();
    let reason = errors.required("reason", reason, 500);
    errors.finish()?;
    let blueprint = store::find(tx, practice, id).await?;
    let follower = store::followers(tx, practice, id, None)
        .await?
        .into_iter()
        .find(|one| one.organization_id == organization)
        .ok_or(Error::NotFound)?;
    let chosen = blueprint::chosen(apps, &follower.group_names)?;
    let version = store::version(tx, practice, id, follower.number).await?;
    let content = blueprint::read(&version.content, &chosen)?;
    let found = organizations::find(tx, organization).await?;
    let present = Snapshot::read(tx, organization, &chosen).await?;
    let groups = compared(&blueprint, &content, &chosen, &found, &present);
    let differs = groups.iter().find(|one| one.group.name == group).map(differs).filter(|differs| differs.rows > 0);
    let Some(differs) = differs else { return Err(Invalid::one("group", "choice").into()) };
    let one =
        Acceptance { organization_id: organization, group_name: group.to_owned(), fingerprint: differs.fingerprint, reason: reason.clone(), accepted_at: now };
    store::accept(tx, (practice, id), &one, by.id).await?;
    let change = |field: &str, after: &str| Change { field: field.into(), before: String::new(), after: after.to_owned() };
    let subject = ("blueprint", id, blueprint.name.as_str());
    let changes = vec![change("organization", &found.name), change("reason", &reason)];
    activity::record(tx, Entry { tenant: practice, actor: Some(by), action: "blueprint_difference_accepted", subject, changes }, now).await
}
