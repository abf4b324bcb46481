//! Double entry's ground: chart of accounts, taxes, fiscal years. One ledger for all applications of an organization.

pub mod accounts;
pub mod catalog;
pub mod fiscal_years;
mod taxes;

use despacho_kernel::Id;
use despacho_organizations::{
    Organization,
    preferences::{PreferenceSet, Snapshot},
};
use despacho_platform::{Db, Platform, Result, Tx, migrations::Migration, sql};
use despacho_ui::Routes;

pub use accounts::preferences::{CHART, CHART_GROUP};
pub use taxes::{TAX_GROUPS, TAXES, TAXES_GROUP};

/// This room's tables.
pub const MIGRATIONS: &[Migration] = &[
    Migration { name: "0003_ledger", sql: include_str!("../migrations/0003_ledger.sql") },
    Migration { name: "0011_tax_groups", sql: include_str!("../migrations/0011_tax_groups.sql") },
];

/// This room's routes.
pub fn routes(platform: &Platform) -> Routes {
    accounts::routes(platform)
}

/// Gives an organization its chart of accounts, taxes and the present and next fiscal year: the country's, unless `initial`
/// holds others. Does nothing the second time, as applications share one ledger.
pub async fn provision(tx: &Tx, organization: &Organization, initial: &Snapshot, now: i64) -> Result<()> {
    if accounts::store::count(tx, organization.id).await? > 0 {
        return Ok(());
    }
    let sets: [&dyn PreferenceSet; 3] = [&CHART, &TAXES, &TAX_GROUPS];
    for set in sets {
        initial.start(tx, set, organization).await?;
    }
    fiscal_years::provision(tx, organization, now).await
}

/// What is broken in the ledgers, a line each.
pub async fn check(db: &Db) -> Result<Vec<String>> {
    let mut broken = vec![];
    let orphans = "SELECT a.organization_id FROM accounts a WHERE a.parent_code <> '' AND NOT EXISTS
                   (SELECT 1 FROM accounts p WHERE p.organization_id = a.organization_id AND p.code = a.parent_code) LIMIT 20";
    for id in sql::column::<Id>(db.read(), orphans, vec![]).await? {
        broken.push(format!("organization {id}: an account's parent is missing"));
    }
    let taxes = "SELECT t.organization_id FROM taxes t WHERE t.account_id IS NOT NULL AND NOT EXISTS
                 (SELECT 1 FROM accounts a WHERE a.organization_id = t.organization_id AND a.id = t.account_id) LIMIT 20";
    for id in sql::column::<Id>(db.read(), taxes, vec![]).await? {
        broken.push(format!("organization {id}: a tax's account is missing"));
    }
    Ok(broken)
}
