//! The checks, and when each is a warning.

use despacho_kernel::{Id, place, words};
use jiff::{ToSpan, civil::Date};

words! {
    /// What is looked at of an organization's books.
    Check {
        /// Days since the last day that has an entry.
        LastPosting = "last_posting",
        /// Entries that are not posted yet.
        Drafts = "drafts",
        /// What waits on suspense accounts (Spain: 551, 555).
        Suspense = "suspense",
        /// Cash and banks below zero.
        Cash = "cash",
        /// Taxes of ended quarters that are not locked as filed.
        Tax = "tax",
        /// Ended months with entries that are not locked.
        Months = "months",
        /// The oldest year that ended and is open.
        Year = "year",
        /// Typed opening balances that do not balance.
        Opening = "opening",
        /// Days since the last day through which a bank account was closed; of several the one that is furthest behind.
        BankReconciled = "bank_reconciled",
        /// Lines of banks that are matched with nothing.
        BankLines = "bank_lines",
        /// Invoices that are not issued yet.
        DraftInvoices = "draft_invoices",
        /// Bills that are not registered yet.
        DraftBills = "draft_bills",
        /// What customers owe beyond its day.
        Overdue = "overdue",
    }
}

/// In what a check's value is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    Days,
    Count,
    Months,
    /// Minor units of the organization's currency.
    Money,
}

impl Check {
    pub fn unit(self) -> Unit {
        match self {
            Self::LastPosting | Self::Year | Self::BankReconciled => Unit::Days,
            Self::Drafts | Self::BankLines | Self::DraftInvoices | Self::DraftBills => Unit::Count,
            Self::Months => Unit::Months,
            Self::Suspense | Self::Cash | Self::Tax | Self::Opening | Self::Overdue => Unit::Money,
        }
    }

    /// The value above which it is a warning unless an organization has another: of money whole units of the currency.
    pub fn usual(self) -> i64 {
        match self {
            Self::LastPosting => 31,
            Self::Months => 2,
            Self::Year => 90,
            Self::BankReconciled => 45,
            Self::Drafts
            | Self::Suspense
            | Self::Cash
            | Self::Tax
            | Self::Opening
            | Self::BankLines
            | Self::DraftInvoices
            | Self::DraftBills
            | Self::Overdue => 0,
        }
    }

    /// The page of the organization where it is put right.
    pub fn page(self) -> &'static str {
        match self {
            Self::LastPosting => "/journal-entries",
            Self::Drafts => "/journal-entries?status=draft",
            Self::Suspense | Self::Cash | Self::Tax => "/reports/general-ledger",
            Self::Months => "/period-locks",
            Self::Year => "/fiscal-years",
            Self::Opening => "/opening-balances",
            Self::BankReconciled | Self::BankLines => "/bank-accounts",
            Self::DraftInvoices => "/invoices?status=draft",
            Self::DraftBills => "/bills?status=draft",
            Self::Overdue => "/reports/aged-receivables",
        }
    }
}

/// What a check found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    pub organization_id: Id,
    /// In the check's unit; of money signed, debit positive.
    pub value: i64,
    /// ISO 8601.
    pub since: String,
    /// The account that it is about, where it is one.
    pub account: String,
}

/// A warning that is put off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snooze {
    /// ISO 8601; the day is included.
    pub through: String,
    pub reason: String,
    pub by: String,
}

/// A cell of the matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    pub check: Check,
    pub found: Option<Found>,
    /// The value above which it is a warning.
    pub threshold: i64,
    pub own_threshold: bool,
    pub snooze: Option<Snooze>,
    /// Whether its value is above the threshold.
    pub over: bool,
}

impl Cell {
    /// Whether it warns: it is above its threshold and not put off.
    pub fn warns(&self, today: Date) -> bool {
        self.over && !self.is_snoozed(today)
    }

    /// Whether it would warn and is put off.
    pub fn is_snoozed(&self, today: Date) -> bool {
        self.over && self.snooze.as_ref().is_some_and(|snooze| snooze.through >= today.to_string())
    }
}

/// Whether a value is above a threshold: of money its size, in whole units of the currency.
pub fn is_over(check: Check, value: i64, threshold: i64, currency: &str) -> bool {
    if check.unit() == Unit::Money {
        let digits = place::currency(currency).map_or(2, |currency| currency.digits);
        return value.unsigned_abs() > u64::try_from(threshold).unwrap_or(0).saturating_mul(10u64.pow(digits.into()));
    }
    value > threshold
}

/// Days from one to another, none where it is later.
pub fn days_between(since: &str, today: Date) -> i64 {
    since.parse::<Date>().map_or(0, |since| i64::from((today - since).get_days()).max(0))
}

/// Whole months from that of a day through the last one that has ended.
pub fn months_since(since: &str, today: Date) -> i64 {
    let Ok(since) = since.parse::<Date>() else { return 0 };
    let index = |day: Date| i64::from(day.year()) * 12 + i64::from(day.month());
    (index(today) - index(since)).max(0)
}

/// The last day of the last quarter that has ended.
pub fn last_quarter(today: Date) -> Date {
    let begins = Date::new(today.year(), (today.month() - 1) / 3 * 3 + 1, 1).unwrap_or(today);
    begins.checked_sub(1.day()).unwrap_or(today)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_warns_above_its_threshold_unless_it_is_put_off() {
        assert!(is_over(Check::Suspense, -1, 0, "EUR") && !is_over(Check::Suspense, 0, 0, "EUR"));
        assert!(!is_over(Check::Suspense, 10_000, 100, "EUR") && is_over(Check::Suspense, 10_001, 100, "EUR") && is_over(Check::Suspense, 101, 100, "JPY"));
        assert!(is_over(Check::LastPosting, 32, 31, "EUR") && !is_over(Check::LastPosting, 31, 31, "EUR"));
        let today = Date::constant(2026, 4, 14);
        let cell = |through: Option<&str>| Cell {
            check: Check::Cash,
            found: None,
            threshold: 0,
            own_threshold: false,
            snooze: through.map(|through| Snooze { through: through.into(), reason: String::new(), by: String::new() }),
            over: true,
        };
        assert!(cell(None).warns(today) && !cell(Some("2026-04-14")).warns(today) && cell(Some("2026-04-13")).warns(today));
        assert!(cell(Some("2026-04-14")).is_snoozed(today) && !cell(None).is_snoozed(today));
    }

    #[test]
    fn days_months_and_quarters_are_counted() {
        let today = Date::constant(2026, 4, 14);
        assert_eq!((days_between("2026-03-14", today), days_between("2026-05-01", today), days_between("", today)), (31, 0, 0));
        assert_eq!((months_since("2026-01-31", today), months_since("2026-04-01", today), months_since("2025-12-01", today)), (3, 0, 4));
        assert_eq!(last_quarter(today).to_string(), "2026-03-31");
        assert_eq!(last_quarter(Date::constant(2026, 3, 31)).to_string(), "2025-12-31");
        assert_eq!(last_quarter(Date::constant(2026, 1, 1)).to_string(), "2025-12-31");
    }
}
