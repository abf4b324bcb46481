//! Adding and changing accounts.

use std::collections::{HashMap, HashSet};

use despacho_kernel::{Id, Invalid};
use despacho_platform::{
    Error, Result, Tx,
    activity::{self, Change, Entry},
    memberships,
    sql::Connection,
    users::User,
};
use despacho_settings::{
    Applications,
    lists::store as lists,
    preferences::{Item, PreferenceSet},
};
use despacho_ui::fields::Sight;

use super::{
    account::{ACCOUNT, Account, DEPTH},
    csv_file::{Line, MOST_FAULTS},
    preferences::CHART,
    store,
};
use crate::{
    catalog::parent_of,
    journal::{contact_store, store as journal},
};

/// What must agree with the chart: a code of its own, and a parent that is there and not below; one that is left out is proposed
/// from the code. A type that is left out is the parent's. The organization is held.
async fn settle(tx: &Tx, organization: Id, mut account: Account, present: Option<&Account>) -> Result<Account> {
    let same = |code: &str| present.is_some_and(|p| p.code == code);
    if !same(&account.code) && store::find_by_code(tx, organization, &account.code).await?.is_some() {
        return Err(Invalid::one("code", "taken").into());
    }
    if account.parent_code.is_empty() {
        let known = store::beginnings(tx, organization, &account.code).await?;
        let known: Vec<&String> = known.iter().filter(|code| !same(code)).collect();
        account.parent_code = parent_of(&account.code, |code| known.iter().any(|k| *k == code)).unwrap_or_default().to_owned();
    }
    if account.parent_code.is_empty() {
        return if account.r#type.is_empty() { Err(Invalid::one("type", "missing").into()) } else { Ok(account) };
    }
    let line = store::line(tx, organization, &account.parent_code).await?;
    if account.parent_code == account.code || line.iter().any(|code| same(code)) || line.len() >= DEPTH {
        return Err(Invalid::one("parent_code", "account_loop").into());
    }
    if line.is_empty() {
        return Err(Invalid::one("parent_code", "account_unknown").into());
    }
    if account.r#type.is_empty() {
        let parent = store::find_by_code(tx, organization, &account.parent_code).await?.ok_or(Error::NotFound)?;
        account.r#type = parent.r#type;
    }
    Ok(account)
}

/// The type of the account that a code would depend on; an expense where there is none.
pub async fn proposed_type(db: &dyn Connection, organization: Id, code: &str) -> Result<String> {
    let known = store::beginnings(db, organization, code).await?;
    let parent = match parent_of(code, |start| known.iter().any(|k| k == start)) {
        Some(parent) => store::find_by_code(db, organization, parent).await?,
        None => None,
    };
    Ok(parent.map_or_else(|| "expense".to_owned(), |account| account.r#type))
}

/// Adds an account as `read` says; its parent is proposed from its code.
pub async fn create(tx: &Tx, organization: Id, read: impl FnOnce(Account, &mut Invalid) -> Account, by: &User, now: i64) -> Result<Account> {
    let mut errors = Invalid::new();
    let account = read(Account { active: true, ..Account::default() }, &mut errors);
    errors.finish()?;
    memberships::hold(tx, organization).await?;
    let account = settle(tx, organization, account, None).await?;
    let ids = store::insert_many(tx, organization, vec![account]).await?;
    let account = store::find(tx, organization, ids.first().copied().ok_or(Error::NotFound)?).await?;
    let subject = ("account", account.id, &*account.label());
    activity::record(tx, Entry { tenant: organization, actor: Some(by), action: "account_created", subject, changes: vec![] }, now).await?;
    Ok(account)
}

/// Changes an account as `read` says over what it was, unless somebody has saved another version since `seen`; its children follow
/// a new code.
pub async fn update(
    tx: &Tx,
    organization: Id,
    (id, seen): (Id, Option<i64>),
    sight: &Sight<'_>,
    read: impl FnOnce(Account, &mut Invalid) -> Account,
    (by, now): (&User, i64),
) -> Result<Account> {
    memberships::hold(tx, organization).await?;
    let before = store::find(tx, organization, id).await?;
    let mut errors = Invalid::new();
    let typed = read(before.clone(), &mut errors);
    let typed = ACCOUNT.over(&before, seen, typed, sight, errors)?;
    let after = settle(tx, organization, typed, Some(&before)).await?;
    // What its postings were read as stays.
    let kept = [("type", after.r#type != before.r#type), ("currency", after.currency != before.currency), ("code", after.is_heading() && !before.is_heading())];
    for (field, changed) in kept {
        if changed && !journal::posted_to(tx, organization, &[id]).await?.is_empty() {
            return Err(Invalid::one(field, "account_posted").into());
        }
    }
    if after.control.is_empty() && !before.control.is_empty() && contact_store::any_on(tx, organization, id).await? {
        return Err(Invalid::one("control", "account_has_contacts").into());
    }
    let changes = ACCOUNT.changes(&before, &after);
    if changes.is_empty() {
        return Ok(before);
    }
    if !store::update(tx, after.clone()).await? {
        return Err(Error::Conflict("stale"));
    }
    if before.code != after.code {
        store::reparent(tx, organization, &before.code, &after.code).await?;
    }
    let subject = ("account", id, &*after.label());
    activity::record(tx, Entry { tenant: organization, actor: Some(by), action: "account_updated", subject, changes }, now).await?;
    store::find(tx, organization, id).await
}

/// Merges an account into another of the same type and currency: its children and all that names it go over, and it is gone.
pub async fn merge(tx: &Tx, applications: &Applications, organization: Id, from: Id, into: Id, by: &User, now: i64) -> Result<Account> {
    memberships::hold(tx, organization).await?;
    let (gone, kept) = (store::find(tx, organization, from).await?, store::find(tx, organization, into).await.map_err(|_| Invalid::one("into", "choice"))?);
    if from == into {
        return Err(Invalid::one("into", "account_merge_itself").into());
    }
    if gone.r#type != kept.r#type || gone.currency != kept.currency {
        return Err(Invalid::one("into", "account_merge_type").into());
    }
    if store::line(tx, organization, &kept.code).await?.contains(&gone.code) {
        return Err(Invalid::one("into", "account_merge_child").into());
    }
    if !journal::posted_to(tx, organization, &[from]).await?.is_empty() {
        return Err(Invalid::one("into", "account_merge_posted").into());
    }
    for list in applications.lists() {
        lists::replace(tx, list, organization, CHART.name(), from, into).await?;
    }
    store::reparent(tx, organization, &gone.code, &kept.code).await?;
    store::delete(tx, organization, &[from]).await?;
    let name = gone.label();
    let change = Change { field: "merged_into".into(), before: String::new(), after: kept.label() };
    let entry = Entry { tenant: organization, actor: Some(by), action: "account_merged", subject: ("account", into, &name), changes: vec![change] };
    activity::record(tx, entry, now).await?;
    Ok(kept)
}

/// An account that a file adds or changes.
#[derive(Debug, Clone)]
pub struct Touched {
    pub name: String,
    /// What is changed; nothing of a new one.
    pub changes: Vec<Change>,
}

fn items<'a>(accounts: impl Iterator<Item = &'a Account>) -> Vec<Item> {
    accounts.map(|account| CHART.item(account.values(), account.active)).collect()
}

/// What a file of accounts would do, or has done.
#[derive(Debug, Clone)]
pub struct Imported {
    pub added: Vec<Touched>,
    pub replaced: Vec<Touched>,
    pub same: usize,
}

/// Adds the accounts that the chart lacks and changes those of the same code; the others stay. Each line whose account can't be so is
/// told. Roll the transaction back for a mere look.
pub async fn import(tx: &Tx, organization: Id, lines: Vec<Line>, by: &User, now: i64) -> Result<Imported> {
    memberships::hold(tx, organization).await?;
    let codes: HashSet<String> = lines.iter().map(|line| line.account.code.clone()).collect();
    let present: HashMap<String, Account> = store::all(tx, organization).await?.into_iter().map(|a| (a.code.clone(), a)).collect();
    let known = |code: &str| codes.contains(code) || present.contains_key(code);
    let (mut errors, mut added, mut changed, mut same) = (Invalid::new(), vec![], vec![], 0);
    for line in lines {
        let mut after = line.account.clone();
        let before = present.get(&after.code);
        // A file does not say which are control accounts.
        after.control = before.map(|before| before.control.clone()).unwrap_or_default();
        // Without a parent in the file an account stays where it is, and a new one has its parent proposed from the code.
        if after.parent_code.is_empty() {
            let proposed = || parent_of(&after.code, known).unwrap_or_default().to_owned();
            after.parent_code = before.map_or_else(proposed, |before| before.parent_code.clone());
        } else if !known(&after.parent_code) {
            errors.0.push(line.fault("parent_code", "account_unknown", &after.parent_code));
        }
        match before {
            None => added.push(after),
            Some(before) if before.values() == after.values() && before.active == after.active => same += 1,
            Some(before) => changed.push((line, before, after)),
        }
    }
    // What their postings were read as stays.
    let recast: Vec<Id> = changed
        .iter()
        .filter(|(_, b, a)| b.r#type != a.r#type || b.currency != a.currency)
        .map(|(_, before, _)| before.id)
        .collect();
    let posted = journal::posted_to(tx, organization, &recast).await?;
    for (line, before, after) in changed.iter().filter(|(_, before, _)| posted.contains(&before.id)) {
        let column = if before.r#type == after.r#type { "currency" } else { "type" };
        errors.0.push(line.fault(column, "account_posted", ""));
    }
    errors.0.truncate(MOST_FAULTS);
    errors.finish()?;
    let touched = |name: String, changes| Touched { name, changes };
    let done = Imported {
        added: added.iter().map(|account| touched(account.label(), vec![])).collect(),
        replaced: changed.iter().map(|(_, before, after)| touched(before.label(), ACCOUNT.changes(before, after))).collect(),
        same,
    };
    CHART.insert(tx, organization, &items(added.iter())).await?;
    CHART.update(tx, organization, &items(changed.iter().map(|(_, _, after)| after))).await?;
    if !CHART.is_whole(tx, organization).await? {
        return Err(Invalid::one("file", "account_loop").into());
    }
    if !added.is_empty() || !changed.is_empty() {
        let change = Change { field: "accounts".into(), before: String::new(), after: format!("+{} ±{}", added.len(), changed.len()) };
        let entry =
            Entry { tenant: organization, actor: Some(by), action: "accounts_imported", subject: ("organization", organization, ""), changes: vec![change] };
        activity::record(tx, entry, now).await?;
    }
    Ok(done)
}
