//! The cash flow statement, by the indirect method: the result, put right by what is no cash, and what every other account moved.

use std::borrow::Cow;

use despacho_kernel::Id;
use despacho_organizations::store as organizations;
use despacho_platform::{Result, sql::Connection};
use jiff::civil::Date;

use super::{
    columns::{self, Balances},
    model::{self, Column, Filled},
    sums::Period,
};
use crate::{
    accounts::{Account, store as accounts},
    catalog,
};

/// The key of the line that is the change of cash.
pub const CHANGE: &str = "65000";

/// What is held in cash around a period, in minor units of the organization's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cash {
    pub opening: i64,
    pub closing: i64,
}

/// Cash flows of periods, side by side.
#[derive(Debug, Clone)]
pub struct CashFlow {
    pub lines: Vec<Filled>,
    /// Of each period.
    pub cash: Vec<Cash>,
}

/// An account as cash flows see it: income and expenses are those that the country's models have, whatever their type says.
fn seen<'a>(country: &str, account: &'a Account) -> Cow<'a, Account> {
    let typed = ["income", "expense"].contains(&account.r#type.as_str());
    let flows = model::models(country).first().map_or(typed, |of| of.flows(account));
    if flows == typed { Cow::Borrowed(account) } else { Cow::Owned(Account { r#type: if flows { "expense" } else { "asset" }.into(), ..account.clone() }) }
}

/// Cash flows of periods. What closes and opens years moves nothing.
pub async fn cash_flow(db: &dyn Connection, organization: Id, periods: &[Period]) -> Result<CashFlow> {
    let country = organizations::find(db, organization).await?.country;
    let starts = &catalog::pack(&country).watched.cash;
    let chart = accounts::all(db, organization).await?;
    let (cash, others): (Vec<_>, Vec<_>) = chart
        .iter()
        .map(|account| seen(&country, account))
        .partition(|account| starts.iter().any(|start| account.code.starts_with(start.as_str())));
    let moved = columns::flows(db, organization, periods).await?;
    let sum = |balances: &Balances, accounts: &[Cow<'_, Account>]| accounts.iter().filter_map(|account| balances.get(&account.id)).sum::<i64>();
    let flowing: Vec<_> = others.iter().filter(|account| ["income", "expense"].contains(&account.r#type.as_str())).cloned().collect();
    let columns: Vec<Column<'_>> = moved.iter().map(|balances| Column { balances, result: sum(balances, &flowing), earlier: 0 }).collect();
    let lines = model::cash_flow(&country).filled(others.iter().map(AsRef::as_ref), &columns);
    let mut held = vec![];
    let ends: Vec<Date> = periods.iter().map(|period| period.to).collect();
    for (standing, moved) in columns::standings(db, organization, &ends).await?.iter().zip(&moved) {
        let closing = sum(standing, &cash);
        held.push(Cash { opening: closing - sum(moved, &cash), closing });
    }
    Ok(CashFlow { lines, cash: held })
}
