//! Changes in equity: what each of its accounts held, took and gave over a period, and the result that no closing has carried there.

use despacho_kernel::Id;
use despacho_organizations::store as organizations;
use despacho_platform::{Result, sql::Connection};

use super::{
    columns,
    sums::{self, Period},
};
use crate::{
    accounts::{Account, store as accounts},
    catalog,
    journal::entry::Part,
};

/// An account of equity over a period, in minor units of the organization's currency; what is owned is positive.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    pub code: String,
    pub name: String,
    pub opening: i64,
    /// Profit of the period, a loss negative.
    pub result: i64,
    pub increases: i64,
    /// Positive.
    pub decreases: i64,
    pub closing: i64,
}

/// Changes in equity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Equity {
    pub rows: Vec<Row>,
    pub totals: Row,
}

/// Changes in equity over a period. A closed year reads as before it was closed: its result stands at the account of the result.
pub async fn changes_in_equity(db: &dyn Connection, organization: Id, period: Period) -> Result<Equity> {
    let country = organizations::find(db, organization).await?.country;
    let result_code = &catalog::pack(&country).year.result;
    let chart = accounts::all(db, organization).await?;
    let moved = sums::over(db, organization, period).await?;
    let held = columns::standings(db, organization, &[period.to]).await?.pop().unwrap_or_default();
    let of = |account: &Account, part: Part| moved.get(&(account.id, part)).copied().unwrap_or_default();
    let flowing = |account: &&Account| ["income", "expense"].contains(&account.r#type.as_str());
    let result: i64 = -chart.iter().filter(flowing).map(|account| of(account, Part::Normal).balance()).sum::<i64>();
    let open: i64 = -chart.iter().filter(flowing).filter_map(|account| held.get(&account.id)).sum::<i64>();
    let mut rows: Vec<Row> = vec![];
    let mut placed = false;
    for account in chart.iter().filter(|account| account.r#type == "equity") {
        let normal = of(account, Part::Normal);
        let mut row = Row {
            code: account.code.clone(),
            name: account.name.clone(),
            increases: normal.credit,
            decreases: normal.debit,
            closing: -held.get(&account.id).copied().unwrap_or(0),
            ..Row::default()
        };
        if account.code == *result_code {
            placed = true;
            row.result = result;
            row.closing += open;
        }
        row.opening = row.closing - row.result - row.increases + row.decreases;
        rows.push(row);
    }
    // A chart without an account of the result keeps it in a line of its own.
    if !placed {
        rows.push(Row { opening: open - result, result, closing: open, ..Row::default() });
    }
    rows.retain(|row| (row.opening, row.result, row.increases, row.decreases, row.closing) != (0, 0, 0, 0, 0));
    let mut totals = Row::default();
    for row in &rows {
        totals.opening += row.opening;
        totals.result += row.result;
        totals.increases += row.increases;
        totals.decreases += row.decreases;
        totals.closing += row.closing;
    }
    Ok(Equity { rows, totals })
}
