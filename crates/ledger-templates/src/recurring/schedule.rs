//! On which days an entry comes again.

use despacho_kernel::{Invalid, words};
use jiff::{ToSpan, civil::Date};

words! {
    /// What is counted between two times.
    Unit {
        Months = "months",
        Weeks = "weeks",
    }
}

/// Every so many weeks or months from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Schedule {
    pub unit: Unit,
    pub every: i64,
    /// The day of the month, 31 for its last one; of weeks it is that of the first time.
    pub day: i64,
    pub starts_on: Date,
    /// The last day on which it may come.
    pub ends_on: Option<Date>,
    /// How often it comes; 0 without end.
    pub times: i64,
}

/// Times that are looked at: fifty years of weeks.
const MOST: i64 = 2_600;

impl Schedule {
    /// Notes what is wrong with it.
    pub fn check(&self, errors: &mut Invalid) {
        if !(1..=60).contains(&self.every) {
            errors.push("every", "number");
        }
        if self.unit == Unit::Months && !(1..=31).contains(&self.day) {
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
        match self.unit {
            Unit::Weeks => self.starts_on.checked_add(steps.weeks()).ok(),
            Unit::Months => {
                let on = |month: Date| month.with().day(i8::try_from(self.day).ok()?.min(month.days_in_month())).build().ok();
                let first = self.starts_on.first_of_month();
                // A month whose day was gone when it began is not one of them.
                let late = i64::from(on(first)? < self.starts_on);
                on(first.checked_add((steps + late).months()).ok()?)
            }
        }
    }

    /// The first time after a day, or the first of all; `made` of them have been.
    pub fn next(&self, after: Option<Date>, made: i64) -> Option<Date> {
        if self.times > 0 && made >= self.times {
            return None;
        }
        let found = (0..MOST).map_while(|nth| self.nth(nth)).find(|date| after.is_none_or(|after| *date > after))?;
        (self.ends_on.is_none_or(|end| found <= end)).then_some(found)
    }

    /// The next times, at most `most`.
    pub fn coming(&self, after: Option<Date>, made: i64, most: usize) -> Vec<Date> {
        let (mut found, mut last, mut made) = (vec![], after, made);
        while let Some(next) = self.next(last, made).filter(|_| found.len() < most) {
            found.push(next);
            (last, made) = (Some(next), made + 1);
        }
        found
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
        of.coming(after.map(day), made, 4).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn months_have_their_day_or_their_last() {
        let last = schedule(Unit::Months, 1, 31, "2026-01-31");
        assert_eq!(days(last, None, 0), ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]);
        assert_eq!(days(last, Some("2028-02-15"), 9), ["2028-02-29", "2028-03-31", "2028-04-30", "2028-05-31"]);
        // The 5th of the month in which it began was gone.
        assert_eq!(days(schedule(Unit::Months, 3, 5, "2026-01-10"), None, 0), ["2026-02-05", "2026-05-05", "2026-08-05", "2026-11-05"]);
        assert_eq!(days(schedule(Unit::Months, 12, 30, "2024-02-01"), None, 0)[..2], ["2024-02-29", "2025-02-28"]);
    }

    #[test]
    fn weeks_have_the_weekday_of_the_first() {
        assert_eq!(days(schedule(Unit::Weeks, 2, 0, "2026-12-24"), None, 0)[..3], ["2026-12-24", "2027-01-07", "2027-01-21"]);
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
}
