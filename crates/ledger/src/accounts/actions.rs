//! Adding and changing accounts.

use despacho_kernel::{Id, Invalid};
use despacho_platform::{
    Error, Result, Tx,
    activity::{self, Entry},
    users::User,
};

use super::{Account, AccountInput, store};
use crate::catalog::parent_of;

fn fields(a: &Account) -> Vec<(&'static str, String)> {
    vec![
        ("code", a.code.clone()),
        ("name", a.name.clone()),
        ("type", a.r#type.clone()),
        ("parent_code", a.parent_code.clone()),
        ("currency", a.currency.clone()),
        ("status", if a.active { "✓".into() } else { String::new() }),
    ]
}

async fn settle(tx: &Tx, organization: Id, input: AccountInput, present: Option<&Account>) -> Result<AccountInput> {
    let mut input = input.checked()?;
    let same = |code: &str| present.is_some_and(|p| p.code == code);
    if !same(&input.code) && store::find_by_code(tx, organization, &input.code).await?.is_some() {
        return Err(Invalid::one("code", "taken").into());
    }
    if input.parent_code.is_empty() {
        let known = store::beginnings(tx, organization, &input.code).await?;
        let known: Vec<&String> = known.iter().filter(|code| !same(code)).collect();
        input.parent_code = parent_of(&input.code, |code| known.iter().any(|k| *k == code)).unwrap_or_default().to_owned();
    }
    // Up from the parent: it must exist, and the account must not be its own ancestor.
    let mut at = input.parent_code.clone();
    for _ in 0..50 {
        if at.is_empty() {
            return Ok(input);
        }
        if at == input.code || same(&at) {
            return Err(Invalid::one("parent_code", "account_loop").into());
        }
        match store::find_by_code(tx, organization, &at).await? {
            Some(parent) => at = parent.parent_code,
            None => return Err(Invalid::one("parent_code", "account_unknown").into()),
        }
    }
    Err(Invalid::one("parent_code", "account_loop").into())
}

/// Adds an account; its parent is proposed from its code.
pub async fn create(tx: &Tx, organization: Id, input: AccountInput, by: &User, now: i64) -> Result<Account> {
    let input = settle(tx, organization, input, None).await?;
    store::insert_many(tx, organization, std::slice::from_ref(&input)).await?;
    let account = store::find_by_code(tx, organization, &input.code).await?.ok_or(Error::NotFound)?;
    let id = account.id;
    let name = format!("{} {}", account.code, account.name);
    let entry = Entry { tenant: organization, actor: Some(by), action: "account_created", subject: ("account", id, &name), changes: vec![] };
    activity::record(tx, entry, now).await?;
    Ok(account)
}

/// Changes an account; its children follow a new code.
pub async fn update(tx: &Tx, organization: Id, id: Id, input: AccountInput, by: &User, now: i64) -> Result<Account> {
    let before = store::find(tx, organization, id).await?;
    let input = settle(tx, organization, input, Some(&before)).await?;
    store::update(tx, organization, id, &input).await?;
    if before.code != input.code {
        store::reparent(tx, organization, &before.code, &input.code).await?;
    }
    let after = store::find(tx, organization, id).await?;
    let changes = activity::differences(&fields(&before), &fields(&after));
    if !changes.is_empty() {
        let name = format!("{} {}", after.code, after.name);
        let entry = Entry { tenant: organization, actor: Some(by), action: "account_updated", subject: ("account", id, &name), changes };
        activity::record(tx, entry, now).await?;
    }
    Ok(after)
}
