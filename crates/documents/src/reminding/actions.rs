//! Switching reminders on and off, stopping those of a contact or an invoice, and sending the day's.

use std::collections::HashMap;

use despacho_books::preferences::{EMAIL_TEMPLATES, REMINDERS};
use despacho_contacts::store as contacts;
use despacho_kernel::{Id, access::OrganizationRight as R};
use despacho_ledger::journal::{Allowed, Past};
use despacho_organizations::store as organizations;
use despacho_platform::{
    Error, Platform, Result, Tx,
    activity::{self, Change, Entry},
    jobs, memberships,
    sql::Connection,
    users::{self, User},
};
use despacho_settings::lists::{ListRow, store as lists};
use despacho_ui::format;
use jiff::{ToSpan, civil::Date};

use super::{
    rule::{RemindCustomers, Rule, firing, window},
    store::{self, Reminded, Sent, Settings, Stop},
};
use crate::{
    document::Document,
    kind::Kind,
    mailing::{actions as mailing, message::TypedMessage},
    store as documents,
};

/// Invoices that are read at once.
const BATCH: i64 = 200;
/// How many days ahead it is told what goes.
pub const AHEAD: i32 = 14;
/// Invoices that are told.
pub const TOLD: usize = 100;
/// The hour of the day from which on messages go, where the organization is.
const FROM_HOUR: i8 = 8;

/// Today where an organization is.
pub async fn today(db: &dyn Connection, organization: Id, now: i64) -> Result<Date> {
    let zone = organizations::find(db, organization).await?.time_zone;
    format::local_date(&zone, now).ok_or_else(|| Error::Other("no day".into()))
}

/// The active rules of an organization. One whose template is gone or inactive takes the first of its occasion; without any it is left out.
pub async fn rules(db: &dyn Connection, organization: Id) -> Result<Vec<Rule>> {
    let language = organizations::find(db, organization).await?.language;
    let templates = lists::list(db, &EMAIL_TEMPLATES, organization, lists::MAX).await?;
    let is = |row: &ListRow, column: &str, word: &str| EMAIL_TEMPLATES.values(row).get(column) == word;
    let usual = templates.iter().find(|row| row.active && is(row, "occasion", "payment_reminder") && is(row, "language", &language));
    let rule = |row: &ListRow| {
        let values = REMINDERS.values(row);
        let days: i32 = values.get("days").parse().ok()?;
        let named: Option<Id> = values.get("template_id").parse().ok();
        let template = templates.iter().find(|of| of.active && Some(of.id) == named).or(usual)?.id;
        Some(Rule { id: row.id, name: values.get("name").into(), days: if values.get("moment") == "before_due" { -days } else { days }, template })
    };
    let all = lists::list(db, &REMINDERS, organization, lists::MAX).await?;
    Ok(all.iter().filter(|row| row.active).filter_map(rule).collect())
}

async fn recorded(tx: &Tx, organization: Id, actor: Option<&User>, action: &str, now: i64) -> Result<()> {
    let entry = Entry { tenant: organization, actor, action, subject: ("organization", organization, ""), changes: vec![] };
    activity::record(tx, entry, now).await
}

/// Switches reminders on or off. They go in the name of whoever switches them on, from that day on.
pub async fn switch(tx: &Tx, organization: Id, enabled: bool, (by, now): (&User, i64)) -> Result<Settings> {
    memberships::hold(tx, organization).await?;
    let before = store::settings(tx, organization).await?;
    if let Some(same) = before.clone().filter(|before| before.enabled == enabled) {
        return Ok(same);
    }
    let since = today(tx, organization, now).await?.to_string();
    let checked_on = before.map(|before| before.checked_on).unwrap_or_default();
    let after = Settings { organization_id: organization, enabled, since, set_by: by.id, set_at: now, checked_on };
    store::put_settings(tx, &after).await?;
    recorded(tx, organization, Some(by), if enabled { "reminders_on" } else { "reminders_off" }, now).await?;
    Ok(after)
}

/// What reminders may be stopped for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    Contact(Id),
    Document(Id),
}

impl Subject {
    fn id(self) -> Id {
        match self {
            Self::Contact(id) | Self::Document(id) => id,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Contact(_) => "contact",
            Self::Document(_) => "document",
        }
    }

    /// What it is called, as activities tell it; not found where it is not the organization's.
    async fn label(self, db: &dyn Connection, organization: Id) -> Result<(&'static str, String)> {
        Ok(match self {
            Self::Contact(id) => ("contact", contacts::find(db, organization, id).await?.label()),
            Self::Document(id) => ("invoice", documents::find_of(db, organization, Kind::Invoice.word(), id).await?.label()),
        })
    }
}

/// Stops the reminders of a contact or an invoice, `paused` or `disputed`, or lets them go again.
pub async fn stop(tx: &Tx, organization: Id, subject: Subject, reason: Option<&str>, (by, now): (&User, i64)) -> Result<()> {
    memberships::hold(tx, organization).await?;
    let (kind, label) = subject.label(tx, organization).await?;
    let action = match reason {
        Some(reason) => {
            let stop = Stop {
                organization_id: organization,
                subject_id: subject.id(),
                subject: subject.word().into(),
                reason: reason.into(),
                set_by: by.id,
                set_at: now,
            };
            store::put_stop(tx, &stop).await?;
            if reason == "disputed" { "reminders_disputed" } else { "reminders_stopped" }
        }
        None if store::remove_stop(tx, organization, subject.id()).await? => "reminders_resumed",
        None => return Ok(()),
    };
    let entry = Entry { tenant: organization, actor: Some(by), action, subject: (kind, subject.id(), &label), changes: vec![] };
    activity::record(tx, entry, now).await
}

/// A reminder that will go unless its invoice is settled before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upcoming {
    pub of: Reminded,
    pub day: Date,
    pub rule: Rule,
}

/// What goes within the next days, the earliest first, at most [`TOLD`].
pub async fn upcoming(db: &dyn Connection, organization: Id, settings: &Settings, today: Date) -> Result<Vec<Upcoming>> {
    let rules = rules(db, organization).await?;
    let since: Date = settings.since.parse().unwrap_or(today);
    let days = (window(today, since).0, today.checked_add(AHEAD.days()).unwrap_or(today));
    let mut found = vec![];
    for (of, sent) in candidates(db, organization, &rules, days).await? {
        let Ok(due) = of.due_on.parse::<Date>() else { continue };
        for (day, rule) in firing(&rules, due, &sent, days, today) {
            found.push(Upcoming { of: of.clone(), day: day.max(today), rule: rule.clone() });
        }
    }
    found.sort_by(|a, b| (a.day, &a.of.number).cmp(&(b.day, &b.of.number)));
    found.truncate(TOLD);
    Ok(found)
}

/// The invoices of which a rule fires between two days, each with the rules that are done with.
async fn candidates(db: &dyn Connection, organization: Id, rules: &[Rule], days: (Date, Date)) -> Result<Vec<(Reminded, Vec<Id>)>> {
    let within = rules.iter().filter_map(|rule| rule.due_within(days));
    let Some((from, to)) = within.reduce(|all, of| (all.0.min(of.0), all.1.max(of.1))) else { return Ok(vec![]) };
    let (from, to) = (from.to_string(), to.to_string());
    let mut after = (String::new(), Id::nil());
    let mut found = vec![];
    loop {
        let batch = store::open(db, organization, (&from, &to), (&after.0, after.1), BATCH).await?;
        let Some(last) = batch.last() else { break };
        after = (last.due_on.clone(), last.document_id);
        let ids: Vec<Id> = batch.iter().map(|of| of.document_id).collect();
        let mut sent: HashMap<Id, Vec<Id>> = HashMap::new();
        for of in store::sent(db, organization, &ids).await? {
            sent.entry(of.document_id).or_default().push(of.rule_id);
        }
        let fires = |of: &Reminded| {
            of.due_on
                .parse::<Date>()
                .is_ok_and(|due| rules.iter().filter_map(|rule| rule.fires_on(due)).any(|day| (days.0..=days.1).contains(&day)))
        };
        found.extend(batch.into_iter().filter(fires).map(|of| {
            let sent = sent.remove(&of.document_id).unwrap_or_default();
            (of, sent)
        }));
    }
    Ok(found)
}

/// The next reminder of an invoice, and what stops it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// Reminders are off in the organization.
    Off,
    Stopped(Vec<Stop>),
    On(Option<(Date, Rule)>),
}

/// What becomes of the reminders of an open invoice.
pub async fn next(db: &dyn Connection, document: &Document, today: Date) -> Result<Next> {
    let organization = document.organization_id;
    let Some(settings) = store::settings(db, organization).await?.filter(|settings| settings.enabled) else { return Ok(Next::Off) };
    let stops = store::stops(db, organization, &[document.id, document.contact_id]).await?;
    if !stops.is_empty() {
        return Ok(Next::Stopped(stops));
    }
    let Some(of) = store::open_one(db, organization, document.id).await? else { return Ok(Next::On(None)) };
    let (Ok(due), Ok(since)) = (of.due_on.parse::<Date>(), settings.since.parse::<Date>()) else { return Ok(Next::On(None)) };
    let sent: Vec<Id> = store::sent(db, organization, &[document.id]).await?.into_iter().map(|sent| sent.rule_id).collect();
    let rules = rules(db, organization).await?;
    let days = (window(today, since).0, Date::constant(9999, 12, 31));
    Ok(Next::On(firing(&rules, due, &sent, days, today).first().map(|(day, rule)| ((*day).max(today), (*rule).clone()))))
}

/// Calls for the day's reminders where they are on and the day has begun. It may be called twice: the day is noted.
pub async fn call_due(platform: &Platform) -> Result<()> {
    let now = platform.clock.now();
    let mut after = Id::nil();
    loop {
        let found = store::enabled(platform.db.read(), after, BATCH).await?;
        let Some(last) = found.last() else { break };
        after = last.organization_id;
        for of in &found {
            // Once it is morning: what was eight hours ago is the same day.
            let since_midnight = i64::from(FROM_HOUR) * despacho_platform::clock::HOUR;
            let (Some(day), Some(earlier)) = (format::local_date(&of.time_zone, now), format::local_date(&of.time_zone, now - since_midnight)) else {
                continue;
            };
            if day != earlier || of.checked_on >= day.to_string() {
                continue;
            }
            let tx = platform.db.begin().await?;
            if store::check(&tx, of.organization_id, &day.to_string()).await? {
                jobs::enqueue(&tx, &RemindCustomers { organization_id: of.organization_id }, now).await?;
                tx.commit().await?;
            }
        }
        platform.wake_workers();
    }
    Ok(())
}

/// Sends the day's reminders of an organization. Whoever switched them on must still be able to write to customers; otherwise they are switched off.
pub async fn remind(platform: &Platform, organization: Id) -> Result<()> {
    let (db, now) = (platform.db.read(), platform.clock.now());
    let Some(settings) = store::settings(db, organization).await?.filter(|settings| settings.enabled) else { return Ok(()) };
    let today = today(db, organization, now).await?;
    let by = users::find(db, settings.set_by).await?;
    let may = memberships::held_role(db, organization, settings.set_by).await?.is_some_and(|role| role.rights.may(R::PostEntries));
    let Some(by) = by.filter(|_| may) else {
        let tx = platform.db.begin().await?;
        store::put_settings(&tx, &Settings { enabled: false, ..settings }).await?;
        recorded(&tx, organization, None, "reminders_off", now).await?;
        return tx.commit().await;
    };
    let rules = rules(db, organization).await?;
    let days = window(today, settings.since.parse().unwrap_or(today));
    let allowed = Allowed { by: &by, now, past: Past::Nothing };
    for (of, _) in candidates(db, organization, &rules, days).await? {
        let tx = platform.db.begin().await?;
        match one(&tx, organization, of.document_id, (&rules, days, today), allowed).await {
            Ok(()) => tx.commit().await?,
            // Without an address, or beyond what one sends in a day: another day, while it still goes.
            Err(Error::Invalid(errors)) if errors.0.iter().any(|error| error.code == "mail_by_sender") => break,
            Err(Error::Invalid(_) | Error::Conflict(_) | Error::NotFound) => drop(tx),
            Err(error) => return Err(error),
        }
    }
    platform.wake_workers();
    Ok(())
}

/// Sends the reminder of an invoice that fires last; those before it are done with. Looked at again with the organization held: what was paid meanwhile, or
/// sent by another worker, is not.
async fn one(tx: &Tx, organization: Id, document: Id, (rules, days, today): (&[Rule], (Date, Date), Date), allowed: Allowed<'_>) -> Result<()> {
    memberships::hold(tx, organization).await?;
    let Some(of) = store::open_one(tx, organization, document).await? else { return Ok(()) };
    let Ok(due) = of.due_on.parse::<Date>() else { return Ok(()) };
    let sent: Vec<Id> = store::sent(tx, organization, &[document]).await?.into_iter().map(|sent| sent.rule_id).collect();
    let fired = firing(rules, due, &sent, days, today);
    let Some((_, rule)) = fired.last() else { return Ok(()) };
    let typed = TypedMessage { template_id: Some(rule.template), ..TypedMessage::default() };
    let message = mailing::send(tx, organization, (Kind::Invoice, document), &typed, allowed).await?;
    let row = |(day, of): &(Date, &Rule)| Sent {
        organization_id: organization,
        document_id: document,
        rule_id: of.id,
        name: of.name.clone(),
        day: day.to_string(),
        message_id: (of.id == rule.id).then_some(message.id),
    };
    store::insert_sent(tx, &fired.iter().map(row).collect::<Vec<_>>()).await?;
    let label = documents::find(tx, organization, document).await?.label();
    let change = Change { field: "reminder".into(), before: String::new(), after: rule.name.clone() };
    let entry = Entry { tenant: organization, actor: None, action: "document_reminded", subject: ("invoice", document, &label), changes: vec![change] };
    activity::record(tx, entry, allowed.now).await
}
