//! The morning's digest: one message a working day, at an hour of one's own, of what is late, due today, for review, and said in what one follows.

use despacho_kernel::{Id, access::PracticeRole, words};
use despacho_platform::{
    Error, Platform, Result,
    clock::DAY,
    i18n::Lang,
    jobs::{self, Handles, Job, Trouble},
    memberships::{self, Tenant},
    sql::Connection,
    t, users,
};
use despacho_ui::{format, letter::Letter};
use jiff::{
    Timestamp,
    civil::{Date, Weekday},
    tz::TimeZone,
};
use serde::{Deserialize, Serialize};

use crate::{
    filter::{Filter, Owner, When},
    habits_store::{self, Habit, Member},
    list_store::{self, Listed},
    look,
    task::Status,
};

words! {
    /// A kind of what the digest tells; each can be switched off.
    What {
        Late = "late",
        Today = "today",
        Review = "review",
        Followed = "followed",
    }
}

/// The hour of who has not said.
pub const HOUR: i64 = 8;
/// Most tasks of a kind that a message names.
const NAMED: i64 = 10;

/// The kinds of who has not said: all of them.
pub fn all() -> String {
    What::ALL.iter().map(|what| what.word()).collect::<Vec<_>>().join(",")
}

/// The job that sends one.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendTaskDigest {
    pub practice_id: Id,
    pub user_id: Id,
}

impl Job for SendTaskDigest {
    const KIND: &'static str = "send_task_digest";
}

/// The work in the background.
pub const JOB: jobs::Kind = jobs::Kind::of::<SendTaskDigest, Sender>();

/// Sends digests.
pub struct Sender;

/// The day and the hour of an instant in a time zone.
fn local(zone: &str, at: i64) -> (Date, i64) {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let local = zone.to_datetime(Timestamp::from_millisecond(at).unwrap_or_default());
    (local.date(), local.hour().into())
}

/// Whether one is due: on a working day, from its hour on, and not sent yet that day.
fn is_due(habit: &Habit, (day, hour): (Date, i64)) -> bool {
    let works = !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    works && !habit.kinds.is_empty() && hour >= habit.hour && habit.sent_on != day.to_string()
}

fn usual(practice_id: Id, user_id: Id) -> Habit {
    Habit { practice_id, user_id, hour: HOUR, kinds: all(), sent_on: String::new() }
}

/// How a member wants it: as they said, or as usual.
pub async fn habit(db: &dyn Connection, practice: Id, user: Id) -> Result<Habit> {
    Ok(habits_store::habit(db, practice, user).await?.unwrap_or_else(|| usual(practice, user)))
}

/// Calls for the digests that are due.
pub async fn hourly(platform: &Platform) -> Result<()> {
    let now = platform.clock.now();
    let mut after = (Id::nil(), Id::nil());
    loop {
        let found = habits_store::members(platform.db.read(), after, 200).await?;
        let Some(last) = found.last() else { return Ok(()) };
        after = (last.practice_id, last.user_id);
        let due = found.into_iter().filter_map(|member| {
            let Member { practice_id, user_id, time_zone, hour, kinds, sent_on } = member;
            let usual = usual(practice_id, user_id);
            let habit =
                Habit { hour: hour.unwrap_or(usual.hour), kinds: kinds.unwrap_or(usual.kinds), sent_on: sent_on.unwrap_or_default(), practice_id, user_id };
            is_due(&habit, local(&time_zone, now)).then_some(SendTaskDigest { practice_id, user_id })
        });
        let due: Vec<SendTaskDigest> = due.collect();
        if due.is_empty() {
            continue;
        }
        let tx = platform.db.begin().await?;
        for job in &due {
            jobs::enqueue(&tx, job, now).await?;
        }
        tx.commit().await?;
        platform.wake_workers();
    }
}

impl Handles<SendTaskDigest> for Sender {
    async fn run(platform: &Platform, job: SendTaskDigest) -> Result<(), Trouble> {
        let now = platform.clock.now();
        let db = platform.db.read();
        let Some(user) = users::find(db, job.user_id).await?.filter(|user| user.mail_notices) else { return Ok(()) };
        let Some(role) = memberships::role(db, Tenant::Practice, job.practice_id, user.id).await? else { return Ok(()) };
        let role: PracticeRole = role.parse().map_err(|_| Error::NotFound)?;
        let habit = habit(db, job.practice_id, user.id).await?;
        let (today, hour) = local(&user.time_zone, now);
        if !is_due(&habit, (today, hour)) {
            return Ok(());
        }
        let visible_to = role.sees_assigned_only().then_some(user.id);
        let lang = Lang::of(&user.language);
        let text = told(platform, &habit, Filter::open(visible_to, today), lang, now).await?;
        if !text.is_empty() {
            let practice = memberships::tenant_name(db, job.practice_id).await?.unwrap_or_default();
            let subject = t!(lang, "mail-task-digest-subject", practice = practice, day = format::stored_date(lang, &today.to_string()));
            let link = format!("{}/practices/{}/tasks/week", platform.config.public_url, job.practice_id);
            let (label, note) = (lang.t("task-view-week"), lang.t("mail-task-digest-note"));
            platform
                .mailer
                .send(Letter { lang, to: &user.email, subject, text: &text, link: &link, label: &label, note: &note }.mail())
                .await?;
        }
        let tx = platform.db.begin().await?;
        habits_store::put_habit(&tx, Habit { sent_on: today.to_string(), ..habit }).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// What there is to tell, a line each; empty where there is nothing.
async fn told(platform: &Platform, habit: &Habit, open: Filter, lang: Lang, now: i64) -> Result<String> {
    let db = platform.db.read();
    let mine = Filter { owner: Some(Owner::Of(habit.user_id)), ..open.clone() };
    let wants = |what: What| habit.kinds.split(',').any(|word| word == what.word());
    let mut lines = vec![];
    let asked = [
        (What::Late, Filter { when: Some(When::Late), ..mine.clone() }),
        (What::Today, Filter { when: Some(When::Today), ..mine }),
        (What::Review, Filter { reviewer: Some(habit.user_id), status: Some(Status::InReview), ..open }),
    ];
    for (what, filter) in asked.into_iter().filter(|(what, _)| wants(*what)) {
        let count = list_store::count(db, habit.practice_id, &filter).await?;
        if count == 0 {
            continue;
        }
        lines.push(t!(lang, &format!("mail-task-digest-{}", what.word()), count = count));
        let found = list_store::list(db, habit.practice_id, &filter, NAMED, 0).await?;
        lines.extend(found.iter().map(|task| line(lang, task)));
        if count > NAMED {
            lines.push(t!(lang, "mail-task-digest-more", count = count - NAMED));
        }
    }
    if wants(What::Followed) {
        let said = habits_store::said(db, habit.practice_id, habit.user_id, now - DAY, NAMED).await?;
        if !said.is_empty() {
            lines.push(lang.t("mail-task-digest-followed"));
            lines.extend(said.into_iter().map(|(title, notes)| format!("· {title} ({notes})")));
        }
    }
    Ok(lines.join("\n"))
}

fn line(lang: Lang, task: &Listed) -> String {
    let day = if task.deadline.is_empty() { String::new() } else { format!(" · {}", format::stored_date(lang, &task.deadline)) };
    format!("· {} · {}{day}", look::title(lang, &task.title, &task.period), task.client_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_due_once_a_working_day_from_its_hour_on() {
        let habit = Habit { practice_id: Id::nil(), user_id: Id::nil(), hour: 8, kinds: all(), sent_on: "2027-04-12".into() };
        let monday = Date::constant(2027, 4, 12);
        let tuesday = Date::constant(2027, 4, 13);
        assert!(!is_due(&habit, (monday, 9)), "sent already");
        assert!(!is_due(&habit, (tuesday, 7)) && is_due(&habit, (tuesday, 8)) && is_due(&habit, (tuesday, 15)));
        assert!(!is_due(&habit, (Date::constant(2027, 4, 17), 9)), "a Saturday");
        assert!(!is_due(&Habit { kinds: String::new(), ..habit }, (tuesday, 9)), "switched off");
    }
}
