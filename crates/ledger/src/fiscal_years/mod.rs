//! Fiscal years: twelve months from the organization's first month.

pub mod store;

use despacho_kernel::{Id, Invalid, new_id};
use despacho_organizations::Organization;
use despacho_platform::{Error, Result, Tx};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};

/// The state of a year that takes entries.
pub const OPEN: &str = "open";

/// The state of one that takes none.
pub const CLOSED: &str = "closed";

/// Most years of an organization.
pub const MAX: usize = 50;

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

/// A new year.
pub(crate) fn row(organization: Id, start: Date, end: Date, closed_at: Option<i64>) -> store::FiscalYear {
    let (name, starts_on, ends_on) = (name(start, end), start.to_string(), end.to_string());
    store::FiscalYear { organization_id: organization, id: new_id(), name, starts_on, ends_on, closed_at, state: OPEN.into() }
}

/// Whether a year goes before or after those that are, without a gap, and is no longer than so many months.
pub fn fits(all: &[store::FiscalYear], start: Date, end: Date, months: i32) -> Result<(), Invalid> {
    if end < start {
        return Err(Invalid::one("ends_on", "date_order"));
    }
    if start.checked_add(months.months()).is_ok_and(|limit| end >= limit) {
        let mut errors = Invalid::new();
        errors.push_with("ends_on", "fiscal_year_too_long", vec![("months", months.to_string())]);
        return Err(errors);
    }
    if all.len() >= MAX {
        return Err(Invalid::too_many("starts_on", MAX));
    }
    let (first, last) = (start.to_string(), end.to_string());
    if all.iter().any(|year| year.starts_on <= last && first <= year.ends_on) {
        return Err(Invalid::one("starts_on", "fiscal_year_overlap"));
    }
    let before = start.yesterday().map(|day| day.to_string()).unwrap_or_default();
    let after = end.tomorrow().map(|day| day.to_string()).unwrap_or_default();
    if !all.is_empty() && !all.iter().any(|year| year.ends_on == before || year.starts_on == after) {
        return Err(Invalid::one("starts_on", "fiscal_year_gap"));
    }
    // Nothing is opened before a year that is closed: its opening stands.
    if all.iter().any(|year| year.starts_on == after && year.state != OPEN) {
        return Err(Invalid::one("starts_on", "fiscal_year_closed_after"));
    }
    Ok(())
}

pub(crate) async fn provision(tx: &Tx, organization: &Organization, now: i64) -> Result<()> {
    let bad = |e: jiff::Error| Error::Other(e.to_string());
    let zone = TimeZone::get(&organization.time_zone).unwrap_or(TimeZone::UTC);
    let today = Timestamp::from_millisecond(now).map_err(bad)?.to_zoned_datetime(zone).date();
    let mut rows = vec![];
    let mut day = today;
    for _ in 0..2 {
        let (start, end) = around(day, u8::try_from(organization.fiscal_year_start).unwrap_or(1)).ok_or_else(|| Error::Other("fiscal year".into()))?;
        rows.push(row(organization.id, start, end, None));
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

    #[test]
    fn years_follow_each_other_without_gap_or_overlap() {
        let day = |text: &str| text.parse::<Date>().expect("a date");
        let all = [row(Id::nil(), day("2026-01-01"), day("2026-12-31"), None)];
        let told = |start, end, months| fits(&all, day(start), day(end), months).err().map(|errors| errors.0[0].code);
        assert_eq!(told("2027-01-01", "2027-12-31", 12), None);
        assert_eq!(told("2027-01-01", "2027-01-01", 12), None);
        assert_eq!(told("2025-07-01", "2025-12-31", 12), None);
        assert_eq!(told("2027-01-01", "2028-01-01", 12), Some("fiscal_year_too_long"));
        assert_eq!(told("2027-01-01", "2028-06-30", 18), None);
        assert_eq!(told("2026-12-31", "2027-12-30", 12), Some("fiscal_year_overlap"));
        assert_eq!(told("2027-01-02", "2027-12-31", 12), Some("fiscal_year_gap"));
        assert_eq!(told("2027-01-01", "2026-12-31", 12), Some("date_order"));
        let closed = [store::FiscalYear { state: CLOSED.into(), ..all[0].clone() }];
        assert_eq!(fits(&closed, day("2025-01-01"), day("2025-12-31"), 12).err().map(|errors| errors.0[0].code), Some("fiscal_year_closed_after"));
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
