//! Every SQL of fiscal years.

use despacho_kernel::Id;
use despacho_platform::sql::{Connection, FromRow};
use despacho_platform::{Error, Result, Tx, sql, vals};

despacho_platform::row! {
    /// A fiscal year; dates are ISO 8601.
    #[derive(Debug, Clone)]
    pub struct FiscalYear in "fiscal_years" key (organization_id, id) {
        pub organization_id: Id,
        pub id: Id,
        pub name: String,
        pub starts_on: String,
        pub ends_on: String,
        pub closed_at: Option<i64>,
        /// `open` or `closed`.
        pub state: String,
    }
}

/// Stores new years.
pub async fn insert(tx: &Tx, years: &[FiscalYear]) -> Result<()> {
    Ok(sql::insert(tx, years).await?)
}

/// An organization's fiscal years, the latest first, at most 50.
pub async fn list(db: &dyn Connection, organization: Id) -> Result<Vec<FiscalYear>> {
    let sql = format!("SELECT {} FROM fiscal_years WHERE organization_id = $1 ORDER BY starts_on DESC LIMIT 50", FiscalYear::columns());
    Ok(sql::rows(db, &sql, vals![organization]).await?)
}

/// Whether anything is written in a year's days, drafts too.
pub async fn has_entries(db: &dyn Connection, organization: Id, year: &FiscalYear) -> Result<bool> {
    let sql = "SELECT id FROM journal_entries WHERE organization_id = $1 AND date BETWEEN $2 AND $3 LIMIT 1";
    let found: Option<Id> = sql::scalar(db, sql, vals![organization, year.starts_on.as_str(), year.ends_on.as_str()]).await?;
    Ok(found.is_some())
}

/// Takes a year away in which nothing was written.
pub async fn remove(tx: &Tx, organization: Id, year: Id) -> Result<bool> {
    Ok(sql::delete::<FiscalYear>(tx, vals![organization, year]).await?)
}

/// Opens or closes a year.
pub async fn set_state(tx: &Tx, organization: Id, year: Id, state: &str, closed_at: Option<i64>) -> Result<()> {
    let sql = "UPDATE fiscal_years SET state = $3, closed_at = $4 WHERE organization_id = $1 AND id = $2";
    if sql::run(tx, sql, vals![organization, year, state, closed_at]).await? == 1 { Ok(()) } else { Err(Error::NotFound) }
}
