//! What keeps people from days: locks, and the exceptions to them. Posting asks it, and so does a page before it offers anything.

use despacho_kernel::Id;
use despacho_platform::{Result, sql::Connection};

use super::{
    entry::Journal,
    locks::{self, Level},
    store::{self, PeriodLock},
};
use crate::exceptions::{exception::LockException, store as exceptions};

/// How far past soft locks somebody comes; past a hard one nobody does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Past {
    /// Past none: what is made in somebody's name while they are not there. An exception is given to a person for what they do themselves.
    #[default]
    Nothing,
    /// Past those that an exception opens to them.
    Excepted,
    /// Past every one, by a right.
    Soft,
}

impl Past {
    /// Somebody who posts in person, with the right to post in locked periods or without it.
    pub fn in_person(right: bool) -> Self {
        if right { Self::Soft } else { Self::Excepted }
    }
}

/// Whom a barrier lets through or not.
#[derive(Debug, Clone, Copy, Default)]
pub struct Poster {
    pub by: Id,
    /// UTC milliseconds.
    pub now: i64,
    pub past: Past,
}

/// The locks of an organization, and the exceptions to soft ones.
#[derive(Debug, Clone, Default)]
pub struct Barriers {
    pub locks: Vec<PeriodLock>,
    pub exceptions: Vec<LockException>,
}

impl Barriers {
    pub async fn of(db: &dyn Connection, organization: Id) -> Result<Self> {
        let locks = store::locks(db, organization).await?;
        Self::over(db, organization, locks, true).await
    }

    /// The same of locks that were read; `excepted` where there may be exceptions to them.
    pub(super) async fn over(db: &dyn Connection, organization: Id, locks: Vec<PeriodLock>, excepted: bool) -> Result<Self> {
        // Which of them are over is seen when somebody comes to one.
        let exceptions = if locks.is_empty() || !excepted { vec![] } else { exceptions::open(db, organization, 0).await? };
        Ok(Self { locks, exceptions })
    }

    /// Whether somebody comes to a day, ISO 8601, of a journal whose entry may touch taxes that are filed: true where a soft lock gave way; the
    /// firmest lock that does not is the error.
    pub fn pass(&self, what: (Journal, bool), day: &str, who: Poster) -> Result<bool, &PeriodLock> {
        let stopping = locks::stopping(&self.locks, what, day);
        let gives_way = |lock: &PeriodLock| {
            let excepted = || self.exceptions.iter().any(|exception| exception.opens(&lock.scope, who.by, day, who.now));
            lock.level == Level::Soft.word()
                && match who.past {
                    Past::Nothing => false,
                    Past::Excepted => excepted(),
                    Past::Soft => true,
                }
        };
        match stopping.iter().find(|lock| !gives_way(lock)) {
            Some(lock) => Err(lock),
            None => Ok(!stopping.is_empty()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exceptions::exception::Standing;

    #[test]
    fn a_soft_lock_gives_way_to_a_right_or_an_exception_and_a_firm_one_to_nobody() {
        let lock =
            |level: &str, through: &str| PeriodLock { scope: "all".into(), level: level.into(), locked_through: through.into(), ..PeriodLock::default() };
        let exception = LockException {
            organization_id: Id::nil(),
            id: Id::nil(),
            state: Standing::Granted.word().into(),
            scope: "all".into(),
            user_id: Some(Id::from_u128(7)),
            first_day: "2026-03-01".into(),
            last_day: String::new(),
            expires_at: 100,
            reason: String::new(),
            asked_by: None,
            asked_at: None,
            decided_by: None,
            decided_at: None,
        };
        let barriers = Barriers { locks: vec![lock("soft", "2026-03-31"), lock("hard", "2026-01-31")], exceptions: vec![exception] };
        let pass = |by: u128, now: i64, past: Past, day: &str| {
            let who = Poster { by: Id::from_u128(by), now, past };
            barriers.pass((Journal::General, false), day, who).map_err(|lock| lock.locked_through.as_str())
        };
        use Past::{Excepted, Nothing, Soft};
        assert_eq!(pass(1, 0, Soft, "2026-01-31"), Err("2026-01-31"));
        assert_eq!((pass(1, 0, Soft, "2026-03-15"), pass(1, 0, Excepted, "2026-03-15")), (Ok(true), Err("2026-03-31")));
        assert_eq!((pass(7, 99, Excepted, "2026-03-15"), pass(7, 100, Excepted, "2026-03-15")), (Ok(true), Err("2026-03-31")));
        assert_eq!((pass(7, 99, Excepted, "2026-02-28"), pass(1, 0, Excepted, "2026-04-01")), (Err("2026-03-31"), Ok(false)));
        assert_eq!(pass(7, 99, Nothing, "2026-03-15"), Err("2026-03-31"), "whoever is not there has no exception");
    }
}
