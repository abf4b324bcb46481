//! What people do with series, and the work in the background that makes what is near.

use std::collections::{BTreeSet, HashMap};

use despacho_kernel::{Id, Invalid, new_id};
use despacho_platform::{
    Error, Platform, Result, Tx,
    activity::{self, Change, Entry},
    jobs::{self, Handles, Job, Trouble},
    memberships, sql, users,
};
use despacho_practice::practices::store as practices;
use despacho_ui::{fields::Sight, format};
use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{
    actions::Desk,
    series::{Occurrence, SERIES, Series},
    series_store, store,
    task::{Task, earlier},
    template::{Maker, Template},
    template_actions::put,
    template_store,
};

/// Most clients of a series, and most series of a practice.
pub const CLIENTS: usize = 5_000;
const SERIES_OF_ONE: usize = 500;
/// How many are made in a transaction.
const STEP: usize = 250;
/// How long after its date one that was not made is still made, as when the server was away.
const PAST: i64 = 31;
/// Most unbegun tasks that follow a change of their series at once.
const FOLLOWING: i64 = 2_000;

/// The job that makes what is near in a practice.
#[derive(Debug, Serialize, Deserialize)]
pub struct MakeOccurrences {
    pub practice_id: Id,
}

impl Job for MakeOccurrences {
    const KIND: &'static str = "make_task_occurrences";
}

/// The work in the background.
pub const JOB: jobs::Kind = jobs::Kind::of::<MakeOccurrences, MakerOfTasks>();

impl Desk<'_> {
    async fn record_series(&self, tx: &Tx, action: &str, series: &Series, changes: Vec<Change>) -> Result<()> {
        let entry = Entry { tenant: self.practice, actor: Some(self.by), action, subject: ("task_series", series.id, &series.title), changes };
        activity::record(tx, entry, self.now).await
    }

    async fn pattern_of(&self, tx: &Tx, series: &Series, errors: &mut Invalid) -> Result<Option<Template>> {
        let Some(id) = series.template_id else { return Ok(None) };
        match template_store::find(tx, self.practice, id).await {
            Ok(template) => Ok(Some(template)),
            Err(Error::NotFound) => {
                errors.push("template_id", "choice");
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    async fn check_clients(&self, tx: &Tx, clients: &[Id], errors: &mut Invalid) -> Result<Vec<Id>> {
        let unique: Vec<Id> = clients.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
        match unique.len() {
            0 => errors.push("client_ids", "nothing_selected"),
            some if some > CLIENTS => errors.push_with("client_ids", "too_many_rows", vec![("max", CLIENTS.to_string())]),
            some if template_store::known_clients(tx, self.practice, &unique).await? != some => return Err(Error::NotFound),
            _ => {}
        }
        Ok(unique)
    }

    /// Writes a new series of clients; what is near is made soon after.
    ///
    /// Errors: those of [`Series::settled`], `nothing_selected` without clients; not found of a client of others.
    pub async fn create_series(&self, tx: &Tx, clients: &[Id], read: impl FnOnce(Series, &mut Invalid) -> Series) -> Result<Series> {
        memberships::hold(tx, self.practice).await?;
        let limit = i64::try_from(SERIES_OF_ONE).unwrap_or_default();
        if series_store::list(tx, self.practice, None, limit).await?.len() >= SERIES_OF_ONE {
            return Err(Invalid::too_many("title", SERIES_OF_ONE).into());
        }
        let mut errors = Invalid::new();
        let begun = Series {
            practice_id: self.practice,
            id: new_id(),
            active: true,
            days_ahead: 14,
            every: 1,
            created_by: self.by.id,
            created_at: self.now,
            updated_at: self.now,
            version: 1,
            ..Series::default()
        };
        let typed = read(begun, &mut errors);
        let template = self.pattern_of(tx, &typed, &mut errors).await?;
        let series = typed.settled(template.as_ref(), &mut errors);
        let clients = self.check_clients(tx, clients, &mut errors).await?;
        errors.finish()?;
        sql::insert(tx, std::slice::from_ref(&series)).await?;
        series_store::set_clients(tx, self.practice, series.id, &clients).await?;
        self.record_series(tx, "task_series_created", &series, vec![]).await?;
        jobs::enqueue(tx, &MakeOccurrences { practice_id: self.practice }, self.now).await?;
        Ok(series)
    }

    /// Changes a series. Its tasks that nobody has begun follow it: they move, or go where their time is no more; begun ones are left alone.
    pub async fn update_series(
        &self,
        tx: &Tx,
        id: Id,
        seen: Option<i64>,
        sight: &Sight<'_>,
        clients: Option<&[Id]>,
        read: impl FnOnce(Series, &mut Invalid) -> Series,
    ) -> Result<Series> {
        memberships::hold(tx, self.practice).await?;
        let before = series_store::find(tx, self.practice, id).await?;
        let mut errors = Invalid::new();
        let typed = read(before.clone(), &mut errors);
        let template = self.pattern_of(tx, &typed, &mut errors).await?;
        let typed = typed.settled(template.as_ref(), &mut errors);
        let kept = series_store::clients(tx, self.practice, &[id]).await?.remove(&id).unwrap_or_default();
        let clients = match clients {
            Some(clients) => self.check_clients(tx, clients, &mut errors).await?,
            None => kept.clone(),
        };
        let typed = SERIES.over(&before, seen, typed, sight, errors)?;
        let mut changes = SERIES.changes(&before, &typed);
        if clients != kept {
            changes.push(Change { field: "clients".into(), before: kept.len().to_string(), after: clients.len().to_string() });
        }
        if before.active != typed.active {
            let word = |active: bool| if active { "yes" } else { "no" }.to_owned();
            changes.push(Change { field: "active".into(), before: word(before.active), after: word(typed.active) });
        }
        if changes.is_empty() {
            return Ok(before);
        }
        let after = Series { updated_at: self.now, ..typed };
        sql::update_version(tx, &after).await?;
        series_store::set_clients(tx, self.practice, id, &clients).await?;
        self.record_series(tx, "task_series_updated", &after, changes).await?;
        self.follow(tx, &after, &clients).await?;
        jobs::enqueue(tx, &MakeOccurrences { practice_id: self.practice }, self.now).await?;
        series_store::find(tx, self.practice, id).await
    }

    /// Brings unbegun tasks of a series to where it has them now.
    async fn follow(&self, tx: &Tx, series: &Series, clients: &[Id]) -> Result<()> {
        let tasks = series_store::ahead(tx, self.practice, series.id, FOLLOWING).await?;
        let last = tasks.iter().filter_map(|task| task.due_on.parse::<Date>().ok()).max().unwrap_or(self.today);
        let until = last.max(self.today).checked_add(400.days()).unwrap_or(last);
        let facts = series_store::facts(tx, series, clients).await?;
        let times: HashMap<String, Occurrence> = if series.active {
            facts
                .iter()
                .flat_map(|client| series.occurrences(client, until))
                .map(|occurrence| (series.key(&occurrence), occurrence))
                .collect()
        } else {
            HashMap::new()
        };
        let moved = tasks.into_iter().map(|task| match task.made_key.as_ref().and_then(|key| times.get(key)) {
            Some(occurrence) => {
                let due_on = occurrence.due_on.to_string();
                Task {
                    title: series.title.clone(),
                    deadline: earlier(&due_on, &task.legal_due_on),
                    due_on,
                    period: occurrence.period.clone(),
                    updated_at: self.now,
                    ..task
                }
            }
            // Its time may come again: it is made again then.
            None => Task { made_key: None, ..task.removed(self.now) },
        });
        store::update_many(tx, &moved.collect::<Vec<_>>()).await
    }
}

/// Makes tasks of what is near.
pub struct MakerOfTasks;

impl Handles<MakeOccurrences> for MakerOfTasks {
    async fn run(platform: &Platform, job: MakeOccurrences) -> Result<(), Trouble> {
        let practice = practices::find(platform.db.read(), job.practice_id).await?;
        let today = format::local_date(&practice.time_zone, platform.clock.now()).unwrap_or_default();
        let mut after = None;
        while let Some(series) = series_store::list(platform.db.read(), job.practice_id, after, 1).await?.pop() {
            after = Some(series.id);
            if series.active {
                make(platform, &series, today).await?;
            }
        }
        Ok(())
    }
}

/// Makes the tasks of a series that are near and not there yet.
async fn make(platform: &Platform, series: &Series, today: Date) -> Result<()> {
    let db = platform.db.read();
    let clients = series_store::clients(db, series.practice_id, &[series.id]).await?.remove(&series.id).unwrap_or_default();
    let facts = series_store::facts(db, series, &clients).await?;
    let until = today.checked_add(series.days_ahead.days()).unwrap_or(today);
    let since = today.checked_sub(PAST.days()).unwrap_or(today);
    let near: Vec<Occurrence> = facts
        .iter()
        .flat_map(|client| series.occurrences(client, until))
        .filter(|occurrence| occurrence.due_on >= since)
        .collect();
    for near in near.chunks(STEP) {
        step(platform, series, near).await?;
    }
    Ok(())
}

async fn step(platform: &Platform, series: &Series, near: &[Occurrence]) -> Result<()> {
    let now = platform.clock.now();
    let keys: Vec<String> = near.iter().map(|occurrence| series.key(occurrence)).collect();
    // Mostly all of them are there: nothing is written then.
    if store::taken(platform.db.read(), series.practice_id, &keys).await?.len() == keys.len() {
        return Ok(());
    }
    let tx = platform.db.begin().await?;
    memberships::hold(&tx, series.practice_id).await?;
    // It may have changed since it was read: then its own job makes what it says now.
    if series_store::find(&tx, series.practice_id, series.id).await?.version != series.version {
        return Ok(());
    }
    let taken: BTreeSet<String> = store::taken(&tx, series.practice_id, &keys).await?.into_iter().collect();
    let template = match series.template_id {
        Some(id) => Some(template_store::find(&tx, series.practice_id, id).await?),
        None => None,
    };
    let pattern = series.pattern(template);
    let clients: Vec<Id> = near.iter().map(|occurrence| occurrence.client).collect::<BTreeSet<_>>().into_iter().collect();
    let assigned = template_store::first_assigned(&tx, series.practice_id, &clients).await?;
    let (mut tasks, mut lines) = (vec![], vec![]);
    for (occurrence, key) in near.iter().zip(keys).filter(|(_, key)| !taken.contains(key)) {
        let maker = Maker { by: series.created_by, assigned: assigned.get(&occurrence.client).copied(), now };
        let (obligation, law) = occurrence.legal.map_or((None, String::new()), |(id, day)| (Some(id), day.to_string()));
        let (task, own) = pattern.made(maker, occurrence.client, (&occurrence.period, Some(occurrence.due_on)), (obligation, &law));
        tasks.push(Task { series_id: Some(series.id), made_key: Some(key), ..task });
        lines.extend(own);
    }
    let by = users::find(&tx, series.created_by).await?;
    put(&tx, &tasks, &lines, by.as_ref(), now).await?;
    tx.commit().await
}

/// Calls for what is near in every practice, and forgets tasks that were removed long ago.
pub async fn hourly(platform: &Platform) -> Result<()> {
    let now = platform.clock.now();
    let mut after = Id::nil();
    loop {
        let found = series_store::practices(platform.db.read(), after, 200).await?;
        let Some(last) = found.last() else { break };
        after = *last;
        let tx = platform.db.begin().await?;
        for practice_id in &found {
            jobs::enqueue(&tx, &MakeOccurrences { practice_id: *practice_id }, now).await?;
        }
        tx.commit().await?;
        platform.wake_workers();
    }
    let tx = platform.db.begin().await?;
    store::forget(&tx, now - 60 * despacho_platform::clock::DAY).await?;
    tx.commit().await
}
