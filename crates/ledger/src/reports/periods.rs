//! Periods as people choose them: those of today, the one before and after, the same of last year.

use despacho_kernel::words;
use jiff::{ToSpan, civil::Date};

use super::sums::Period;
use crate::fiscal_years::store::FiscalYear;

words! {
    /// A period that is chosen by a word.
    Chosen {
        /// The fiscal year of today.
        Year = "year",
        /// The one before it.
        LastYear = "last_year",
        /// The calendar's quarter of today.
        Quarter = "quarter",
        LastQuarter = "last_quarter",
        Month = "month",
        LastMonth = "last_month",
        /// As long as the one that is shown, and before it.
        Previous = "previous",
        Next = "next",
    }
}

/// The first and the last day that reports are asked for: years of four digits that calendars agree on.
pub const FIRST: Date = Date::constant(1900, 1, 1);
pub const LAST: Date = Date::constant(2999, 12, 31);

/// So many months from the first of one.
fn months(first: Date, count: i32) -> Period {
    let end = first.checked_add(count.months()).and_then(|next| next.yesterday());
    Period { from: first, to: end.unwrap_or(first) }
}

/// How many whole months a period is; none where it begins or ends within one.
fn whole_months(Period { from, to }: Period) -> Option<i32> {
    let whole = from.day() == 1 && to.day() == to.days_in_month() && from <= to;
    whole.then(|| (i32::from(to.year()) - i32::from(from.year())) * 12 + i32::from(to.month()) - i32::from(from.month()) + 1)
}

/// The period as long as this one that is `by` times after it.
pub fn shifted(period: Period, by: i32) -> Period {
    if let Some(count) = whole_months(period) {
        return period.from.checked_add((count * by).months()).map_or(period, |first| months(first, count));
    }
    let days = (i64::from(period.from.until(period.to).map_or(0, |span| span.get_days())) + 1) * i64::from(by);
    match (period.from.checked_add(days.days()), period.to.checked_add(days.days())) {
        (Ok(from), Ok(to)) => Period { from, to },
        _ => period,
    }
}

/// The same day a year before; the end of a month stays its end.
pub fn day_of_last_year(day: Date) -> Date {
    let before = day.checked_sub(1.year()).unwrap_or(day);
    if day.day() == day.days_in_month() { before.last_of_month() } else { before }
}

/// The same days a year before.
pub fn of_last_year(period: Period) -> Period {
    let from = period.from.checked_sub(1.year()).unwrap_or(period.from);
    Period { from, to: day_of_last_year(period.to) }
}

fn of_year(year: &FiscalYear) -> Option<Period> {
    Some(Period { from: year.starts_on.parse().ok()?, to: year.ends_on.parse().ok()? })
}

/// The fiscal year of a day; without one the last that began, or else the calendar's.
pub fn usual(years: &[FiscalYear], today: Date) -> Period {
    let periods = || years.iter().filter_map(of_year);
    let of_today = periods().find(|period| period.from <= today && today <= period.to);
    let begun = || periods().filter(|period| period.from <= today).max_by_key(|period| period.from);
    of_today.or_else(begun).unwrap_or_else(|| months(today.first_of_year(), 12))
}

/// The period of a word, beside the one that is shown.
pub fn chosen(word: Chosen, shown: Period, years: &[FiscalYear], today: Date) -> Period {
    let year = usual(years, today);
    let month = today.first_of_month();
    let quarter = Date::new(today.year(), (today.month() - 1) / 3 * 3 + 1, 1).unwrap_or(month);
    match word {
        Chosen::Year => year,
        Chosen::LastYear => {
            let before = years.iter().filter_map(of_year).filter(|period| period.to < year.from).max_by_key(|period| period.from);
            before.unwrap_or_else(|| shifted(year, -1))
        }
        Chosen::Quarter => months(quarter, 3),
        Chosen::LastQuarter => shifted(months(quarter, 3), -1),
        Chosen::Month => months(month, 1),
        Chosen::LastMonth => shifted(months(month, 1), -1),
        Chosen::Previous => shifted(shown, -1),
        Chosen::Next => shifted(shown, 1),
    }
}

#[cfg(test)]
mod tests {
    use despacho_kernel::Id;

    use super::*;
    use crate::fiscal_years;

    fn period(from: &str, to: &str) -> Period {
        Period { from: from.parse().expect("a date"), to: to.parse().expect("a date") }
    }

    #[test]
    fn periods_move_by_their_own_length() {
        assert_eq!(shifted(period("2026-01-01", "2026-12-31"), -1), period("2025-01-01", "2025-12-31"));
        assert_eq!(shifted(period("2026-03-01", "2026-03-31"), -1), period("2026-02-01", "2026-02-28"));
        assert_eq!(shifted(period("2027-12-01", "2028-02-29"), 1), period("2028-03-01", "2028-05-31"));
        assert_eq!(shifted(period("2026-01-10", "2026-01-19"), 1), period("2026-01-20", "2026-01-29"));
        assert_eq!(shifted(period("2026-03-10", "2026-03-10"), -1), period("2026-03-09", "2026-03-09"));
        assert_eq!(of_last_year(period("2028-02-01", "2028-02-29")), period("2027-02-01", "2027-02-28"));
        assert_eq!(of_last_year(period("2027-02-01", "2027-02-28")), period("2026-02-01", "2026-02-28"));
        assert_eq!(of_last_year(period("2029-01-01", "2029-02-28")), period("2028-01-01", "2028-02-29"));
    }

    #[test]
    fn words_choose_periods() {
        let day = |text: &str| text.parse::<Date>().expect("a date");
        let years = [("2025-01-01", "2025-06-30"), ("2025-07-01", "2026-06-30")].map(|(from, to)| fiscal_years::row(Id::nil(), day(from), day(to), None));
        let today = day("2026-02-14");
        let of = |word| chosen(word, period("2026-01-01", "2026-01-31"), &years, today);
        assert_eq!(of(Chosen::Year), period("2025-07-01", "2026-06-30"));
        assert_eq!(of(Chosen::LastYear), period("2025-01-01", "2025-06-30"));
        assert_eq!(of(Chosen::Quarter), period("2026-01-01", "2026-03-31"));
        assert_eq!(of(Chosen::LastQuarter), period("2025-10-01", "2025-12-31"));
        assert_eq!(of(Chosen::Month), period("2026-02-01", "2026-02-28"));
        assert_eq!(of(Chosen::LastMonth), period("2026-01-01", "2026-01-31"));
        assert_eq!((of(Chosen::Previous), of(Chosen::Next)), (period("2025-12-01", "2025-12-31"), period("2026-02-01", "2026-02-28")));
        assert_eq!(usual(&years, day("2027-05-05")), period("2025-07-01", "2026-06-30"));
        assert_eq!(usual(&[], day("2027-05-05")), period("2027-01-01", "2027-12-31"));
        assert_eq!(chosen(Chosen::LastYear, of(Chosen::Year), &years[..1], day("2025-03-03")), period("2024-07-01", "2024-12-31"));
    }
}
