//! The chart of accounts as it travels between organizations.

use std::collections::{HashMap, HashSet};

use async_trait::async_trait;
use despacho_kernel::{Id, Invalid, access::OrganizationRight as R};
use despacho_organizations::Organization;
use despacho_platform::sql::Connection;
use despacho_platform::{Result, Tx};
use despacho_settings::{
    lists::{Named, Referable},
    preferences::{Item, PreferenceGroup, PreferenceSet},
};

use super::{
    account::{Account, DEPTH},
    store,
};
use crate::{catalog, journal::store as journal};

/// The accounts of a chart; the key is the code.
pub struct Chart;

/// The only set of its group.
pub static CHART: Chart = Chart;

/// Chart of accounts.
pub static CHART_GROUP: PreferenceGroup = PreferenceGroup { name: "chart_of_accounts", sets: &[&CHART], needs: &[], proposed: true, page: "/accounts" };

fn named(account: Account) -> Named {
    Named { id: account.id, label: format!("{} · {}", account.code, account.name), key: account.code, active: account.active }
}

#[async_trait]
impl Referable for Chart {
    fn kind(&self) -> &'static str {
        self.name()
    }

    async fn named(&self, db: &dyn Connection, organization: Id, ids: &[Id]) -> Result<Vec<Named>> {
        Ok(store::of_ids(db, organization, ids).await?.into_iter().map(named).collect())
    }

    async fn search(&self, db: &dyn Connection, organization: Id, search: &str, limit: i64) -> Result<Vec<Named>> {
        Ok(store::search(db, organization, search, limit).await?.into_iter().map(named).collect())
    }

    async fn of_key(&self, db: &dyn Connection, organization: Id, key: &str) -> Result<Option<Named>> {
        Ok(store::find_by_code(db, organization, key.trim()).await?.map(named))
    }

    async fn keys(&self, db: &dyn Connection, organization: Id) -> Result<Vec<(Id, String)>> {
        Ok(store::ids_by_code(db, organization).await?.into_iter().map(|(code, id)| (id, code)).collect())
    }
}

#[async_trait]
impl PreferenceSet for Chart {
    fn name(&self) -> &'static str {
        "accounts"
    }

    fn fields(&self) -> Vec<&'static str> {
        vec!["code", "name", "type", "parent_code", "currency", "control"]
    }

    fn edits(&self) -> R {
        R::EditAccounts
    }

    /// The country's chart, in the organization's language where it exists.
    fn defaults(&self, organization: &Organization) -> Vec<Item> {
        let pack = catalog::pack(&organization.country);
        let chart = pack.accounts().iter();
        let values = chart.map(|a| {
            let name = a.name_in(&organization.language).to_owned();
            vec![a.code.clone(), name, a.kind.clone(), a.parent.clone(), String::new(), pack.control_of(&a.code).to_owned()]
        });
        values.map(|values| self.item(values, true)).collect()
    }

    fn table(&self) -> (&'static str, &'static str) {
        ("accounts", "organization_id")
    }

    async fn read(&self, db: &dyn Connection, organization: Id) -> Result<Vec<Item>> {
        Ok(store::all(db, organization).await?.iter().map(|account| self.item(account.values(), account.active)).collect())
    }

    fn item(&self, values: Vec<String>, active: bool) -> Item {
        let value = |at: usize| values.get(at).cloned().unwrap_or_default();
        Item { key: value(0), name: format!("{} {}", value(0), value(1)), values, active }
    }

    fn check(&self, item: &Item) -> Result<(), Invalid> {
        Account::of(&item.values, item.active).checked().map(|_| ())
    }

    fn needs(&self, item: &Item) -> Vec<(&'static str, String)> {
        item.values.get(3).filter(|parent| !parent.is_empty()).map(|parent| (self.name(), parent.clone())).into_iter().collect()
    }

    /// Accounts in a currency that is not the organization's stay behind; what hung under them hangs one level higher.
    fn carry(&self, items: Vec<Item>, currency: &str) -> (Vec<Item>, Vec<Item>) {
        let foreign = |item: &Item| item.values.get(4).is_some_and(|own| !own.is_empty() && own != currency);
        let (behind, mut carried): (Vec<Item>, Vec<Item>) = items.into_iter().partition(foreign);
        let parents: HashMap<&str, &str> = behind.iter().map(|item| (item.key.as_str(), item.values[3].as_str())).collect();
        for item in &mut carried {
            let mut seen = HashSet::new();
            while let Some(higher) = parents.get(item.values[3].as_str()).filter(|_| seen.insert(item.values[3].clone())) {
                item.values[3] = (*higher).to_owned();
            }
        }
        (carried, behind)
    }

    async fn insert(&self, tx: &Tx, organization: Id, items: &[Item]) -> Result<()> {
        store::insert_many(tx, organization, items.iter().map(|item| Account::of(&item.values, item.active)).collect()).await?;
        Ok(())
    }

    async fn update(&self, tx: &Tx, organization: Id, items: &[Item]) -> Result<()> {
        if items.is_empty() {
            return Ok(());
        }
        let present: HashMap<String, Account> = store::all(tx, organization).await?.into_iter().map(|a| (a.code.clone(), a)).collect();
        let (mut accounts, mut others) = (vec![], vec![]);
        for item in items {
            if let Some(before) = present.get(&item.key) {
                let after = Account { id: before.id, version: 1, ..Account::of(&item.values, item.active).checked()? };
                if after.r#type != before.r#type || after.currency != before.currency {
                    others.push(before.id);
                }
                accounts.push(after);
            }
        }
        if !journal::posted_to(tx, organization, &others).await?.is_empty() {
            return Err(Invalid::one("accounts", "account_posted").into());
        }
        store::update_many(tx, organization, accounts).await
    }

    async fn ids(&self, db: &dyn Connection, organization: Id, keys: &[String]) -> Result<Vec<Id>> {
        if keys.is_empty() {
            return Ok(vec![]);
        }
        let ids = store::ids_by_code(db, organization).await?;
        Ok(keys.iter().filter_map(|key| ids.get(key).copied()).collect())
    }

    async fn delete(&self, tx: &Tx, organization: Id, keys: &[String]) -> Result<()> {
        let gone = self.ids(tx, organization, keys).await?;
        store::delete(tx, organization, &gone).await
    }

    async fn is_whole(&self, db: &dyn Connection, organization: Id) -> Result<bool> {
        let accounts = store::all(db, organization).await?;
        let parents: HashMap<&str, &str> = accounts.iter().map(|a| (a.code.as_str(), a.parent_code.as_str())).collect();
        // Up from each account: every parent is there, and no account is its own ancestor.
        let rooted = |account: &Account| {
            let mut at = account.parent_code.as_str();
            for _ in 0..DEPTH {
                match parents.get(at) {
                    _ if at.is_empty() => return true,
                    Some(parent) => at = parent,
                    None => return false,
                }
            }
            false
        };
        Ok(accounts.iter().all(rooted))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(code: &str, parent: &str, currency: &str) -> Item {
        CHART.item(vec![code.into(), "x".into(), "asset".into(), parent.into(), currency.into()], true)
    }

    #[test]
    fn accounts_in_another_currency_stay_behind() {
        let items =
            vec![account("57", "", ""), account("573", "57", "USD"), account("5731", "573", "USD"), account("57311", "5731", ""), account("572", "57", "EUR")];
        let (carried, behind) = CHART.carry(items, "EUR");
        let codes = |items: &[Item]| items.iter().map(|i| (i.key.clone(), i.values[3].clone())).collect::<Vec<_>>();
        assert_eq!(codes(&carried), [("57".into(), String::new()), ("57311".into(), "57".into()), ("572".into(), "57".into())]);
        assert_eq!(behind.len(), 2);
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_lost_and_every_parent_is_there(tree in proptest::collection::vec((proptest::num::usize::ANY, 0usize..3), 1..40)) {
            let items: Vec<Item> = tree.iter().enumerate().map(|(at, (parent, currency))| {
                let parent = if at == 0 { String::new() } else { format!("{}", parent % at) };
                account(&at.to_string(), &parent, ["", "EUR", "USD"][*currency])
            }).collect();
            let (carried, behind) = CHART.carry(items.clone(), "EUR");
            proptest::prop_assert_eq!(carried.len() + behind.len(), items.len());
            for item in &carried {
                proptest::prop_assert!(item.values[3].is_empty() || carried.iter().any(|other| other.key == item.values[3]));
            }
        }
    }
}
