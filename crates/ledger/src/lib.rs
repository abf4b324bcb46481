//! Double entry's ground: chart of accounts, taxes, fiscal years. One ledger for all applications of an organization.

pub mod accounts;
pub mod catalog;
pub mod fiscal_years;

use despacho_kernel::Id;
use despacho_organizations::{
    Organization,
    records::{Column, Kind, RecordSet, store as records},
};
use despacho_platform::{Db, Platform, Result, Tx, migrations::Migration, sql, vals};
use despacho_ui::Routes;

/// This room's tables.
pub const MIGRATIONS: &[Migration] = &[Migration { name: "0003_ledger", sql: include_str!("../migrations/0003_ledger.sql") }];

/// Taxes with their rates, in percent; withholdings are negative.
pub static TAXES: RecordSet = RecordSet {
    name: "taxes",
    table: "taxes",
    columns: &[
        Column { name: "code", kind: Kind::Code { max: 20 } },
        Column { name: "name", kind: Kind::Text { max: 100, required: true } },
        Column { name: "kind", kind: Kind::Choice(&["sale", "purchase", "withholding"]) },
        Column { name: "rate", kind: Kind::Decimal { min: -100, max: 100, required: true } },
        Column { name: "account_id", kind: Kind::Account { required: false } },
    ],
};

/// This room's routes.
pub fn routes(platform: &Platform) -> Routes {
    accounts::routes(platform)
}

/// Gives an organization its country's chart of accounts, taxes and the present and next fiscal year; does nothing the
/// second time, as applications share one ledger.
pub async fn provision(tx: &Tx, organization: &Organization, now: i64) -> Result<()> {
    if accounts::store::count(tx, organization.id).await? > 0 {
        return Ok(());
    }
    let pack = catalog::pack(&organization.country);
    let language = organization.region.language.as_str();
    accounts::store::insert_chart(tx, organization.id, pack.accounts(), language).await?;
    let codes = accounts::store::ids_by_code(tx, organization.id).await?;
    let taxes = pack.taxes.iter().map(|tax| {
        let name = if language == "en" { &tax.5 } else { &tax.4 };
        vals![tax.0.as_str(), name.as_str(), tax.1.as_str(), tax.2.as_str(), codes.get(&tax.3).copied()]
    });
    records::insert(tx, &TAXES, organization.id, taxes.collect()).await?;
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
