//! Filling forms: what taxes give to boxes, and what follows from it.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::{
    boxes::{self, Takes},
    forms::{Form, Line},
    tax::Tax,
};

/// What documents come to in one tax: sums in minor units, below zero of what corrects others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sums {
    /// The tax, with the rate that the documents have.
    pub tax: Tax,
    /// Whether the documents correct others.
    pub refund: bool,
    /// What it stands upon.
    pub base: i64,
    /// What is charged, owed or kept back.
    pub amount: i64,
    /// What of it is deducted.
    pub deducted: i64,
}

/// The boxes of a form that take something of taxes, for the day on which its period ends: their figures.
pub fn taken(country: &str, model: &str, end: Date, sums: &[Sums]) -> BTreeMap<&'static str, i64> {
    let mut found = BTreeMap::new();
    for of in sums {
        for entry in boxes::of(country, &of.tax, of.refund, end).into_iter().filter(|entry| entry.model == model) {
            *found.entry(entry.number).or_insert(0) += match entry.takes {
                Takes::Base => of.base,
                Takes::Amount => of.amount,
                Takes::Deducted => of.deducted,
            };
        }
    }
    found
}

impl Form {
    /// Every box in the form's order with its figure, from those that are given: sums follow from what stands above them.
    pub fn filled(&self, given: &BTreeMap<&str, i64>) -> Vec<(&Line, &str, i64)> {
        let mut figures: BTreeMap<&str, i64> = given.clone();
        let mut all = vec![];
        for line in self.lines() {
            for (number, sum) in [(&line.count, &vec![]), (&line.base, &line.sum_base), (&line.amount, &line.sum)] {
                let Some(number) = number.as_deref() else { continue };
                if !sum.is_empty() {
                    let one = |term: &String| match term.strip_prefix('-') {
                        Some(number) => -figures.get(number).copied().unwrap_or(0),
                        None => figures.get(term.as_str()).copied().unwrap_or(0),
                    };
                    let whole: i64 = sum.iter().map(one).sum();
                    let whole = line.percent.map_or(whole, |percent| whole * percent / 100);
                    let whole = if line.floor { whole.max(0) } else { whole };
                    let most = || line.most.iter().map(one).sum::<i64>().max(0);
                    figures.insert(number, if line.most.is_empty() { whole } else { whole.min(most()) });
                }
                all.push((line, number, figures.get(number).copied().unwrap_or(0)));
            }
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;
    use crate::{forms::on, tax::Direction};

    fn day(text: &str) -> Date {
        text.parse().expect("a date")
    }

    fn form(model: &str) -> &'static Form {
        on("ES", day("2026-12-31")).into_iter().find(|form| form.model == model).expect("a form")
    }

    #[test]
    fn sums_follow_from_what_stands_above() {
        let sale = |rate: i64, base: i64, amount: i64, refund: bool| Sums {
            tax: Tax::standard("V", Direction::Sale, Decimal::from(rate)),
            refund,
            base,
            amount,
            deducted: 0,
        };
        let bought = Sums { tax: Tax::standard("C", Direction::Purchase, Decimal::from(21)), refund: false, base: 50_000, amount: 10_500, deducted: 5_250 };
        let given =
            taken("ES", "303", day("2026-03-31"), &[sale(21, 100_000, 21_000, false), sale(10, 20_000, 2_000, false), sale(21, -10_000, -2_100, true), bought]);
        let filled: BTreeMap<&str, i64> = form("303").filled(&given).into_iter().map(|(_, number, figure)| (number, figure)).collect();
        assert_eq!(
            ["07", "09", "04", "06", "14", "15", "27", "28", "29", "45", "46", "71"].map(|number| filled[number]),
            [100_000, 21_000, 20_000, 2_000, -10_000, -2_100, 20_900, 50_000, 5_250, 5_250, 15_650, 15_650]
        );
        // What earlier periods left is used as far as there is something to pay.
        let carried = |left: i64| {
            let given: BTreeMap<&str, i64> = given.iter().map(|(number, figure)| (*number, *figure)).chain([("110", left)]).collect();
            let filled: BTreeMap<&str, i64> = form("303").filled(&given).into_iter().map(|(_, number, figure)| (number, figure)).collect();
            ["110", "78", "87", "69", "71"].map(|number| filled[number])
        };
        assert_eq!(carried(5_000), [5_000, 5_000, 0, 10_650, 10_650]);
        assert_eq!(carried(20_000), [20_000, 15_650, 4_350, 0, 0]);
        // Below zero nothing is paid; of a percentage the cent is cut.
        let of = |income, expenses| {
            let given = BTreeMap::from([("01", income), ("02", expenses), ("05", 100), ("06", 50)]);
            form("130").filled(&given).into_iter().map(|(_, number, figure)| (number, figure)).collect::<BTreeMap<_, _>>()
        };
        let (gain, loss) = (of(1_000_999, 500_000), of(100, 200));
        assert_eq!([gain["03"], gain["04"], gain["07"], gain["19"]], [500_999, 100_199, 100_049, 100_049]);
        assert_eq!([loss["03"], loss["04"], loss["07"], loss["19"]], [-100, 0, -150, 0]);
    }
}
