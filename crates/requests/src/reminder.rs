//! When a client is reminded. Pure.

use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};

use crate::request::{Request, State};

/// The hours of the day between which reminders go, where the practice is.
pub const FROM_HOUR: i8 = 9;
pub const TO_HOUR: i8 = 19;
/// Most reminders of a request that go by themselves: whoever did not hear so many will not hear one more.
pub const MOST: i64 = 12;

fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// The day of a request's next reminder: so many days after the last one or the sending, and not at a weekend. None where it has come to an end.
pub fn next(request: &Request) -> Option<Date> {
    if request.remind_every <= 0 || request.reminders >= MOST || !request.state().is_answerable() || request.state() == State::Undeliverable {
        return None;
    }
    let last: Date = request.reminded_on.parse().ok()?;
    let mut day = last.checked_add(request.remind_every.days()).ok()?;
    while is_weekend(day) {
        day = day.tomorrow().ok()?;
    }
    Some(day)
}

/// Whether a request is reminded of today.
pub fn is_due(request: &Request, today: Date) -> bool {
    !is_weekend(today) && next(request).is_some_and(|day| day <= today)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(last: &str, every: i64) -> Request {
        Request { reminded_on: last.into(), remind_every: every, state: "sent".into(), ..Request::default() }
    }

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    #[test]
    fn every_so_many_days_and_quiet_at_weekends() {
        // Thursday, 1 April 2027; three days later it is Sunday.
        assert_eq!(next(&of("2027-04-01", 3)), Some(day("2027-04-05")));
        assert_eq!(next(&of("2027-04-05", 3)), Some(day("2027-04-08")));
        assert!(!is_due(&of("2027-04-01", 3), day("2027-04-04")) && is_due(&of("2027-04-01", 3), day("2027-04-05")));
        // What was missed goes on the next working day.
        assert!(is_due(&of("2027-04-01", 3), day("2027-04-20")) && !is_due(&of("2027-04-01", 3), day("2027-04-17")));
    }

    #[test]
    fn it_stops_when_it_is_done() {
        for state in ["draft", "submitted", "accepted", "cancelled", "undeliverable"] {
            assert_eq!(next(&Request { state: state.into(), ..of("2027-04-01", 3) }), None, "{state}");
        }
        assert_eq!((next(&of("2027-04-01", 0)), next(&of("", 3)), next(&Request { reminders: MOST, ..of("2027-04-01", 3) })), (None, None, None));
    }

    proptest! {
        #[test]
        fn a_reminder_is_never_at_a_weekend_nor_before_its_days(days in 0i32..5000, every in 1i64..60) {
            let last = Date::constant(2026, 1, 1).checked_add(days.days()).expect("a day");
            let next = next(&of(&last.to_string(), every)).expect("a day");
            prop_assert!(!is_weekend(next) && next >= last.checked_add(every.days()).expect("a day"));
            prop_assert!(next <= last.checked_add((every + 2).days()).expect("a day") && is_due(&of(&last.to_string(), every), next));
        }
    }
}
