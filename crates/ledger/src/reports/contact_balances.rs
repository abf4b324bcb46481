//! Balances by contact: what each customer and vendor owes or is owed on the accounts that are kept by contact.

use std::collections::{BTreeMap, HashMap};

use despacho_contacts::{Contact, store as contacts};
use despacho_kernel::Id;
use despacho_platform::{Result, sql::Connection};
use jiff::civil::Date;

use super::sums;
use crate::{
    accounts::{Account, store as accounts},
    journal::contact_store,
};

/// What a contact holds of an account, in minor units of the organization's currency, debit positive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub contact: Contact,
    pub balance: i64,
}

/// An account that is kept by contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfAccount {
    pub account: Account,
    /// Those that hold something, by number.
    pub rows: Vec<Row>,
    pub balance: i64,
    /// What names nobody.
    pub without: i64,
}

/// The balances of a day. A closing of that very day is left out, as in the balance sheet. Accounts whose codes begin with `code`, all where it
/// is empty; `contact` alone where it is told.
pub async fn contact_balances(db: &dyn Connection, organization: Id, day: Date, code: &str, contact: Option<Id>) -> Result<Vec<OfAccount>> {
    let totals = sums::held_at(db, organization, day).await?;
    let mut held: BTreeMap<(Id, Id), i64> = BTreeMap::new();
    let date = day.to_string();
    for of in contact_store::through(db, organization, date.get(..7).unwrap_or_default(), &date).await? {
        *held.entry((of.account_id, of.contact_id)).or_default() += of.amount;
    }
    let mut ids: Vec<Id> = held.iter().filter(|(_, amount)| **amount != 0).map(|((_, contact), _)| *contact).collect();
    ids.sort_unstable();
    ids.dedup();
    let people: HashMap<Id, Contact> = contacts::of_ids(db, organization, &ids).await?.into_iter().map(|contact| (contact.id, contact)).collect();
    let mut found = vec![];
    for account in accounts::all(db, organization).await? {
        if account.control.is_empty() || !account.code.starts_with(code) {
            continue;
        }
        let of = held.range((account.id, Id::nil())..=(account.id, Id::max())).filter(|(_, amount)| **amount != 0);
        let mut rows: Vec<Row> = of.filter_map(|((_, id), amount)| Some(Row { contact: people.get(id)?.clone(), balance: *amount })).collect();
        let balance = totals.get(&account.id).copied().unwrap_or(0);
        let without = balance - rows.iter().map(|row| row.balance).sum::<i64>();
        rows.retain(|row| contact.is_none_or(|id| row.contact.id == id));
        rows.sort_by_key(|row| row.contact.number);
        let nothing = rows.is_empty() && (contact.is_some() || (balance, without) == (0, 0));
        if !nothing {
            found.push(OfAccount { account, rows, balance, without });
        }
    }
    Ok(found)
}
