//! Limits on attempts, per address and per key, kept in memory.

use std::{
    collections::HashMap,
    num::NonZeroU32,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use governor::{
    Quota, RateLimiter,
    clock::{Clock, DefaultClock},
    state::keyed::DashMapStateStore,
};

use crate::error::{Error, Result};

type Limiter = RateLimiter<String, DashMapStateStore<String>, DefaultClock>;

/// The product's limits.
pub struct Limits {
    /// Wrong passwords for one address.
    password: Limiter,
    /// Addresses with too many wrong passwords, and until when no password is tried for them, right or wrong.
    blocked: Mutex<HashMap<String, Instant>>,
    /// Messages that a stranger can make us send to one address.
    mail: Limiter,
    /// Sign-ups, sign-ins and resets from one network address.
    network: Limiter,
}

fn per_minute(steady: u32, burst: u32) -> Limiter {
    let one = NonZeroU32::MIN;
    let quota = Quota::per_minute(NonZeroU32::new(steady).unwrap_or(one)).allow_burst(NonZeroU32::new(burst).unwrap_or(one));
    RateLimiter::keyed(quota)
}

impl Default for Limits {
    fn default() -> Self {
        Self { password: per_minute(1, 10), blocked: Mutex::default(), mail: per_minute(1, 5), network: per_minute(60, 200) }
    }
}

fn check(limiter: &Limiter, key: &str) -> Result<()> {
    let wait = |no: governor::NotUntil<_>| Error::TooMany(no.wait_time_from(DefaultClock::default().now()).as_secs() + 1);
    limiter.check_key(&key.to_owned()).map_err(wait)
}

impl Limits {
    /// Tries a password for an address: `attempt` answers nothing when it is wrong. After too many wrong ones it is not
    /// even tried until the wait is over, so that a guess learns nothing.
    pub async fn password<T>(&self, email: &str, attempt: impl Future<Output = Result<Option<T>>>) -> Result<Option<T>> {
        if let Some(until) = self.blocked().get(email).copied().filter(|until| *until > Instant::now()) {
            return Err(Error::TooMany(until.duration_since(Instant::now()).as_secs() + 1));
        }
        let found = attempt.await?;
        if found.is_none()
            && let Err(error) = check(&self.password, email)
        {
            if let Error::TooMany(wait) = &error {
                self.blocked().insert(email.to_owned(), Instant::now() + Duration::from_secs(*wait));
            }
            return Err(error);
        }
        Ok(found)
    }

    fn blocked(&self) -> std::sync::MutexGuard<'_, HashMap<String, Instant>> {
        self.blocked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One more message to this address.
    pub fn mail(&self, email: &str) -> Result<()> {
        check(&self.mail, email)
    }

    /// One more attempt from this network address.
    pub fn network(&self, address: &str) -> Result<()> {
        check(&self.network, address)
    }

    /// Forgets keys that have been quiet.
    pub fn shrink(&self) {
        self.password.retain_recent();
        self.blocked().retain(|_, until| *until > Instant::now());
        self.mail.retain_recent();
        self.network.retain_recent();
    }
}
