//! Making, changing and approving budgets.

use std::collections::HashMap;

use despacho_kernel::{Difference, Id, Invalid, new_id};
use despacho_ledger::{
    accounts::{Account, store as accounts},
    dimensions::Tagging,
    fiscal_years::store::{self as years, FiscalYear},
    journal::{entry::Part, sums_store as sums},
};
use despacho_organizations::store as organizations;
use despacho_platform::{
    Error, Result, Tx,
    activity::{self, Entry},
    memberships,
    sql::Connection,
    users::User,
};
use rust_decimal::Decimal;

use super::{
    budget::{self, MAX, MAX_ROWS, Row, State, TypedRow},
    store::{self, Budget, BudgetLine},
};

/// What a new budget begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum From {
    Rows(Vec<TypedRow>),
    /// What happened in a year, and so many per cent more.
    Actuals(Id, Decimal),
    /// Another budget, and so many per cent more.
    Budget(Id, Decimal),
}

/// A budget with what it stands on.
#[derive(Debug, Clone)]
pub struct Whole {
    pub budget: Budget,
    pub year: FiscalYear,
    pub months: Vec<String>,
    pub rows: Vec<Row>,
    pub chart: Vec<Account>,
    pub tagging: Tagging,
}

impl Whole {
    /// The account of a row.
    pub fn account(&self, row: &Row) -> Option<&Account> {
        self.chart.iter().find(|account| account.id == row.account)
    }

    /// `project:NAVE2`; empty for an account as a whole.
    pub fn tag(&self, row: &Row) -> String {
        let value = row.value.and_then(|id| self.tagging.values.iter().find(|value| value.id == id));
        let dimension = value.and_then(|value| self.tagging.dimensions.iter().find(|dimension| dimension.id == value.dimension_id));
        value.zip(dimension).map_or_else(String::new, |(value, dimension)| format!("{}:{}", dimension.code, value.code))
    }
}

async fn year_of(db: &dyn Connection, organization: Id, id: Id) -> Result<FiscalYear> {
    years::list(db, organization).await?.into_iter().find(|year| year.id == id).ok_or(Error::NotFound)
}

fn rows_of(lines: Vec<BudgetLine>, months: &[String]) -> Vec<Row> {
    let mut rows: Vec<(i64, Row)> = vec![];
    for line in lines {
        if rows.last().is_none_or(|(position, _)| *position != line.position) {
            rows.push((line.position, Row { account: line.account_id, value: line.value_id, amounts: vec![0; months.len()] }));
        }
        if let (Some(at), Some((_, row))) = (months.iter().position(|month| *month == line.month), rows.last_mut()) {
            row.amounts[at] = line.amount;
        }
    }
    rows.into_iter().map(|(_, row)| row).collect()
}

/// A budget whole.
pub async fn whole(db: &dyn Connection, organization: Id, id: Id) -> Result<Whole> {
    let budget = store::find(db, organization, id).await?;
    let year = year_of(db, organization, budget.fiscal_year_id).await?;
    let months = budget::months(&year.starts_on, &year.ends_on);
    let rows = rows_of(store::lines(db, organization, id).await?, &months);
    let (chart, tagging) = (accounts::all(db, organization).await?, Tagging::of(db, organization, true).await?);
    Ok(Whole { budget, year, months, rows, chart, tagging })
}

/// What happened in the months of a year as rows, by the place of each month in it.
async fn actuals(tx: &Tx, organization: Id, year: &FiscalYear, chart: &[Account], count: usize, percent: Decimal) -> Result<Vec<Row>> {
    let months = budget::months(&year.starts_on, &year.ends_on);
    let (Some(first), Some(last)) = (months.first(), months.last()) else { return Ok(vec![]) };
    let mut of: HashMap<Id, Vec<i64>> = HashMap::new();
    // What opens and closes years is left out.
    for moved in sums::sums_by_month(tx, organization, first, last).await?.into_iter().filter(|moved| moved.part == Part::Normal.word()) {
        let Some(at) = months.iter().position(|month| *month == moved.month).filter(|at| *at < count) else { continue };
        of.entry(moved.account_id).or_insert_with(|| vec![0; count])[at] += moved.debit - moved.credit;
    }
    let mut rows = vec![];
    for account in chart.iter().filter(|account| matches!(account.r#type.as_str(), "income" | "expense")) {
        let Some(amounts) = of.remove(&account.id).filter(|amounts| amounts.iter().any(|amount| *amount != 0)) else { continue };
        let amounts = amounts.into_iter().map(|amount| budget::grown(budget::natural(&account.r#type, amount), percent));
        let amounts: Option<Vec<i64>> = amounts.collect();
        rows.push(Row { account: account.id, value: None, amounts: amounts.ok_or_else(|| Invalid::one("percent", "amount"))? });
    }
    if rows.len() > MAX_ROWS {
        return Err(Invalid::too_many("rows", MAX_ROWS).into());
    }
    Ok(rows)
}

/// Rows grown by a percentage, as long as the year that they go into.
fn regrown(rows: Vec<Row>, count: usize, percent: Decimal) -> Result<Vec<Row>, Invalid> {
    let row = |row: Row| {
        let mut amounts: Vec<i64> = row
            .amounts
            .iter()
            .map(|amount| budget::grown(*amount, percent))
            .collect::<Option<_>>()
            .ok_or_else(|| Invalid::one("percent", "amount"))?;
        amounts.resize(count, 0);
        Ok(Row { amounts, ..row })
    };
    rows.into_iter().map(row).collect()
}

/// What rows say, read against the books.
async fn read(tx: &Tx, organization: Id, rows: &[TypedRow], months: &[String]) -> Result<Vec<Row>> {
    let currency = organizations::currency(tx, organization).await?;
    let (chart, tagging) = (accounts::all(tx, organization).await?, Tagging::of(tx, organization, true).await?);
    let mut errors = Invalid::new();
    let found = budget::read(rows, months, &chart, &tagging, currency, &mut errors);
    errors.finish()?;
    Ok(found)
}

async fn recorded(tx: &Tx, budget: &Budget, action: &str, (by, now): (&User, i64)) -> Result<()> {
    let entry = Entry { tenant: budget.organization_id, actor: Some(by), action, subject: ("budget", budget.id, &budget.name), changes: vec![] };
    activity::record(tx, entry, now).await
}

/// Makes a budget of a year; the name of one that is there makes its next edition.
pub async fn create(tx: &Tx, organization: Id, (name, year): (&str, Id), state: State, from: From, (by, now): (&User, i64)) -> Result<Budget> {
    let mut errors = Invalid::new();
    let name = errors.required("name", name, 100);
    errors.finish()?;
    memberships::hold(tx, organization).await?;
    if store::list(tx, organization).await?.len() >= usize::try_from(MAX).unwrap_or(0) {
        return Err(Invalid::too_many("name", MAX).into());
    }
    let year = year_of(tx, organization, year).await.map_err(|_| Invalid::one("fiscal_year", "choice"))?;
    let months = budget::months(&year.starts_on, &year.ends_on);
    let rows = match from {
        From::Rows(rows) => read(tx, organization, &rows, &months).await?,
        From::Actuals(of, percent) => {
            let of = year_of(tx, organization, of).await.map_err(|_| Invalid::one("from_actuals", "choice"))?;
            actuals(tx, organization, &of, &accounts::all(tx, organization).await?, months.len(), percent).await?
        }
        From::Budget(of, percent) => {
            let of = whole(tx, organization, of).await?;
            regrown(of.rows, months.len(), percent)?
        }
    };
    let edition = store::last_edition(tx, organization, year.id, &name).await?.unwrap_or(0) + 1;
    let (organization_id, fiscal_year_id) = (organization, year.id);
    let budget =
        Budget { organization_id, id: new_id(), fiscal_year_id, name, edition, state: state.word().into(), created_by: by.id, created_at: now, version: 1 };
    store::insert(tx, &budget).await?;
    store::put_rows(tx, &budget, &months, &rows).await?;
    recorded(tx, &budget, "budget_created", (by, now)).await?;
    Ok(budget)
}

/// Puts rows in place of a draft's, over the version that was `seen`; it may be approved with them.
pub async fn put(tx: &Tx, organization: Id, (id, seen): (Id, Option<i64>), state: State, rows: &[TypedRow], (by, now): (&User, i64)) -> Result<Budget> {
    memberships::hold(tx, organization).await?;
    let before = store::find(tx, organization, id).await?;
    if before.state != State::Draft.word() {
        return Err(Error::Conflict("budget_approved"));
    }
    if seen.is_some_and(|seen| seen != before.version) {
        return Err(Error::Stale(vec![Difference {
            field: "rows".into(),
            label: String::new(),
            stored: before.version.to_string(),
            typed: seen.unwrap_or_default().to_string(),
        }]));
    }
    let year = year_of(tx, organization, before.fiscal_year_id).await?;
    let months = budget::months(&year.starts_on, &year.ends_on);
    let rows = read(tx, organization, rows, &months).await?;
    let changed = Budget { state: state.word().into(), ..before };
    if !store::update(tx, &changed).await? {
        return Err(Error::Conflict("stale"));
    }
    store::put_rows(tx, &changed, &months, &rows).await?;
    recorded(tx, &changed, if state == State::Approved { "budget_approved" } else { "budget_changed" }, (by, now)).await?;
    store::find(tx, organization, id).await
}

/// Removes a budget.
pub async fn delete(tx: &Tx, organization: Id, id: Id, by: (&User, i64)) -> Result<()> {
    memberships::hold(tx, organization).await?;
    let budget = store::find(tx, organization, id).await?;
    store::delete(tx, organization, id).await?;
    recorded(tx, &budget, "budget_deleted", by).await
}
