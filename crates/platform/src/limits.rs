//! Limits on attempts, per address and per key, kept in memory.

use std::num::NonZeroU32;

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
        Self { password: per_minute(1, 10), mail: per_minute(1, 5), network: per_minute(60, 200) }
    }
}

fn check(limiter: &Limiter, key: &str) -> Result<()> {
    let wait = |no: governor::NotUntil<_>| Error::TooMany(no.wait_time_from(DefaultClock::default().now()).as_secs() + 1);
    limiter.check_key(&key.to_owned()).map_err(wait)
}

impl Limits {
    /// One more wrong password for this address.
    pub fn password(&self, email: &str) -> Result<()> {
        check(&self.password, email)
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
        self.mail.retain_recent();
        self.network.retain_recent();
    }
}
