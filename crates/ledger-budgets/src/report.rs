//! A budget against what happened.

use std::collections::{BTreeMap, HashMap};

use despacho_kernel::Id;
use despacho_ledger::{
    accounts::Account,
    journal::{
        entry::Part,
        sums_store::{self, TagSum},
    },
    reports::sums::{self, Period},
};
use despacho_platform::{Result, sql::Connection};

use super::{
    actions::Whole,
    budget::{Row, natural},
};

/// A line of it; amounts in minor units, positive as is usual for the account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    pub code: String,
    pub name: String,
    /// `project:NAVE2`; empty for an account as a whole.
    pub tag: String,
    pub budget: i64,
    pub actual: i64,
}

impl Line {
    /// How much more happened than was expected.
    pub fn variance(&self) -> i64 {
        self.actual - self.budget
    }
}

/// Lines and their sums.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Section {
    pub lines: Vec<Line>,
    pub total: Line,
}

/// A budget against what happened: income, expenses, and accounts that are neither.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    pub income: Section,
    pub expenses: Section,
    pub others: Section,
    /// Income less expenses.
    pub result: Line,
}

/// The row whose code an account's begins with, the longest of them.
fn row_of(rows: &[(&Row, &str)], code: &str, value: Option<Id>) -> Option<usize> {
    let fits = rows.iter().enumerate().filter(|(_, (row, of))| row.value == value && code.starts_with(of));
    fits.max_by_key(|(_, (_, of))| of.len()).map(|(at, _)| at)
}

/// Puts what happened beside what was expected. A row of a value takes its postings, the row of the account the rest of them; income and
/// expenses that no row expects are lines of their own.
fn compared(whole: &Whole, months: &[usize], totals: &HashMap<Id, i64>, tagged: &[TagSum], level: Option<usize>) -> Compared {
    let of_id: HashMap<Id, &Account> = whole.chart.iter().map(|account| (account.id, account)).collect();
    let rows: Vec<(&Row, &str)> = whole.rows.iter().filter_map(|row| Some((row, of_id.get(&row.account)?.code.as_str()))).collect();
    let mut actual = vec![0i64; rows.len()];
    let mut left = totals.clone();
    for sum in tagged {
        let Some(account) = of_id.get(&sum.account_id) else { continue };
        if let Some(at) = row_of(&rows, &account.code, Some(sum.value_id)) {
            actual[at] += natural(of_id.get(&rows[at].0.account).map_or("", |of| &of.r#type), sum.amount);
            *left.entry(account.id).or_default() -= sum.amount;
        }
    }
    let mut lines: Vec<(&str, Line)> = vec![];
    for account in &whole.chart {
        let Some(amount) = left.get(&account.id).copied().filter(|amount| *amount != 0) else { continue };
        match row_of(&rows, &account.code, None) {
            // By what the row is of: an account under it may be of the other kind.
            Some(at) => actual[at] += natural(of_id.get(&rows[at].0.account).map_or("", |of| &of.r#type), amount),
            None if matches!(account.r#type.as_str(), "income" | "expense") => {
                lines.push((
                    &account.r#type,
                    Line { code: account.code.clone(), name: account.name.clone(), actual: natural(&account.r#type, amount), ..Line::default() },
                ));
            }
            None => {}
        }
    }
    for ((row, code), actual) in rows.iter().zip(actual) {
        let Some(account) = of_id.get(&row.account) else { continue };
        let budget = months.iter().filter_map(|at| row.amounts.get(*at)).sum();
        lines.push((&account.r#type, Line { code: (*code).to_owned(), name: account.name.clone(), tag: whole.tag(row), budget, actual }));
    }
    let names: HashMap<&str, &str> = whole.chart.iter().map(|account| (account.code.as_str(), account.name.as_str())).collect();
    let section = |is: &dyn Fn(&str) -> bool| {
        let mut found: BTreeMap<(String, String), Line> = BTreeMap::new();
        let mut total = Line::default();
        for (_, line) in lines.iter().filter(|(kind, line)| is(kind) && (line.budget, line.actual) != (0, 0)) {
            let code: String = level.map_or_else(|| line.code.clone(), |level| line.code.chars().take(level).collect());
            let tag = if level.is_some() { String::new() } else { line.tag.clone() };
            let name = names.get(code.as_str()).copied().unwrap_or_default().to_owned();
            let sum = found.entry((code.clone(), tag.clone())).or_insert_with(|| Line { code, name, tag, ..Line::default() });
            sum.budget += line.budget;
            sum.actual += line.actual;
            total.budget += line.budget;
            total.actual += line.actual;
        }
        Section { lines: found.into_values().collect(), total }
    };
    let (income, expenses) = (section(&|kind| kind == "income"), section(&|kind| kind == "expense"));
    let others = section(&|kind| !matches!(kind, "income" | "expense"));
    let result = Line { budget: income.total.budget - expenses.total.budget, actual: income.total.actual - expenses.total.actual, ..Line::default() };
    Compared { income, expenses, others, result }
}

/// The whole months of a budget's year that a period touches: their places in it, and their days.
pub fn months_of(whole: &Whole, period: Option<Period>) -> Option<(Vec<usize>, Period)> {
    let (from, to) =
        period.map_or_else(|| (whole.year.starts_on.clone(), whole.year.ends_on.clone()), |period| (period.from.to_string(), period.to.to_string()));
    let within = |month: &String| from.get(..7).is_some_and(|first| month.as_str() >= first) && to.get(..7).is_some_and(|last| month.as_str() <= last);
    let places: Vec<usize> = whole.months.iter().enumerate().filter(|(_, month)| within(month)).map(|(at, _)| at).collect();
    let first: jiff::civil::Date = format!("{}-01", whole.months.get(*places.first()?)?).parse().ok()?;
    let last: jiff::civil::Date = format!("{}-01", whole.months.get(*places.last()?)?).parse().ok()?;
    Some((places, Period { from: first, to: last.last_of_month() }))
}

/// A budget against what happened in whole months. What closes years is left out.
pub async fn against(db: &dyn Connection, organization: Id, whole: &Whole, (months, period): (&[usize], Period), level: Option<usize>) -> Result<Compared> {
    let mut totals: HashMap<Id, i64> = HashMap::new();
    for ((account, part), sums) in sums::over(db, organization, period).await? {
        if part == Part::Normal {
            *totals.entry(account).or_default() += sums.balance();
        }
    }
    // The rows of a budget are of one dimension.
    let value = whole.rows.iter().find_map(|row| row.value);
    let dimension = value.and_then(|id| whole.tagging.values.iter().find(|value| value.id == id)).map(|value| value.dimension_id);
    let tagged = match dimension {
        Some(dimension) => sums_store::sums_by_value(db, organization, dimension, (&period.from.to_string(), &period.to.to_string())).await?,
        None => vec![],
    };
    Ok(compared(whole, months, &totals, &tagged, level))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Budget;
    use despacho_ledger::{
        dimensions::{
            Tagging,
            store::{Dimension, DimensionValue},
        },
        fiscal_years::store::FiscalYear,
    };

    fn id(n: u128) -> Id {
        Id::from_u128(n)
    }

    fn whole() -> Whole {
        let account = |n, code: &str, kind: &str| Account { id: id(n), code: code.into(), name: format!("n{code}"), r#type: kind.into(), ..Account::default() };
        let row = |account, value: Option<u128>, amounts: [i64; 2]| Row { account: id(account), value: value.map(id), amounts: amounts.to_vec() };
        Whole {
            budget: Budget {
                organization_id: id(0),
                id: id(0),
                fiscal_year_id: id(0),
                name: "x".into(),
                edition: 1,
                state: "draft".into(),
                created_by: id(0),
                created_at: 0,
                version: 1,
            },
            year: FiscalYear {
                organization_id: id(0),
                id: id(0),
                name: "2026".into(),
                starts_on: "2026-01-01".into(),
                ends_on: "2026-02-28".into(),
                closed_at: None,
                state: "open".into(),
            },
            months: vec!["2026-01".into(), "2026-02".into()],
            rows: vec![row(1, None, [10_000, 20_000]), row(2, Some(9), [5_000, 0]), row(4, None, [30_000, 30_000]), row(6, None, [1, 1])],
            chart: vec![
                account(1, "62", "expense"),
                account(2, "629", "expense"),
                account(3, "6290", "expense"),
                account(4, "705", "income"),
                account(5, "640", "expense"),
                account(6, "213", "asset"),
            ],
            tagging: Tagging {
                dimensions: vec![Dimension { id: id(8), code: "project".into(), active: true, ..Dimension::default() }],
                values: vec![DimensionValue { id: id(9), dimension_id: id(8), code: "A".into(), active: true, ..DimensionValue::default() }],
                undoes: false,
            },
        }
    }

    #[test]
    fn a_row_takes_the_postings_that_its_code_begins() {
        let totals = HashMap::from([(id(2), 4_000), (id(3), 6_000), (id(4), -70_000), (id(5), 900), (id(6), 50)]);
        let tagged = [TagSum { account_id: id(3), value_id: id(9), amount: 2_500 }, TagSum { account_id: id(4), value_id: id(9), amount: -100 }];
        let found = compared(&whole(), &[0, 1], &totals, &tagged, None);
        let line = |code: &str, tag: &str, budget, actual| Line { code: code.into(), name: format!("n{code}"), tag: tag.into(), budget, actual };
        assert_eq!(found.expenses.lines, [line("62", "", 30_000, 7_500), line("629", "project:A", 5_000, 2_500), line("640", "", 0, 900)]);
        // A value that no row expects counts in its account.
        assert_eq!(found.income.lines, [line("705", "", 60_000, 70_000)]);
        assert_eq!((found.expenses.total.budget, found.expenses.total.actual, found.expenses.total.variance()), (35_000, 10_900, -24_100));
        assert_eq!((found.result.budget, found.result.actual), (25_000, 59_100));
        assert_eq!(found.others.lines, [line("213", "", 2, 50)]);
        let by_one = compared(&whole(), &[1], &totals, &tagged, Some(2));
        assert_eq!(
            by_one.expenses.lines,
            [Line { name: "n62".into(), ..line("62", "", 20_000, 10_000) }, Line { name: String::new(), ..line("64", "", 0, 900) }]
        );
    }

    #[test]
    fn what_an_account_of_the_other_kind_earns_counts_against_its_row() {
        let mut whole = whole();
        // As in charts whose group 7 is of expenses and has accounts of income under it.
        whole
            .chart
            .push(Account { id: id(7), code: "6299".into(), name: "n6299".into(), r#type: "income".into(), ..Account::default() });
        let found = compared(&whole, &[0, 1], &HashMap::from([(id(3), 6_000), (id(7), -1_000)]), &[], None);
        let actual: Vec<(&str, i64)> = found.expenses.lines.iter().map(|line| (line.code.as_str(), line.actual)).collect();
        assert_eq!((actual, found.result.actual), (vec![("62", 5_000), ("629", 0)], -5_000));
    }

    #[test]
    fn a_period_is_its_whole_months() {
        let of = |from: &str, to: &str| {
            let period = Period { from: from.parse().expect("a day"), to: to.parse().expect("a day") };
            months_of(&whole(), Some(period)).map(|(places, period)| (places, period.from.to_string(), period.to.to_string()))
        };
        assert_eq!(of("2026-02-10", "2026-12-31"), Some((vec![1], "2026-02-01".into(), "2026-02-28".into())));
        assert_eq!(of("2027-01-01", "2027-12-31"), None);
        assert_eq!(months_of(&whole(), None).map(|(places, _)| places), Some(vec![0, 1]));
    }
}
