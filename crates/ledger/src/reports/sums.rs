//! Debits and credits of each account over any days.

use std::collections::HashMap;

use despacho_kernel::Id;
use despacho_platform::{Result, sql::Connection};
use jiff::{ToSpan, civil::Date};

use crate::journal::{
    entry::Part,
    list::Slice,
    sums_store::{self, Summed},
};

/// The first and the last day, both in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    pub from: Date,
    pub to: Date,
}

/// Sums of an account in minor units of the organization's currency.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    pub debit: i64,
    pub credit: i64,
}

impl Sums {
    /// What is left: debit positive.
    pub fn balance(self) -> i64 {
        self.debit - self.credit
    }
}

/// The whole months of a period as `YYYY-MM`, first and last, and the days outside of them.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Cut {
    pub(super) months: Option<(String, String)>,
    pub(super) days: Vec<Period>,
}

fn month(day: Date) -> String {
    day.strftime("%Y-%m").to_string()
}

/// Cuts a period into whole months, whose sums are kept, and the days before and after them.
pub(super) fn cut(period: Period) -> Cut {
    let Period { from, to } = period;
    let next = |day: Date| day.tomorrow().unwrap_or(day);
    let begins = if from.day() == 1 { from } else { next(from.last_of_month()) };
    let ends = if to.day() == to.days_in_month() { Some(to) } else { to.first_of_month().yesterday().ok() };
    let whole = ends.filter(|ends| begins <= *ends && from <= to);
    let mut days = vec![];
    match whole {
        Some(ends) => {
            if from < begins {
                days.push(Period { from, to: begins.checked_sub(1.day()).unwrap_or(begins) });
            }
            if ends < to {
                days.push(Period { from: next(ends), to });
            }
        }
        None if from <= to => days.push(period),
        None => {}
    }
    Cut { months: whole.map(|ends| (month(begins), month(ends))), days }
}

/// The sums of each account over a period, by part of the balances; those of a value are sums of its postings.
pub async fn over(db: &dyn Connection, of: impl Into<Slice>, period: Period) -> Result<HashMap<(Id, Part), Sums>> {
    let Slice { organization, tag, .. } = of.into();
    let mut cut = cut(period);
    let mut found: Vec<Summed> = vec![];
    if let Some(tag) = tag {
        found = sums_store::sums_of_tag(db, organization, tag, &period.from.to_string(), &period.to.to_string()).await?;
        cut = Cut { months: None, days: vec![] };
    }
    if let Some((first, last)) = &cut.months {
        found.extend(sums_store::sums_of_months(db, organization, first, last).await?);
    }
    for days in cut.days {
        found.extend(sums_store::sums_of_days(db, organization, &days.from.to_string(), &days.to.to_string()).await?);
    }
    let mut sums: HashMap<(Id, Part), Sums> = HashMap::new();
    for row in found {
        let Ok(part) = row.part.parse() else { continue };
        let sum = sums.entry((row.account_id, part)).or_default();
        sum.debit += row.debit;
        sum.credit += row.credit;
    }
    Ok(sums)
}

/// What entries that open and close years moved on a day, by account and part.
pub async fn ends_on(db: &dyn Connection, of: impl Into<Slice>, day: Date) -> Result<HashMap<(Id, Part), Sums>> {
    let of = of.into();
    if of.tag.is_some() {
        return over(db, of, Period { from: day, to: day }).await;
    }
    let mut sums: HashMap<(Id, Part), Sums> = HashMap::new();
    for row in sums_store::sums_of_ends(db, of.organization, &day.to_string(), &day.to_string()).await? {
        let Ok(part) = row.part.parse() else { continue };
        if part != Part::Normal {
            sums.insert((row.account_id, part), Sums { debit: row.debit, credit: row.credit });
        }
    }
    Ok(sums)
}

/// What each account with postings holds at the end of a day; a closing of that very day is left out, as the opening of the next one gives it back.
pub async fn held_at(db: &dyn Connection, of: impl Into<Slice>, day: Date) -> Result<HashMap<Id, i64>> {
    let of = of.into();
    let mut held: HashMap<Id, i64> = HashMap::new();
    for ((account, _), sums) in over(db, of, Period { from: Date::constant(1, 1, 1), to: day }).await? {
        *held.entry(account).or_default() += sums.balance();
    }
    for ((account, part), sums) in ends_on(db, of, day).await? {
        if part == Part::Closing {
            *held.entry(account).or_default() -= sums.balance();
        }
    }
    Ok(held)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a date")
    }

    fn cut_of(from: &str, to: &str) -> (Option<(String, String)>, Vec<String>) {
        let cut = cut(Period { from: day(from), to: day(to) });
        (cut.months, cut.days.iter().map(|days| format!("{} {}", days.from, days.to)).collect())
    }

    #[test]
    fn whole_months_are_told_from_the_days_around_them() {
        let months = |first: &str, last: &str| Some((first.to_owned(), last.to_owned()));
        assert_eq!(cut_of("2026-01-01", "2026-12-31"), (months("2026-01", "2026-12"), vec![]));
        assert_eq!(cut_of("2026-01-15", "2026-03-10"), (months("2026-02", "2026-02"), vec!["2026-01-15 2026-01-31".into(), "2026-03-01 2026-03-10".into()]));
        assert_eq!(cut_of("2026-01-15", "2026-01-20"), (None, vec!["2026-01-15 2026-01-20".into()]));
        assert_eq!(cut_of("2026-01-15", "2026-02-20"), (None, vec!["2026-01-15 2026-02-20".into()]));
        assert_eq!(cut_of("2028-02-01", "2028-02-29"), (months("2028-02", "2028-02"), vec![]));
        assert_eq!(cut_of("2026-03-01", "2026-02-28"), (None, vec![]));
    }

    proptest! {
        #[test]
        fn each_day_is_in_one_piece(start in 0i64..2000, length in 0i64..800, at in 0i64..3000) {
            let from = day("2024-01-01").checked_add(start.days()).expect("a date");
            let to = from.checked_add(length.days()).expect("a date");
            let cut = cut(Period { from, to });
            let probe = day("2023-12-01").checked_add(at.days()).expect("a date");
            let in_months = cut.months.as_ref().is_some_and(|(first, last)| (first..=last).contains(&&month(probe)));
            let in_days = cut.days.iter().filter(|days| days.from <= probe && probe <= days.to).count();
            prop_assert_eq!(usize::from(in_months) + in_days, usize::from(from <= probe && probe <= to));
        }
    }
}
