//! What an exception opens.

use despacho_kernel::{Id, words};

use crate::journal::locks::Scope;

words! {
    /// Where an exception stands.
    Standing {
        /// Somebody asks for it.
        Asked = "asked",
        /// It is given, until it expires.
        Granted = "granted",
        /// It was asked for and not given.
        Refused = "refused",
        /// It was given and taken back.
        Ended = "ended",
    }
}

despacho_platform::row! {
    /// An exception to the soft locks of a scope.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct LockException in "lock_exceptions" key (organization_id, id) {
        pub organization_id: Id,
        pub id: Id,
        /// A [`Standing`].
        pub state: String,
        /// A [`Scope`]; `all` opens every soft lock.
        pub scope: String,
        /// Whom it is for; everyone who posts where it names nobody.
        pub user_id: Option<Id>,
        /// The days that it opens, ISO 8601; empty where it has no bound.
        pub first_day: String,
        pub last_day: String,
        /// UTC milliseconds; it ends by itself.
        pub expires_at: i64,
        pub reason: String,
        pub asked_by: Option<Id>,
        pub asked_at: Option<i64>,
        pub decided_by: Option<Id>,
        pub decided_at: Option<i64>,
    }
}

impl LockException {
    /// Whether it is given and not over.
    pub fn is_open(&self, now: i64) -> bool {
        self.state == Standing::Granted.word() && self.expires_at > now
    }

    /// Whether it opens a soft lock of a scope for somebody who posts on a day.
    pub fn opens(&self, scope: &str, user: Id, day: &str, now: i64) -> bool {
        let (first, last) = (self.first_day.as_str(), self.last_day.as_str());
        self.is_open(now)
            && (self.scope == Scope::All.word() || self.scope == scope)
            && self.user_id.is_none_or(|own| own == user)
            && (first.is_empty() || first <= day)
            && (last.is_empty() || day <= last)
    }
}

#[cfg(test)]
mod tests {
    use despacho_kernel::new_id;

    use super::*;

    #[test]
    fn an_exception_opens_its_scope_to_whom_it_is_for_until_it_expires() {
        let (ana, luis) = (new_id(), new_id());
        let given = LockException {
            organization_id: Id::nil(),
            id: Id::nil(),
            state: "granted".into(),
            scope: "sales".into(),
            user_id: Some(ana),
            first_day: "2026-01-01".into(),
            last_day: "2026-01-31".into(),
            expires_at: 1_000,
            reason: String::new(),
            asked_by: None,
            asked_at: None,
            decided_by: None,
            decided_at: None,
        };
        assert!(given.opens("sales", ana, "2026-01-31", 999));
        for (scope, user, day, now) in [
            ("sales", ana, "2026-01-31", 1_000),
            ("sales", luis, "2026-01-31", 0),
            ("sales", ana, "2026-02-01", 0),
            ("all", ana, "2026-01-15", 0),
            ("tax", ana, "2026-01-15", 0),
        ] {
            assert!(!given.opens(scope, user, day, now), "{scope} {day} {now}");
        }
        let wide = LockException { scope: "all".into(), user_id: None, first_day: String::new(), last_day: String::new(), ..given.clone() };
        assert!(wide.opens("all", luis, "2020-01-01", 0) && wide.opens("tax", ana, "2026-01-01", 0));
        for state in ["asked", "refused", "ended"] {
            assert!(!LockException { state: state.into(), ..wide.clone() }.opens("all", ana, "2026-01-01", 0), "{state}");
        }
    }
}
