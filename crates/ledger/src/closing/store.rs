//! Every SQL of closings.

use despacho_kernel::Id;
use despacho_platform::sql::{Connection, FromRow};
use despacho_platform::{Result, Tx, sql, vals};

despacho_platform::row! {
    /// A recommended check that was accepted as it is.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Acceptance in "closing_acceptances" key (organization_id, fiscal_year_id, word) {
        pub organization_id: Id,
        pub fiscal_year_id: Id,
        pub word: String,
        /// At most 300 characters.
        pub reason: String,
        pub accepted_by: Id,
        /// As they were called then.
        pub accepted_name: String,
        pub accepted_at: i64,
    }
}

/// What was accepted of a year.
pub async fn acceptances(db: &dyn Connection, organization: Id, year: Id) -> Result<Vec<Acceptance>> {
    let sql = format!("SELECT {} FROM closing_acceptances WHERE organization_id = $1 AND fiscal_year_id = $2 ORDER BY word LIMIT 100", Acceptance::columns());
    Ok(sql::rows(db, &sql, vals![organization, year]).await?)
}

/// Keeps an acceptance, or another reason of it.
pub async fn put(tx: &Tx, acceptance: &Acceptance) -> Result<()> {
    if !sql::update(tx, acceptance).await? {
        sql::insert(tx, std::slice::from_ref(acceptance)).await?;
    }
    Ok(())
}

/// Takes an acceptance away; answers whether there was one.
pub async fn remove(tx: &Tx, organization: Id, year: Id, word: &str) -> Result<bool> {
    Ok(sql::delete::<Acceptance>(tx, vals![organization, year, word]).await?)
}

/// Takes away those of a year that is removed.
pub async fn remove_all(tx: &Tx, organization: Id, year: Id) -> Result<()> {
    sql::run(tx, "DELETE FROM closing_acceptances WHERE organization_id = $1 AND fiscal_year_id = $2", vals![organization, year]).await?;
    Ok(())
}

despacho_platform::row! {
    /// The numbers that a journal gave in a year: how many there are and the last.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Numbered {
        pub journal: String,
        pub count: i64,
        pub last: i64,
    }
}

/// The numbers of a year by journal.
pub async fn numbered(db: &dyn Connection, organization: Id, year: Id) -> Result<Vec<Numbered>> {
    let sql = "SELECT journal, COUNT(DISTINCT number) AS count, COALESCE(MAX(number), 0) AS last
               FROM journal_entries WHERE organization_id = $1 AND fiscal_year_id = $2 GROUP BY journal ORDER BY journal LIMIT 20";
    Ok(sql::rows(db, sql, vals![organization, year]).await?)
}
