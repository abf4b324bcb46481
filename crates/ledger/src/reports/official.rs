//! Profit and loss and the balance sheet by the lines of a country's model.

use std::collections::HashMap;

use despacho_kernel::Id;
use despacho_platform::{Result, sql::Connection};
use jiff::civil::Date;

use super::{
    columns,
    model::{Column, Filled, Statements},
    periods,
    sums::{Period, Sums},
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

/// The balance sheet of days, side by side.
pub async fn balance_sheet(db: &dyn Connection, organization: Id, of: &'static Statements, days: &[Date]) -> Result<Vec<Filled>> {
    let chart = accounts::all(db, organization).await?;
    let all = years::list(db, organization).await?;
    let (flowing, stable): (Vec<&Account>, Vec<&Account>) = chart.iter().partition(|account| of.flows(account));
    let held = columns::standings(db, organization, days).await?;
    // The results that no closing has carried to equity: the year's own, and those of earlier ones.
    let before: Vec<Period> = days
        .iter()
        .map(|day| {
            let began = periods::usual(&all, *day).from.min(*day);
            Period { from: Date::constant(1, 1, 1), to: began.yesterday().unwrap_or(began) }
        })
        .collect();
    let earlier = columns::sums(db, organization, &before).await?;
    let flowed = |parts: &HashMap<(Id, Part), Sums>| -> i64 {
        let of = |account: &&Account| Part::ALL.iter().filter_map(|part| parts.get(&(account.id, *part))).map(|sums| sums.balance()).sum::<i64>();
        flowing.iter().map(of).sum()
    };
    let column = |(balances, parts)| {
        let (earlier, all) = (flowed(parts), flowing.iter().filter_map(|account| columns::Balances::get(balances, &account.id)).sum::<i64>());
        Column { balances, result: all - earlier, earlier }
    };
    let columns: Vec<Column<'_>> = held.iter().zip(&earlier).map(column).collect();
    Ok(of.balance_sheet.filled(stable.into_iter(), &columns))
}
