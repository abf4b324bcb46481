//! Locks: days that are closed for a journal, or for all. The day named is locked too.

use despacho_kernel::{Id, Invalid, words};
use despacho_platform::{
    Result, Tx,
    activity::{self, Change, Entry},
    memberships,
    users::User,
};
use jiff::civil::Date;

use super::{
    entry::Journal,
    store::{self, PeriodLock},
};

words! {
    /// What a lock stops.
    Scope {
        /// Every journal.
        All = "all",
        Sales = "sales",
        Purchases = "purchases",
        Bank = "bank",
        Payroll = "payroll",
        /// Postings of a tax whose return is filed.
        Tax = "tax",
    }
}

words! {
    /// How firmly a lock stops.
    Level {
        /// Who holds [`PostInLocked`](despacho_kernel::access::OrganizationRight::PostInLocked) may still post, and it is marked.
        Soft = "soft",
        /// Nobody may, and it only moves forward.
        Hard = "hard",
    }
}

impl Scope {
    /// Whether it stops an entry of a journal, which may be one of taxes that are filed.
    pub fn stops(self, journal: Journal, taxed: bool) -> bool {
        self == Self::All || self.word() == journal.word() || (self == Self::Tax && taxed)
    }
}

/// The locks that stop an entry of a day and journal, the firmest first.
pub fn stopping<'a>(locks: &'a [PeriodLock], (journal, taxed): (Journal, bool), date: &str) -> Vec<&'a PeriodLock> {
    let stops = |lock: &&PeriodLock| lock.locked_through.as_str() >= date && lock.scope.parse::<Scope>().is_ok_and(|scope| scope.stops(journal, taxed));
    let mut found: Vec<&PeriodLock> = locks.iter().filter(stops).collect();
    found.sort_by_key(|lock| lock.level != Level::Hard.word());
    found
}

/// A lock to be set.
#[derive(Debug, Clone, Copy)]
pub struct NewLock<'a> {
    pub scope: Scope,
    pub level: Level,
    /// The last day that is locked; `None` takes a soft lock away.
    pub through: Option<Date>,
    /// At most 300 characters; it stays in the activity.
    pub reason: &'a str,
}

/// Locks a scope through a day, or moves its lock.
pub async fn set(tx: &Tx, organization: Id, new: NewLock<'_>, (by, now): (&User, i64)) -> Result<()> {
    let NewLock { scope, level, through, reason } = new;
    let mut errors = Invalid::new();
    let reason = errors.required("reason", reason, 300);
    errors.finish()?;
    memberships::hold(tx, organization).await?;
    let present = store::lock(tx, organization, scope.word(), level.word()).await?;
    let before = present.as_ref().map(|lock| lock.locked_through.clone()).unwrap_or_default();
    let after = through.map(|day| day.to_string()).unwrap_or_default();
    if level == Level::Hard && after < before {
        return Err(Invalid::one("locked_through", "lock_cannot_go_back").into());
    }
    if through.is_some() {
        let (scope, level) = (scope.word().to_owned(), level.word().to_owned());
        let lock =
            PeriodLock { organization_id: organization, scope, level, locked_through: after.clone(), reason: reason.clone(), set_by: by.id, set_at: now };
        store::put_lock(tx, &lock).await?;
    } else {
        store::remove_lock(tx, organization, scope.word(), level.word()).await?;
    }
    let changes = vec![Change { field: "locked_through".into(), before, after }, Change { field: "reason".into(), before: String::new(), after: reason }];
    let name = format!("{}/{}", scope.word(), level.word());
    let entry = Entry { tenant: organization, actor: Some(by), action: "period_locked", subject: ("period_lock", organization, &name), changes };
    activity::record(tx, entry, now).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lock(scope: &str, level: &str, through: &str) -> PeriodLock {
        let word = |text: &str| text.to_owned();
        PeriodLock { scope: word(scope), level: word(level), locked_through: word(through), ..PeriodLock::default() }
    }

    #[test]
    fn the_firmest_lock_of_a_day_stops_it() {
        let locks = [lock("all", "hard", "2026-03-31"), lock("sales", "soft", "2026-06-30"), lock("sales", "hard", "2026-04-30")];
        let level = |journal, date| stopping(&locks, (journal, false), date).first().map(|lock| (lock.scope.as_str(), lock.level.as_str()));
        assert_eq!(level(Journal::General, "2026-03-31"), Some(("all", "hard")));
        assert_eq!(level(Journal::General, "2026-04-01"), None);
        assert_eq!(level(Journal::Sales, "2026-04-30").map(|l| l.1), Some("hard"));
        assert_eq!(level(Journal::Sales, "2026-05-01"), Some(("sales", "soft")));
        assert_eq!(level(Journal::Purchases, "2026-05-01"), None);
        assert_eq!(level(Journal::Sales, "2026-07-01"), None);
    }

    #[test]
    fn a_tax_lock_stops_what_touches_taxes_in_any_journal() {
        let locks = [lock("tax", "hard", "2026-03-31"), lock("all", "soft", "2026-01-31")];
        let scopes = |taxed, date| stopping(&locks, (Journal::General, taxed), date).iter().map(|lock| lock.scope.as_str()).collect::<Vec<_>>();
        assert_eq!(scopes(true, "2026-01-31"), ["tax", "all"]);
        assert_eq!(scopes(false, "2026-01-31"), ["all"]);
        assert_eq!(scopes(true, "2026-03-31"), ["tax"]);
        assert!(scopes(true, "2026-04-01").is_empty() && scopes(false, "2026-02-01").is_empty());
    }

    #[test]
    fn every_journal_but_the_general_has_a_scope() {
        for journal in Journal::ALL {
            let own = Scope::ALL.iter().filter(|scope| scope.stops(*journal, false)).count();
            assert_eq!(own, if *journal == Journal::General { 1 } else { 2 }, "{journal:?}");
        }
    }
}
