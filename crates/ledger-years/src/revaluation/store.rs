//! Every SQL of revaluations.

use despacho_kernel::Id;
use despacho_platform::{
    Result, Tx,
    sql::{self, Connection, FromRow},
    vals,
};

despacho_platform::row! {
    /// A revaluation that was made.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Revaluation in "revaluations" key (organization_id, date) {
        pub organization_id: Id,
        /// ISO 8601.
        pub date: String,
        pub id: Id,
        pub entry_id: Id,
        /// The mirror of the day after; none where it stays.
        pub reversal_id: Option<Id>,
        /// Minor units of the organization's currency.
        pub gains: i64,
        pub losses: i64,
        /// The rates that it was made at, as JSON: currency to decimal.
        pub rates: String,
        pub made_by: Id,
        pub made_at: i64,
    }
}

despacho_platform::row! {
    /// What an account holds in another currency at the end of a day.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Exposed {
        pub account_id: Id,
        pub code: String,
        pub name: String,
        pub kind: String,
        pub currency: String,
        /// Minor units of the organization's currency, debit positive: what it is carried at.
        pub carried: i64,
        /// Minor units of `currency`.
        pub held: i64,
    }
}

/// What accounts of assets and liabilities hold in other currencies than `base` at the end of a day. At most 5,000.
pub async fn exposed(db: &dyn Connection, organization: Id, base: &str, day: &str) -> Result<Vec<Exposed>> {
    let month = day.get(..7).unwrap_or_default();
    let sql = "SELECT h.account_id, a.code, a.name, a.type AS kind, h.currency, CAST(SUM(h.amount) AS BIGINT) AS carried, CAST(SUM(h.currency_amount) AS BIGINT) AS held FROM (
                 SELECT account_id, currency, debit - credit AS amount, currency_amount FROM account_balances
                 WHERE organization_id = $1 AND currency <> $2 AND month < $3
                 UNION ALL SELECT account_id, currency, amount, currency_amount FROM postings
                 WHERE organization_id = $1 AND currency <> $2 AND date BETWEEN $4 AND $5
                   AND account_id IN (SELECT account_id FROM account_balances WHERE organization_id = $1 AND currency <> $2)) AS h
               JOIN accounts a ON a.organization_id = $1 AND a.id = h.account_id
               WHERE a.type IN ('asset', 'liability')
               GROUP BY h.account_id, a.code, a.name, a.type, h.currency HAVING SUM(h.amount) <> 0 OR SUM(h.currency_amount) <> 0
               ORDER BY a.code, h.currency LIMIT 5000";
    Ok(sql::rows(db, sql, vals![organization, base, month, format!("{month}-01"), day]).await?)
}

pub async fn find(db: &dyn Connection, organization: Id, date: &str) -> Result<Option<Revaluation>> {
    Ok(sql::find(db, vals![organization, date]).await?)
}

/// Keeps a revaluation, in place of one of its day that was undone.
pub async fn put(tx: &Tx, revaluation: &Revaluation) -> Result<()> {
    if !sql::update(tx, revaluation).await? {
        sql::insert(tx, std::slice::from_ref(revaluation)).await?;
    }
    Ok(())
}

/// The latest revaluations, from before a day.
pub async fn page(db: &dyn Connection, organization: Id, before: Option<&str>, limit: i64) -> Result<Vec<Revaluation>> {
    let sql = format!("SELECT {} FROM revaluations WHERE organization_id = $1 AND date < $2 ORDER BY date DESC LIMIT $3", Revaluation::columns());
    Ok(sql::rows(db, &sql, vals![organization, before.unwrap_or("9999-99-99"), limit]).await?)
}
