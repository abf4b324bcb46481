//! Adding and changing accounts.

use std::collections::{HashMap, HashSet};

use despacho_kernel::{Difference, Id, Invalid};
use despacho_organizations::{
    Applications,
    preferences::{Item, PreferenceSet},
    records::store as records,
};
use despacho_platform::{
    Error, Result, Tx,
    activity::{self, Change, Entry},
    i18n::Lang,
    users::User,
};
use despacho_ui::components;

use super::{Account, AccountInput, preferences::CHART, store};
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
    store::insert_many(tx, organization, std::iter::once((input.texts(), input.active))).await?;
    let account = store::find_by_code(tx, organization, &input.code).await?.ok_or(Error::NotFound)?;
    let id = account.id;
    let name = format!("{} {}", account.code, account.name);
    let entry = Entry { tenant: organization, actor: Some(by), action: "account_created", subject: ("account", id, &name), changes: vec![] };
    activity::record(tx, entry, now).await?;
    Ok(account)
}

/// Where an account and what was typed over it differ; `title` is what a person calls a field.
fn differences(before: &Account, typed: &AccountInput, title: impl Fn(&str) -> String) -> Vec<Difference> {
    let after = Account {
        code: typed.code.trim().into(),
        name: typed.name.trim().into(),
        r#type: typed.r#type.clone(),
        parent_code: typed.parent_code.trim().into(),
        currency: typed.currency.trim().to_uppercase(),
        active: typed.active,
        ..before.clone()
    };
    let pairs = fields(before).into_iter().zip(fields(&after)).filter(|(stored, typed)| stored.1 != typed.1);
    pairs
        .map(|((field, stored), (_, typed))| Difference { field: field.into(), label: title(field), stored, typed })
        .collect()
}

/// Changes an account, unless somebody has saved another version since `seen`; its children follow a new code.
pub async fn update(tx: &Tx, organization: Id, (id, seen): (Id, Option<i64>), input: AccountInput, (by, lang): (&User, Lang), now: i64) -> Result<Account> {
    let before = store::find(tx, organization, id).await?;
    let held = store::hold(tx, organization, id, before.version).await?;
    if !held || seen.is_some_and(|seen| seen != before.version) {
        let title = |field: &str| components::field_label(lang, "account", field);
        let differences = differences(&before, &input, title);
        if !differences.is_empty() {
            return Err(Error::Stale(differences));
        }
    }
    let input = settle(tx, organization, input, Some(&before)).await?;
    store::update_many(tx, organization, &[(id, input.clone())]).await?;
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

/// Merges an account into another of the same type and currency: its children and all that names it go over, and it is gone.
pub async fn merge(tx: &Tx, applications: &Applications, organization: Id, from: Id, into: Id, by: &User, now: i64) -> Result<Account> {
    let (gone, kept) = (store::find(tx, organization, from).await?, store::find(tx, organization, into).await.map_err(|_| Invalid::one("into", "choice"))?);
    if from == into {
        return Err(Invalid::one("into", "account_merge_itself").into());
    }
    if gone.r#type != kept.r#type || gone.currency != kept.currency {
        return Err(Invalid::one("into", "account_merge_type").into());
    }
    let mut at = kept.parent_code.clone();
    for _ in 0..50 {
        if at == gone.code {
            return Err(Invalid::one("into", "account_merge_child").into());
        }
        match store::find_by_code(tx, organization, &at).await? {
            Some(parent) => at = parent.parent_code,
            None => break,
        }
    }
    for set in applications.record_sets() {
        records::replace_account(tx, set, organization, from, into).await?;
    }
    store::reparent(tx, organization, &gone.code, &kept.code).await?;
    store::delete(tx, organization, &[from]).await?;
    let name = format!("{} {}", gone.code, gone.name);
    let change = Change { field: "merged_into".into(), before: String::new(), after: format!("{} {}", kept.code, kept.name) };
    let entry = Entry { tenant: organization, actor: Some(by), action: "account_merged", subject: ("account", into, &name), changes: vec![change] };
    activity::record(tx, entry, now).await?;
    Ok(kept)
}

/// What a file of accounts would do, or has done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Imported {
    pub added: usize,
    pub replaced: usize,
    pub same: usize,
}

/// Adds the accounts that the chart lacks and changes those of the same code; the others stay. A parent that is nowhere is an
/// error. Roll the transaction back for a mere look.
pub async fn import(tx: &Tx, organization: Id, accounts: Vec<AccountInput>, by: &User, now: i64) -> Result<Imported> {
    let item = |a: AccountInput| CHART.item(vec![a.code, a.name, a.r#type, a.parent_code, a.currency], a.active);
    let codes: HashSet<String> = accounts.iter().map(|a| a.code.clone()).collect();
    let present: HashMap<String, Item> = CHART.read(tx, organization).await?.into_iter().map(|i| (i.key.clone(), i)).collect();
    let known = |code: &str| codes.contains(code) || present.contains_key(code);
    // Without a parent in the file an account stays where it is, and a new one has its parent proposed from the code.
    let settled = accounts.into_iter().map(|a| {
        let stays = present.get(&a.code).and_then(|item| item.values.get(3)).cloned();
        let proposed = || parent_of(&a.code, known).unwrap_or_default().to_owned();
        let parent_code = if a.parent_code.is_empty() { stays.unwrap_or_else(proposed) } else { a.parent_code };
        AccountInput { parent_code, ..a }
    });
    let items: Vec<Item> = settled.map(item).collect();
    let before = |item: &Item| present.get(&item.key);
    let (changed, added): (Vec<Item>, Vec<Item>) = items.into_iter().partition(|item| before(item).is_some());
    let (same, changed): (Vec<Item>, Vec<Item>) = changed.into_iter().partition(|item| before(item) == Some(item));
    CHART.insert(tx, organization, &added).await?;
    CHART.update(tx, organization, &changed).await?;
    if !CHART.is_whole(tx, organization).await? {
        return Err(Invalid::one("file", "account_unknown").into());
    }
    let done = Imported { added: added.len(), replaced: changed.len(), same: same.len() };
    if done.added + done.replaced > 0 {
        let change = Change { field: "accounts".into(), before: String::new(), after: format!("+{} ±{}", done.added, done.replaced) };
        let entry =
            Entry { tenant: organization, actor: Some(by), action: "accounts_imported", subject: ("organization", organization, ""), changes: vec![change] };
        activity::record(tx, entry, now).await?;
    }
    Ok(done)
}
