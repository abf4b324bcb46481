//! Keeping recurring entries, and making what is due.

use std::collections::BTreeMap;

use despacho_kernel::{Difference, Id, Invalid, new_id};
use despacho_platform::{Error, Result, Tx, activity::Change, memberships, users::User};
use despacho_recurrence::due;
use jiff::civil::Date;

use super::{
    job::Maker,
    log::recorded,
    rule::{self, ACTIVE, DRAFT, POST, Rule, STOPPED},
    store::{self, RecurringEntry},
};
use crate::templates::actions as templates;

/// Most recurring entries of an organization.
pub const MAX: i64 = 500;

/// A rule over a stored one: what came already stays.
fn over(before: RecurringEntry, rule: &Rule, today: Date, (by, now): (&User, i64)) -> Result<RecurringEntry> {
    let mut errors = Invalid::new();
    rule.check(&mut errors);
    errors.finish()?;
    let json = |e: serde_json::Error| Error::Other(e.to_string());
    let schedule = &rule.schedule;
    // What it would have done while it was stopped is not made up for.
    let resumed = rule.active && before.state == STOPPED;
    let course = rule::course(&before).by(schedule, resumed.then_some(today));
    let changed = RecurringEntry {
        name: rule.name.trim().into(),
        unit: schedule.unit.word().into(),
        every: schedule.every,
        day: if schedule.unit.has_day() { schedule.day } else { 0 },
        starts_on: schedule.starts_on.to_string(),
        ends_on: schedule.ends_on.map(|day| day.to_string()).unwrap_or_default(),
        times: schedule.times,
        action: if rule.posts { POST } else { DRAFT }.into(),
        state: if rule.active { ACTIVE } else { STOPPED }.into(),
        body: serde_json::to_string(&rule.body).map_err(json)?,
        answers: serde_json::to_string(&rule.answers).map_err(json)?,
        created_by: by.id,
        created_at: if before.created_at == 0 { now } else { before.created_at },
        ..before
    };
    Ok(rule::at(changed, course))
}

/// What its first entry would be: everything that is asked is answered.
async fn check_filled(tx: &Tx, organization: Id, rule: &Rule) -> Result<()> {
    templates::filled(tx, organization, &rule.body, rule.schedule.starts_on, &rule.answers).await.map(|_| ())
}

/// Has what is due already made soon after the transaction.
async fn called(tx: &Tx, of: &RecurringEntry, now: i64) -> Result<()> {
    if of.state == ACTIVE { due::call::<Maker>(tx, of.organization_id, &of.next_on, now).await } else { Ok(()) }
}

/// Keeps a new recurring entry. Call [`Platform::wake_workers`] after the commit.
pub async fn create(tx: &Tx, organization: Id, rule: &Rule, by: (&User, i64)) -> Result<RecurringEntry> {
    memberships::hold(tx, organization).await?;
    let (organization_id, state, version) = (organization, ACTIVE.into(), 1);
    let new = over(
        RecurringEntry { organization_id, id: new_id(), state, version, ..RecurringEntry::default() },
        rule,
        due::today(tx, organization, by.1).await?,
        by,
    )?;
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
    let changed = over(before, rule, due::today(tx, organization, by.1).await?, by)?;
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

/// Leaves the next time out. Call [`Platform::wake_workers`] after the commit.
pub async fn skip(tx: &Tx, organization: Id, id: Id, by: (&User, i64)) -> Result<RecurringEntry> {
    memberships::hold(tx, organization).await?;
    let of = store::find(tx, organization, id).await?;
    if of.next_on.is_empty() {
        return Err(Error::Conflict("recurring_ended"));
    }
    store::noted(tx, &of, None, by.1).await?;
    let change = Change { field: "date".into(), before: String::new(), after: of.next_on.clone() };
    let skipped = rule::came(of)?;
    store::put(tx, &skipped).await?;
    recorded(tx, &skipped, "recurring_skipped", vec![change], by).await?;
    called(tx, &skipped, by.1).await?;
    Ok(skipped)
}

/// The answers of a rule as texts, without the empty ones.
pub fn answers(sent: Option<BTreeMap<String, String>>) -> BTreeMap<String, String> {
    sent.unwrap_or_default().into_iter().filter(|(_, text)| !text.trim().is_empty()).collect()
}
