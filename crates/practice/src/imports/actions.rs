//! Starting an import and doing it in batches.

use std::collections::{HashMap, HashSet};

use despacho_kernel::{
    Id, Invalid,
    access::{PracticeRight, PracticeRole},
    new_id,
    text::fold,
};
use despacho_organizations::store as organizations;
use despacho_platform::{
    Error, Platform, Result, Tx,
    activity::{self, Change, Entry},
    jobs,
    memberships::{self, Tenant},
    notifications, sql,
    users::{self, User},
};
use serde_json::json;

use super::{
    import::{Import, ImportClients, MAX, Wanted, free_name},
    store,
};
use crate::clients::{
    client::{Client, Contact},
    store as clients,
};

/// Organizations of one transaction: enough to be quick, few enough that others may write in between.
const BATCH: i64 = 50;

/// Starts an import of organizations in which the user is a member; an id of any other, or of a client of another practice, is not
/// found, and nothing is written. Call [`Platform::wake_workers`] after the commit.
pub async fn start(tx: &Tx, practice: Id, by: &User, asked: &[Wanted], now: i64) -> Result<Import> {
    let mut seen = HashSet::new();
    let wanted: Vec<Wanted> = asked.iter().filter(|wanted| seen.insert(wanted.organization)).copied().collect();
    if wanted.is_empty() {
        return Err(Invalid::one("organization_ids", "nothing_selected").into());
    }
    if wanted.len() > MAX {
        return Err(Invalid::too_many("organization_ids", MAX).into());
    }
    let ids: Vec<Id> = wanted.iter().map(|wanted| wanted.organization).collect();
    let mine: HashSet<Id> = store::memberships(tx, by.id, &ids).await?.into_iter().collect();
    let targets: Vec<Id> = wanted.iter().filter_map(|wanted| wanted.link_to).collect();
    let found: HashSet<Id> = clients::find_many(tx, practice, &targets).await?.into_iter().map(|client| client.id).collect();
    if ids.iter().any(|id| !mine.contains(id)) || targets.iter().any(|id| !found.contains(id)) {
        return Err(Error::NotFound);
    }
    let id = store::insert(tx, practice, by.id, &wanted, now).await?;
    jobs::enqueue(tx, &ImportClients { practice_id: practice, import_id: id }, now).await?;
    let change = Change { field: "organizations".into(), before: String::new(), after: wanted.len().to_string() };
    let entry = Entry { tenant: practice, actor: Some(by), action: "import_started", subject: ("import", id, ""), changes: vec![change] };
    activity::record(tx, entry, now).await?;
    store::find(tx, practice, id).await
}

/// Tries the failed organizations of an ended import again.
pub async fn retry(tx: &Tx, practice: Id, by: &User, id: Id, now: i64) -> Result<()> {
    let import = store::find(tx, practice, id).await?;
    if import.status != "completed" || store::reopen(tx, practice, id).await? == 0 {
        return Err(Error::Conflict("import_nothing_to_retry"));
    }
    jobs::enqueue(tx, &ImportClients { practice_id: practice, import_id: id }, now).await?;
    let entry = Entry { tenant: practice, actor: Some(by), action: "import_retried", subject: ("import", id, ""), changes: vec![] };
    activity::record(tx, entry, now).await
}

/// Imports the next batch in one transaction; answers whether more is to do. Done twice, it does nothing the second time:
/// each item leaves the pending ones in the transaction that makes its client.
pub async fn batch(platform: &Platform, practice: Id, id: Id) -> Result<bool> {
    let now = platform.clock.now();
    let tx = platform.db.begin().await?;
    let import = store::find(&tx, practice, id).await?;
    if import.status == "completed" {
        return Ok(false);
    }
    // Held, so that a name that is free stays so until its client is stored.
    memberships::hold(&tx, practice).await?;
    let pending = store::pending(&tx, practice, id, BATCH, !platform.db.is_sqlite()).await?;
    let user = users::find(&tx, import.user_id).await?.ok_or(Error::NotFound)?;
    if pending.is_empty() {
        finish(&tx, practice, &import, &user, now).await?;
        tx.commit().await?;
        platform.wake_workers();
        platform.tell(despacho_platform::Event::Notified(user.id));
        return Ok(false);
    }
    let role = memberships::role(&tx, Tenant::Practice, practice, user.id).await?.and_then(|r| r.parse::<PracticeRole>().ok());
    let member = role.is_some_and(|role| role.may(PracticeRight::ManageClients));
    let targets: HashMap<Id, Id> = pending.iter().filter_map(|wanted| Some((wanted.organization, wanted.link_to?))).collect();
    let pending: Vec<Id> = pending.into_iter().map(|wanted| wanted.organization).collect();
    let mine: HashSet<Id> = if member { store::memberships(&tx, user.id, &pending).await?.into_iter().collect() } else { HashSet::new() };
    let linked: HashSet<Id> = clients::linked(&tx, practice, &pending).await?.into_iter().collect();
    let (lost, rest): (Vec<Id>, Vec<Id>) = pending.into_iter().partition(|id| !mine.contains(id));
    let (known, fresh): (Vec<Id>, Vec<Id>) = rest.into_iter().partition(|id| linked.contains(id));
    let (to_link, new): (Vec<Id>, Vec<Id>) = fresh.iter().partition(|id| targets.contains_key(id));
    make_clients(&tx, practice, &user, &new, now).await?;
    link_clients(&tx, practice, &user, &to_link.iter().map(|id| (*id, targets[id])).collect::<Vec<_>>(), now).await?;
    store::mark(&tx, practice, id, &fresh, "").await?;
    store::mark(&tx, practice, id, &lost, "access_lost").await?;
    store::mark(&tx, practice, id, &known, "already_linked").await?;
    store::count(&tx, practice, id, fresh.len(), lost.len() + known.len()).await?;
    tx.commit().await?;
    Ok(true)
}

/// Ends an import whose job will not be tried again: what is pending has failed, and can be retried.
pub(super) async fn give_up(tx: &Tx, practice: Id, id: Id, now: i64) -> Result<()> {
    store::fail_pending(tx, practice, id).await?;
    let import = store::find(tx, practice, id).await?;
    match users::find(tx, import.user_id).await? {
        Some(user) => finish(tx, practice, &import, &user, now).await,
        None => Ok(()),
    }
}

async fn finish(tx: &Tx, practice: Id, import: &Import, user: &User, now: i64) -> Result<()> {
    if !store::complete(tx, practice, import.id, now).await? {
        return Ok(());
    }
    let data = json!({ "done": import.done, "failed": import.failed });
    let link = format!("/practices/{practice}/client-imports/{}", import.id);
    notifications::notify(tx, user.id, "import_completed", data, &link, now).await?;
    let changes = [("imported", import.done), ("failed", import.failed)].map(|(field, count)| Change {
        field: field.into(),
        before: String::new(),
        after: count.to_string(),
    });
    let entry = Entry { tenant: practice, actor: Some(user), action: "import_completed", subject: ("import", import.id, ""), changes: changes.to_vec() };
    activity::record(tx, entry, now).await
}

/// What is taken of these names and of as many numbered ones as all of them may need. Ever more numbers are asked for at once, so
/// that a thousand clients of one name take few statements.
async fn taken_names(tx: &Tx, practice: Id, keys: &[String]) -> Result<HashSet<String>> {
    let mut needed: HashMap<&str, usize> = HashMap::new();
    for key in keys {
        *needed.entry(key).or_default() += 1;
    }
    let mut taken = HashSet::new();
    let (mut from, mut to) = (1, 8);
    while !needed.is_empty() {
        let numbered = |key: &str, n: usize| if n == 1 { key.to_owned() } else { fold(&format!("{key} ({n})")) };
        let asked: Vec<String> = needed.keys().flat_map(|key| (from..=to).map(move |n| numbered(key, n))).collect();
        taken.extend(clients::taken_keys(tx, practice, &asked).await?);
        needed.retain(|key, wanted| (1..=to).filter(|n| !taken.contains(&numbered(key, *n))).count() < *wanted);
        (from, to) = (to + 1, to * 8);
    }
    Ok(taken)
}

/// Links organizations to the clients that they were found to be: `(organization, client)`.
async fn link_clients(tx: &Tx, practice: Id, user: &User, links: &[(Id, Id)], now: i64) -> Result<()> {
    clients::link(tx, practice, links, now).await?;
    let (organizations, ids): (Vec<Id>, Vec<Id>) = links.iter().copied().unzip();
    let names: HashMap<Id, String> = organizations::find_many(tx, &organizations).await?.into_iter().map(|o| (o.id, o.name)).collect();
    let found: HashMap<Id, String> = clients::find_many(tx, practice, &ids).await?.into_iter().map(|client| (client.id, client.display_name)).collect();
    let entries = links.iter().map(|(organization, client)| Entry {
        tenant: practice,
        actor: Some(user),
        action: "organization_linked",
        subject: ("client", *client, found.get(client).map_or("", String::as_str)),
        changes: vec![Change { field: "organization".into(), before: String::new(), after: names.get(organization).cloned().unwrap_or_default() }],
    });
    activity::record_many(tx, entries.collect(), now).await
}

async fn make_clients(tx: &Tx, practice: Id, user: &User, ids: &[Id], now: i64) -> Result<()> {
    let mut found = organizations::find_many(tx, ids).await?;
    found.sort_by_cached_key(|o| ids.iter().position(|id| *id == o.id));
    let keys: Vec<String> = found.iter().map(|o| fold(&o.name)).collect();
    let mut taken = taken_names(tx, practice, &keys).await?;
    let mut made = vec![];
    for organization in found {
        let name = free_name(&organization.name, &taken);
        taken.insert(fold(&name));
        made.push((organization.id, organization.owner_name.clone(), Client::of_organization(practice, organization, name, now)));
    }
    let new: Vec<Client> = made.iter().map(|(_, _, client)| client.clone()).collect();
    clients::insert(tx, practice, &new).await?;
    let links: Vec<(Id, Id)> = made.iter().map(|(organization, _, client)| (*organization, client.id)).collect();
    clients::link(tx, practice, &links, now).await?;
    let owners = made.iter().filter(|(_, owner, _)| !owner.is_empty());
    let contact = |owner: &str, client: &Client| Contact {
        practice_id: practice,
        id: new_id(),
        client_id: client.id,
        name: owner.to_owned(),
        email: client.email.clone(),
        phone: client.phone.clone(),
        version: 1,
        ..Contact::default()
    };
    let contacts: Vec<Contact> = owners.map(|(_, owner, client)| contact(owner, client)).collect();
    sql::insert(tx, &contacts).await?;
    let entries = new.iter().map(|client| Entry {
        tenant: practice,
        actor: Some(user),
        action: "client_imported",
        subject: ("client", client.id, &client.display_name),
        changes: vec![],
    });
    activity::record_many(tx, entries.collect(), now).await
}
