//! What accounts moved over any days, in sums: whole months from the balances, the days around them from the postings.

use despacho_kernel::Id;
use despacho_platform::{Result, sql::Connection};
use jiff::civil::Date;

use super::sums::{Period, cut};
use crate::journal::{
    list::Slice,
    moved_store::{self as store, MovedSums, PostingPlace},
};

/// The sums of the postings of accounts over a period, up to a place and with it where one is told. Those of entries that open and close years
/// are in it where `closing` asks for them.
pub async fn sums(
    db: &dyn Connection,
    of: impl Into<Slice>,
    accounts: &[Id],
    period: Period,
    closing: bool,
    through: Option<&PostingPlace>,
) -> Result<MovedSums> {
    let of = of.into();
    let (from, to) = (period.from.to_string(), period.to.to_string());
    let day: Option<Date> = through.and_then(|(date, ..)| date.parse().ok());
    // Balances are not kept by value, contact or match: the postings are summed.
    if of != Slice::from(of.organization) || (through.is_some() && day.is_none()) {
        return store::moved_sums(db, of, accounts, (&from, &to), closing, through).await;
    }
    let whole = match day {
        Some(day) => Period { to: day.yesterday().unwrap_or(day).min(period.to), ..period },
        None => period,
    };
    let cut = cut(whole);
    let mut found = MovedSums::default();
    if let Some((first, last)) = &cut.months {
        found.add(&store::kept_sums(db, of.organization, accounts, (first, last), closing).await?);
    }
    for days in &cut.days {
        found.add(&store::moved_sums(db, of, accounts, (&days.from.to_string(), &days.to.to_string()), closing, None).await?);
    }
    if let Some(day) = day.filter(|day| period.from <= *day && *day <= period.to) {
        let day = day.to_string();
        found.add(&store::moved_sums(db, of, accounts, (&day, &day), closing, through).await?);
    }
    Ok(found)
}
