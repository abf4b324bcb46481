//! Double entry's ground: chart of accounts, taxes, fiscal years. One ledger for all applications of an organization.

pub mod accounts;
pub mod catalog;
pub mod fiscal_years;
mod taxes;

use despacho_organizations::Organization;
use despacho_platform::{Result, Tx, migration, texts};
use despacho_settings::preferences::{PreferenceSet, Snapshot};
use despacho_ui::{Invariant, Room};

pub use accounts::preferences::{CHART, CHART_GROUP};
pub use taxes::{TAX_GROUPS, TAXES, TAXES_GROUP};

/// Accounts, taxes and fiscal years.
pub const ROOM: Room = Room {
    name: "ledger",
    migrations: &[migration!("0003_ledger"), migration!("0011_tax_groups"), migration!("0016_ledger_versions"), migration!("0023_tax_accounts")],
    texts: &[texts!("ledger")],
    routes: accounts::routes,
    invariants: &[
        Invariant {
            meaning: "an organization has no chart of accounts",
            query: "SELECT o.id FROM organizations o WHERE NOT EXISTS (SELECT 1 FROM accounts a WHERE a.organization_id = o.id) LIMIT 20",
        },
        Invariant {
            meaning: "an account's parent is missing in the organization",
            query: "SELECT a.organization_id FROM accounts a WHERE a.parent_code <> '' AND NOT EXISTS
                    (SELECT 1 FROM accounts p WHERE p.organization_id = a.organization_id AND p.code = a.parent_code) LIMIT 20",
        },
        Invariant {
            meaning: "a tax's account is missing in the organization",
            query: "SELECT t.organization_id FROM taxes t WHERE t.account_id IS NOT NULL AND NOT EXISTS
                    (SELECT 1 FROM accounts a WHERE a.organization_id = t.organization_id AND a.id = t.account_id) LIMIT 20",
        },
    ],
    ..Room::EMPTY
};

/// Gives an organization its chart of accounts, taxes and the present and next fiscal year: the country's, unless `initial`
/// holds others. Does nothing the second time, as applications share one ledger: an organization's fiscal years tell that it has one, as
/// a chart may have come without any account.
pub async fn provision(tx: &Tx, organization: &Organization, initial: &Snapshot, now: i64) -> Result<()> {
    if !fiscal_years::store::list(tx, organization.id).await?.is_empty() {
        return Ok(());
    }
    let sets: [&dyn PreferenceSet; 3] = [&CHART, &TAXES, &TAX_GROUPS];
    for set in sets {
        initial.start(tx, set, organization).await?;
    }
    fiscal_years::provision(tx, organization, now).await
}
