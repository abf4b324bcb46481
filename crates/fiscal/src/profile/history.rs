//! What was said of a fiscal profile, since when, by whom and when: nothing of it changes, and the profile of any day follows from it.

use std::collections::BTreeMap;

use despacho_kernel::Id;
use jiff::civil::Date;

use super::entity::{FiscalProfile, PROFILE};

despacho_platform::row! {
    /// One field's value from a day on. What is said last holds from its day on, whatever was said before of later days.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Said in "fiscal_profile_values" key (practice_id, id) {
        pub practice_id: Id,
        /// In the order in which it was said.
        pub id: Id,
        pub client_id: Id,
        /// The field's name.
        pub field: String,
        pub value: String,
        /// ISO 8601; empty of what has always been so.
        pub valid_from: String,
        pub set_by: Id,
        /// UTC milliseconds.
        pub set_at: i64,
    }
}

/// A stretch of days in which a field has one value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch<'h> {
    pub said: &'h Said,
    /// Its last day; none while it goes on.
    pub valid_to: Option<Date>,
}

/// All that was said of a client, in the order in which it was said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History(pub Vec<Said>);

impl History {
    /// The value of a field on a day and what said so; the last that holds from that day or before.
    pub fn said(&self, field: &str, day: Date) -> Option<&Said> {
        let day = day.to_string();
        self.0.iter().rev().find(|said| said.field == field && said.valid_from <= day)
    }

    /// The profile of a day, at a version.
    pub fn on(&self, day: Date, version: i64) -> FiscalProfile {
        let day = day.to_string();
        let mut values: BTreeMap<&str, &str> = BTreeMap::new();
        for said in self.0.iter().filter(|said| said.valid_from <= day) {
            values.insert(&said.field, &said.value);
        }
        let mut profile = FiscalProfile { version, ..FiscalProfile::default() };
        for field in PROFILE.list {
            if let Some(value) = values.get(field.name) {
                (field.set)(&mut profile, value);
            }
        }
        profile
    }

    /// Whether anything was said of a field.
    pub fn has(&self, field: &str) -> bool {
        self.0.iter().any(|said| said.field == field)
    }

    /// The days of a stretch of days on which something may be otherwise than the day before: its first day among them.
    pub fn turns(&self, first: Date, last: Date) -> Vec<Date> {
        let mut days = vec![first];
        days.extend(self.0.iter().filter_map(|said| said.valid_from.parse::<Date>().ok()).filter(|day| *day > first && *day <= last));
        days.sort_unstable();
        days.dedup();
        days
    }

    /// The stretches of each field, the latest first within its field, fields in the order of the form. What was wholly said over is left out.
    pub fn stretches(&self) -> Vec<Stretch<'_>> {
        PROFILE.list.iter().flat_map(|field| self.of_field(field.name)).collect()
    }

    fn of_field(&self, field: &str) -> Vec<Stretch<'_>> {
        // From the last that was said backwards: each holds until the earliest day that a later one holds from.
        let mut until: Option<&str> = None;
        let mut found = vec![];
        for said in self.0.iter().rev().filter(|said| said.field == field) {
            if until.is_none_or(|until| said.valid_from.as_str() < until) {
                let valid_to = until.and_then(|day| day.parse::<Date>().ok()?.yesterday().ok());
                found.push(Stretch { said, valid_to });
                until = Some(&said.valid_from);
            }
        }
        found
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use despacho_kernel::new_id;
    use proptest::prelude::*;

    use super::*;

    pub(crate) fn said(field: &str, value: &str, valid_from: &str) -> Said {
        let nobody = Id::nil();
        Said {
            practice_id: nobody,
            id: new_id(),
            client_id: nobody,
            field: field.into(),
            value: value.into(),
            valid_from: valid_from.into(),
            set_by: nobody,
            set_at: 0,
        }
    }

    fn day(text: &str) -> Date {
        text.parse().expect("a date")
    }

    #[test]
    fn what_is_said_last_holds_from_its_day_on() {
        let history = History(vec![
            said("vat_period", "quarter", ""),
            said("vat_period", "month", "2026-07-01"),
            said("vat_period", "quarter", "2026-04-01"),
            said("vat_period", "month", "2027-01-01"),
        ]);
        for (on, value) in [("2025-01-01", "quarter"), ("2026-08-01", "quarter"), ("2027-01-01", "month")] {
            assert_eq!(history.on(day(on), 1).vat_period, value, "{on}");
        }
        let told: Vec<(&str, &str, Option<String>)> = history
            .stretches()
            .iter()
            .map(|s| (s.said.value.as_str(), s.said.valid_from.as_str(), s.valid_to.map(|day| day.to_string())))
            .collect();
        assert_eq!(told, [("month", "2027-01-01", None), ("quarter", "2026-04-01", Some("2026-12-31".into())), ("quarter", "", Some("2026-03-31".into()))]);
    }

    proptest! {
        #[test]
        fn stretches_tell_what_the_profile_of_each_day_has(days in proptest::collection::vec((0i16..6, 1i8..=12), 1..8), on in (0i16..6, 1i8..=12)) {
            let at = |(year, month): (i16, i8)| Date::new(2024 + year, month, 1).expect("a date");
            let history = History(days.iter().enumerate().map(|(n, of)| {
                let from = if of.0 == 0 { String::new() } else { at(*of).to_string() };
                said("municipality", &n.to_string(), &from)
            }).collect());
            let on = at(on);
            let holds = history.stretches().into_iter().find(|s| s.said.valid_from <= on.to_string() && s.valid_to.is_none_or(|to| on <= to));
            prop_assert_eq!(holds.map(|s| s.said.value.clone()).unwrap_or_default(), history.on(on, 1).municipality);
        }
    }
}
