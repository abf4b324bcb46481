//! The figures of a client's books, described once: page, files and API follow from [`Measure`].

use std::cmp::Ordering;

use despacho_kernel::{place, words};
use jiff::{ToSpan, civil::Date};

use crate::control::store::Kept;

words! {
    /// What income and expenses are of.
    Span {
        /// The calendar year so far, and the whole year before.
        Year = "year",
        /// The quarter so far, and the whole quarter before.
        Quarter = "quarter",
    }
}

impl Span {
    /// The first months of the present period and of the one before.
    fn begins(self, today: Date) -> (Date, Date) {
        let (first, months) = match self {
            Self::Year => (today.first_of_year(), 12),
            Self::Quarter => (today.first_of_month().checked_sub(((today.month() - 1) % 3).months()).unwrap_or(today), 3),
        };
        (first, first.checked_sub(months.months()).unwrap_or(first))
    }

    /// The months of the period before and of the present one: the first of each, as `2026-01`.
    pub fn months(self, today: Date) -> (String, String) {
        let (first, before) = self.begins(today);
        (before.strftime("%Y-%m").to_string(), first.strftime("%Y-%m").to_string())
    }
}

words! {
    /// A figure of a client's books.
    Measure {
        /// Cash and banks.
        Cash = "cash",
        /// What customers owe.
        Receivables = "receivables",
        /// What of it is overdue.
        Overdue = "overdue",
        /// What is owed to vendors.
        Payables = "payables",
        Income = "income",
        /// Of the period before.
        IncomeBefore = "income_before",
        Expenses = "expenses",
        ExpensesBefore = "expenses_before",
        Result = "result",
        ResultBefore = "result_before",
        /// What of the income is left.
        Margin = "margin",
    }
}

/// In what a measure is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Minor units of the organization's currency.
    Money,
    /// Tenths of a percent.
    Share,
}

impl Measure {
    pub fn unit(self) -> Unit {
        if self == Self::Margin { Unit::Share } else { Unit::Money }
    }
}

/// What is read of an organization's books, in minor units of its currency, as of the end of a day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    pub cash: i64,
    pub receivables: i64,
    pub overdue: i64,
    pub payables: i64,
    pub income: i64,
    pub income_before: i64,
    pub expenses: i64,
    pub expenses_before: i64,
}

/// An organization of a client with its figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Insight {
    pub kept: Kept,
    pub figures: Figures,
}

impl Insight {
    /// A figure in its unit; none of a margin without income.
    pub fn value(&self, measure: Measure) -> Option<i64> {
        let of = &self.figures;
        Some(match measure {
            Measure::Cash => of.cash,
            Measure::Receivables => of.receivables,
            Measure::Overdue => of.overdue,
            Measure::Payables => of.payables,
            Measure::Income => of.income,
            Measure::IncomeBefore => of.income_before,
            Measure::Expenses => of.expenses,
            Measure::ExpensesBefore => of.expenses_before,
            Measure::Result => of.income - of.expenses,
            Measure::ResultBefore => of.income_before - of.expenses_before,
            Measure::Margin => {
                let result = i128::from(of.income - of.expenses) * 1000;
                return (of.income > 0).then(|| i64::try_from(result / i128::from(of.income)).unwrap_or(0));
            }
        })
    }

    pub fn digits(&self) -> u8 {
        place::currency(&self.kept.currency).map_or(2, |currency| currency.digits)
    }

    /// A figure as it is compared with those of other currencies: as if all had four decimals.
    fn rank(&self, measure: Measure) -> Option<i128> {
        let scale = if measure.unit() == Unit::Money { 10i128.pow(u32::from(4u8.saturating_sub(self.digits()))) } else { 1 };
        self.value(measure).map(|value| i128::from(value) * scale)
    }
}

/// Sorts by a measure, or by client where there is none; what has no figure stands last either way. Equal ones stay by client.
pub fn sort(insights: &mut [Insight], by: Option<Measure>, descending: bool) {
    let Some(measure) = by else {
        if descending {
            insights.reverse();
        }
        return;
    };
    insights.sort_by(|a, b| match (a.rank(measure), b.rank(measure)) {
        (Some(a), Some(b)) if descending => b.cmp(&a),
        (Some(a), Some(b)) => a.cmp(&b),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    });
}

/// What a measure comes to over all, where all are of one currency.
pub fn total(insights: &[Insight], measure: Measure) -> Option<i64> {
    let first = insights.first()?;
    let alike = measure.unit() == Unit::Money && insights.iter().all(|of| of.kept.currency == first.kept.currency);
    alike.then(|| insights.iter().filter_map(|of| of.value(measure)).sum())
}

#[cfg(test)]
mod tests {
    use despacho_kernel::new_id;

    use super::*;

    fn insight(name: &str, currency: &str, income: i64, expenses: i64) -> Insight {
        let kept = Kept {
            client_id: new_id(),
            client_name: name.into(),
            organization_id: new_id(),
            name: name.into(),
            country: "ES".into(),
            currency: currency.into(),
            assigned: false,
        };
        Insight { kept, figures: Figures { income, expenses, ..Figures::default() } }
    }

    #[test]
    fn clients_are_sorted_by_a_figure_whatever_their_currency() {
        let mut all = vec![insight("a", "EUR", 0, 5), insight("b", "JPY", 200, 100), insight("c", "EUR", 10_000, 9_000), insight("d", "EUR", 100, 50)];
        let names = |all: &[Insight]| all.iter().map(|of| of.kept.name.clone()).collect::<String>();
        sort(&mut all, Some(Measure::Income), true);
        assert_eq!(names(&all), "bcda");
        sort(&mut all, Some(Measure::Margin), false);
        assert_eq!(names(&all), "cbda");
        assert_eq!((total(&all, Measure::Income), total(&all[2..], Measure::Income), total(&all[2..], Measure::Margin)), (None, Some(100), None));
    }

    #[test]
    fn spans_are_of_the_calendar() {
        let day: Date = "2026-05-17".parse().expect("a day");
        assert_eq!(Span::Year.months(day), ("2025-01".into(), "2026-01".into()));
        assert_eq!(Span::Quarter.months(day), ("2026-01".into(), "2026-04".into()));
    }
}
