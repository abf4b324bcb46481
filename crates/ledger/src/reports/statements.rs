//! Profit and loss, and the balance sheet, by the chart's own accounts.

use std::collections::{BTreeMap, HashMap};

use despacho_kernel::Id;
use despacho_organizations::store as organizations;
use despacho_platform::{Result, sql::Connection};
use jiff::civil::Date;

use super::{
    columns::{self, Balances},
    sums::Period,
};
use crate::{
    accounts::{Account, store as accounts},
    catalog,
    journal::list::Slice,
};

/// A line of a statement, in minor units of the organization's currency.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    pub code: String,
    pub name: String,
    /// Of each column.
    pub amounts: Vec<i64>,
}

/// Lines and their sums.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Section {
    pub lines: Vec<Line>,
    /// Of each column.
    pub totals: Vec<i64>,
}

/// Profit and loss; every amount is positive as it is usual there: income as income, expenses as expenses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfitAndLoss {
    pub income: Section,
    pub expenses: Section,
}

impl ProfitAndLoss {
    /// Of each column; a profit is positive.
    pub fn results(&self) -> Vec<i64> {
        self.income.totals.iter().zip(&self.expenses.totals).map(|(income, expenses)| income - expenses).collect()
    }
}

/// The balance sheet of days; assets are positive as debits, liabilities and equity as credits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BalanceSheet {
    pub assets: Section,
    pub liabilities: Section,
    pub equity: Section,
    /// Income less expenses that no closing has carried to equity yet; they are counted in equity's totals.
    pub results: Vec<i64>,
}

impl BalanceSheet {
    /// What equity and liabilities come to, of each column.
    pub fn claims(&self) -> Vec<i64> {
        self.equity.totals.iter().zip(&self.liabilities.totals).map(|(equity, liabilities)| equity + liabilities).collect()
    }
}

/// What an account is while it holds a balance: some are assets in debit and liabilities in credit.
fn kind_of<'a>(account: &'a Account, balance: i64, two_sided: &[String]) -> &'a str {
    let stands = ["asset", "liability"].contains(&account.r#type.as_str());
    if balance != 0 && stands && two_sided.iter().any(|start| account.code.starts_with(start.as_str())) {
        if balance > 0 { "asset" } else { "liability" }
    } else {
        &account.r#type
    }
}

/// The lines of the accounts that are of a kind, with their balances times `sign`.
fn section((chart, two_sided): (&[Account], &[String]), kind: &str, sign: i64, columns: &[Balances], level: Option<usize>) -> Section {
    let mut named: HashMap<&str, &str> = HashMap::new();
    let mut lines: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    let mut totals = vec![0; columns.len()];
    for account in chart {
        named.insert(&account.code, &account.name);
        let of = |balances: &Balances| {
            let balance = balances.get(&account.id).copied().unwrap_or(0);
            if kind_of(account, balance, two_sided) == kind { sign * balance } else { 0 }
        };
        let amounts: Vec<i64> = columns.iter().map(of).collect();
        if amounts.iter().all(|amount| *amount == 0) {
            continue;
        }
        let code = level.map_or_else(|| account.code.clone(), |level| account.code.chars().take(level).collect());
        let line = lines.entry(code).or_insert_with(|| vec![0; columns.len()]);
        for (nth, amount) in amounts.iter().enumerate() {
            line[nth] += amount;
            totals[nth] += amount;
        }
    }
    let lines = lines
        .into_iter()
        .filter(|(_, amounts)| amounts.iter().any(|amount| *amount != 0))
        .map(|(code, amounts)| Line { name: named.get(code.as_str()).copied().unwrap_or_default().to_owned(), code, amounts })
        .collect();
    Section { lines, totals }
}

/// Profit and loss of periods, side by side. What closes years is left out, so that a closed year reads as before.
pub async fn profit_and_loss(db: &dyn Connection, of: impl Into<Slice>, periods: &[Period], level: Option<usize>) -> Result<ProfitAndLoss> {
    let of = of.into();
    let chart = accounts::all(db, of.organization).await?;
    let columns = columns::flows(db, of, periods).await?;
    let of = |kind, sign| section((&chart, &[]), kind, sign, &columns, level);
    Ok(ProfitAndLoss { income: of("income", -1), expenses: of("expense", 1) })
}

/// The balance sheet of days, side by side.
pub async fn balance_sheet(db: &dyn Connection, organization: Id, days: &[Date], level: Option<usize>) -> Result<BalanceSheet> {
    let chart = accounts::all(db, organization).await?;
    let columns = columns::standings(db, organization, days).await?;
    let result = |balances: &Balances| -> i64 {
        let flowing = chart.iter().filter(|account| ["income", "expense"].contains(&account.r#type.as_str()));
        -flowing.filter_map(|account| balances.get(&account.id)).sum::<i64>()
    };
    let results: Vec<i64> = columns.iter().map(result).collect();
    let country = organizations::find(db, organization).await?.country;
    let two_sided = &catalog::pack(&country).two_sided;
    let of = |kind, sign| section((&chart, two_sided), kind, sign, &columns, level);
    let mut equity = of("equity", -1);
    equity.totals.iter_mut().zip(&results).for_each(|(total, result)| *total += result);
    Ok(BalanceSheet { assets: of("asset", 1), liabilities: of("liability", -1), equity, results })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_of_both_sides_is_what_its_balance_makes_it() {
        let two_sided = ["555".to_owned()];
        let account = |code: &str, kind: &str| Account { code: code.into(), r#type: kind.into(), ..Account::default() };
        let pending = account("5550", "liability");
        assert_eq!(
            (kind_of(&pending, 5, &two_sided), kind_of(&pending, -5, &two_sided), kind_of(&pending, 0, &two_sided)),
            ("asset", "liability", "liability")
        );
        assert_eq!(kind_of(&account("400", "liability"), 5, &two_sided), "liability");
        assert_eq!(kind_of(&account("555", "equity"), 5, &two_sided), "equity");
    }
}
