//! A template: what tasks are made of, tied to no client. What is typed of it is described once; what it makes follows by a pure rule.

use despacho_kernel::{Id, Invalid, new_id, text::fold, words};
use despacho_platform::sql::Versioned;
use despacho_ui::{
    field,
    fields::{Field, Fields, Kind},
};
use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{
    parts::{SUBTASKS, Subtask},
    period::Period,
    task::{OPEN, PERSON, Status, Task, Work, earlier, id_text},
};

words! {
    /// From which day a task's own date is counted.
    Anchor {
        /// The last day of its period.
        PeriodEnd = "period_end",
        /// The first day of its period.
        PeriodStart = "period_start",
        /// The law's date of its obligation; the end of the period where there is none.
        Legal = "legal",
    }
}

words! {
    /// What becomes of a date at a weekend.
    Weekends {
        Keep = "keep",
        /// The Friday before.
        Before = "before",
        /// The Monday after.
        After = "after",
    }
}

words! {
    /// Who owns what is made.
    OwnerRule {
        /// The first of those who are assigned to the client, by name.
        Assigned = "assigned",
        /// Whoever applies the template.
        Applier = "applier",
        Nobody = "nobody",
    }
}

despacho_platform::row! {
    /// A template.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Template in "task_templates" key (practice_id, id) {
        pub practice_id: Id,
        pub id: Id,
        /// What the firm calls it.
        pub name: String,
        /// What its tasks are called.
        pub title: String,
        pub kind: String,
        pub description: String,
        pub priority: String,
        /// The tax model whose obligations its tasks are for: `303`, or empty.
        pub model: String,
        /// A word of [`Anchor`].
        pub due_anchor: String,
        /// Days after the anchor; before it where negative.
        pub due_days: i64,
        /// A word of [`Weekends`].
        pub weekends: String,
        /// How many days before its date a task starts; none where 0.
        pub start_days: i64,
        /// A word of [`OwnerRule`].
        pub owner_rule: String,
        pub reviewer_id: Option<Id>,
        pub estimate_minutes: i64,
        pub tags: String,
        /// Its lines as JSON.
        pub subtasks: String,
        pub active: bool,
        pub created_at: i64,
        pub updated_at: i64,
        pub version: i64,
    }
}

impl Versioned for Template {
    fn version(&self) -> i64 {
        self.version
    }
}

/// A line of a template.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub title: String,
    /// Days after the task's own date; none where it has no date of its own.
    #[serde(default)]
    pub due_days: Option<i64>,
}

const fn reviewer() -> Field<Template> {
    Field {
        name: "reviewer_id",
        kind: Kind::Custom(&PERSON),
        required: false,
        proposed: false,
        span: 2,
        label: Some("column-task-reviewer-id"),
        help: None,
        nullable: true,
        get: |template| id_text(template.reviewer_id),
        set: |template, text| template.reviewer_id = text.parse().ok(),
    }
}

/// What is typed of a template besides its lines.
pub static TEMPLATE: Fields<Template> = Fields {
    entity: "task_template",
    list: &[
        field!(Template, name, Kind::Text(200)).proposed().label("column-task-template-name").span(3),
        field!(Template, title, Kind::Text(200))
            .proposed()
            .label("column-task-template-title")
            .help("task-template-title-help")
            .span(3),
        field!(Template, kind, Kind::Choice(&["tax", "accounting", "payroll", "corporate", "notice", "advice", "other"], "task-kind-"))
            .proposed()
            .label("column-task-kind")
            .span(2),
        field!(Template, priority, Kind::Choice(&["low", "normal", "high", "urgent"], "task-priority-"))
            .proposed()
            .label("column-task-priority")
            .span(2),
        field!(Template, model, Kind::Text(10)).label("column-task-template-model").help("task-template-model-help").span(2),
        field!(Template, description, Kind::Long(5000)).label("column-task-description").span(6),
        field!(Template, due_anchor, Kind::Choice(&["period_end", "period_start", "legal"], "task-anchor-"))
            .proposed()
            .label("column-task-template-due-anchor")
            .span(2),
        field!(Template, due_days, Kind::Whole(-366, 366))
            .proposed()
            .label("column-task-template-due-days")
            .help("task-template-due-days-help")
            .span(2),
        field!(Template, weekends, Kind::Choice(&["keep", "before", "after"], "task-weekends-"))
            .proposed()
            .label("column-task-template-weekends")
            .span(2),
        field!(Template, start_days, Kind::Whole(0, 366)).proposed().label("column-task-template-start-days").span(2),
        field!(Template, owner_rule, Kind::Choice(&["assigned", "applier", "nobody"], "task-owner-rule-"))
            .proposed()
            .label("column-task-template-owner-rule")
            .span(2),
        reviewer(),
        field!(Template, estimate_minutes, Kind::Whole(0, 60_000)).proposed().label("column-task-estimate-minutes").span(2),
        field!(Template, tags, Kind::Words { most: 20, max: 40 }).label("column-task-tags").span(4),
    ],
};

impl Template {
    /// Its lines, in their order.
    pub fn lines(&self) -> Vec<Line> {
        serde_json::from_str(&self.subtasks).unwrap_or_default()
    }

    /// What follows from what was typed: one name serves as the other where one is left out, choices have their usual words.
    ///
    /// Errors: `required` of what has neither name, `too_many_rows` and each line's.
    pub fn settled(mut self, lines: &[Line], errors: &mut Invalid) -> Self {
        match (self.name.is_empty(), self.title.is_empty()) {
            (true, true) => errors.push("name", "required"),
            (true, false) => self.name.clone_from(&self.title),
            (false, true) => self.title.clone_from(&self.name),
            (false, false) => {}
        }
        for (word, usual) in [
            (&mut self.kind, Work::Other.word()),
            (&mut self.priority, "normal"),
            (&mut self.due_anchor, Anchor::PeriodEnd.word()),
            (&mut self.weekends, Weekends::Before.word()),
            (&mut self.owner_rule, OwnerRule::Assigned.word()),
        ] {
            if word.is_empty() {
                *word = usual.into();
            }
        }
        if lines.len() > SUBTASKS {
            errors.push_with("subtasks", "too_many_rows", vec![("max", SUBTASKS.to_string())]);
        }
        let mut kept = vec![];
        for (at, line) in lines.iter().take(SUBTASKS).enumerate() {
            let title = errors.required(&format!("subtasks.{at}.title"), &line.title, 200);
            if line.due_days.is_some_and(|days| !(-366..=366).contains(&days)) {
                errors.push_with(&format!("subtasks.{at}.due_days"), "between", vec![("min", "-366".into()), ("max", "366".into())]);
            }
            kept.push(Line { title, due_days: line.due_days });
        }
        self.subtasks = serde_json::to_string(&kept).unwrap_or_default();
        self
    }

    /// The firm's own date of a task of a period; empty where neither a period nor the law says one.
    pub fn due(&self, period: Option<Period>, legal: &str) -> String {
        let law = legal.parse::<Date>().ok();
        let anchor = match self.due_anchor.parse() {
            Ok(Anchor::Legal) => law.or(period.map(Period::last)),
            Ok(Anchor::PeriodStart) => period.map(|period| period.first),
            _ => period.map(Period::last),
        };
        let Some(day) = anchor.and_then(|day| day.checked_add(self.due_days.days()).ok()) else { return String::new() };
        let day = off_weekend(day, self.weekends.parse().unwrap_or(Weekends::Keep));
        // The firm's own date is never after the law's.
        law.map_or(day, |law| day.min(law)).to_string()
    }

    /// The task that it makes for a client and a period, with its lines. `due` is its own date where it is not the template that says it; `legal` is its
    /// obligation and the law's date.
    pub fn made(&self, of: Maker, client: Id, (period, due): (&str, Option<Date>), (obligation, legal): (Option<Id>, &str)) -> (Task, Vec<Subtask>) {
        let due_on = due.map_or_else(|| self.due(Period::parse(period), legal), |day| day.to_string());
        let back = |days: i64| {
            due_on
                .parse::<Date>()
                .ok()
                .and_then(|day| day.checked_add(days.days()).ok())
                .map_or(String::new(), |day| day.to_string())
        };
        let owner = match self.owner_rule.parse() {
            Ok(OwnerRule::Applier) => Some(of.by),
            Ok(OwnerRule::Nobody) => None,
            _ => of.assigned,
        };
        let task = Task {
            practice_id: self.practice_id,
            id: new_id(),
            client_id: client,
            title: self.title.clone(),
            title_key: fold(&self.title),
            kind: self.kind.clone(),
            period: period.to_owned(),
            description: self.description.clone(),
            status: Status::Planned.word().into(),
            priority: self.priority.clone(),
            start_on: if self.start_days > 0 { back(-self.start_days) } else { String::new() },
            deadline: earlier(&due_on, legal),
            legal_due_on: legal.to_owned(),
            owner_id: owner,
            reviewer_id: self.reviewer_id.filter(|reviewer| Some(*reviewer) != owner),
            estimate_minutes: self.estimate_minutes,
            tags: self.tags.clone(),
            shelf: OPEN.into(),
            status_since: of.now,
            obligation_id: obligation,
            template_id: Some(self.id).filter(|id| !id.is_nil()),
            template_version: self.version,
            created_by: Some(of.by),
            created_at: of.now,
            updated_at: of.now,
            version: 1,
            due_on: due_on.clone(),
            ..Task::default()
        };
        let line = |(at, line): (usize, Line)| Subtask {
            practice_id: self.practice_id,
            task_id: task.id,
            id: new_id(),
            position: i64::try_from(at).unwrap_or_default() + 1,
            title: line.title,
            due_on: line.due_days.map_or(String::new(), back),
            version: 1,
            ..Subtask::default()
        };
        let lines = self.lines().into_iter().enumerate().map(line).collect();
        (task, lines)
    }

    /// Which of a client and a period it is: there is one of each.
    pub fn key(&self, client: Id, period: &str) -> String {
        format!("t:{}:{client}:{period}", self.id)
    }

    /// A task that it made, as it would make it now: what the firm typed of its people and state stays, and the date of one of a series is the series' own.
    pub fn renewed(&self, task: &Task) -> Task {
        let due_on = if task.series_id.is_some() { task.due_on.clone() } else { self.due(Period::parse(&task.period), &task.legal_due_on) };
        let start = due_on.parse::<Date>().ok().filter(|_| self.start_days > 0).and_then(|day| day.checked_sub(self.start_days.days()).ok());
        let title = if task.series_id.is_some() { &task.title } else { &self.title };
        Task {
            title: title.clone(),
            title_key: fold(title),
            kind: self.kind.clone(),
            description: self.description.clone(),
            priority: self.priority.clone(),
            start_on: start.map_or(String::new(), |day| day.to_string()),
            deadline: earlier(&due_on, &task.legal_due_on),
            due_on,
            estimate_minutes: self.estimate_minutes,
            tags: self.tags.clone(),
            template_version: self.version,
            ..task.clone()
        }
    }
}

/// In whose name tasks are made.
#[derive(Debug, Clone, Copy)]
pub struct Maker {
    pub by: Id,
    /// The first of those who are assigned to the client.
    pub assigned: Option<Id>,
    pub now: i64,
}

/// A day moved off the weekend.
pub fn off_weekend(day: Date, weekends: Weekends) -> Date {
    let into = i64::from(day.weekday().to_monday_one_offset()) - 5;
    let moved = match weekends {
        Weekends::Before if into > 0 => day.checked_sub(into.days()),
        Weekends::After if into > 0 => day.checked_add((3 - into).days()),
        _ => return day,
    };
    moved.unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use jiff::civil::Weekday;
    use proptest::prelude::*;

    use super::*;

    fn quarterly() -> Template {
        Template { name: "IVA trimestral".into(), due_days: 15, version: 3, ..Template::default() }
            .settled(&[Line { title: "Conciliar".into(), due_days: Some(-5) }, Line { title: "Presentar".into(), due_days: None }], &mut Invalid::new())
    }

    #[test]
    fn a_task_has_its_dates_from_its_period_and_the_law() {
        let maker = Maker { by: Id::nil(), assigned: Some(Id::max()), now: 7 };
        let template = Template { start_days: 10, ..quarterly() };
        let (task, lines) = template.made(maker, Id::nil(), ("2027-Q1", None), (None, ""));
        assert_eq!(
            (task.title.as_str(), task.due_on.as_str(), task.start_on.as_str(), task.owner_id),
            ("IVA trimestral", "2027-04-15", "2027-04-05", Some(Id::max()))
        );
        assert_eq!(lines.iter().map(|line| (line.title.as_str(), line.due_on.as_str())).collect::<Vec<_>>(), [("Conciliar", "2027-04-10"), ("Presentar", "")]);
        let legal = Template { due_anchor: "legal".into(), due_days: -2, ..quarterly() };
        assert_eq!(
            legal.made(maker, Id::nil(), ("2027-Q1", None), (None, "2027-04-20")).0.due_on,
            "2027-04-16",
            "two days before is a Sunday: the Friday before"
        );
        let beyond = Template { due_days: 30, ..quarterly() };
        assert_eq!(beyond.due(Period::parse("2027-Q1"), "2027-04-20"), "2027-04-20", "never after the law's");
        assert_eq!(quarterly().due(None, ""), "");
    }

    #[test]
    fn one_name_serves_as_the_other_and_without_any_it_is_refused() {
        let mut errors = Invalid::new();
        let named = Template { title: "Renta".into(), ..Template::default() }.settled(&[], &mut errors);
        assert_eq!((named.name.as_str(), errors.0.len()), ("Renta", 0));
        Template::default().settled(&[Line::default()], &mut errors);
        assert_eq!(errors.0.iter().map(|e| (e.field.as_str(), e.code)).collect::<Vec<_>>(), [("name", "required"), ("subtasks.0.title", "required")]);
    }

    proptest! {
        #[test]
        fn a_date_off_the_weekend_is_a_near_working_day(days in 0i64..3000, after: bool) {
            let day = Date::constant(2026, 1, 1).checked_add(days.days()).expect("a day");
            let rule = if after { Weekends::After } else { Weekends::Before };
            let moved = off_weekend(day, rule);
            prop_assert!(!matches!(moved.weekday(), Weekday::Saturday | Weekday::Sunday));
            let by = day.until(moved).expect("a span").get_days();
            let near = if after { 0..=2 } else { -2..=0 };
            prop_assert!(near.contains(&by));
            prop_assert_eq!(off_weekend(day, Weekends::Keep), day);
        }
    }
}
