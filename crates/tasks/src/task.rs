//! A task: what the firm does for a client. What is typed of it is described once; its states and dates have their rules here.

use despacho_kernel::{Id, Invalid, text::fold, words};
use despacho_platform::sql::Versioned;
use despacho_ui::{
    days, field,
    fields::{Custom, Field, Fields, Kind},
    schema::DATE,
};
use jiff::civil::Date;

use crate::period;

words! {
    /// Where a task stands.
    Status {
        Planned = "planned",
        Ready = "ready",
        InProgress = "in_progress",
        Waiting = "waiting",
        InReview = "in_review",
        Done = "done",
        Cancelled = "cancelled",
    }
}

words! {
    /// Whom a waiting task waits for.
    Awaited {
        Client = "client",
        Authority = "authority",
        ThirdParty = "third_party",
        Internal = "internal",
    }
}

words! {
    /// How urgent it is among others of its day.
    Priority {
        Low = "low",
        Normal = "normal",
        High = "high",
        Urgent = "urgent",
    }
}

words! {
    /// What kind of work it is.
    Work {
        Tax = "tax",
        Accounting = "accounting",
        Payroll = "payroll",
        Corporate = "corporate",
        Notice = "notice",
        Advice = "advice",
        Other = "other",
    }
}

impl Status {
    /// The statuses of an open task.
    pub const OPEN: [Self; 5] = [Self::Planned, Self::Ready, Self::InProgress, Self::Waiting, Self::InReview];

    /// Whether there is still something to do.
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Done | Self::Cancelled)
    }

    /// Whether nobody has begun it: what made it may still change it.
    pub fn is_ahead(self) -> bool {
        matches!(self, Self::Planned | Self::Ready)
    }

    /// Whether a task goes from here to there: `planned → ready → in_progress ⇄ waiting → in_review → done`, steps may be left out forwards, and
    /// what is over is taken up again at its work.
    pub fn leads_to(self, to: Self) -> bool {
        use Status::{Cancelled, Done, InProgress, InReview, Planned, Ready};
        match (self, to) {
            (from, to) if from == to => true,
            (Done, InProgress) | (Cancelled, Planned) => true,
            (Done | Cancelled, _) => false,
            (_, Cancelled) => true,
            (Planned | Ready, InReview) => false,
            (InReview, Planned | Ready) => false,
            _ => true,
        }
    }
}

/// Where a task is kept: among the open ones, among those that are over, or removed and soon forgotten.
pub const OPEN: &str = "open";
pub const CLOSED: &str = "closed";
pub const REMOVED: &str = "removed";

despacho_platform::row! {
    /// A task.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Task in "tasks" key (practice_id, id) {
        pub practice_id: Id,
        pub id: Id,
        pub client_id: Id,
        pub title: String,
        /// The title as searches have it.
        pub title_key: String,
        /// A word of [`Work`].
        pub kind: String,
        /// What it is about: `2027`, `2027-Q1`, `2027-01`, or empty.
        pub period: String,
        pub description: String,
        /// A word of [`Status`].
        pub status: String,
        /// A word of [`Awaited`] while it waits.
        pub waiting_for: String,
        /// Why it was cancelled.
        pub reason: String,
        pub priority: String,
        pub start_on: String,
        /// The firm's own date.
        pub due_on: String,
        /// The law's date: computed, never typed.
        pub legal_due_on: String,
        /// The earlier of both dates; empty where it has none.
        pub deadline: String,
        pub owner_id: Option<Id>,
        pub reviewer_id: Option<Id>,
        /// Who sent it to review.
        pub prepared_by: Option<Id>,
        pub estimate_minutes: i64,
        /// One a line.
        pub tags: String,
        /// [`OPEN`], [`CLOSED`] or [`REMOVED`].
        pub shelf: String,
        /// When it came to its status.
        pub status_since: i64,
        pub obligation_id: Option<Id>,
        pub template_id: Option<Id>,
        /// The version of the template that it follows.
        pub template_version: i64,
        pub series_id: Option<Id>,
        /// What of a template or a series it is; there is one of each.
        pub made_key: Option<String>,
        pub sub_status_id: Option<Id>,
        pub created_by: Option<Id>,
        pub created_at: i64,
        pub updated_at: i64,
        pub version: i64,
    }
}

impl Versioned for Task {
    fn version(&self) -> i64 {
        self.version
    }
}

/// A calendar day; a person types it with the day first.
pub static DAY: Custom = Custom {
    parse: |text, _| days::read(text).filter(|day| (1970..2200).contains(&day.year())).map(|day| day.to_string()).ok_or("date"),
    show: |stored, _| days::shown(stored),
    input: "text",
    max: 20,
    format: "date",
    pattern: Some((DATE, "date")),
};

/// A person of the practice, by their id.
pub static PERSON: Custom = Custom {
    parse: |text, _| text.parse::<Id>().map(|id| id.to_string()).map_err(|_| "choice"),
    show: |stored, _| stored.to_owned(),
    input: "text",
    max: 36,
    format: "uuid",
    pattern: None,
};

/// What a task is about in time.
pub static PERIOD: Custom = Custom {
    parse: |text, _| period::stored(text).ok_or("task_period"),
    show: |stored, _| stored.to_owned(),
    input: "text",
    max: 7,
    format: "",
    pattern: None,
};

const fn person(name: &'static str, label: &'static str, get: fn(&Task) -> String, set: fn(&mut Task, &str)) -> Field<Task> {
    Field { name, kind: Kind::Custom(&PERSON), required: false, proposed: false, span: 2, label: Some(label), help: None, nullable: true, get, set }
}

/// A person's id as a field has it.
pub fn id_text(id: Option<Id>) -> String {
    id.map(|id| id.to_string()).unwrap_or_default()
}

/// What is typed of a task.
pub static TASK: Fields<Task> = Fields {
    entity: "task",
    list: &[
        field!(Task, title, Kind::Text(200)).required().span(6).label("column-task-title"),
        field!(Task, kind, Kind::Choice(&["tax", "accounting", "payroll", "corporate", "notice", "advice", "other"], "task-kind-"))
            .proposed()
            .span(2)
            .label("column-task-kind"),
        field!(Task, period, Kind::Custom(&PERIOD)).nullable().help("task-period-help").span(2).label("column-task-period"),
        field!(Task, description, Kind::Long(5000)).span(6).label("column-task-description"),
        field!(Task, status, Kind::Choice(&["planned", "ready", "in_progress", "waiting", "in_review", "done", "cancelled"], "task-status-"))
            .label("column-task-status")
            .proposed()
            .span(2),
        field!(Task, waiting_for, Kind::Choice(&["client", "authority", "third_party", "internal"], "task-waiting-for-"))
            .nullable()
            .span(2)
            .label("column-task-waiting-for"),
        field!(Task, reason, Kind::Text(300)).nullable().span(2).label("column-task-reason"),
        field!(Task, priority, Kind::Choice(&["low", "normal", "high", "urgent"], "task-priority-"))
            .proposed()
            .span(2)
            .label("column-task-priority"),
        field!(Task, start_on, Kind::Custom(&DAY)).nullable().span(2).label("column-task-start-on"),
        field!(Task, due_on, Kind::Custom(&DAY)).nullable().span(2).label("column-task-due-on"),
        person("owner_id", "column-task-owner-id", |task| id_text(task.owner_id), |task, text| task.owner_id = text.parse().ok()),
        person("reviewer_id", "column-task-reviewer-id", |task| id_text(task.reviewer_id), |task, text| task.reviewer_id = text.parse().ok()),
        person("obligation_id", "column-task-obligation-id", |task| id_text(task.obligation_id), |task, text| task.obligation_id = text.parse().ok()),
        field!(Task, estimate_minutes, Kind::Whole(0, 60_000)).span(2).label("column-task-estimate-minutes"),
        field!(Task, tags, Kind::Words { most: 20, max: 40 }).span(4).label("column-task-tags"),
    ],
};

impl Task {
    /// Where it stands.
    pub fn state(&self) -> Status {
        self.status.parse().unwrap_or(Status::Planned)
    }

    /// The task removed. What a template made of it can be made again; a time of a series that was removed does not come back.
    pub fn removed(self, now: i64) -> Self {
        let made_key = self.made_key.filter(|_| self.series_id.is_some());
        Self { shelf: REMOVED.into(), made_key, updated_at: now, ..self }
    }

    /// Its tags, in their order.
    pub fn tag_list(&self) -> impl Iterator<Item = &str> {
        self.tags.split('\n').filter(|tag| !tag.is_empty())
    }

    /// Whether a day that it was to be done by is over.
    pub fn is_late(&self, today: &str) -> bool {
        self.state().is_open() && !self.deadline.is_empty() && self.deadline.as_str() < today
    }

    /// What follows from what was typed over `before`: what a status brings with it, the deadline, where it is kept. Who changes it and when are `by`.
    ///
    /// Errors: `task_step` of a status that does not follow, `required` of what a status needs, `task_only_waiting` and `task_only_cancelled` of what another status has,
    /// `date_order` of a start after its date, `task_after_legal` of a date beyond the law's, which is not over yet.
    pub fn settled(mut self, before: &Self, (by, now, today): (Id, i64, Date), errors: &mut Invalid) -> Self {
        for (word, usual) in [(&mut self.kind, Work::Other.word()), (&mut self.status, Status::Planned.word()), (&mut self.priority, Priority::Normal.word())] {
            if word.is_empty() {
                *word = usual.into();
            }
        }
        let (from, to) = (before.state(), self.state());
        if !before.status.is_empty() && !from.leads_to(to) && !errors.has("status") {
            errors.push("status", "task_step");
        }
        if to == Status::Waiting {
            if self.waiting_for.is_empty() && !errors.has("waiting_for") {
                errors.push("waiting_for", "required");
            }
        } else if self.waiting_for == before.waiting_for {
            // It waits no longer.
            self.waiting_for.clear();
        } else if !self.waiting_for.is_empty() {
            errors.push("waiting_for", "task_only_waiting");
        }
        if to == Status::Cancelled {
            if self.reason.is_empty() && !errors.has("reason") {
                errors.push("reason", "required");
            }
        } else if self.reason == before.reason {
            self.reason.clear();
        } else if !self.reason.is_empty() {
            errors.push("reason", "task_only_cancelled");
        }
        if to == Status::InReview && from != Status::InReview {
            self.prepared_by = Some(by);
        }
        if !self.start_on.is_empty() && !self.due_on.is_empty() && self.start_on > self.due_on && !errors.has("due_on") {
            errors.push("due_on", "date_order");
        }
        let dates_moved = self.due_on != before.due_on || self.legal_due_on != before.legal_due_on;
        let law_ahead = !self.legal_due_on.is_empty() && *self.legal_due_on >= *today.to_string();
        if dates_moved && law_ahead && self.due_on > self.legal_due_on && !errors.has("due_on") {
            errors.push_with("due_on", "task_after_legal", vec![("day", self.legal_due_on.clone())]);
        }
        if self.status != before.status {
            self.status_since = now;
            self.sub_status_id = None;
        }
        self.deadline = earlier(&self.due_on, &self.legal_due_on);
        self.title_key = fold(&self.title);
        self.shelf = if to.is_open() { OPEN } else { CLOSED }.into();
        self.updated_at = now;
        self
    }
}

/// The earlier of two stored days; an empty one is none.
pub fn earlier(one: &str, other: &str) -> String {
    match (one, other) {
        ("", day) | (day, "") => day.to_owned(),
        (one, other) => one.min(other).to_owned(),
    }
}

/// Whether whoever approves a task may: it was sent to review by another, unless the practice lets its people review their own work.
pub fn may_approve(task: &Task, by: Id, own_review: bool) -> bool {
    own_review || task.prepared_by != Some(by)
}

#[cfg(test)]
mod tests {
    use despacho_kernel::new_id;
    use proptest::prelude::*;

    use super::*;

    const TODAY: Date = Date::constant(2027, 4, 12);

    fn settled(before: &Task, after: Task) -> (Task, Vec<(String, &'static str)>) {
        let mut errors = Invalid::new();
        let task = after.settled(before, (Id::nil(), 5, TODAY), &mut errors);
        (task, errors.0.into_iter().map(|e| (e.field, e.code)).collect())
    }

    fn of(status: Status) -> Task {
        let waits = if status == Status::Waiting { "client" } else { "" };
        let reason = if status == Status::Cancelled { "doble" } else { "" };
        Task { status: status.word().into(), waiting_for: waits.into(), reason: reason.into(), ..Task::default() }
    }

    #[test]
    fn a_task_goes_its_way_and_no_other() {
        use Status::{Cancelled, Done, InProgress, InReview, Planned, Ready, Waiting};
        for (from, to) in [
            (Planned, Ready),
            (Ready, InProgress),
            (InProgress, Waiting),
            (Waiting, InProgress),
            (InProgress, InReview),
            (InReview, Done),
            (InReview, InProgress),
            (Done, InProgress),
            (Planned, Waiting),
            (Planned, Done),
            (Waiting, Cancelled),
            (Cancelled, Planned),
        ] {
            assert!(from.leads_to(to), "{from:?} → {to:?}");
        }
        for (from, to) in [(Planned, InReview), (InReview, Ready), (Done, Planned), (Done, Cancelled), (Cancelled, Done), (Done, InReview)] {
            assert!(!from.leads_to(to), "{from:?} → {to:?}");
            assert_eq!(settled(&of(from), of(to)).1, [("status".to_owned(), "task_step")], "{from:?} → {to:?}");
        }
    }

    #[test]
    fn a_status_brings_what_it_needs() {
        let begun = of(Status::InProgress);
        let waiting = Task { status: "waiting".into(), ..begun.clone() };
        assert_eq!(settled(&begun, waiting.clone()).1, [("waiting_for".to_owned(), "required")]);
        let (waiting, faults) = settled(&begun, Task { waiting_for: "client".into(), ..waiting });
        assert_eq!((faults.as_slice(), waiting.status_since), (&[][..], 5));
        let (on, faults) = settled(&waiting, Task { status: "in_progress".into(), ..waiting.clone() });
        assert_eq!((faults.as_slice(), on.waiting_for.as_str()), (&[][..], ""), "it waits no longer");
        assert_eq!(settled(&begun, Task { waiting_for: "client".into(), ..begun.clone() }).1, [("waiting_for".to_owned(), "task_only_waiting")]);
        assert_eq!(settled(&begun, Task { status: "cancelled".into(), ..begun.clone() }).1, [("reason".to_owned(), "required")]);
        let reviewed = settled(&begun, of(Status::InReview)).0;
        assert_eq!(reviewed.prepared_by, Some(Id::nil()));
        assert!(!may_approve(&reviewed, Id::nil(), false) && may_approve(&reviewed, Id::nil(), true) && may_approve(&reviewed, new_id(), false));
    }

    #[test]
    fn the_firm_s_date_stops_at_the_law_s_while_that_is_ahead() {
        let before = Task { legal_due_on: "2027-04-20".into(), ..of(Status::Ready) };
        let moved = |legal: &str, due: &str| {
            settled(&Task { legal_due_on: legal.into(), ..before.clone() }, Task { legal_due_on: legal.into(), due_on: due.into(), ..before.clone() })
        };
        assert_eq!(moved("2027-04-20", "2027-04-21").1, [("due_on".to_owned(), "task_after_legal")]);
        assert_eq!(moved("2027-04-20", "2027-04-20").1, []);
        let (late, faults) = moved("2027-03-01", "2027-04-21");
        assert_eq!((faults.as_slice(), late.deadline.as_str(), late.is_late("2027-04-12")), (&[][..], "2027-03-01", true), "the law's is over: it stays late");
    }

    proptest! {
        #[test]
        fn a_deadline_is_the_earlier_of_what_there_is(one in 0i64..400, other in 0i64..400, have in 0u8..4) {
            let day = |n: i64| Date::constant(2027, 1, 1).checked_add(jiff::ToSpan::days(n)).expect("a day").to_string();
            let (one, other) = (if have & 1 == 0 { String::new() } else { day(one) }, if have & 2 == 0 { String::new() } else { day(other) });
            let found = earlier(&one, &other);
            prop_assert_eq!(found.is_empty(), one.is_empty() && other.is_empty());
            prop_assert!([&one, &other].iter().all(|day| day.is_empty() || found <= **day));
            prop_assert!(found.is_empty() || found == one || found == other);
        }
    }
}
