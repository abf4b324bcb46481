//! Profit and loss and the balance sheet by the lines of a country's model.

use despacho_kernel::Id;
use despacho_platform::{Result, sql::Connection};
use jiff::civil::Date;

use super::{
    columns,
    model::{Column, Filled, Statements},
    periods,
    statements::{Balances, standing},
    sums::{self, Period},
};
use crate::{
    accounts::{Account, store as accounts},
    fiscal_years::store as years,
    journal::{entry::Part, list::Slice},
};

/// The amount of a line.
pub fn amount(lines: &[Filled], key: &str, column: usize) -> i64 {
    lines.iter().find(|filled| filled.line.key == key).map_or(0, |filled| filled.amounts[column])
}

/// Keys of lines that others are held against: total assets, total equity and liabilities, result of the year in both statements.
pub const ASSETS: &str = "10000";
pub const CLAIMS: &str = "30000";
pub const RESULT: &str = "49500";

/// Profit and loss of periods, side by side. What closes years is left out.
pub async fn profit_and_loss(db: &dyn Connection, slice: impl Into<Slice>, of: &'static Statements, periods: &[Period]) -> Result<Vec<Filled>> {
    let slice = slice.into();
    let chart = accounts::all(db, slice.organization).await?;
    let columns = columns::flows(db, slice, periods).await?;
    let columns: Vec<Column<'_>> = columns.iter().map(|balances| Column { balances, result: 0, earlier: 0 }).collect();
    Ok(of.profit_and_loss.filled(chart.iter().filter(|account| of.flows(account)), &columns))
}

/// What accounts hold at the end of a day, and the results that no closing has carried to equity: the year's own, and those of earlier ones.
struct Standing {
    balances: Balances,
    result: i64,
    earlier: i64,
}

async fn standing_of(db: &dyn Connection, organization: Id, flowing: &[&Account], (day, began): (Date, Date)) -> Result<Standing> {
    let balances = standing(db, organization, day).await?;
    let all: i64 = flowing.iter().filter_map(|account| balances.get(&account.id)).sum();
    let mut earlier = 0;
    if let Ok(before) = began.yesterday() {
        let sums = sums::over(db, organization, Period { from: Date::constant(1, 1, 1), to: before }).await?;
        earlier = flowing
            .iter()
            .flat_map(|account| Part::ALL.iter().filter_map(|part| sums.get(&(account.id, *part))))
            .map(|sums| sums.balance())
            .sum();
    }
    Ok(Standing { balances, result: all - earlier, earlier })
}

/// The balance sheet of days, side by side.
pub async fn balance_sheet(db: &dyn Connection, organization: Id, of: &'static Statements, days: &[Date]) -> Result<Vec<Filled>> {
    let chart = accounts::all(db, organization).await?;
    let all = years::list(db, organization).await?;
    let (flowing, stable): (Vec<&Account>, Vec<&Account>) = chart.iter().partition(|account| of.flows(account));
    let mut found = vec![];
    for day in days {
        found.push(standing_of(db, organization, &flowing, (*day, periods::usual(&all, *day).from.min(*day))).await?);
    }
    let columns: Vec<Column<'_>> = found.iter().map(|of| Column { balances: &of.balances, result: of.result, earlier: of.earlier }).collect();
    Ok(of.balance_sheet.filled(stable.into_iter(), &columns))
}
