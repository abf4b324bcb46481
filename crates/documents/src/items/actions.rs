//! Making, changing and deleting items.

use despacho_kernel::{Id, Invalid, new_id};
use despacho_ledger::{accounts::store as accounts, taxes as own};
use despacho_platform::{
    Error, Result, Tx,
    activity::{self, Entry},
    memberships,
    users::User,
};
use despacho_settings::Applications;
use despacho_taxes::tax::Direction;

use super::{
    item::{Item, KIND, MAX, TypedItem},
    store,
};

async fn recorded(tx: &Tx, item: &Item, action: &str, (by, now): (&User, i64)) -> Result<()> {
    let entry = Entry { tenant: item.organization_id, actor: Some(by), action, subject: ("item", item.id, &item.name), changes: vec![] };
    activity::record(tx, entry, now).await
}

/// The item that is typed over `before`, with the accounts and taxes that it names.
async fn read(tx: &Tx, organization: Id, typed: &TypedItem, before: Item) -> Result<Item> {
    let mut errors = Invalid::new();
    let mut item = typed.read(before, &mut errors);
    let taxes = own::all(tx, organization).await?;
    for (field, codes, direction) in [("sale_taxes", &typed.sale_taxes, Direction::Sale), ("purchase_taxes", &typed.purchase_taxes, Direction::Purchase)] {
        for (at, code) in codes.iter().enumerate() {
            match taxes.iter().find(|own| own.tax.code == *code) {
                None => errors.push(&format!("{field}[{at}]"), "tax_unknown"),
                Some(own) if own.tax.direction != direction => errors.push(&format!("{field}[{at}]"), "tax_direction"),
                Some(_) => {}
            }
        }
    }
    let named = |code: &str| code.trim().to_owned();
    let codes = [named(&typed.sale_account_code), named(&typed.purchase_account_code)];
    let wanted: Vec<&str> = codes.iter().map(String::as_str).filter(|code| !code.is_empty()).collect();
    let found = if wanted.is_empty() { vec![] } else { accounts::of_codes(tx, organization, &wanted).await? };
    let mut account = |field: &str, code: &str| {
        let id = found.iter().find(|account| account.code == code).map(|account| account.id);
        if id.is_none() && !code.is_empty() {
            errors.push(field, "account_unknown");
        }
        id
    };
    item.sale_account_id = account("sale_account_code", &codes[0]);
    item.purchase_account_id = account("purchase_account_code", &codes[1]);
    if store::of_sku(tx, organization, &item.sku, item.id).await?.is_some() {
        errors.push("sku", "taken");
    }
    errors.finish()?;
    Ok(item)
}

/// Makes an item.
pub async fn create(tx: &Tx, organization: Id, typed: &TypedItem, who: (&User, i64)) -> Result<Item> {
    memberships::hold(tx, organization).await?;
    if store::count(tx, organization).await? >= MAX {
        return Err(Invalid::too_many("name", MAX).into());
    }
    let item = read(tx, organization, typed, Item { organization_id: organization, id: new_id(), version: 1, ..Item::default() }).await?;
    store::insert(tx, &item).await?;
    recorded(tx, &item, "item_created", who).await?;
    Ok(item)
}

/// Changes an item, unless somebody has saved another version since `seen`.
pub async fn change(tx: &Tx, organization: Id, (id, seen): (Id, Option<i64>), typed: &TypedItem, who: (&User, i64)) -> Result<Item> {
    memberships::hold(tx, organization).await?;
    let before = store::find(tx, organization, id).await?;
    if seen.is_some_and(|seen| seen != before.version) {
        return Err(Error::Stale(vec![]));
    }
    let item = read(tx, organization, typed, before).await?;
    store::update(tx, &item).await?;
    recorded(tx, &item, "item_changed", who).await?;
    store::find(tx, organization, id).await
}

/// Deletes an item that nothing names; another is only made inactive.
///
/// Errors: conflict `item_used` where documents name it, `item_recurs` where invoices that come again do.
pub async fn delete(tx: &Tx, applications: &Applications, organization: Id, id: Id, who: (&User, i64)) -> Result<()> {
    memberships::hold(tx, organization).await?;
    let item = store::find(tx, organization, id).await?;
    if store::is_used(tx, organization, id).await? {
        return Err(Error::Conflict("item_used"));
    }
    if applications.uses(tx, organization, KIND, &[id]).await? {
        return Err(Error::Conflict("item_recurs"));
    }
    store::delete(tx, organization, id).await?;
    recorded(tx, &item, "item_deleted", who).await
}
