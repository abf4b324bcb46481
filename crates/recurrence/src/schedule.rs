//! On which days something comes again.

use despacho_kernel::{Invalid, words};
use jiff::{Span, ToSpan, civil::Date};

words! {
    /// What is counted between two times.
    Unit {
        Months = "months",
        Years = "years",
        Weeks = "weeks",
        Days = "days",
    }
}

impl Unit {
    /// How many months it is; none of days and weeks.
    fn months(self) -> Option<i64> {
        match self {
            Self::Months => Some(1),
            Self::Years => Some(12),
            Self::Weeks | Self::Days => None,
        }
    }

    /// Whether it has a day of the month.
    pub fn has_day(self) -> bool {
        self.months().is_some()
    }
}

/// The last day of a month, however long it is.
pub const LAST: i64 = 31;

/// Every so many days, weeks, months or years from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Schedule {
    pub unit: Unit,
    pub every: i64,
    /// The day of the month, [`LAST`] for its last one; nothing of days and weeks.
    pub day: i64,
    pub starts_on: Date,
    /// The last day on which it may come.
    pub ends_on: Option<Date>,
    /// How often it comes; 0 without end.
    pub times: i64,
}

/// Times that are looked at: fifty years of days.
const MOST: i64 = 18_300;

impl Schedule {
    /// Notes what is wrong with it.
    pub fn check(&self, errors: &mut Invalid) {
        if !(1..=60).contains(&self.every) {
            errors.push("every", "number");
        }
        if self.unit.has_day() && !(1..=LAST).contains(&self.day) {
            errors.push("day", "number");
        }
        if self.ends_on.is_some_and(|end| end < self.starts_on) {
            errors.push("until", "date_order");
        }
        if !(0..=1_000).contains(&self.times) {
            errors.push("count", "number");
        }
    }

    /// The nth time, from 0, as if it had no end. Short months have it on their last day.
    fn nth(&self, nth: i64) -> Option<Date> {
        let steps = nth.checked_mul(self.every)?;
        let Some(months) = self.unit.months() else {
            let days = if self.unit == Unit::Weeks { steps.checked_mul(7)? } else { steps };
            return self.starts_on.checked_add(days.days()).ok();
        };
        let on = |month: Date| month.with().day(i8::try_from(self.day).ok()?.min(month.days_in_month())).build().ok();
        let first = self.starts_on.first_of_month();
        // A month whose day was gone when it began is not one of them.
        let late = i64::from(on(first)? < self.starts_on);
        on(first.checked_add(((steps + late) * months).months()).ok()?)
    }

    /// The first time after a day, or the first of all; `made` of them have been.
    pub fn next(&self, after: Option<Date>, made: i64) -> Option<Date> {
        if self.times > 0 && made >= self.times {
            return None;
        }
        let found = (0..MOST).map_while(|nth| self.nth(nth)).find(|date| after.is_none_or(|after| *date > after))?;
        (self.ends_on.is_none_or(|end| found <= end)).then_some(found)
    }

    /// The days that a time is about, from and to: as far as the next one would be, or, where it comes on the last day of a month, what ends then.
    pub fn period(&self, day: Date) -> (Date, Date) {
        if let Some(months) = self.unit.months().filter(|_| self.day == LAST) {
            let first = day.first_of_month().checked_sub((self.every * months - 1).months());
            return (first.unwrap_or(day), day.last_of_month());
        }
        (day, day.checked_add(self.span()).and_then(|next| next.checked_sub(1.day())).unwrap_or(day))
    }

    /// The days before those that a time is about, as many of them.
    pub fn period_before(&self, day: Date) -> (Date, Date) {
        self.period(day.checked_sub(self.span()).unwrap_or(day))
    }

    fn span(&self) -> Span {
        match self.unit {
            Unit::Days => self.every.days(),
            Unit::Weeks => self.every.weeks(),
            Unit::Months => self.every.months(),
            Unit::Years => self.every.years(),
        }
    }
}

/// How far something that comes again has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Course {
    pub last: Option<Date>,
    /// None once it has ended.
    pub next: Option<Date>,
    /// How often it came, with the times that were left out.
    pub made: i64,
}

impl Course {
    /// After its next time came, or was left out.
    pub fn came(self, schedule: &Schedule) -> Self {
        Self { last: self.next, next: schedule.next(self.next, self.made + 1), made: self.made + 1 }
    }

    /// By another schedule: what came stays, and nothing comes before `since`.
    pub fn by(self, schedule: &Schedule, since: Option<Date>) -> Self {
        let before = since.and_then(|day| day.checked_sub(1.day()).ok());
        Self { next: schedule.next(self.last.max(before), self.made), ..self }
    }

    /// The next times, at most `most`.
    pub fn coming(self, schedule: &Schedule, most: usize) -> Vec<Date> {
        let times = std::iter::successors(Some(self).filter(|course| course.next.is_some()), |course| Some(course.came(schedule)).filter(|c| c.next.is_some()));
        times.filter_map(|course| course.next).take(most).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    fn schedule(unit: Unit, every: i64, of: i64, from: &str) -> Schedule {
        Schedule { unit, every, day: of, starts_on: day(from), ends_on: None, times: 0 }
    }

    fn days(of: Schedule, after: Option<&str>, made: i64) -> Vec<String> {
        let course = Course { last: after.map(day), next: None, made }.by(&of, None);
        course.coming(&of, 4).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn months_have_their_day_or_their_last() {
        let last = schedule(Unit::Months, 1, LAST, "2026-01-31");
        assert_eq!(days(last, None, 0), ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]);
        assert_eq!(days(last, Some("2028-02-15"), 9), ["2028-02-29", "2028-03-31", "2028-04-30", "2028-05-31"]);
        // The 5th of the month in which it began was gone.
        assert_eq!(days(schedule(Unit::Months, 3, 5, "2026-01-10"), None, 0), ["2026-02-05", "2026-05-05", "2026-08-05", "2026-11-05"]);
        assert_eq!(days(schedule(Unit::Months, 12, 30, "2024-02-01"), None, 0)[..2], ["2024-02-29", "2025-02-28"]);
    }

    #[test]
    fn years_have_the_month_of_the_first() {
        assert_eq!(days(schedule(Unit::Years, 1, 29, "2024-02-01"), None, 0)[..3], ["2024-02-29", "2025-02-28", "2026-02-28"]);
        assert_eq!(days(schedule(Unit::Years, 2, 5, "2026-01-10"), None, 0)[..2], ["2027-01-05", "2029-01-05"]);
    }

    #[test]
    fn weeks_and_days_are_counted_from_the_first() {
        assert_eq!(days(schedule(Unit::Weeks, 2, 0, "2026-12-24"), None, 0)[..3], ["2026-12-24", "2027-01-07", "2027-01-21"]);
        assert_eq!(days(schedule(Unit::Days, 10, 0, "2026-02-24"), Some("2026-03-01"), 1)[..2], ["2026-03-06", "2026-03-16"]);
    }

    #[test]
    fn it_ends_by_its_day_or_its_number() {
        let until = Schedule { ends_on: Some(day("2026-03-05")), ..schedule(Unit::Months, 1, 5, "2026-01-01") };
        assert_eq!(days(until, None, 0), ["2026-01-05", "2026-02-05", "2026-03-05"]);
        assert_eq!(days(Schedule { times: 2, ..until }, None, 0), ["2026-01-05", "2026-02-05"]);
        assert_eq!(days(Schedule { times: 2, ..until }, Some("2026-02-05"), 2), Vec::<String>::new());
        let mut errors = Invalid::new();
        Schedule { every: 0, day: 32, ends_on: Some(day("2025-12-31")), times: -1, ..until }.check(&mut errors);
        assert_eq!(errors.0.iter().map(|error| error.field.as_str()).collect::<Vec<_>>(), ["every", "day", "until", "count"]);
    }

    #[test]
    fn what_was_missed_while_it_stood_still_is_left_behind() {
        let of = schedule(Unit::Months, 1, 1, "2026-01-01");
        let course = Course { last: Some(day("2026-02-01")), next: Some(day("2026-03-01")), made: 2 };
        assert_eq!(course.by(&of, Some(day("2026-06-01"))).next, Some(day("2026-06-01")));
        assert_eq!(course.by(&of, Some(day("2026-06-02"))).next, Some(day("2026-07-01")));
        assert_eq!(course.by(&of, None).next, Some(day("2026-03-01")));
        assert_eq!(course.came(&of), Course { last: course.next, next: Some(day("2026-04-01")), made: 3 });
    }

    #[test]
    fn a_time_is_about_what_begins_with_it_or_ends_with_its_month() {
        let of = |unit, every, on, date: &str| {
            let (from, to) = schedule(unit, every, on, "2026-01-01").period(day(date));
            format!("{from} {to}")
        };
        assert_eq!(of(Unit::Months, 1, 1, "2026-02-01"), "2026-02-01 2026-02-28");
        assert_eq!(of(Unit::Months, 3, 15, "2026-11-15"), "2026-11-15 2027-02-14");
        assert_eq!(of(Unit::Months, 3, LAST, "2026-12-31"), "2026-10-01 2026-12-31");
        assert_eq!(of(Unit::Years, 1, 1, "2026-01-01"), "2026-01-01 2026-12-31");
        assert_eq!(of(Unit::Weeks, 2, 0, "2026-11-23"), "2026-11-23 2026-12-06");
        assert_eq!(of(Unit::Days, 1, 0, "2026-11-23"), "2026-11-23 2026-11-23");
        let before = |unit, every, on, date: &str| schedule(unit, every, on, "2026-01-01").period_before(day(date));
        assert_eq!(before(Unit::Months, 1, 1, "2026-01-01"), (day("2025-12-01"), day("2025-12-31")));
        assert_eq!(before(Unit::Months, 1, LAST, "2026-03-31"), (day("2026-02-01"), day("2026-02-28")));
    }
}
