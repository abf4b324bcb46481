//! Making what is due: each time once, however many servers look, and nothing that cannot be made stops another.

use std::collections::HashSet;

use despacho_kernel::{Id, Invalid, access::OrganizationRight};
use despacho_organizations::store as organizations;
use despacho_platform::{
    Error, Platform, Result, Tx,
    events::Event,
    jobs::{self, Job},
    memberships,
    sql::Connection,
    users::{self, User},
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};

/// How many are made in a transaction.
const STEP: usize = 20;
/// How many a job makes; another job goes on.
const MOST: usize = 1_000;
/// Where the day begins first: what is due anywhere is due there. Each organization looks at its own day.
const FIRST_ZONE: &str = "Pacific/Kiritimati";

/// What comes again: how its room finds what is due, and makes it.
pub trait Recurs: Send + Sync + 'static {
    /// The job that makes what is due in an organization.
    type Job: Job;
    /// How long after midnight its day begins, in milliseconds.
    const BEGINS: i64 = 0;

    fn job(organization: Id) -> Self::Job;

    /// Those of an organization whose next day is not after `today`, the first day first.
    fn due(db: &dyn Connection, organization: Id, today: &str, limit: i64) -> impl Future<Output = Result<Vec<Id>>> + Send;

    /// The organizations that have such ones, by their ids from after one.
    fn organizations_due(db: &dyn Connection, today: &str, after: Id, limit: i64) -> impl Future<Output = Result<Vec<Id>>> + Send;

    /// Makes the next one of each that is still due, and notes that its day came; answers who was notified. The organization is held.
    fn make(tx: &Tx, organization: Id, ids: &[Id], at: (Date, i64)) -> impl Future<Output = Result<Vec<Id>>> + Send;

    /// Keeps why the next one could not be made, and tells it once; answers who was notified.
    fn failed(tx: &Tx, organization: Id, id: Id, errors: &Invalid, now: i64) -> impl Future<Output = Result<Vec<Id>>> + Send;
}

/// The day of an instant in a time zone.
fn day_in(zone: &str, at: i64) -> Date {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    zone.to_datetime(Timestamp::from_millisecond(at).unwrap_or_default()).date()
}

/// Today in an organization.
pub async fn today(db: &dyn Connection, organization: Id, now: i64) -> Result<Date> {
    Ok(day_in(&organizations::find(db, organization).await?.time_zone, now))
}

/// The day whose time has come in an organization.
pub async fn come<R: Recurs>(db: &dyn Connection, organization: Id, now: i64) -> Result<Date> {
    today(db, organization, now - R::BEGINS).await
}

/// Has what is due already made soon after the transaction. Call [`Platform::wake_workers`] after its commit.
pub async fn call<R: Recurs>(tx: &Tx, organization: Id, next_on: &str, now: i64) -> Result<()> {
    if !next_on.is_empty() && next_on <= day_in(FIRST_ZONE, now - R::BEGINS).to_string().as_str() {
        jobs::enqueue(tx, &R::job(organization), now).await?;
    }
    Ok(())
}

/// Calls for what is due in every organization.
pub async fn call_all<R: Recurs>(platform: &Platform) -> Result<()> {
    let now = platform.clock.now();
    let latest = day_in(FIRST_ZONE, now - R::BEGINS).to_string();
    let mut after = Id::nil();
    loop {
        let found = R::organizations_due(platform.db.read(), &latest, after, 200).await?;
        let Some(last) = found.last() else { break };
        after = *last;
        let tx = platform.db.begin().await?;
        for organization in &found {
            jobs::enqueue(&tx, &R::job(*organization), now).await?;
        }
        tx.commit().await?;
        platform.wake_workers();
    }
    Ok(())
}

/// In whose name it is made: whoever saved it, while they may post.
///
/// Errors: `author_without_right` of who left, or posts no longer.
pub async fn author(tx: &Tx, organization: Id, id: Id) -> Result<User> {
    let held = memberships::held_roles(tx, &[organization], id).await?;
    let may = held.get(&organization).is_some_and(|held| held.rights.may(OrganizationRight::PostEntries));
    let found = if may { users::find(tx, id).await? } else { None };
    found.ok_or_else(|| Invalid::one("created_by", "author_without_right").into())
}

async fn step<R: Recurs>(platform: &Platform, organization: Id, ids: &[Id], at: (Date, i64)) -> Result<()> {
    let tx = platform.db.begin().await?;
    memberships::hold(&tx, organization).await?;
    let notified = R::make(&tx, organization, ids, at).await?;
    tx.commit().await?;
    tell(platform, notified);
    Ok(())
}

fn tell(platform: &Platform, notified: Vec<Id>) {
    platform.wake_workers();
    for user in notified {
        platform.tell(Event::Notified(user));
    }
}

/// Makes everything of an organization whose day has come, in the order of their days.
pub async fn make_due<R: Recurs>(platform: &Platform, organization: Id) -> Result<()> {
    let now = platform.clock.now();
    let today = come::<R>(platform.db.read(), organization, now).await?;
    let (mut passed, mut broken, mut made) = (HashSet::new(), None, 0);
    loop {
        let limit = i64::try_from(STEP + passed.len()).unwrap_or(i64::MAX);
        let due = R::due(platform.db.read(), organization, &today.to_string(), limit).await?;
        let ids: Vec<Id> = due.into_iter().filter(|id| !passed.contains(id)).take(STEP).collect();
        if ids.is_empty() {
            break;
        }
        if made >= MOST {
            let tx = platform.db.begin().await?;
            jobs::enqueue(&tx, &R::job(organization), now).await?;
            tx.commit().await?;
            platform.wake_workers();
            break;
        }
        made += ids.len();
        if step::<R>(platform, organization, &ids, (today, now)).await.is_ok() {
            continue;
        }
        // One of them cannot be made: each goes by itself.
        for id in ids {
            match step::<R>(platform, organization, &[id], (today, now)).await {
                Ok(()) => continue,
                Err(Error::Invalid(errors)) => {
                    let tx = platform.db.begin().await?;
                    memberships::hold(&tx, organization).await?;
                    let notified = R::failed(&tx, organization, id, &errors, now).await?;
                    tx.commit().await?;
                    tell(platform, notified);
                }
                // It stops no other; the job is tried again for it.
                Err(error) => {
                    broken.get_or_insert(error);
                }
            }
            passed.insert(id);
        }
    }
    broken.map_or(Ok(()), Err)
}
