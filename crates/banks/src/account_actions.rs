//! Making and changing bank accounts.

use despacho_kernel::{Id, Invalid, new_id, place};
use despacho_ledger::{
    accounts::{
        account::{Account, is_heading},
        actions as chart_actions, store as chart,
    },
    catalog,
};
use despacho_organizations::store as organizations;
use despacho_platform::{
    Error, Result, Tx,
    activity::{self, Change, Entry},
    memberships,
    users::User,
};
use despacho_ui::fields::Sight;

use crate::{
    account::{BANK_ACCOUNT, BankAccount, MAX},
    store,
};

/// Notes what is done with a bank account.
pub async fn recorded(tx: &Tx, account: &BankAccount, action: &str, changes: Vec<Change>, (by, now): (&User, i64)) -> Result<()> {
    let label = account.label();
    activity::record(tx, Entry { tenant: account.organization_id, actor: Some(by), action, subject: ("bank_account", account.id, &label), changes }, now).await
}

/// The code of the next account below another: `5720001` below `572`, `102.01.02` below `102.01`.
fn next_code(root: &str, taken: &[String]) -> String {
    let code = |number: usize| {
        if root.contains('.') { format!("{root}.{number:02}") } else { format!("{root}{number:0width$}", width = 7usize.saturating_sub(root.len()).max(2)) }
    };
    (1..).map(code).find(|code| !taken.contains(code)).unwrap_or_default()
}

/// The account of the chart that a bank account is kept in: that of the code, made where the chart has only what it would depend on; the next one
/// below the country's account of banks where no code is told.
///
/// Errors at `account_code`: `account_unknown`, `account_inactive`, `account_not_postable`, `account_is_control`, `role_account_missing`.
async fn kept_in(tx: &Tx, organization: Id, typed: &BankAccount, (by, now): (&User, i64)) -> Result<Account> {
    let refused = |code: &'static str| Error::Invalid(Invalid::one("account_code", code));
    // What was chosen may be a label: the code comes first.
    let mut code = typed.account_code.split_whitespace().next().unwrap_or_default().to_owned();
    if code.is_empty() {
        let country = organizations::find(tx, organization).await?.country;
        let root = catalog::pack(&country).documents.bank.clone();
        if chart::find_by_code(tx, organization, &root).await?.is_none() {
            let mut errors = Invalid::new();
            errors.push_with("account_code", "role_account_missing", vec![("role", "bank".into())]);
            return Err(errors.into());
        }
        let below: Vec<String> = chart::all(tx, organization)
            .await?
            .into_iter()
            .map(|account| account.code)
            .filter(|code| code.starts_with(&root))
            .collect();
        code = next_code(&root, &below);
    }
    match chart::find_by_code(tx, organization, &code).await? {
        Some(account) if !account.active => Err(refused("account_inactive")),
        Some(account) if account.is_heading() => Err(refused("account_not_postable")),
        Some(account) if !account.control.is_empty() => Err(refused("account_is_control")),
        Some(account) => Ok(account),
        None if is_heading(&code) || chart::beginnings(tx, organization, &code).await?.iter().all(|known| is_heading(known)) => Err(refused("account_unknown")),
        None => {
            let name = typed.name.clone();
            chart_actions::create(tx, organization, |new, _| Account { code, name, ..new }, by, now).await
        }
    }
}

/// A bank account with what follows from its fields.
async fn settled(tx: &Tx, mut typed: BankAccount, mut errors: Invalid, who: (&User, i64)) -> Result<BankAccount> {
    let organization = typed.organization_id;
    if store::iban_taken(tx, organization, &typed.iban, typed.id).await? {
        errors.push("iban", "taken");
    }
    if !errors.0.is_empty() {
        return Err(errors.into());
    }
    let account = kept_in(tx, organization, &typed, who).await?;
    if store::account_taken(tx, organization, account.id, typed.id).await? {
        errors.push("account_code", "taken");
    }
    if typed.currency.is_empty() {
        typed.currency.clone_from(&account.currency);
    }
    if typed.currency.is_empty() {
        typed.currency.clone_from(&organizations::currency(tx, organization).await?.code);
    }
    if place::currency(&typed.currency).is_err() {
        errors.push("currency", "currency");
    }
    errors.finish()?;
    (typed.account_id, typed.account_code) = (account.id, account.code);
    Ok(typed)
}

/// Makes a bank account as `read` says, with an account of the chart where none is told.
///
/// Errors: `iban`, `taken`, and those of its account of the chart, each at its field.
pub async fn create(tx: &Tx, organization: Id, read: impl FnOnce(BankAccount, &mut Invalid) -> BankAccount, who: (&User, i64)) -> Result<BankAccount> {
    memberships::hold(tx, organization).await?;
    let mut errors = Invalid::new();
    let new = read(BankAccount { organization_id: organization, id: new_id(), active: true, version: 1, ..BankAccount::default() }, &mut errors);
    if i64::try_from(store::accounts(tx, organization).await?.len()).unwrap_or(MAX) >= MAX {
        return Err(Invalid::too_many("name", MAX).into());
    }
    let new = settled(tx, new, errors, who).await?;
    store::insert_account(tx, &new).await?;
    recorded(tx, &new, "bank_account_created", vec![], who).await?;
    Ok(new)
}

/// Changes a bank account over what it was, unless somebody saved another version since `seen`. What has statements keeps its account of the chart and
/// its currency.
///
/// Errors: as [`create`]; `bank_account_used` at what must stay.
pub async fn change(
    tx: &Tx,
    organization: Id,
    (id, seen): (Id, Option<i64>),
    sight: &Sight<'_>,
    read: impl FnOnce(BankAccount, &mut Invalid) -> BankAccount,
    who: (&User, i64),
) -> Result<BankAccount> {
    memberships::hold(tx, organization).await?;
    let before = store::account(tx, organization, id).await?;
    let mut errors = Invalid::new();
    let typed = read(before.clone(), &mut errors);
    if store::has_statements(tx, organization, id).await? {
        for (field, same) in [("account_code", typed.account_code == before.account_code), ("currency", typed.currency == before.currency)] {
            if !same {
                errors.push(field, "bank_account_used");
            }
        }
    }
    let typed = BANK_ACCOUNT.over(&before, seen, typed, sight, errors)?;
    let after = settled(tx, typed, Invalid::new(), who).await?;
    let changes = BANK_ACCOUNT.changes(&before, &after);
    if changes.is_empty() {
        return Ok(before);
    }
    if !store::update_account(tx, &after).await? {
        return Err(Error::Stale(vec![]));
    }
    recorded(tx, &after, "bank_account_changed", changes, who).await?;
    store::account(tx, organization, id).await
}

/// Deletes a bank account without statements; another is only made inactive. Its account of the chart stays.
///
/// Errors: conflict `bank_account_used`.
pub async fn delete(tx: &Tx, organization: Id, id: Id, who: (&User, i64)) -> Result<()> {
    memberships::hold(tx, organization).await?;
    let gone = store::account(tx, organization, id).await?;
    if store::has_statements(tx, organization, id).await? {
        return Err(Error::Conflict("bank_account_used"));
    }
    store::delete_account(tx, organization, id).await?;
    recorded(tx, &gone, "bank_account_deleted", vec![], who).await
}

#[cfg(test)]
mod tests {
    use super::next_code;

    #[test]
    fn the_next_code_is_the_first_that_is_free() {
        let taken = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>();
        assert_eq!(next_code("572", &taken(&["572"])), "5720001");
        assert_eq!(next_code("572", &taken(&["572", "5720001", "5720003"])), "5720002");
        assert_eq!(next_code("102.01", &taken(&["102.01"])), "102.01.01");
        assert_eq!(next_code("1800", &[]), "1800001");
    }
}
