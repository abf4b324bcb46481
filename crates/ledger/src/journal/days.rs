//! Which days take entries: what a page offers, and what it proposes, before anything is typed.

use despacho_kernel::Id;
use despacho_platform::{Result, sql::Connection};
use jiff::civil::Date;

use super::{
    barriers::{Barriers, Poster},
    locks,
    store::{JournalEntry, PeriodLock},
};
use crate::fiscal_years::{
    OPEN,
    store::{self as years, FiscalYear},
};

/// Why a day takes no entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stop {
    NoYear,
    /// The name of its year.
    Closed(String),
    /// The last day that is locked, ISO 8601.
    Locked(String),
}

/// The days of an organization as one person finds them.
#[derive(Debug, Clone, Default)]
pub struct Days {
    years: Vec<FiscalYear>,
    barriers: Barriers,
    who: Poster,
}

impl Days {
    pub async fn of(db: &dyn Connection, organization: Id, who: Poster) -> Result<Self> {
        Ok(Self { years: years::list(db, organization).await?, barriers: Barriers::of(db, organization).await?, who })
    }

    /// What keeps an entry's journal from a day, ISO 8601.
    pub fn stop(&self, entry: &JournalEntry, day: &str) -> Option<Stop> {
        let Some(year) = self.years.iter().find(|year| year.starts_on.as_str() <= day && day <= year.ends_on.as_str()) else { return Some(Stop::NoYear) };
        if year.state != OPEN {
            return Some(Stop::Closed(year.name.clone()));
        }
        // Whether it touches taxes is seen when it is posted.
        let lock = self.barriers.pass((entry.journal.parse().ok()?, false), day, self.who).err()?;
        Some(Stop::Locked(lock.locked_through.clone()))
    }

    /// The firmest lock that a day of an entry's journal is under, whether or not it gives way.
    pub fn lock(&self, entry: &JournalEntry, day: &str) -> Option<&PeriodLock> {
        locks::stopping(&self.barriers.locks, (entry.journal.parse().ok()?, false), day).first().copied()
    }

    /// The first day from one on that takes an entry of this one's journal.
    pub fn first_open(&self, entry: &JournalEntry, from: &str) -> Option<String> {
        let after = |day: &str| day.parse::<Date>().ok()?.tomorrow().ok().map(|day| day.to_string());
        let mut day = from.to_owned();
        // Each step goes beyond a year or a lock, so there are no more than both.
        for _ in 0..=self.years.len() + self.barriers.locks.len() {
            day = match self.stop(entry, &day) {
                None => return Some(day),
                Some(Stop::Locked(through)) => after(&through)?,
                Some(Stop::Closed(_)) => after(&self.years.iter().find(|year| year.starts_on <= day && day <= year.ends_on)?.ends_on)?,
                Some(Stop::NoYear) => self.years.iter().map(|year| &year.starts_on).filter(|starts| **starts > day).min()?.clone(),
            };
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        fiscal_years::{self, CLOSED},
        journal::barriers::Past,
    };

    #[test]
    fn the_first_open_day_is_beyond_closed_years_and_locks() {
        let year = |from: &str, to: &str| fiscal_years::row(Id::nil(), from.parse().expect("a day"), to.parse().expect("a day"), None);
        let closed = FiscalYear { state: CLOSED.into(), ..year("2025-01-01", "2025-12-31") };
        let lock =
            |level: &str, through: &str| PeriodLock { scope: "all".into(), level: level.into(), locked_through: through.into(), ..PeriodLock::default() };
        let days = |past| Days {
            years: vec![closed.clone(), year("2026-01-01", "2026-12-31")],
            barriers: Barriers { locks: vec![lock("hard", "2026-01-31"), lock("soft", "2026-03-31")], exceptions: vec![] },
            who: Poster { past, ..Poster::default() },
        };
        let entry = JournalEntry { journal: "general".into(), ..JournalEntry::default() };
        assert_eq!(days(Past::Nothing).stop(&entry, "2025-06-01"), Some(Stop::Closed("2025".into())));
        assert_eq!(days(Past::Nothing).stop(&entry, "2026-01-15"), Some(Stop::Locked("2026-01-31".into())));
        assert_eq!((days(Past::Soft).stop(&entry, "2026-02-15"), days(Past::Soft).stop(&entry, "2027-01-01")), (None, Some(Stop::NoYear)));
        let first = |past, from: &str| days(past).first_open(&entry, from);
        assert_eq!(first(Past::Nothing, "2025-06-01").as_deref(), Some("2026-04-01"));
        assert_eq!(first(Past::Soft, "2025-06-01").as_deref(), Some("2026-02-01"));
        assert_eq!(first(Past::Soft, "2024-06-01").as_deref(), Some("2026-02-01"));
        assert_eq!((first(Past::Nothing, "2026-05-05").as_deref(), first(Past::Nothing, "2027-01-01")), (Some("2026-05-05"), None));
    }
}
