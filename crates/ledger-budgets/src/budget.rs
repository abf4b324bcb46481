//! A budget: rows of accounts, each with an amount a month. Amounts are positive as usual there: income as income, expenses as expenses.

use std::collections::BTreeMap;

use despacho_kernel::{Id, Invalid, money::Money, number::Notation, place::Currency, words};
use despacho_ledger::{accounts::Account, dimensions::Tagging, journal::entry::MAX_AMOUNT};
use jiff::{ToSpan, civil::Date};
use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive};
use serde::{Deserialize, Serialize};

/// Most rows of a budget.
pub const MAX_ROWS: usize = 500;

/// Most budgets of an organization, editions among them.
pub const MAX: i64 = 200;

words! {
    /// Where a budget stands.
    State {
        /// Still typed.
        Draft = "draft",
        /// What the year is held to: it is changed by another edition alone.
        Approved = "approved",
    }
}

/// A row as it is typed: amounts are decimal texts by month, `2026-03`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedRow {
    pub account_code: String,
    /// `project:NAVE2`; none for the account as a whole.
    pub tag: Option<String>,
    pub amounts: BTreeMap<String, String>,
}

/// A row that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub account: Id,
    pub value: Option<Id>,
    /// Minor units, a month each.
    pub amounts: Vec<i64>,
}

/// The months of a year, `2026-01` and on; a year that begins within one has it whole.
pub fn months(starts_on: &str, ends_on: &str) -> Vec<String> {
    let (Ok(start), Ok(end)) = (starts_on.parse::<Date>(), ends_on.parse::<Date>()) else { return vec![] };
    let mut found = vec![];
    let mut at = start.first_of_month();
    while at <= end && found.len() < 24 {
        found.push(at.strftime("%Y-%m").to_string());
        match at.checked_add(1.month()) {
            Ok(next) => at = next,
            Err(_) => break,
        }
    }
    found
}

/// What a balance is as it is usual for its type: income, liabilities and equity are credits.
pub fn natural(kind: &str, balance: i64) -> i64 {
    if matches!(kind, "income" | "liability" | "equity") { -balance } else { balance }
}

/// An amount and so many per cent of it more, to the nearest minor unit, halves away from zero.
pub fn grown(amount: i64, percent: Decimal) -> Option<i64> {
    let factor = (Decimal::ONE_HUNDRED + percent) / Decimal::ONE_HUNDRED;
    let grown = Decimal::from(amount).checked_mul(factor)?.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero).to_i64()?;
    (-MAX_AMOUNT..=MAX_AMOUNT).contains(&grown).then_some(grown)
}

/// Reads rows against the chart and the dimensions of an organization; every fault at its place.
pub fn read(rows: &[TypedRow], months: &[String], chart: &[Account], tagging: &Tagging, currency: &'static Currency, errors: &mut Invalid) -> Vec<Row> {
    if rows.len() > MAX_ROWS {
        errors.push_with("rows", "too_many_rows", vec![("max", MAX_ROWS.to_string())]);
    }
    let mut dimension: Option<Id> = None;
    let mut seen: Vec<(Id, Option<Id>)> = vec![];
    let mut found = vec![];
    for (at, row) in rows.iter().enumerate().take(MAX_ROWS) {
        let field = |name: &str| format!("rows[{at}].{name}");
        let account = chart.iter().find(|account| account.code == row.account_code.trim());
        if account.is_none() {
            errors.push(&field("account_code"), "account_unknown");
        }
        let mut value = None;
        if let Some(text) = row.tag.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
            match tagging.named(text) {
                None => errors.push_with(&field("tag"), "tag_unknown", vec![("value", text.to_owned())]),
                // A posting has a value in each dimension: rows of two would count it twice.
                Some((of, _)) if dimension.is_some_and(|first| first != of.id) => errors.push(&field("tag"), "budget_one_dimension"),
                Some((of, found)) => {
                    dimension = Some(of.id);
                    value = Some(found.id);
                }
            }
        }
        if let Some(account) = account {
            if seen.contains(&(account.id, value)) {
                errors.push(&field("account_code"), "taken");
            }
            seen.push((account.id, value));
        }
        for month in row.amounts.keys().filter(|month| !months.contains(month)) {
            errors.push(&field(&format!("amounts.{month}")), "budget_month");
        }
        let mut amounts = vec![];
        for month in months {
            let text = row.amounts.get(month).map_or("", |text| text.trim());
            let name = field(&format!("amounts.{month}"));
            let read = if text.is_empty() { Ok(0) } else { Money::parse(text, currency, Notation::Plain).map(|money| money.minor) };
            let minor = errors.take(&name, read).unwrap_or(0);
            if !(-MAX_AMOUNT..=MAX_AMOUNT).contains(&minor) {
                errors.push(&name, "amount");
            }
            amounts.push(minor);
        }
        if let Some(account) = account {
            found.push(Row { account: account.id, value, amounts });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use despacho_kernel::place::currency;

    use super::*;
    use despacho_ledger::dimensions::store::{Dimension, DimensionValue};

    #[test]
    fn a_year_has_its_months() {
        assert_eq!(months("2026-01-01", "2026-12-31").len(), 12);
        assert_eq!(months("2026-11-15", "2027-01-31"), ["2026-11", "2026-12", "2027-01"]);
        assert_eq!(months("x", "2026-12-31").len(), 0);
    }

    #[test]
    fn amounts_grow_exactly() {
        let percent = |text: &str| text.parse::<Decimal>().expect("a number");
        assert_eq!(grown(10_000, percent("3")), Some(10_300));
        assert_eq!(grown(10_000, percent("-12.5")), Some(8_750));
        assert_eq!((grown(50, percent("1")), grown(-50, percent("1"))), (Some(51), Some(-51)));
        assert_eq!(grown(MAX_AMOUNT, percent("1")), None);
        assert_eq!((natural("income", -500), natural("expense", 500), natural("asset", 500), natural("equity", -7)), (500, 500, 500, 7));
    }

    #[test]
    fn rows_are_read_with_each_fault_at_its_place() {
        let id = Id::from_u128;
        let account = |n, code: &str| Account { id: id(n), code: code.into(), ..Account::default() };
        let chart = [account(1, "62"), account(2, "705")];
        let dimension = |n, code: &str| Dimension { id: id(n), code: code.into(), active: true, ..Dimension::default() };
        let value = |n, of, code: &str| DimensionValue { id: id(n), dimension_id: id(of), code: code.into(), active: true, ..DimensionValue::default() };
        let tagging = Tagging {
            dimensions: vec![dimension(10, "project"), dimension(11, "center")],
            values: vec![value(20, 10, "A"), value(21, 11, "B")],
            undoes: false,
        };
        let months = ["2026-01".to_owned(), "2026-02".to_owned()];
        let row = |code: &str, tag: Option<&str>, amounts: &[(&str, &str)]| TypedRow {
            account_code: code.into(),
            tag: tag.map(str::to_owned),
            amounts: amounts.iter().map(|(month, text)| ((*month).to_owned(), (*text).to_owned())).collect(),
        };
        let euro = currency("EUR").expect("the euro");
        let mut errors = Invalid::new();
        let rows = [row("62", None, &[("2026-02", "-1.5")]), row("62", Some("project:A"), &[("2026-01", "10")]), row("705", Some(""), &[])];
        let found = read(&rows, &months, &chart, &tagging, euro, &mut errors);
        assert_eq!(
            (errors.0.len(), &found[0], &found[1]),
            (0, &Row { account: id(1), value: None, amounts: vec![0, -150] }, &Row { account: id(1), value: Some(id(20)), amounts: vec![1000, 0] })
        );
        let wrong = [
            row("62", Some("project:A"), &[("2027-01", "1")]),
            row("9", Some("center:B"), &[("2026-01", "1,5")]),
            row("62", Some("project:A"), &[]),
            row("705", Some("x"), &[]),
        ];
        read(&wrong, &months, &chart, &tagging, euro, &mut errors);
        let told: Vec<String> = errors.0.iter().map(|error| format!("{} {}", error.field, error.code)).collect();
        assert_eq!(
            told,
            [
                "rows[0].amounts.2027-01 budget_month",
                "rows[1].account_code account_unknown",
                "rows[1].tag budget_one_dimension",
                "rows[1].amounts.2026-01 amount",
                "rows[2].account_code taken",
                "rows[3].tag tag_unknown",
            ]
        );
    }
}
