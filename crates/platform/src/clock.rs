//! Time comes in as an argument: instants are UTC milliseconds since 1970.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

/// Milliseconds of an hour.
pub const HOUR: i64 = 3_600_000;
/// Milliseconds of a day.
pub const DAY: i64 = 24 * HOUR;

/// The system's clock, which a test may move forward.
#[derive(Clone, Default)]
pub struct Clock(Arc<AtomicI64>);

impl Clock {
    /// Now, in UTC milliseconds.
    pub fn now(&self) -> i64 {
        jiff::Timestamp::now().as_millisecond() + self.0.load(Ordering::Relaxed)
    }

    /// Moves the clock forward by milliseconds.
    pub fn advance(&self, by: i64) {
        self.0.fetch_add(by, Ordering::Relaxed);
    }
}
