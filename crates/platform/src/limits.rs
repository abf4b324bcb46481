//! Limits on attempts, per address and per key, kept in memory.

use std::{
    collections::HashMap,
    num::NonZeroU32,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use despacho_kernel::Id;
use governor::{
    Quota, RateLimiter,
    clock::{Clock, DefaultClock},
    state::keyed::DashMapStateStore,
};

use crate::{
    error::{Error, Result},
    secret,
};

type Limiter = RateLimiter<String, DashMapStateStore<String>, DefaultClock>;

/// Attempts that are counted before they are made and given back when they were right, so that those made at once count too.
struct Attempts {
    burst: f64,
    per_second: f64,
    left: Mutex<HashMap<String, (f64, Instant)>>,
}

impl Attempts {
    fn new(burst: u32, per_minute: u32) -> Self {
        Self { burst: burst.into(), per_second: f64::from(per_minute) / 60.0, left: Mutex::default() }
    }

    fn left(&self) -> std::sync::MutexGuard<'_, HashMap<String, (f64, Instant)>> {
        self.left.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes one attempt, or says how many seconds to wait for the next.
    fn take(&self, key: &str) -> Result<()> {
        let now = Instant::now();
        let mut all = self.left();
        let (left, at) = all.get(key).copied().unwrap_or((self.burst, now));
        let left = (left + now.duration_since(at).as_secs_f64() * self.per_second).min(self.burst);
        if left < 1.0 {
            let wait = ((1.0 - left) / self.per_second).ceil();
            return Err(Error::TooMany(Duration::from_secs_f64(wait).as_secs() + 1));
        }
        all.insert(key.to_owned(), (left - 1.0, now));
        Ok(())
    }

    fn give_back(&self, key: &str) {
        if let Some((left, _)) = self.left().get_mut(key) {
            *left = (*left + 1.0).min(self.burst);
        }
    }

    /// Forgets who has all attempts again.
    fn shrink(&self) {
        let (now, burst, per_second) = (Instant::now(), self.burst, self.per_second);
        self.left().retain(|_, (left, at)| *left + now.duration_since(*at).as_secs_f64() * per_second < burst);
    }
}

/// Who tries a password: for which account, from which network, and whether the browser has signed in to it before.
#[derive(Debug, Clone, Copy)]
pub struct Guess<'a> {
    pub email: &'a str,
    pub network: &'a str,
    pub known: bool,
}

/// The product's limits. What strangers send is a key only as its hash.
pub struct Limits {
    /// Wrong passwords for one account from one network.
    guesses: Attempts,
    /// Wrong passwords for one account from anywhere: who is known there is let through.
    account: Attempts,
    /// Links that confirm an address, and other messages that a stranger can make us send to it.
    mail: Limiter,
    /// Links to choose another password, asked for from one network.
    resets: Limiter,
    /// The same from anywhere.
    all_resets: Limiter,
    /// Sign-ups, sign-ins and resets from one network address.
    network: Limiter,
    /// Practices and organizations that one person founds.
    founded: Limiter,
}

/// So many at once, and one more after each so many seconds.
fn one_in(seconds: u32, burst: u32) -> Limiter {
    let one = NonZeroU32::MIN;
    let slowest = Quota::per_hour(one);
    let quota = Quota::with_period(Duration::from_secs(seconds.into())).unwrap_or(slowest);
    RateLimiter::keyed(quota.allow_burst(NonZeroU32::new(burst).unwrap_or(one)))
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            guesses: Attempts::new(10, 1),
            account: Attempts::new(100, 10),
            mail: one_in(600, 5),
            resets: one_in(300, 5),
            all_resets: one_in(60, 25),
            network: one_in(1, 200),
            founded: one_in(60, 2000),
        }
    }
}

fn check(limiter: &Limiter, key: &str) -> Result<()> {
    let wait = |no: governor::NotUntil<_>| Error::TooMany(no.wait_time_from(DefaultClock::default().now()).as_secs() + 1);
    limiter.check_key(&secret::hash(key)).map_err(wait)
}

impl Limits {
    /// Tries a password: `attempt` answers nothing when it is wrong. After too many wrong ones for the account from that network it
    /// is not even tried until the wait is over, so that a guess learns nothing; a stranger elsewhere keeps nobody out who is known.
    pub async fn password<T>(&self, guess: Guess<'_>, attempt: impl Future<Output = Result<Option<T>>>) -> Result<Option<T>> {
        let account = secret::hash(guess.email);
        // Who shares a network with a known browser does not keep it out.
        let here = secret::hash(&format!("{}\0{}\0{}", guess.email, guess.network, guess.known));
        self.guesses.take(&here)?;
        if !guess.known
            && let Err(wait) = self.account.take(&account)
        {
            self.guesses.give_back(&here);
            return Err(wait);
        }
        let found = attempt.await;
        // What was right, or could not be tried, was no wrong guess.
        if !matches!(found, Ok(None)) {
            self.guesses.give_back(&here);
            if !guess.known {
                self.account.give_back(&account);
            }
        }
        found
    }

    /// One more message to this address.
    pub fn mail(&self, email: &str) -> Result<()> {
        check(&self.mail, email)
    }

    /// One more link to choose another password. A stranger elsewhere keeps nobody from theirs, nor does whoever signs an address up.
    pub fn reset(&self, email: &str, network: &str) -> Result<()> {
        check(&self.resets, &format!("{email}\0{network}"))?;
        check(&self.all_resets, email)
    }

    /// One more attempt from this network address.
    pub fn network(&self, address: &str) -> Result<()> {
        check(&self.network, address)
    }

    /// One more practice or organization that a person founds: each fills the disk with what it starts with.
    pub fn founding(&self, user: Id) -> Result<()> {
        check(&self.founded, &user.to_string())
    }

    /// Forgets keys that have been quiet.
    pub fn shrink(&self) {
        self.guesses.shrink();
        self.account.shrink();
        self.mail.retain_recent();
        self.resets.retain_recent();
        self.all_resets.retain_recent();
        self.network.retain_recent();
        self.founded.retain_recent();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_signs_an_address_up_keeps_nobody_from_another_password() {
        let limits = Limits::default();
        for _ in 0..5 {
            assert!(limits.mail("a@b.example").is_ok());
        }
        assert!(matches!(limits.mail("a@b.example"), Err(Error::TooMany(wait)) if (590..=601).contains(&wait)), "one more in ten minutes");
        // From one network five, of all together twenty-five.
        for network in ["1", "2", "3", "4", "5"] {
            for _ in 0..5 {
                assert!(limits.reset("a@b.example", network).is_ok(), "{network}");
            }
            assert!(limits.reset("a@b.example", network).is_err(), "{network}");
        }
        assert!(limits.reset("a@b.example", "6").is_err());
        assert!(limits.reset("c@b.example", "6").is_ok());
    }

    #[test]
    fn one_person_founds_no_end_of_organizations() {
        let (limits, one, other) = (Limits::default(), Id::nil(), Id::max());
        assert_eq!((0..2010).filter(|_| limits.founding(one).is_ok()).count(), 2000);
        assert!(limits.founding(other).is_ok());
    }
}
