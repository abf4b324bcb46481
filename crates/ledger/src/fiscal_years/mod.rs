//! Fiscal years: twelve months from the organization's first month.

pub mod store;

use despacho_kernel::new_id;
use despacho_organizations::Organization;
use despacho_platform::{Error, Result, Tx};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};

/// The state of a year that takes entries.
pub const OPEN: &str = "open";

/// The first and last day of the fiscal year that holds `day`, when years begin in `month`.
pub fn around(day: Date, month: u8) -> Option<(Date, Date)> {
    let month = i8::try_from(month).ok()?;
    let year = if day.month() >= month { day.year() } else { day.year() - 1 };
    let start = Date::new(year, month, 1).ok()?;
    let end = start.checked_add(1.year()).ok()?.checked_sub(1.day()).ok()?;
    Some((start, end))
}

/// `2026`, or `2026–2027` for a year that is not the calendar's.
pub fn name(start: Date, end: Date) -> String {
    if start.year() == end.year() { start.year().to_string() } else { format!("{}–{}", start.year(), end.year()) }
}

pub(crate) async fn provision(tx: &Tx, organization: &Organization, now: i64) -> Result<()> {
    let bad = |e: jiff::Error| Error::Other(e.to_string());
    let zone = TimeZone::get(&organization.time_zone).unwrap_or(TimeZone::UTC);
    let today = Timestamp::from_millisecond(now).map_err(bad)?.to_zoned_datetime(zone).date();
    let mut rows = vec![];
    let mut day = today;
    for _ in 0..2 {
        let (start, end) = around(day, u8::try_from(organization.fiscal_year_start).unwrap_or(1)).ok_or_else(|| Error::Other("fiscal year".into()))?;
        let (name, starts_on, ends_on) = (name(start, end), start.to_string(), end.to_string());
        rows.push(store::FiscalYear { organization_id: organization.id, id: new_id(), name, starts_on, ends_on, closed_at: None, state: OPEN.into() });
        day = end.tomorrow().map_err(bad)?;
    }
    store::insert(tx, &rows).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_british_year_crosses_two_calendar_years() {
        let day = Date::constant(2026, 2, 10);
        let (start, end) = around(day, 4).expect("a year");
        assert_eq!((start.to_string(), end.to_string()), ("2025-04-01".into(), "2026-03-31".into()));
        assert_eq!(name(start, end), "2025–2026");
    }

    proptest::proptest! {
        #[test]
        fn every_day_is_in_its_year(days in 0i64..60_000, month in 1u8..=12) {
            let day = Date::constant(1950, 1, 1).checked_add(days.days()).expect("a date");
            let (start, end) = around(day, month).expect("a year");
            proptest::prop_assert!(start <= day && day <= end);
            let length = start.until(end).expect("a span").get_days();
            proptest::prop_assert!((364..=365).contains(&length));
        }
    }
}
