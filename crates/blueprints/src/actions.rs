//! What people do with blueprints: making, changing, publishing, applying to organizations, and taking that back.

use std::collections::BTreeSet;

use despacho_kernel::{Id, Invalid, new_id, text::fold};
use despacho_organizations::{Organization, store as organizations};
use despacho_platform::{
    Error, Event, Platform, Result, Tx,
    activity::{self, Change, Entry},
    clock::DAY,
    jobs, memberships, notifications, sql,
    sql::Connection,
    users::{self, User},
};
use despacho_settings::{
    Applications,
    preferences::{
        Chosen, Item, PreferenceGroup, PreferenceSet, Snapshot, Target, actions as preferences, choose,
        compare::{self, GroupPreview},
    },
};
use serde_json::json;

use crate::{
    blueprint::{self, Application, Applied, ApplyBlueprint, Blueprint, Published, listed},
    store,
};

/// Most organizations of an application.
pub const ORGANIZATIONS: usize = 5000;
/// Organizations that are done between two looks at whether the server ends.
const BATCH: i64 = 10;
/// For how long an application can be taken back.
const UNDOABLE: i64 = 30 * DAY;

/// From where a new blueprint takes its rows.
#[derive(Debug, Clone)]
pub enum Source {
    Organization(Id),
    Blueprint(Id),
    Country(String),
}

/// A new blueprint.
#[derive(Debug, Clone)]
pub struct New {
    pub name: String,
    pub description: String,
    pub source: Source,
    /// Names of groups; none for those that are proposed.
    pub groups: Vec<String>,
    pub default_for: String,
}

/// Whom a blueprint may be for.
pub const DEFAULTS: [&str; 4] = ["", "any", "business", "individual"];

async fn record(tx: &Tx, blueprint: &Blueprint, action: &str, changes: Vec<Change>, (by, now): (&User, i64)) -> Result<()> {
    let subject = ("blueprint", blueprint.id, blueprint.name.as_str());
    activity::record(tx, Entry { tenant: blueprint.practice_id, actor: Some(by), action, subject, changes }, now).await
}

fn change(field: &str, after: impl ToString) -> Change {
    Change { field: field.into(), before: String::new(), after: after.to_string() }
}

async fn free(tx: &Tx, blueprint: &Blueprint) -> Result<()> {
    match store::named(tx, blueprint.practice_id, &blueprint.name_key).await? {
        Some(id) if id != blueprint.id => Err(Invalid::one("name", "taken").into()),
        _ => Ok(()),
    }
}

fn named(name: &str, description: &str, default_for: &str, errors: &mut Invalid) -> (String, String) {
    let (name, description) = (errors.required("name", name, 200), errors.optional_long("description", description, 2000));
    if !name.is_empty() && fold(&name).is_empty() {
        errors.push("name", "characters");
    }
    if !DEFAULTS.contains(&default_for) {
        errors.push("default_for", "choice");
    }
    (name, description)
}

/// Makes a blueprint, as a draft of its first version.
///
/// Errors: `name`, `description`, `groups`, `source`, `default_for`.
pub async fn create(tx: &Tx, apps: &Applications, practice: Id, new: New, (by, now): (&User, i64)) -> Result<Blueprint> {
    memberships::hold(tx, practice).await?;
    let mut errors = Invalid::new();
    let (name, description) = named(&new.name, &new.description, &new.default_for, &mut errors);
    errors.finish()?;
    if i64::try_from(store::all(tx, practice).await?.len()).unwrap_or(0) >= store::MAX {
        return Err(Invalid::too_many("name", store::MAX).into());
    }
    let asked = |all: Vec<String>| if new.groups.is_empty() { all } else { new.groups.clone() };
    let proposed = || apps.groups().iter().filter(|group| group.proposed).map(|group| group.name.to_owned()).collect::<Vec<_>>();
    let (chosen, snapshot, country, currency) = match &new.source {
        Source::Organization(id) => {
            let source = preferences::source(tx, *id, by.id).await.map_err(|error| match error {
                Error::NotFound => Invalid::one("source.organization_id", "clone_source_lost").into(),
                other => other,
            })?;
            let chosen = choose(&apps.groups(), &asked(proposed()))?;
            let snapshot = Snapshot::read(tx, source.id, &chosen).await?;
            (chosen, snapshot, source.country, source.currency)
        }
        Source::Blueprint(id) => {
            let source = store::find(tx, practice, *id).await.map_err(|error| match error {
                Error::NotFound => Invalid::one("source.blueprint_id", "clone_source_lost").into(),
                other => other,
            })?;
            let (content, names) = content(tx, &source).await?;
            let chosen = choose(&apps.groups(), &asked(listed(&names)))?;
            (chosen.clone(), blueprint::read(&content, &chosen)?, source.country, source.currency)
        }
        Source::Country(code) => {
            let country = despacho_kernel::place::country(&code.to_uppercase()).map_err(|code| Invalid::one("source.country", code))?;
            let carrying: Vec<_> = despacho_kernel::access::Application::ALL.iter().copied().filter(|one| one.carries_preferences()).collect();
            let like = Organization::named(&new.name, &country.code, &carrying);
            let chosen = choose(&apps.groups(), &asked(proposed()))?;
            (chosen.clone(), Snapshot::defaults(&like, &chosen), country.code.clone(), like.currency)
        }
    };
    let blueprint = Blueprint {
        practice_id: practice,
        id: new_id(),
        name,
        description,
        country,
        currency,
        default_for: new.default_for,
        draft: blueprint::written(&snapshot)?,
        draft_groups: names_of(&chosen),
        created_at: now,
        updated_at: now,
        version: 1,
        ..Blueprint::default()
    }
    .keyed();
    free(tx, &blueprint).await?;
    sql::insert(tx, std::slice::from_ref(&blueprint)).await?;
    record(tx, &blueprint, "blueprint_created", vec![], (by, now)).await?;
    Ok(blueprint)
}

fn names_of(chosen: &[Chosen]) -> String {
    chosen.iter().map(|c| c.group.name).collect::<Vec<_>>().join(",")
}

/// What the next version holds, or where nothing has been changed what the latest does; and its groups.
pub async fn content(db: &dyn Connection, blueprint: &Blueprint) -> Result<(String, String)> {
    if !blueprint.draft.is_empty() {
        return Ok((blueprint.draft.clone(), blueprint.draft_groups.clone()));
    }
    let latest = store::version(db, blueprint.practice_id, blueprint.id, blueprint.published).await?;
    Ok((latest.content, latest.group_names))
}

/// Changes what a blueprint is called and for whom it is.
pub async fn rename(
    tx: &Tx,
    practice: Id,
    id: Id,
    seen: Option<i64>,
    (name, description, default_for): (Option<String>, Option<String>, Option<String>),
    (by, now): (&User, i64),
) -> Result<Blueprint> {
    memberships::hold(tx, practice).await?;
    let before = store::find(tx, practice, id).await?;
    if seen.is_some_and(|seen| seen != before.version) {
        return Err(Error::Stale(vec![]));
    }
    let mut after = before.clone();
    after.name = name.unwrap_or(after.name);
    after.description = description.unwrap_or(after.description);
    after.default_for = default_for.unwrap_or(after.default_for);
    let mut errors = Invalid::new();
    (after.name, after.description) = named(&after.name, &after.description, &after.default_for, &mut errors);
    errors.finish()?;
    let after = after.keyed();
    free(tx, &after).await?;
    if after == before {
        return Ok(before);
    }
    kept(tx, after, "blueprint_updated", vec![], (by, now)).await
}

async fn kept(tx: &Tx, mut after: Blueprint, action: &str, changes: Vec<Change>, (by, now): (&User, i64)) -> Result<Blueprint> {
    after.updated_at = now;
    if !sql::update_version(tx, &after).await? {
        return Err(Error::Stale(vec![]));
    }
    after.version += 1;
    record(tx, &after, action, changes, (by, now)).await?;
    Ok(after)
}

/// Adds rows to a group of the draft, or replaces those of the same key; answers how many of each. A group that it lacks comes in.
pub async fn merge(
    tx: &Tx,
    apps: &Applications,
    (practice, id): (Id, Id),
    group: &'static PreferenceGroup,
    items: Vec<(&'static dyn PreferenceSet, Item)>,
    (by, now): (&User, i64),
) -> Result<(usize, usize)> {
    memberships::hold(tx, practice).await?;
    let mut blueprint = store::find(tx, practice, id).await?;
    let (content, names) = content(tx, &blueprint).await?;
    let mut wanted = listed(&names);
    if !wanted.iter().any(|name| name == group.name) {
        wanted.push(group.name.to_owned());
    }
    let chosen = choose(&apps.groups(), &wanted)?;
    let mut snapshot = blueprint::read(&content, &chosen)?;
    let (mut added, mut replaced) = (0, 0);
    for (set, item) in items {
        let rows = snapshot.sets.entry(set.name()).or_default();
        match rows.iter_mut().find(|row| row.key == item.key) {
            Some(row) if *row == item => {}
            Some(row) => {
                *row = item;
                replaced += 1;
            }
            None => {
                rows.push(item);
                added += 1;
            }
        }
    }
    if added + replaced > 0 {
        blueprint.draft = blueprint::written(&snapshot)?;
        blueprint.draft_groups = names_of(&chosen);
        kept(tx, blueprint, "blueprint_draft_changed", vec![change(group.name, format!("+{added} ±{replaced}"))], (by, now)).await?;
    }
    Ok((added, replaced))
}

/// Publishes the draft: it never changes from here.
///
/// Errors: conflict `blueprint_unchanged` where there is no draft.
pub async fn publish(tx: &Tx, practice: Id, id: Id, notes: &str, (by, now): (&User, i64)) -> Result<Published> {
    memberships::hold(tx, practice).await?;
    let mut blueprint = store::find(tx, practice, id).await?;
    if blueprint.draft.is_empty() {
        return Err(Error::Conflict("blueprint_unchanged"));
    }
    let mut errors = Invalid::new();
    let notes = errors.optional_long("notes", notes, 2000);
    errors.finish()?;
    let published = Published {
        practice_id: practice,
        blueprint_id: id,
        number: blueprint.published + 1,
        group_names: std::mem::take(&mut blueprint.draft_groups),
        content: std::mem::take(&mut blueprint.draft),
        notes,
        published_by: by.id,
        published_at: now,
    };
    sql::insert(tx, std::slice::from_ref(&published)).await?;
    blueprint.published = published.number;
    kept(tx, blueprint, "blueprint_published", vec![change("number", published.number)], (by, now)).await?;
    Ok(published)
}

/// What is asked of an application.
#[derive(Debug, Clone)]
pub struct Asked {
    pub blueprint: Id,
    /// None for the latest.
    pub number: Option<i64>,
    pub organizations: Vec<Id>,
    /// None for all of the version.
    pub groups: Option<Vec<String>>,
    pub dry_run: bool,
}

/// Starts an application. Call [`Platform::wake_workers`] after the commit. An organization that is none of the practice's clients', or in which one may not change
/// settings, is not found.
///
/// Errors: `organization_ids`, `groups`, `version`, conflict `blueprint_unpublished`.
pub async fn start(tx: &Tx, apps: &Applications, practice: Id, asked: Asked, (by, now): (&User, i64)) -> Result<Application> {
    memberships::hold(tx, practice).await?;
    let blueprint = store::find(tx, practice, asked.blueprint).await?;
    if blueprint.published == 0 {
        return Err(Error::Conflict("blueprint_unpublished"));
    }
    let number = asked.number.unwrap_or(blueprint.published);
    let version = store::version(tx, practice, blueprint.id, number).await.map_err(|error| match error {
        Error::NotFound => Invalid::one("version", "choice").into(),
        other => other,
    })?;
    let mut seen = BTreeSet::new();
    let wanted: Vec<Id> = asked.organizations.into_iter().filter(|id| seen.insert(*id)).collect();
    if wanted.is_empty() {
        return Err(Invalid::one("organization_ids", "nothing_selected").into());
    }
    if wanted.len() > ORGANIZATIONS {
        return Err(Invalid::too_many("organization_ids", ORGANIZATIONS).into());
    }
    let mine: BTreeSet<Id> = store::editable(tx, practice, by.id, &wanted).await?.into_iter().collect();
    if wanted.iter().any(|id| !mine.contains(id)) {
        return Err(Error::NotFound);
    }
    let of_version = listed(&version.group_names);
    let names = asked.groups.unwrap_or_else(|| of_version.clone());
    let chosen = choose(&apps.groups(), &names)?;
    if let Some(lacking) = chosen.iter().find(|c| !of_version.iter().any(|name| name == c.group.name)) {
        let mut errors = Invalid::new();
        errors.push_with("groups", "preference_group_unknown", vec![("name", lacking.group.name.to_owned())]);
        return Err(errors.into());
    }
    let application = Application {
        practice_id: practice,
        id: new_id(),
        blueprint_id: blueprint.id,
        number,
        user_id: by.id,
        group_names: names_of(&chosen),
        dry_run: asked.dry_run,
        status: "queued".into(),
        total: i64::try_from(wanted.len()).unwrap_or(i64::MAX),
        created_at: now,
        ..Application::default()
    };
    store::insert_application(tx, &application, &wanted).await?;
    jobs::enqueue(tx, &ApplyBlueprint { practice_id: practice, application_id: application.id }, now).await?;
    if !application.dry_run {
        record(tx, &blueprint, "blueprint_application_started", vec![change("organizations", wanted.len())], (by, now)).await?;
    }
    Ok(application)
}

/// Takes an application back, in the background.
///
/// Errors: conflicts `blueprint_application_open`, `blueprint_application_old`.
pub async fn revert(tx: &Tx, practice: Id, id: Id, (by, now): (&User, i64)) -> Result<Application> {
    memberships::hold(tx, practice).await?;
    let application = store::application(tx, practice, id).await?;
    if application.status != "completed" || application.dry_run || application.reverting {
        return Err(Error::Conflict("blueprint_application_open"));
    }
    if application.created_at < now - UNDOABLE {
        return Err(Error::Conflict("blueprint_application_old"));
    }
    store::revert(tx, practice, id).await?;
    jobs::enqueue(tx, &ApplyBlueprint { practice_id: practice, application_id: id }, now).await?;
    let blueprint = store::find(tx, practice, application.blueprint_id).await?;
    record(tx, &blueprint, "blueprint_application_reverted", vec![], (by, now)).await?;
    store::application(tx, practice, id).await
}

/// Goes on with an application; answers whether more is to do. Done twice, it does nothing the second time: each organization leaves those that wait in the
/// transaction that changes it.
pub async fn step(platform: &Platform, apps: &Applications, practice: Id, id: Id) -> Result<bool> {
    let (db, now) = (platform.db.read(), platform.clock.now());
    let application = store::application(db, practice, id).await?;
    if application.status == "completed" {
        return Ok(false);
    }
    let state = if application.reverting { "done" } else { "pending" };
    let waiting = store::waiting(db, practice, id, state, BATCH).await?;
    let user = users::find(db, application.user_id).await?.ok_or(Error::NotFound)?;
    if waiting.is_empty() {
        let tx = platform.db.begin().await?;
        end(&tx, &application, &user, now).await?;
        tx.commit().await?;
        platform.wake_workers();
        platform.tell(Event::Notified(user.id));
        return Ok(false);
    }
    let blueprint = store::find(db, practice, application.blueprint_id).await?;
    let version = store::version(db, practice, application.blueprint_id, application.number).await?;
    let chosen = blueprint::chosen(apps, &application.group_names)?;
    let content = blueprint::read(&version.content, &chosen)?;
    for organization in waiting {
        let tx = platform.db.begin().await?;
        let Some(item) = store::item(&tx, practice, id, organization, state).await? else { continue };
        // Another worker waits here, and then finds that it is done.
        memberships::hold(&tx, organization).await?;
        let Some(item) = store::item(&tx, practice, id, organization, state).await?.filter(|now| *now == item) else { continue };
        let outcome = one(&tx, apps, (&application, &blueprint), (&content, &chosen), item.clone(), (&user, now)).await;
        let (tx, done) = match outcome {
            Ok(done) => (tx, done),
            Err(error @ (Error::Database(_) | Error::Other(_))) => return Err(error),
            Err(error) => {
                tx.rollback().await?;
                (platform.db.begin().await?, Applied { status: "failed".into(), error: word(&error), ..item })
            }
        };
        store::settle(&tx, practice, id, &done).await?;
        tx.commit().await?;
    }
    Ok(true)
}

/// Why an organization was left, as a stable word.
fn word(error: &Error) -> String {
    match error {
        Error::Invalid(errors) => errors.0.first().map_or("refused", |error| error.code).to_owned(),
        Error::Conflict(code) => (*code).to_owned(),
        Error::NotFound | Error::Forbidden => "access_lost".into(),
        _ => "refused".into(),
    }
}

/// Does one organization.
async fn one(
    tx: &Tx,
    apps: &Applications,
    (application, blueprint): (&Application, &Blueprint),
    (content, chosen): (&Snapshot, &[Chosen]),
    item: Applied,
    (user, now): (&User, i64),
) -> Result<Applied> {
    let organization = organizations::find(tx, item.organization_id).await?;
    let (practice, id) = (application.practice_id, application.blueprint_id);
    if application.reverting {
        if let Some(adoption) = item.adoption_id {
            preferences::undo(tx, apps, &organization, adoption, user, now).await?;
            store::unfollow(tx, practice, id, organization.id).await?;
        }
        return Ok(Applied { status: "undone".into(), ..item });
    }
    // What was allowed when it was asked for may be no more.
    if store::editable(tx, practice, user.id, &[organization.id]).await?.is_empty() {
        return Err(Error::Forbidden);
    }
    let source = blueprint.as_source();
    let present = Snapshot::read(tx, organization.id, chosen).await?;
    let preview = compare::of_snapshot(content.clone(), &source, chosen, &present, Target::Existing(&organization));
    preferences::refuse_missing(&preview.missing)?;
    let number = |word: &str| preview.groups.iter().map(|group| i64::try_from(group.number(word)).unwrap_or(0)).sum::<i64>();
    let mut done = Applied { status: "done".into(), added: number("added"), replaced: number("replaced"), left_alone: number("left"), ..item };
    if application.dry_run {
        return Ok(done);
    }
    if done.added + done.replaced > 0 {
        done.adoption_id = Some(preferences::apply_snapshot(tx, &organization, (content.clone(), &source), chosen, user, now).await?.id);
    }
    store::follow(tx, practice, id, organization.id, application.number, &application.group_names).await?;
    Ok(done)
}

async fn end(tx: &Tx, application: &Application, user: &User, now: i64) -> Result<()> {
    if !store::complete(tx, application.practice_id, application.id, now).await? || application.dry_run {
        return Ok(());
    }
    let blueprint = store::find(tx, application.practice_id, application.blueprint_id).await?;
    let application = store::application(tx, application.practice_id, application.id).await?;
    let link = format!("/practices/{}/blueprint-applications/{}", application.practice_id, application.id);
    let data = json!({ "name": blueprint.name, "done": application.done, "failed": application.failed });
    notifications::notify(tx, user.id, "blueprint_applied", data, &link, now).await?;
    let action = if application.reverting { "blueprint_reverted" } else { "blueprint_applied" };
    record(tx, &blueprint, action, vec![change("done", application.done), change("failed", application.failed)], (user, now)).await
}

/// Ends an application whose job will not be tried again: what waits has failed.
pub async fn give_up(tx: &Tx, practice: Id, id: Id, now: i64) -> Result<()> {
    store::fail_waiting(tx, practice, id).await?;
    let application = store::application(tx, practice, id).await?;
    match users::find(tx, application.user_id).await? {
        Some(user) => end(tx, &application, &user, now).await,
        None => Ok(()),
    }
}

/// What an organization's rows are beside a version's, by group.
pub fn compared(blueprint: &Blueprint, content: &Snapshot, chosen: &[Chosen], organization: &Organization, present: &Snapshot) -> Vec<GroupPreview> {
    compare::of_snapshot(content.clone(), &blueprint.as_source(), chosen, present, Target::Existing(organization)).groups
}

/// What the new organization of a client starts with: the default blueprint of its country and kind, if the practice has one.
pub async fn initial(db: &dyn Connection, apps: &Applications, practice: Id, country: &str, kind: &str, currency: &str) -> Result<Snapshot> {
    let all = store::all(db, practice).await?;
    let fits = |one: &&Blueprint, whom: &str| one.published > 0 && one.country == country && one.default_for == whom;
    // One that is for its kind goes before one that is for any.
    let Some(found) = all.iter().find(|one| fits(one, kind)).or_else(|| all.iter().find(|one| fits(one, "any"))) else { return Ok(Snapshot::default()) };
    snapshot_of(db, apps, found, currency).await
}

/// Notes that a new organization has begun with a blueprint's latest version.
pub async fn follow(tx: &Tx, blueprint: &Blueprint, organization: Id) -> Result<()> {
    let version = store::version(tx, blueprint.practice_id, blueprint.id, blueprint.published).await?;
    store::follow(tx, blueprint.practice_id, blueprint.id, organization, version.number, &version.group_names).await
}

/// What a new organization of this currency gets of a blueprint's latest version.
pub async fn snapshot_of(db: &dyn Connection, apps: &Applications, blueprint: &Blueprint, currency: &str) -> Result<Snapshot> {
    let version = store::version(db, blueprint.practice_id, blueprint.id, blueprint.published).await?;
    let chosen = blueprint::chosen(apps, &version.group_names)?;
    Ok(blueprint::read(&version.content, &chosen)?.carry(&chosen, currency).0)
}
