//! Profit and loss, and the balance sheet, by the chart's own accounts.

use std::collections::{BTreeMap, HashMap};

use despacho_kernel::Id;
use despacho_organizations::store as organizations;
use despacho_platform::{Result, sql::Connection};
use jiff::civil::Date;

use super::sums::{self, Period};
use crate::{
    accounts::{Account, store as accounts},
    catalog,
    journal::{entry::Part, list::Slice},
};

/// A line of a statement, in minor units of the organization's currency.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    pub code: String,
    pub name: String,
    pub amount: i64,
    /// The same of the period or day that it is compared with.
    pub compared: Option<i64>,
}

/// Lines and their sum.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Section {
    pub lines: Vec<Line>,
    pub total: i64,
    pub compared: Option<i64>,
}

/// Profit and loss; every amount is positive as it is usual there: income as income, expenses as expenses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfitAndLoss {
    pub income: Section,
    pub expenses: Section,
}

impl ProfitAndLoss {
    /// A profit is positive.
    pub fn result(&self) -> i64 {
        self.income.total - self.expenses.total
    }

    /// That of the period that it is compared with.
    pub fn compared(&self) -> Option<i64> {
        Some(self.income.compared? - self.expenses.compared?)
    }
}

/// The balance sheet of a day; assets are positive as debits, liabilities and equity as credits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BalanceSheet {
    pub assets: Section,
    pub liabilities: Section,
    pub equity: Section,
    /// Income less expenses that no closing has carried to equity yet; it is counted in equity's total.
    pub result: i64,
    pub compared_result: Option<i64>,
}

/// Balances of accounts, debit positive.
pub(super) type Balances = HashMap<Id, i64>;

/// What an account is while it holds a balance: some are assets in debit and liabilities in credit.
fn kind_of<'a>(account: &'a Account, balance: i64, two_sided: &[String]) -> &'a str {
    let stands = ["asset", "liability"].contains(&account.r#type.as_str());
    if balance != 0 && stands && two_sided.iter().any(|start| account.code.starts_with(start.as_str())) {
        if balance > 0 { "asset" } else { "liability" }
    } else {
        &account.r#type
    }
}

/// Puts accounts of a type into a section, gathered under `level` digits; `sign` is -1 where a credit counts.
fn section((chart, two_sided): (&[Account], &[String]), kind: &str, sign: i64, now: &Balances, then: Option<&Balances>, level: Option<usize>) -> Section {
    let mut named: HashMap<&str, &str> = HashMap::new();
    let mut lines: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    for account in chart {
        named.insert(&account.code, &account.name);
        let of = |balances: Option<&Balances>| {
            let balance = balances.and_then(|b| b.get(&account.id)).copied().unwrap_or(0);
            if kind_of(account, balance, two_sided) == kind { sign * balance } else { 0 }
        };
        let (amount, compared) = (of(Some(now)), of(then));
        if (amount, compared) == (0, 0) {
            continue;
        }
        let code = level.map_or_else(|| account.code.clone(), |level| account.code.chars().take(level).collect());
        let line = lines.entry(code).or_default();
        line.0 += amount;
        line.1 += compared;
    }
    let lines: Vec<Line> = lines
        .into_iter()
        .filter(|(_, amounts)| *amounts != (0, 0))
        .map(|(code, (amount, compared))| Line {
            name: named.get(code.as_str()).copied().unwrap_or_default().to_owned(),
            code,
            amount,
            compared: then.map(|_| compared),
        })
        .collect();
    let total = lines.iter().map(|line| line.amount).sum();
    let compared = then.map(|_| lines.iter().filter_map(|line| line.compared).sum());
    Section { lines, total, compared }
}

async fn flows(db: &dyn Connection, of: Slice, period: Period) -> Result<Balances> {
    let mut found = Balances::new();
    for ((account, part), sums) in sums::over(db, of, period).await? {
        if part == Part::Normal {
            *found.entry(account).or_default() += sums.balance();
        }
    }
    Ok(found)
}

/// Profit and loss of a period, beside another's. What closes years is left out, so that a closed year reads as before.
pub async fn profit_and_loss(
    db: &dyn Connection,
    of: impl Into<Slice>,
    period: Period,
    compare: Option<Period>,
    level: Option<usize>,
) -> Result<ProfitAndLoss> {
    let of = of.into();
    let chart = accounts::all(db, of.organization).await?;
    let now = flows(db, of, period).await?;
    let then = match compare {
        Some(period) => Some(flows(db, of, period).await?),
        None => None,
    };
    let of = |kind, sign| section((&chart, &[]), kind, sign, &now, then.as_ref(), level);
    Ok(ProfitAndLoss { income: of("income", -1), expenses: of("expense", 1) })
}

/// What accounts hold at the end of a day. A closing of that very day is left out: the opening of the next one gives it back.
pub(super) async fn standing(db: &dyn Connection, organization: Id, day: Date) -> Result<Balances> {
    let mut found = Balances::new();
    for ((account, _), sums) in sums::over(db, organization, Period { from: Date::constant(1, 1, 1), to: day }).await? {
        *found.entry(account).or_default() += sums.balance();
    }
    for ((account, part), sums) in sums::over(db, organization, Period { from: day, to: day }).await? {
        if part == Part::Closing {
            *found.entry(account).or_default() -= sums.balance();
        }
    }
    Ok(found)
}

/// The balance sheet of a day, beside another's.
pub async fn balance_sheet(db: &dyn Connection, organization: Id, day: Date, compare: Option<Date>, level: Option<usize>) -> Result<BalanceSheet> {
    let chart = accounts::all(db, organization).await?;
    let now = standing(db, organization, day).await?;
    let then = match compare {
        Some(day) => Some(standing(db, organization, day).await?),
        None => None,
    };
    let result = |balances: &Balances| -> i64 {
        let flowing = chart.iter().filter(|account| ["income", "expense"].contains(&account.r#type.as_str()));
        -flowing.filter_map(|account| balances.get(&account.id)).sum::<i64>()
    };
    let (own, compared) = (result(&now), then.as_ref().map(result));
    let country = organizations::find(db, organization).await?.country;
    let two_sided = &catalog::pack(&country).two_sided;
    let of = |kind, sign| section((&chart, two_sided), kind, sign, &now, then.as_ref(), level);
    let mut equity = of("equity", -1);
    equity.total += own;
    equity.compared = equity.compared.zip(compared).map(|(total, result)| total + result);
    Ok(BalanceSheet { assets: of("asset", 1), liabilities: of("liability", -1), equity, result: own, compared_result: compared })
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
