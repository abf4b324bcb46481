//! Income and expenses by the values of one dimension.

use std::collections::{BTreeMap, HashMap};

use despacho_kernel::Id;
use despacho_platform::{Result, sql::Connection};

use super::sums::{self, Period};
use crate::{
    accounts::{Account, store as accounts},
    dimensions::store::{Dimension, DimensionValue},
    journal::{
        entry::Part,
        sums_store::{self, TagSum},
    },
};

/// Amounts of a line: of each value in the order of the columns, of none, and together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Amounts {
    pub values: Vec<i64>,
    pub untagged: i64,
    pub total: i64,
}

impl Amounts {
    fn of(columns: usize) -> Self {
        Self { values: vec![0; columns], ..Self::default() }
    }

    fn add(&mut self, other: &Self, sign: i64) {
        self.values.iter_mut().zip(&other.values).for_each(|(sum, amount)| *sum += sign * amount);
        self.untagged += sign * other.untagged;
        self.total += sign * other.total;
    }

    fn is_nothing(&self) -> bool {
        self.total == 0 && self.untagged == 0 && self.values.iter().all(|amount| *amount == 0)
    }
}

/// A line of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    pub code: String,
    pub name: String,
    pub amounts: Amounts,
}

/// Lines and their sum.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Section {
    pub lines: Vec<Line>,
    pub total: Amounts,
}

/// Income and expenses by value; income is positive as income, expenses as expenses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagAnalysis {
    /// The values with movements, in the order of their list.
    pub values: Vec<DimensionValue>,
    pub income: Section,
    pub expenses: Section,
    /// Income less expenses.
    pub result: Amounts,
}

/// Puts the sums of accounts in their lines: `totals` are all of an account, `tagged` what has a value.
fn analysis(chart: &[Account], all: &[DimensionValue], totals: &HashMap<Id, i64>, tagged: &[TagSum], level: Option<usize>) -> TagAnalysis {
    let types: HashMap<Id, &str> = chart.iter().map(|account| (account.id, account.r#type.as_str())).collect();
    let flows = |id: &Id| matches!(types.get(id), Some(&("income" | "expense")));
    let values: Vec<DimensionValue> = all
        .iter()
        .filter(|value| tagged.iter().any(|sum| sum.value_id == value.id && flows(&sum.account_id)))
        .cloned()
        .collect();
    let at: HashMap<Id, usize> = values.iter().enumerate().map(|(at, value)| (value.id, at)).collect();
    let mut of: HashMap<Id, Amounts> = HashMap::new();
    for (account, total) in totals {
        let amounts = of.entry(*account).or_insert_with(|| Amounts::of(values.len()));
        (amounts.total, amounts.untagged) = (*total, *total);
    }
    for sum in tagged {
        let Some(at) = at.get(&sum.value_id) else { continue };
        let amounts = of.entry(sum.account_id).or_insert_with(|| Amounts::of(values.len()));
        amounts.values[*at] += sum.amount;
        amounts.untagged -= sum.amount;
    }
    let names: HashMap<&str, &str> = chart.iter().map(|account| (account.code.as_str(), account.name.as_str())).collect();
    let section = |kind: &str, sign: i64| {
        let mut lines: BTreeMap<String, Amounts> = BTreeMap::new();
        let mut total = Amounts::of(values.len());
        for account in chart.iter().filter(|account| account.r#type == kind) {
            let Some(amounts) = of.get(&account.id).filter(|amounts| !amounts.is_nothing()) else { continue };
            let code = level.map_or_else(|| account.code.clone(), |level| account.code.chars().take(level).collect());
            lines.entry(code).or_insert_with(|| Amounts::of(values.len())).add(amounts, sign);
            total.add(amounts, sign);
        }
        let line = |(code, amounts): (String, Amounts)| Line { name: names.get(code.as_str()).copied().unwrap_or_default().to_owned(), code, amounts };
        Section { lines: lines.into_iter().filter(|(_, amounts)| !amounts.is_nothing()).map(line).collect(), total }
    };
    let (income, expenses) = (section("income", -1), section("expense", 1));
    let mut result = Amounts::of(values.len());
    result.add(&income.total, 1);
    result.add(&expenses.total, -1);
    TagAnalysis { values, income, expenses, result }
}

/// Income and expenses of a period by the values of a dimension. What closes years is left out.
pub async fn tag_analysis(
    db: &dyn Connection,
    organization: Id,
    (dimension, values): (&Dimension, &[DimensionValue]),
    period: Period,
    level: Option<usize>,
) -> Result<TagAnalysis> {
    let chart = accounts::all(db, organization).await?;
    let mut totals: HashMap<Id, i64> = HashMap::new();
    for ((account, part), sums) in sums::over(db, organization, period).await? {
        if part == Part::Normal {
            *totals.entry(account).or_default() += sums.balance();
        }
    }
    let tagged = sums_store::sums_by_value(db, organization, dimension.id, (&period.from.to_string(), &period.to.to_string())).await?;
    let own: Vec<DimensionValue> = values.iter().filter(|value| value.dimension_id == dimension.id).cloned().collect();
    Ok(analysis(&chart, &own, &totals, &tagged, level))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: u128) -> Id {
        Id::from_u128(n)
    }

    #[test]
    fn what_has_no_value_is_what_is_left_of_an_account() {
        let account = |n, code: &str, kind: &str| Account { id: id(n), code: code.into(), name: format!("n{code}"), r#type: kind.into(), ..Account::default() };
        let chart = [
            account(1, "6230", "expense"),
            account(2, "6231", "expense"),
            account(3, "623", "expense"),
            account(4, "705", "income"),
            account(5, "572", "asset"),
        ];
        let value = |n, code: &str| DimensionValue { id: id(n), code: code.into(), ..DimensionValue::default() };
        let values = [value(11, "A"), value(12, "B"), value(13, "SIN")];
        let totals = HashMap::from([(id(1), 10_000), (id(2), 500), (id(4), -30_000), (id(5), 19_500)]);
        let sum = |account, value, amount| TagSum { account_id: id(account), value_id: id(value), amount };
        // A value on an account of the balance sheet alone is no column.
        let tagged = [sum(1, 11, 7_000), sum(1, 12, 4_000), sum(4, 11, -30_000), sum(5, 13, 19_500)];
        let found = analysis(&chart, &values, &totals, &tagged, Some(3));
        let amounts = |values: &[i64], untagged, total| Amounts { values: values.to_vec(), untagged, total };
        assert_eq!(found.values.iter().map(|value| value.code.as_str()).collect::<Vec<_>>(), ["A", "B"]);
        assert_eq!(found.expenses.lines, [Line { code: "623".into(), name: "n623".into(), amounts: amounts(&[7_000, 4_000], -500, 10_500) }]);
        assert_eq!(found.income.total, amounts(&[30_000, 0], 0, 30_000));
        assert_eq!(found.result, amounts(&[23_000, -4_000], 500, 19_500));
        assert_eq!(analysis(&chart, &values, &totals, &tagged, None).expenses.lines.len(), 2);
    }
}
