//! Fiscal years: twelve months from the organization's first month.

use despacho_kernel::{Id, new_id};
use despacho_organizations::Organization;
use despacho_platform::sql::Connection;
use despacho_platform::{Error, Result, Tx, sql, vals};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};

despacho_platform::row! {
    /// A fiscal year; dates are ISO 8601.
    #[derive(Debug, Clone)]
    pub struct FiscalYear {
        pub id: Id,
        pub name: String,
        pub starts_on: String,
        pub ends_on: String,
        pub closed_at: Option<i64>,
    }
}

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
    let zone = TimeZone::get(&organization.region.time_zone).unwrap_or(TimeZone::UTC);
    let today = Timestamp::from_millisecond(now).map_err(bad)?.to_zoned_datetime(zone).date();
    let mut rows = vec![];
    let mut day = today;
    for _ in 0..2 {
        let (start, end) = around(day, organization.region.fiscal_year_start).ok_or_else(|| Error::Other("fiscal year".into()))?;
        rows.push(vals![organization.id, new_id(), name(start, end), start.to_string(), end.to_string()]);
        day = end.tomorrow().map_err(bad)?;
    }
    sql::insert_many(tx, "fiscal_years", &["organization_id", "id", "name", "starts_on", "ends_on"], rows).await?;
    Ok(())
}

/// An organization's fiscal years, the latest first, at most 50.
pub async fn list(db: &dyn Connection, organization: Id) -> Result<Vec<FiscalYear>> {
    let sql = "SELECT id, name, starts_on, ends_on, closed_at FROM fiscal_years WHERE organization_id = $1 ORDER BY starts_on DESC LIMIT 50";
    Ok(sql::rows(db, sql, vals![organization]).await?)
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
