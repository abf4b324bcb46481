//! Periods side by side: the months or quarters of one, and what each account moved in each.

use std::collections::HashMap;

use despacho_kernel::{Id, words};
use despacho_platform::{Result, sql::Connection};
use jiff::{ToSpan, civil::Date};

use super::sums::{self, Period, Sums};
use crate::journal::{entry::Part, list::Slice, sums_store};

words! {
    /// How a period is cut into columns.
    Cut {
        Month = "month",
        Quarter = "quarter",
    }
}

/// Most columns of a report.
pub const MOST: usize = 24;

/// The months or quarters that a period lies in, cut at its ends; none where they are more than fit.
pub fn cut(period: Period, by: Cut) -> Option<Vec<Period>> {
    let months = match by {
        Cut::Month => 1,
        Cut::Quarter => 3,
    };
    let mut first = period.from.first_of_month();
    if by == Cut::Quarter {
        first = Date::new(first.year(), (first.month() - 1) / 3 * 3 + 1, 1).ok()?;
    }
    let mut found = vec![];
    while first <= period.to {
        if found.len() == MOST {
            return None;
        }
        let next = first.checked_add(months.months()).ok()?;
        found.push(Period { from: first.max(period.from), to: next.yesterday().ok()?.min(period.to) });
        first = next;
    }
    Some(found)
}

/// Balances of accounts, debit positive.
pub(super) type Balances = HashMap<Id, i64>;

type Parts = HashMap<(Id, Part), Sums>;

/// The sums of each account over each period, by part: months from the balances in one query, and days only where a period begins or ends within one.
pub async fn sums(db: &dyn Connection, of: impl Into<Slice>, periods: &[Period]) -> Result<Vec<Parts>> {
    let of = of.into();
    let organization = of.organization;
    if of.tag.is_some() {
        // Sums of a value are not kept: its postings are few.
        let mut found = vec![];
        for period in periods {
            found.push(sums::over(db, of, *period).await?);
        }
        return Ok(found);
    }
    let cuts: Vec<sums::Cut> = periods.iter().map(|period| sums::cut(*period)).collect();
    let whole = || cuts.iter().filter_map(|cut| cut.months.as_ref());
    let mut found: Vec<Parts> = vec![Parts::new(); periods.len()];
    let mut add = |nth: usize, account: Id, part: &str, debit: i64, credit: i64| {
        if let Ok(part) = part.parse() {
            let sum = found[nth].entry((account, part)).or_default();
            sum.debit += debit;
            sum.credit += credit;
        }
    };
    if let (Some(first), Some(last)) = (whole().map(|(first, _)| first).min(), whole().map(|(_, last)| last).max()) {
        for row in sums_store::sums_by_month(db, organization, first, last).await? {
            for (nth, cut) in cuts.iter().enumerate() {
                if cut.months.as_ref().is_some_and(|(first, last)| (first..=last).contains(&&row.month)) {
                    add(nth, row.account_id, &row.part, row.debit, row.credit);
                }
            }
        }
    }
    let days: Vec<(usize, Period)> = cuts.iter().enumerate().flat_map(|(nth, cut)| cut.days.iter().map(move |days| (nth, *days))).collect();
    for (nth, days) in days {
        for row in sums_store::sums_of_days(db, organization, &days.from.to_string(), &days.to.to_string()).await? {
            add(nth, row.account_id, &row.part, row.debit, row.credit);
        }
    }
    Ok(found)
}

/// What each account moved over each period, debit positive; what closes years is left out.
pub async fn flows(db: &dyn Connection, of: impl Into<Slice>, periods: &[Period]) -> Result<Vec<Balances>> {
    let moved = |parts: Parts| {
        parts
            .into_iter()
            .filter(|((_, part), _)| *part == Part::Normal)
            .map(|((account, _), sums)| (account, sums.balance()))
            .collect()
    };
    Ok(sums(db, of, periods).await?.into_iter().map(moved).collect())
}

/// What accounts hold at the end of days. A closing of that very day is left out: the opening of the next one gives it back.
pub async fn standings(db: &dyn Connection, organization: Id, days: &[Date]) -> Result<Vec<Balances>> {
    let through: Vec<Period> = days.iter().map(|day| Period { from: Date::constant(1, 1, 1), to: *day }).collect();
    let mut found: Vec<Balances> = vec![];
    for parts in sums(db, organization, &through).await? {
        let mut balances = Balances::new();
        for ((account, _), sums) in parts {
            *balances.entry(account).or_default() += sums.balance();
        }
        found.push(balances);
    }
    let (Some(first), Some(last)) = (days.iter().min(), days.iter().max()) else { return Ok(found) };
    for closed in sums_store::closings(db, organization, &first.to_string(), &last.to_string()).await? {
        for (day, balances) in days.iter().zip(&mut found) {
            if day.to_string() == closed.date {
                *balances.entry(closed.account_id).or_default() -= closed.amount;
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(from: &str, to: &str, by: Cut) -> Option<Vec<String>> {
        let period = Period { from: from.parse().expect("a date"), to: to.parse().expect("a date") };
        Some(cut(period, by)?.iter().map(|of| format!("{} {}", of.from, of.to)).collect())
    }

    #[test]
    fn a_period_is_cut_into_its_months_and_quarters() {
        assert_eq!(of("2026-01-15", "2026-03-10", Cut::Month).expect("fits"), ["2026-01-15 2026-01-31", "2026-02-01 2026-02-28", "2026-03-01 2026-03-10"]);
        assert_eq!(of("2026-02-01", "2026-07-31", Cut::Quarter).expect("fits"), ["2026-02-01 2026-03-31", "2026-04-01 2026-06-30", "2026-07-01 2026-07-31"]);
        assert_eq!(of("2026-01-01", "2026-12-31", Cut::Month).map(|all| all.len()), Some(12));
        assert_eq!(of("2024-01-01", "2026-01-01", Cut::Month), None);
        assert_eq!(of("2026-03-01", "2026-02-01", Cut::Month), Some(vec![]));
    }
}
