//! The accounts that documents and payments go to where nothing else is told: those that the country's pack names, as the organization has them.

use std::collections::HashMap;

use despacho_kernel::{Id, Invalid};
use despacho_ledger::{
    accounts::{Account, store as accounts},
    catalog::{self, Pack},
};
use despacho_platform::{Error, Result, sql::Connection};

/// A role with the code that a pack gives it.
type Role = fn(&Pack) -> &str;

/// Every role, by the name that an error tells.
const ROLES: [(&str, Role); 13] = [
    ("receivable", |pack| &pack.documents.receivable),
    ("payable", |pack| &pack.documents.payable),
    ("creditor", |pack| &pack.documents.creditor),
    ("sales_goods", |pack| &pack.documents.sales_goods),
    ("sales_services", |pack| &pack.documents.sales_services),
    ("purchases_goods", |pack| &pack.documents.purchases_goods),
    ("expenses", |pack| &pack.documents.expenses),
    ("charges", |pack| &pack.documents.charges),
    ("bad_debts", |pack| &pack.documents.bad_debts),
    ("withheld_by_customers", |pack| &pack.documents.withheld_by_customers),
    ("withheld_from_vendors", |pack| &pack.documents.withheld_from_vendors),
    ("exchange_gain", |pack| &pack.exchange.gain),
    ("exchange_loss", |pack| &pack.exchange.loss),
];

/// The accounts of an organization's roles.
#[derive(Debug, Clone, Default)]
pub struct Roles(HashMap<&'static str, Account>);

impl Roles {
    /// Reads them: the account of a role's code, or that of the longest beginning of it that the chart has.
    pub async fn of(db: &dyn Connection, organization: Id, country: &str) -> Result<Self> {
        let pack = catalog::pack(country);
        let beginnings = |code: &str| -> Vec<String> { (3..=code.len()).rev().map(|end| code[..end].trim_end_matches('.').to_owned()).collect() };
        let mut codes: Vec<String> = ROLES.iter().flat_map(|(_, code)| beginnings(code(pack))).collect();
        codes.sort_unstable();
        codes.dedup();
        let found = accounts::of_codes(db, organization, &codes.iter().map(String::as_str).collect::<Vec<_>>()).await?;
        let account = |code: &str| beginnings(code).iter().find_map(|code| found.iter().find(|account| account.active && account.code == *code)).cloned();
        Ok(Self(ROLES.iter().filter_map(|(role, code)| Some((*role, account(code(pack))?))).collect()))
    }

    /// The account of a role.
    ///
    /// Errors: `role_account_missing` at `field`, with the role.
    pub fn account(&self, role: &'static str, field: &str) -> Result<&Account> {
        self.0.get(role).ok_or_else(|| {
            let mut errors = Invalid::new();
            errors.push_with(field, "role_account_missing", vec![("role", role.to_owned())]);
            Error::Invalid(errors)
        })
    }
}
