//! Every SQL of budgets.

use despacho_kernel::Id;
use despacho_platform::sql::{Connection, FromRow, Versioned};
use despacho_platform::{Error, Result, Tx, sql, vals};

use super::budget::{MAX, Row};

despacho_platform::row! {
    /// A budget, or one of its editions.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Budget in "budgets" key (organization_id, id) {
        pub organization_id: Id,
        pub id: Id,
        pub fiscal_year_id: Id,
        pub name: String,
        /// 1, and one more with each version of it.
        pub edition: i64,
        /// A [`State`](super::budget::State).
        pub state: String,
        pub created_by: Id,
        pub created_at: i64,
        pub version: i64,
    }
}

impl Versioned for Budget {
    fn version(&self) -> i64 {
        self.version
    }
}

despacho_platform::row! {
    /// The amount of one row in one month.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct BudgetLine in "budget_lines" key (organization_id, budget_id, position, month) {
        pub organization_id: Id,
        pub budget_id: Id,
        pub position: i64,
        pub month: String,
        pub account_id: Id,
        pub value_id: Option<Id>,
        /// Minor units of the organization's currency, positive as is usual for the account.
        pub amount: i64,
    }
}

/// An organization's budgets, those of the latest years first.
pub async fn list(db: &dyn Connection, organization: Id) -> Result<Vec<Budget>> {
    let columns = Budget::COLUMNS.iter().map(|column| format!("b.{column}")).collect::<Vec<_>>().join(", ");
    let sql = format!(
        "SELECT {columns} FROM budgets b JOIN fiscal_years y ON y.organization_id = b.organization_id AND y.id = b.fiscal_year_id
         WHERE b.organization_id = $1 ORDER BY y.starts_on DESC, b.name, b.edition DESC LIMIT $2"
    );
    Ok(sql::rows(db, &sql, vals![organization, MAX]).await?)
}

pub async fn find(db: &dyn Connection, organization: Id, id: Id) -> Result<Budget> {
    sql::find(db, vals![organization, id]).await?.ok_or(Error::NotFound)
}

/// The lines of a budget, row by row.
pub async fn lines(db: &dyn Connection, organization: Id, budget: Id) -> Result<Vec<BudgetLine>> {
    let sql = format!("SELECT {} FROM budget_lines WHERE organization_id = $1 AND budget_id = $2 ORDER BY position, month LIMIT 12000", BudgetLine::columns());
    Ok(sql::rows(db, &sql, vals![organization, budget]).await?)
}

/// The last edition of a name in a year; none where there is none.
pub async fn last_edition(db: &dyn Connection, organization: Id, year: Id, name: &str) -> Result<Option<i64>> {
    let sql = "SELECT MAX(edition) FROM budgets WHERE organization_id = $1 AND fiscal_year_id = $2 AND name = $3";
    Ok(sql::scalar::<Option<i64>>(db, sql, vals![organization, year, name]).await?.flatten())
}

pub async fn insert(tx: &Tx, budget: &Budget) -> Result<()> {
    Ok(sql::insert(tx, std::slice::from_ref(budget)).await?)
}

/// Stores a changed head over the version that it was read at; answers whether it was still that.
pub async fn update(tx: &Tx, budget: &Budget) -> Result<bool> {
    Ok(sql::update_version(tx, budget).await?)
}

/// Puts rows in place of those of a budget; a row of nothing keeps its place by its first month.
pub async fn put_rows(tx: &Tx, budget: &Budget, months: &[String], rows: &[Row]) -> Result<()> {
    sql::run(tx, "DELETE FROM budget_lines WHERE organization_id = $1 AND budget_id = $2", vals![budget.organization_id, budget.id]).await?;
    let lines: Vec<BudgetLine> = rows
        .iter()
        .zip(0i64..)
        .flat_map(|(row, position)| {
            let kept = |(at, amount): &(usize, &i64)| **amount != 0 || *at == 0;
            row.amounts.iter().enumerate().filter(kept).zip(std::iter::repeat((row, position)))
        })
        .map(|((at, amount), (row, position))| BudgetLine {
            organization_id: budget.organization_id,
            budget_id: budget.id,
            position,
            month: months[at].clone(),
            account_id: row.account,
            value_id: row.value,
            amount: *amount,
        })
        .collect();
    Ok(sql::insert(tx, &lines).await?)
}

/// Removes a budget with its rows.
pub async fn delete(tx: &Tx, organization: Id, id: Id) -> Result<()> {
    sql::run(tx, "DELETE FROM budget_lines WHERE organization_id = $1 AND budget_id = $2", vals![organization, id]).await?;
    if sql::delete::<Budget>(tx, vals![organization, id]).await? { Ok(()) } else { Err(Error::NotFound) }
}

/// Whether a row of a budget names one of these accounts or values.
pub async fn names(db: &dyn Connection, organization: Id, ids: &[Id]) -> Result<bool> {
    let accounts = "SELECT account_id FROM budget_lines WHERE organization_id = $1 AND account_id IN ({ids}) LIMIT 1";
    let values = "SELECT value_id FROM budget_lines WHERE organization_id = $1 AND value_id IN ({ids}) LIMIT 1";
    Ok(!sql::column_in::<Id>(db, accounts, vals![organization], ids).await?.is_empty()
        || !sql::column_in::<Id>(db, values, vals![organization], ids).await?.is_empty())
}
