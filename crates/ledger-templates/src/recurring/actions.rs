//! Keeping recurring entries, and making what is due.

use std::collections::BTreeMap;

use despacho_kernel::{Difference, Id, Invalid, access::OrganizationRight, new_id};
use despacho_ledger::journal::{Allowed, Past, drafts, post};
use despacho_organizations::store as organizations;
use despacho_platform::{
    Error, Platform, Result, Tx,
    activity::{self, Change, Entry},
    jobs, memberships,
    users::{self, User},
};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};

use super::{
    rule::{self, ACTIVE, DRAFT, Fault, MakeRecurring, POST, Rule, STOPPED},
    store::{self, Occurrence, RecurringEntry},
};
use crate::templates::actions as templates;

/// Most recurring entries of an organization.
pub const MAX: i64 = 500;
/// Most that one makes at once; the rest follows with the next look.
const AT_ONCE: usize = 100;

/// The day of an instant in a time zone.
fn day_in(zone: &str, at: i64) -> Date {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    zone.to_datetime(Timestamp::from_millisecond(at).unwrap_or_default()).date()
}

async fn today(tx: &Tx, organization: Id, now: i64) -> Result<Date> {
    Ok(day_in(&organizations::find(tx, organization).await?.time_zone, now))
}

async fn recorded(tx: &Tx, of: &RecurringEntry, action: &str, changes: Vec<Change>, (by, now): (&User, i64)) -> Result<()> {
    let subject = ("recurring_entry", of.id, of.name.as_str());
    activity::record(tx, Entry { tenant: of.organization_id, actor: Some(by), action, subject, changes }, now).await
}

/// A rule over a stored one: what came already stays.
fn over(before: RecurringEntry, rule: &Rule, today: Date, (by, now): (&User, i64)) -> Result<RecurringEntry> {
    let mut errors = Invalid::new();
    rule.check(&mut errors);
    errors.finish()?;
    let json = |e: serde_json::Error| Error::Other(e.to_string());
    let last: Option<Date> = before.last_on.parse().ok();
    // What it would have done while it was stopped is not made up for.
    let resumed = rule.active && before.state == STOPPED;
    let after = if resumed { last.max(today.checked_sub(1.day()).ok()) } else { last };
    let schedule = &rule.schedule;
    Ok(RecurringEntry {
        name: rule.name.trim().into(),
        unit: schedule.unit.word().into(),
        every: schedule.every,
        day: if schedule.unit == super::schedule::Unit::Weeks { 0 } else { schedule.day },
        starts_on: schedule.starts_on.to_string(),
        ends_on: schedule.ends_on.map(|day| day.to_string()).unwrap_or_default(),
        times: schedule.times,
        action: if rule.posts { POST } else { DRAFT }.into(),
        state: if rule.active { ACTIVE } else { STOPPED }.into(),
        body: serde_json::to_string(&rule.body).map_err(json)?,
        answers: serde_json::to_string(&rule.answers).map_err(json)?,
        next_on: schedule.next(after, before.made).map(|day| day.to_string()).unwrap_or_default(),
        fault: String::new(),
        created_by: by.id,
        created_at: if before.created_at == 0 { now } else { before.created_at },
        ..before
    })
}

/// What its first entry would be: everything that is asked is answered.
async fn check_filled(tx: &Tx, organization: Id, rule: &Rule) -> Result<()> {
    templates::filled(tx, organization, &rule.body, rule.schedule.starts_on, &rule.answers).await.map(|_| ())
}

/// Where the day begins first: what is due anywhere is due there. Each organization looks at its own day.
const FIRST_ZONE: &str = "Pacific/Kiritimati";

/// Has what is due already made soon after the transaction.
async fn called(tx: &Tx, of: &RecurringEntry, now: i64) -> Result<()> {
    if of.state == ACTIVE && !of.next_on.is_empty() && of.next_on <= day_in(FIRST_ZONE, now).to_string() {
        jobs::enqueue(tx, &MakeRecurring { organization_id: of.organization_id }, now).await?;
    }
    Ok(())
}

/// Keeps a new recurring entry. Call [`Platform::wake_workers`] after the commit.
pub async fn create(tx: &Tx, organization: Id, rule: &Rule, by: (&User, i64)) -> Result<RecurringEntry> {
    memberships::hold(tx, organization).await?;
    let (organization_id, state, version) = (organization, ACTIVE.into(), 1);
    let new =
        over(RecurringEntry { organization_id, id: new_id(), state, version, ..RecurringEntry::default() }, rule, today(tx, organization, by.1).await?, by)?;
    check_filled(tx, organization, rule).await?;
    if store::count(tx, organization).await? >= MAX {
        return Err(Invalid::too_many("name", MAX).into());
    }
    store::insert(tx, &new).await?;
    recorded(tx, &new, "recurring_created", vec![], by).await?;
    called(tx, &new, by.1).await?;
    Ok(new)
}

/// Changes one of the version that was `seen`, whatever its version where none is told. Call [`Platform::wake_workers`] after the commit.
pub async fn change(tx: &Tx, organization: Id, (id, seen): (Id, Option<i64>), rule: &Rule, by: (&User, i64)) -> Result<RecurringEntry> {
    memberships::hold(tx, organization).await?;
    let before = store::find(tx, organization, id).await?;
    if seen.is_some_and(|seen| seen != before.version) {
        return Err(Error::Stale(vec![Difference { field: "name".into(), label: String::new(), stored: before.name, typed: rule.name.clone() }]));
    }
    let changed = over(before, rule, today(tx, organization, by.1).await?, by)?;
    check_filled(tx, organization, rule).await?;
    if !store::update(tx, &changed).await? {
        return Err(Error::Conflict("stale"));
    }
    recorded(tx, &changed, "recurring_changed", vec![], by).await?;
    called(tx, &changed, by.1).await?;
    store::find(tx, organization, id).await
}

/// Removes one; its entries stay.
pub async fn delete(tx: &Tx, organization: Id, id: Id, by: (&User, i64)) -> Result<RecurringEntry> {
    memberships::hold(tx, organization).await?;
    let gone = store::find(tx, organization, id).await?;
    store::delete(tx, organization, id).await?;
    recorded(tx, &gone, "recurring_deleted", vec![], by).await?;
    Ok(gone)
}

/// One that came on its day, and when it comes next.
fn came(of: RecurringEntry) -> Result<RecurringEntry> {
    let last: Option<Date> = of.next_on.parse().ok();
    let next = rule::schedule(&of)?.next(last, of.made + 1);
    Ok(RecurringEntry {
        last_on: of.next_on.clone(),
        next_on: next.map(|day| day.to_string()).unwrap_or_default(),
        made: of.made + 1,
        fault: String::new(),
        ..of
    })
}

async fn noted(tx: &Tx, of: &RecurringEntry, entry_id: Option<Id>, now: i64) -> Result<()> {
    let occurrence = Occurrence { organization_id: of.organization_id, recurring_id: of.id, date: of.next_on.clone(), entry_id, made_at: now };
    store::insert_occurrence(tx, &occurrence).await
}

/// Leaves the next time out. Call [`Platform::wake_workers`] after the commit.
pub async fn skip(tx: &Tx, organization: Id, id: Id, by: (&User, i64)) -> Result<RecurringEntry> {
    memberships::hold(tx, organization).await?;
    let of = store::find(tx, organization, id).await?;
    if of.next_on.is_empty() {
        return Err(Error::Conflict("recurring_ended"));
    }
    noted(tx, &of, None, by.1).await?;
    let change = Change { field: "date".into(), before: String::new(), after: of.next_on.clone() };
    let skipped = came(of)?;
    store::put(tx, &skipped).await?;
    recorded(tx, &skipped, "recurring_skipped", vec![change], by).await?;
    called(tx, &skipped, by.1).await?;
    Ok(skipped)
}

/// Makes the next one of a recurring entry, if its day has come: answers whether there was one.
async fn make_one(tx: &Tx, organization: Id, id: Id, (by, now): (&User, i64)) -> Result<bool> {
    memberships::hold(tx, organization).await?;
    let of = store::find(tx, organization, id).await?;
    let day: Option<Date> = of.next_on.parse().ok();
    let Some(day) = day.filter(|_| of.state == ACTIVE) else { return Ok(false) };
    if day > today(tx, organization, now).await? {
        return Ok(false);
    }
    // Who left, or posts no longer, makes nothing by what they left behind.
    let held = memberships::held_roles(tx, &[organization], by.id).await?;
    if !held.get(&organization).is_some_and(|held| held.rights.may(OrganizationRight::PostEntries)) {
        return Err(Invalid::one("created_by", "author_without_right").into());
    }
    let rule = rule::rule(&of)?;
    let entry = templates::filled(tx, organization, &rule.body, day, &rule.answers).await?;
    // In the name of who saved it, but past no lock.
    let allowed = Allowed { by, now, past: Past::Nothing };
    let entry_id = if rule.posts {
        let draft = drafts::read(tx, organization, &entry).await?;
        post::post(tx, organization, &draft, allowed).await?.id
    } else {
        drafts::create(tx, organization, &entry, allowed).await?.id
    };
    noted(tx, &of, Some(entry_id), now).await?;
    store::put(tx, &came(of)?).await?;
    Ok(true)
}

/// Keeps why the next one could not be made; it is told in the activity once.
async fn failed(platform: &Platform, organization: Id, id: Id, errors: &Invalid, by: (&User, i64)) -> Result<()> {
    let Some(error) = errors.0.first() else { return Ok(()) };
    let fault = serde_json::to_string(&Fault::of(error)).map_err(|e| Error::Other(e.to_string()))?;
    let tx = platform.db.begin().await?;
    memberships::hold(&tx, organization).await?;
    let of = store::find(&tx, organization, id).await?;
    if of.fault != fault {
        let change = Change { field: "date".into(), before: String::new(), after: of.next_on.clone() };
        let kept = RecurringEntry { fault, ..of };
        store::put(&tx, &kept).await?;
        recorded(&tx, &kept, "recurring_failed", vec![change], by).await?;
    }
    tx.commit().await
}

/// Makes everything of an organization whose day has come, a transaction each; one that cannot be made stops no other.
pub async fn make_due(platform: &Platform, organization: Id) -> Result<()> {
    let now = platform.clock.now();
    let db = platform.db.read();
    let zone = organizations::find(db, organization).await?.time_zone;
    let mut broken = None;
    for id in store::due(db, organization, &day_in(&zone, now).to_string()).await? {
        let Some(by) = (match store::find(db, organization, id).await {
            Ok(of) => users::find(db, of.created_by).await?,
            // It was removed meanwhile.
            Err(Error::NotFound) => continue,
            Err(error) => return Err(error),
        }) else {
            continue;
        };
        for _ in 0..AT_ONCE {
            let tx = platform.db.begin().await?;
            match make_one(&tx, organization, id, (&by, now)).await {
                Ok(true) => tx.commit().await?,
                Ok(false) | Err(Error::NotFound) => break,
                Err(Error::Invalid(errors)) => {
                    drop(tx);
                    failed(platform, organization, id, &errors, (&by, now)).await?;
                    break;
                }
                // It stops no other; the job is tried again for it.
                Err(error) => {
                    broken.get_or_insert(error);
                    break;
                }
            }
        }
    }
    broken.map_or(Ok(()), Err)
}

/// Calls for what is due in every organization.
pub async fn call_due(platform: &Platform) -> Result<()> {
    let now = platform.clock.now();
    let latest = day_in(FIRST_ZONE, now).to_string();
    let mut after = Id::nil();
    loop {
        let found = store::organizations_due(platform.db.read(), &latest, after, 200).await?;
        let Some(last) = found.last() else { break };
        after = *last;
        let tx = platform.db.begin().await?;
        for organization_id in &found {
            jobs::enqueue(&tx, &MakeRecurring { organization_id: *organization_id }, now).await?;
        }
        tx.commit().await?;
        platform.wake_workers();
    }
    Ok(())
}

/// The answers of a rule as texts, without the empty ones.
pub fn answers(sent: Option<BTreeMap<String, String>>) -> BTreeMap<String, String> {
    sent.unwrap_or_default().into_iter().filter(|(_, text)| !text.trim().is_empty()).collect()
}
