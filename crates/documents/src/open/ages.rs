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
        assert_eq!(Limits::of(Date::MIN).days, [Date::MIN; 4].map(|day| day.to_string()));
    }
}
