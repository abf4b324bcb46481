//! What is open by contact and by how long it is overdue.

use std::fmt;

use despacho_kernel::Id;
use jiff::{ToSpan, civil::Date};

/// Which control accounts are asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// What customers owe.
    Receivable,
    /// What is owed to vendors.
    Payable,
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Receivable => "receivable",
            Self::Payable => "payable",
        })
    }
}

/// The last days of the four ages: whatever is due on one of them or before is at least so old.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// The day before, and 31, 61 and 91 days before the day that is asked about, ISO 8601.
    pub days: [String; 4],
}

impl Limits {
    /// The limits as seen from a day; a day at the beginning of time is its own limit.
    pub fn of(day: Date) -> Self {
        Self { days: [1, 31, 61, 91].map(|back: i32| day.checked_sub(back.days()).unwrap_or(day).to_string()) }
    }
}

despacho_platform::row! {
    /// What is open of a contact in the organization's currency, in minor units: what is owed by a customer, or to a vendor, is positive. Payments and
    /// credits that settle nothing yet take from it, at their own day.
    #[derive(Debug, Clone, PartialEq, Eq, Default)]
    pub struct Ages {
        pub contact_id: Id,
        pub number: i64,
        pub name: String,
        pub tax_id: String,
        pub not_due: i64,
        /// Overdue by 1 to 30 days, and so on.
        pub thirty: i64,
        pub sixty: i64,
        pub ninety: i64,
        pub older: i64,
    }
}

despacho_platform::row! {
    /// What the items of one age come to; what is owed by a customer, or to a vendor, is positive.
    #[derive(Debug, Clone, PartialEq, Eq, Default)]
    pub struct AgeSum {
        /// 0 of what is not due, 4 of the oldest: a place in [`AGES`].
        pub age: i64,
        pub items: i64,
        pub amount: i64,
    }
}

despacho_platform::row! {
    /// What the items that are due on a day come to.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct DaySum {
        /// ISO 8601.
        pub due_on: String,
        pub items: i64,
        pub amount: i64,
    }
}

despacho_platform::row! {
    /// An item with what was open of it on a day, in minor units of the organization's currency.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct AgedItem {
        pub id: Id,
        /// A kind of document, `payment` or `write_off`.
        pub source: String,
        pub source_id: Id,
        pub label: String,
        /// What the other side calls it.
        pub reference: String,
        pub contact_number: i64,
        pub contact_name: String,
        pub date: String,
        pub due_on: String,
        pub amount: i64,
    }
}

/// The names of the ages, the youngest first: not due, and overdue by so many days.
pub const AGES: [&str; 5] = ["not_due", "days_1_30", "days_31_60", "days_61_90", "over_90"];

/// Far enough that nothing is due before or after.
const EVER: (Date, Date) = (Date::constant(1, 1, 1), Date::constant(9999, 12, 31));

/// The first and the last day on which what is of an age is due, as seen from a day.
pub fn due_within(age: usize, day: Date) -> (String, String) {
    let back = |days: i32| day.checked_sub(days.days()).unwrap_or(day).to_string();
    match age {
        0 => (day.to_string(), EVER.1.to_string()),
        1 => (back(30), back(1)),
        2 => (back(60), back(31)),
        3 => (back(90), back(61)),
        _ => (EVER.0.to_string(), back(91)),
    }
}

impl Ages {
    /// Its five ages, the youngest first.
    pub fn parts(&self) -> [i64; 5] {
        [self.not_due, self.thirty, self.sixty, self.ninety, self.older]
    }

    pub fn total(&self) -> i64 {
        self.parts().iter().sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_age_ends_thirty_days_after_the_one_before() {
        let day: Date = "2026-03-31".parse().expect("a day");
        assert_eq!(Limits::of(day).days, ["2026-03-30", "2026-02-28", "2026-01-29", "2025-12-30"]);
        // The days of each age begin after those of the older one.
        let within = [0, 1, 2, 3, 4].map(|age| due_within(age, day));
        assert_eq!(within[1], ("2026-03-01".into(), "2026-03-30".into()));
        for (age, limit) in Limits::of(day).days.iter().enumerate() {
            assert_eq!(within[age + 1].1, *limit, "{age}");
            let next: Date = limit.parse().expect("a day");
            assert_eq!(within[age].0, next.tomorrow().expect("a day").to_string(), "{age}");
        }
        assert_eq!(Limits::of(Date::MIN).days, [Date::MIN; 4].map(|day| day.to_string()));
    }
}
