//! A series: the rule that makes tasks again and again. Its occurrences are computed from it alone, never from the present day.

use std::str::FromStr;

use despacho_kernel::{Id, Invalid, words};
use despacho_platform::sql::Versioned;
use despacho_recurrence::schedule::{Schedule, Unit};
use despacho_ui::{
    field,
    fields::{Field, Fields, Kind},
};
use jiff::{ToSpan, civil::Date};

use crate::{
    period::Period,
    task::{DAY, PERSON, Work, id_text},
    template::{OwnerRule, Template, Weekends, off_weekend},
};

words! {
    /// How often it comes.
    Frequency {
        Weekly = "weekly",
        Monthly = "monthly",
        Quarterly = "quarterly",
        Yearly = "yearly",
    }
}

words! {
    /// What its days are counted from.
    Anchor {
        /// A day of the calendar.
        Calendar = "calendar",
        /// The law's date of each obligation of a model.
        Legal = "legal_date",
        /// The end of each client's fiscal year.
        FiscalYearEnd = "fiscal_year_end",
        /// The day of the year that one of the practice's own fields of the client holds.
        ClientField = "client_field",
    }
}

words! {
    /// What a time is about.
    PeriodOf {
        /// The period before its day: a quarter's VAT is done in the next.
        Previous = "previous",
        /// The period that its day is in.
        Current = "current",
        Nothing = "none",
    }
}

despacho_platform::row! {
    /// A series.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Series in "task_series" key (practice_id, id) {
        pub practice_id: Id,
        pub id: Id,
        pub title: String,
        pub kind: String,
        /// Where its tasks have their lines and texts from.
        pub template_id: Option<Id>,
        pub frequency: String,
        /// Every so many weeks, months, quarters or years.
        pub every: i64,
        /// The day of the month, 31 for its last one.
        pub day: i64,
        pub starts_on: String,
        /// The last day on which it may come; empty without end.
        pub ends_on: String,
        pub anchor: String,
        /// The tax model whose legal dates are its anchor.
        pub model: String,
        /// The field of the client whose day is its anchor.
        pub field_id: Option<Id>,
        /// Days from the anchor to the task's own date.
        pub offset_days: i64,
        pub period_of: String,
        /// How many days before its date a task is there.
        pub days_ahead: i64,
        pub weekends: String,
        pub owner_rule: String,
        pub estimate_minutes: i64,
        /// Planned days that are left out, one a line.
        pub skip: String,
        pub active: bool,
        pub created_by: Id,
        pub created_at: i64,
        pub updated_at: i64,
        pub version: i64,
    }
}

impl Versioned for Series {
    fn version(&self) -> i64 {
        self.version
    }
}

const fn id_field(name: &'static str, label: &'static str, get: fn(&Series) -> String, set: fn(&mut Series, &str)) -> Field<Series> {
    Field { name, kind: Kind::Custom(&PERSON), required: false, proposed: false, span: 3, label: Some(label), help: None, nullable: true, get, set }
}

/// What is typed of a series besides its clients.
pub static SERIES: Fields<Series> = Fields {
    entity: "task_series",
    list: &[
        field!(Series, title, Kind::Text(200)).proposed().label("column-task-title").help("task-series-title-help").span(3),
        id_field("template_id", "task-template", |series| id_text(series.template_id), |series, text| series.template_id = text.parse().ok()),
        field!(Series, kind, Kind::Choice(&["tax", "accounting", "payroll", "corporate", "notice", "advice", "other"], "task-kind-"))
            .proposed()
            .label("column-task-kind")
            .span(2),
        field!(Series, frequency, Kind::Choice(&["weekly", "monthly", "quarterly", "yearly"], "task-frequency-"))
            .proposed()
            .label("column-task-series-frequency")
            .span(2),
        field!(Series, every, Kind::Whole(1, 60)).proposed().label("column-task-series-every").span(1),
        field!(Series, day, Kind::Whole(1, 31)).proposed().label("column-task-series-day").help("task-series-day-help").span(1),
        field!(Series, starts_on, Kind::Custom(&DAY)).required().label("column-task-series-starts-on").span(2),
        field!(Series, ends_on, Kind::Custom(&DAY)).nullable().label("column-task-series-ends-on").span(2),
        field!(Series, anchor, Kind::Choice(&["calendar", "legal_date", "fiscal_year_end", "client_field"], "task-series-anchor-"))
            .proposed()
            .label("column-task-series-anchor")
            .span(2),
        field!(Series, model, Kind::Text(10)).label("column-task-template-model").span(2),
        id_field("field_id", "column-task-series-field", |series| id_text(series.field_id), |series, text| series.field_id = text.parse().ok()),
        field!(Series, offset_days, Kind::Whole(-366, 366)).proposed().label("column-task-series-offset-days").span(2),
        field!(Series, period_of, Kind::Choice(&["previous", "current", "none"], "task-period-of-"))
            .proposed()
            .label("column-task-series-period-of")
            .span(2),
        field!(Series, days_ahead, Kind::Whole(0, 366)).proposed().label("column-task-series-days-ahead").span(2),
        field!(Series, weekends, Kind::Choice(&["keep", "before", "after"], "task-weekends-"))
            .proposed()
            .label("column-task-template-weekends")
            .span(2),
        field!(Series, owner_rule, Kind::Choice(&["assigned", "applier", "nobody"], "task-owner-rule-"))
            .proposed()
            .label("column-task-template-owner-rule")
            .span(2),
        field!(Series, estimate_minutes, Kind::Whole(0, 60_000)).proposed().label("column-task-estimate-minutes").span(2),
        field!(Series, skip, Kind::Words { most: 200, max: 10 })
            .label("column-task-series-skip")
            .help("task-series-skip-help")
            .span(4),
    ],
};

/// What a client brings to the days of its occurrences.
#[derive(Debug, Clone, Default)]
pub struct ClientFacts {
    pub id: Id,
    /// Month in which its fiscal year begins, 1 to 12.
    pub fiscal_year_start: i64,
    /// The day that its field holds.
    pub field: Option<Date>,
    /// Obligations of the series' model: period, the law's date, and which.
    pub legal: Vec<(String, Date, Id)>,
}

/// A time of a series for a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    pub client: Id,
    /// The planned day, before it is moved: what the occurrence is known by.
    pub on: Date,
    pub period: String,
    /// The task's own date.
    pub due_on: Date,
    pub legal: Option<(Id, Date)>,
}

/// A planned day, its period, and the obligation with the law's date.
type Planned = (Date, String, Option<(Id, Date)>);

/// Most times of a client that are computed.
const MOST: usize = 500;

fn word<T: FromStr>(text: &str, usual: T) -> T {
    text.parse().unwrap_or(usual)
}

impl Series {
    /// What follows from what was typed.
    ///
    /// Errors: `required` of a series with neither title nor template, of a model or field that its anchor needs; `date_order`, `date` of a day that is left out.
    pub fn settled(mut self, template: Option<&Template>, errors: &mut Invalid) -> Self {
        if let Some(template) = template {
            for (own, theirs) in [(&mut self.title, &template.title), (&mut self.model, &template.model)] {
                if own.is_empty() {
                    own.clone_from(theirs);
                }
            }
        }
        if self.title.is_empty() {
            errors.push("title", "required");
        }
        let kind = template.map_or_else(|| Work::Other.word().to_owned(), |template| template.kind.clone());
        for (word, usual) in [
            (&mut self.kind, kind.as_str()),
            (&mut self.frequency, "monthly"),
            (&mut self.anchor, "calendar"),
            (&mut self.period_of, "previous"),
            (&mut self.weekends, "before"),
            (&mut self.owner_rule, OwnerRule::Assigned.word()),
        ] {
            if word.is_empty() {
                *word = usual.into();
            }
        }
        self.every = self.every.max(1);
        let starts: Option<Date> = self.starts_on.parse().ok();
        if self.day == 0 {
            self.day = starts.map_or(1, |day| day.day().into());
        }
        if !self.ends_on.is_empty() && self.ends_on < self.starts_on && !errors.has("ends_on") {
            errors.push("ends_on", "date_order");
        }
        match word(&self.anchor, Anchor::Calendar) {
            Anchor::Legal if self.model.is_empty() => errors.push("model", "required"),
            Anchor::ClientField if self.field_id.is_none() => errors.push("field_id", "required"),
            _ => {}
        }
        if self.skip.split('\n').any(|day| !day.is_empty() && day.parse::<Date>().is_err()) && !errors.has("skip") {
            errors.push("skip", "date");
        }
        self
    }

    fn schedule(&self) -> Option<Schedule> {
        let (unit, every) = match word(&self.frequency, Frequency::Monthly) {
            Frequency::Weekly => (Unit::Weeks, self.every),
            Frequency::Monthly => (Unit::Months, self.every),
            Frequency::Quarterly => (Unit::Months, self.every * 3),
            Frequency::Yearly => (Unit::Years, self.every),
        };
        Some(Schedule { unit, every, day: self.day.clamp(1, 31), starts_on: self.starts_on.parse().ok()?, ends_on: self.ends_on.parse().ok(), times: 0 })
    }

    /// What a day is about.
    fn period(&self, day: Date) -> String {
        let months = match word(&self.frequency, Frequency::Monthly) {
            Frequency::Weekly => return String::new(),
            Frequency::Monthly => 1,
            Frequency::Quarterly => 3,
            Frequency::Yearly => 12,
        };
        match word(&self.period_of, PeriodOf::Previous) {
            PeriodOf::Previous => Period::of(day, months).before().word(),
            PeriodOf::Current => Period::of(day, months).word(),
            PeriodOf::Nothing => String::new(),
        }
    }

    /// The planned days of a client through one, each with its period and the law's date.
    fn planned(&self, client: &ClientFacts, through: Date) -> Vec<Planned> {
        let Ok(starts) = self.starts_on.parse::<Date>() else { return vec![] };
        let years = || starts.year()..=through.year();
        let day_of = |year: i16, month: i8, day: i8| {
            let first = Date::new(year, month, 1).ok()?;
            first.with().day(day.min(first.days_in_month())).build().ok()
        };
        match word(&self.anchor, Anchor::Calendar) {
            Anchor::Calendar => {
                let Some(schedule) = self.schedule() else { return vec![] };
                let mut found: Vec<Planned> = vec![];
                while let Some(day) = schedule.next(found.last().map(|(day, ..)| *day), 0).filter(|day| *day <= through && found.len() < MOST) {
                    found.push((day, self.period(day), None));
                }
                found
            }
            Anchor::Legal => client.legal.iter().map(|(period, day, id)| (*day, period.clone(), Some((*id, *day)))).collect(),
            Anchor::FiscalYearEnd => {
                let begins = i8::try_from(client.fiscal_year_start).ok().filter(|month| (1..=12).contains(month)).unwrap_or(1);
                let last = if begins == 1 { 12 } else { begins - 1 };
                let end = |year| Some((day_of(year, last, 31)?, format!("{year:04}"), None));
                years().filter_map(end).collect()
            }
            Anchor::ClientField => {
                let of = |day: Date| {
                    years().filter_map(move |year| Some((day_of(year, day.month(), day.day())?, self.period(day_of(year, day.month(), day.day())?), None)))
                };
                client.field.into_iter().flat_map(of).collect()
            }
        }
    }

    /// The times of a client whose own date is not after a day, in their order, at most 500 of them.
    pub fn occurrences(&self, client: &ClientFacts, until: Date) -> Vec<Occurrence> {
        let (Ok(starts), ends) = (self.starts_on.parse::<Date>(), self.ends_on.parse::<Date>().ok()) else { return vec![] };
        let weekends = word(&self.weekends, Weekends::Before);
        // An offset before the anchor and a weekend bring later anchors in.
        let through = until.checked_add((3 - self.offset_days.min(0)).days()).unwrap_or(until);
        let planned = self.planned(client, through).into_iter().filter(|(on, ..)| *on >= starts && ends.is_none_or(|ends| *on <= ends));
        let kept = planned.filter(|(on, ..)| !self.skip.split('\n').any(|day| day == on.to_string()));
        let placed = kept.filter_map(|(on, period, legal)| {
            let day = off_weekend(on.checked_add(self.offset_days.days()).ok()?, weekends);
            let due_on = legal.map_or(day, |(_, law)| day.min(law));
            Some(Occurrence { client: client.id, on, period, due_on, legal })
        });
        let mut found: Vec<Occurrence> = placed.filter(|occurrence| occurrence.due_on <= until).take(MOST).collect();
        found.sort_by_key(|occurrence| (occurrence.due_on, occurrence.on));
        found
    }

    /// By which the task of an occurrence is known.
    pub fn key(&self, occurrence: &Occurrence) -> String {
        format!("s:{}:{}:{}", self.id, occurrence.client, occurrence.on)
    }

    /// What its tasks are made of: its template, or what the series itself says.
    pub fn pattern(&self, template: Option<Template>) -> Template {
        let own =
            Template { practice_id: self.practice_id, title: self.title.clone(), kind: self.kind.clone(), priority: "normal".into(), ..Template::default() };
        let pattern = template.map_or(own, |template| Template { title: self.title.clone(), ..template });
        let estimate_minutes = if self.estimate_minutes > 0 { self.estimate_minutes } else { pattern.estimate_minutes };
        Template { owner_rule: self.owner_rule.clone(), estimate_minutes, ..pattern }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    fn of(anchor: &str, frequency: &str, starts: &str) -> Series {
        let series = Series {
            title: "IVA".into(),
            anchor: anchor.into(),
            frequency: frequency.into(),
            starts_on: starts.into(),
            model: "303".into(),
            field_id: Some(Id::nil()),
            ..Series::default()
        };
        let mut errors = Invalid::new();
        let series = series.settled(None, &mut errors);
        assert_eq!(errors.0, []);
        series
    }

    fn told(series: &Series, client: &ClientFacts, until: &str) -> Vec<(String, String)> {
        series.occurrences(client, day(until)).into_iter().map(|o| (o.period, o.due_on.to_string())).collect()
    }

    fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter().map(|(period, day)| ((*period).to_owned(), (*day).to_owned())).collect()
    }

    #[test]
    fn each_anchor_has_its_days() {
        let client = ClientFacts {
            fiscal_year_start: 7,
            field: Some(day("2020-02-29")),
            legal: vec![("2027-Q1".into(), day("2027-04-20"), Id::nil())],
            ..ClientFacts::default()
        };
        let quarterly = of("calendar", "quarterly", "2027-01-17");
        // The 17th of January 2027 is a Sunday, that of April a Saturday: the Friday before.
        assert_eq!(told(&quarterly, &client, "2027-08-01"), pairs(&[("2026-Q4", "2027-01-15"), ("2027-Q1", "2027-04-16"), ("2027-Q2", "2027-07-16")]));
        let skipping = Series { skip: "2027-04-17".into(), ..quarterly.clone() };
        assert_eq!(
            told(&skipping, &client, "2027-08-01"),
            pairs(&[("2026-Q4", "2027-01-15"), ("2027-Q2", "2027-07-16")]),
            "the planned day is what is left out"
        );
        let ending = Series { ends_on: "2027-04-17".into(), ..quarterly };
        assert_eq!(told(&ending, &client, "2028-01-01").len(), 2);
        let year = Series { offset_days: 30, ..of("fiscal_year_end", "yearly", "2026-01-01") };
        assert_eq!(told(&year, &client, "2027-12-31"), pairs(&[("2026", "2026-07-30"), ("2027", "2027-07-30")]));
        let law = Series { offset_days: -5, ..of("legal_date", "quarterly", "2027-01-01") };
        assert_eq!(told(&law, &client, "2027-12-31"), pairs(&[("2027-Q1", "2027-04-15")]));
        let field = Series { period_of: "current".into(), ..of("client_field", "yearly", "2026-01-01") };
        assert_eq!(told(&field, &client, "2028-12-31"), pairs(&[("2026", "2026-02-27"), ("2027", "2027-02-26"), ("2028", "2028-02-29")]));
    }

    #[test]
    fn what_an_anchor_needs_is_asked_for() {
        let refused = |series: Series| {
            let mut errors = Invalid::new();
            series.settled(None, &mut errors);
            errors.0.into_iter().map(|e| (e.field, e.code)).collect::<Vec<_>>()
        };
        let begun = Series { title: "x".into(), starts_on: "2027-01-01".into(), ..Series::default() };
        assert_eq!(refused(Series { anchor: "legal_date".into(), ..begun.clone() }), [("model".to_owned(), "required")]);
        assert_eq!(refused(Series { anchor: "client_field".into(), ..begun.clone() }), [("field_id".to_owned(), "required")]);
        assert_eq!(
            refused(Series { ends_on: "2026-12-31".into(), skip: "mañana".into(), ..begun.clone() }),
            [("ends_on".to_owned(), "date_order"), ("skip".to_owned(), "date")]
        );
        assert_eq!(refused(Series { title: String::new(), ..begun }), [("title".to_owned(), "required")]);
    }

    fn any_series() -> impl Strategy<Value = Series> {
        let words = (
            prop::sample::select(&["calendar", "fiscal_year_end", "client_field", "legal_date"][..]),
            prop::sample::select(&["weekly", "monthly", "quarterly", "yearly"][..]),
            prop::sample::select(&["keep", "before", "after"][..]),
        );
        (words, 1i64..4, 1i64..=31, -60i64..60, 0i64..900).prop_map(|((anchor, frequency, weekends), every, on, offset_days, start)| {
            let starts = Date::constant(2026, 1, 1).checked_add(start.days()).expect("a day");
            Series { every, day: on, offset_days, weekends: weekends.into(), ..of(anchor, frequency, &starts.to_string()) }
        })
    }

    proptest! {
        /// Whenever one looks, and however far ahead, a time has the same day, period and key: nothing of it is counted from the present.
        #[test]
        fn an_occurrence_never_depends_on_when_one_looks(series in any_series(), begins in 1i64..=12, near in 0i64..1500, further in 0i64..1500) {
            let legal = (0..12).map(|month| (format!("2027-{:02}", month + 1), Date::constant(2027, month + 1, 20), Id::nil())).collect();
            let client = ClientFacts { fiscal_year_start: begins, field: Some(day("2019-05-31")), legal, ..ClientFacts::default() };
            let at = |days: i64| Date::constant(2026, 1, 1).checked_add(days.days()).expect("a day");
            let (near, far) = (at(near), at(near + further));
            let (early, late) = (series.occurrences(&client, near), series.occurrences(&client, far));
            let within: Vec<Occurrence> = late.iter().filter(|occurrence| occurrence.due_on <= near).cloned().collect();
            prop_assert_eq!(&early, &within);
            let mut keys: Vec<String> = late.iter().map(|occurrence| series.key(occurrence)).collect();
            keys.sort();
            keys.dedup();
            prop_assert_eq!(keys.len(), late.len(), "each time has a key of its own");
        }
    }
}
