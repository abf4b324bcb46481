//! What is done to several clients at once, and undone.

use std::collections::BTreeSet;

use despacho_kernel::{Id, Invalid};
use despacho_platform::{
    Error, Result, Tx,
    activity::{self, Change, Entry},
    memberships,
};

use super::{
    actions::Desk,
    client::Client,
    selection_store::{self, Done},
    store,
};

/// Most people assigned to a selection at once.
const PEOPLE: usize = 20;

impl Desk<'_> {
    /// Activates or deactivates clients; those already so are left alone. Answers which changed.
    pub async fn set_active(&self, tx: &Tx, ids: &[Id], active: bool) -> Result<Vec<Id>> {
        self.hold(tx).await?;
        let clients = store::find_many(tx, self.practice.id, ids).await?;
        let changed: Vec<&Client> = clients.iter().filter(|c| c.active != active).collect();
        if changed.is_empty() {
            return if clients.is_empty() { Err(Error::NotFound) } else { Ok(vec![]) };
        }
        let ids: Vec<Id> = changed.iter().map(|c| c.id).collect();
        store::set_active(tx, self.practice.id, &ids, active, self.now).await?;
        let action = if active { "client_activated" } else { "client_deactivated" };
        self.record_each(tx, action, &changed, &[]).await?;
        Ok(ids)
    }

    /// Adds a tag to clients. Answers which lacked it.
    pub async fn add_tag(&self, tx: &Tx, ids: &[Id], tag: &str) -> Result<Vec<Id>> {
        self.hold(tx).await?;
        let clients = store::find_many(tx, self.practice.id, ids).await?;
        let lacking: Vec<&Client> = clients.iter().filter(|c| !c.tags.iter().any(|of| of == tag)).collect();
        let ids: Vec<Id> = lacking.iter().map(|c| c.id).collect();
        if ids.is_empty() {
            return Ok(ids);
        }
        store::add_tag(tx, self.practice.id, &ids, tag, self.now).await?;
        let change = Change { field: "tags".into(), before: String::new(), after: tag.into() };
        self.record_each(tx, "client_updated", &lacking, &[change]).await?;
        Ok(ids)
    }

    /// Takes a tag from those of some clients that have it. Answers which had.
    async fn remove_tag(&self, tx: &Tx, ids: &[Id], tag: &str) -> Result<Vec<Id>> {
        let clients = store::find_many(tx, self.practice.id, ids).await?;
        let having: Vec<&Client> = clients.iter().filter(|c| c.tags.iter().any(|of| of == tag)).collect();
        let ids: Vec<Id> = having.iter().map(|c| c.id).collect();
        store::remove_tag(tx, self.practice.id, &ids, tag, self.now).await?;
        let change = Change { field: "tags".into(), before: tag.into(), after: String::new() };
        self.record_each(tx, "client_updated", &having, &[change]).await?;
        Ok(ids)
    }

    /// Assigns people to clients beside those who are. Answers which client got whom.
    pub async fn assign_many(&self, tx: &Tx, ids: &[Id], users: &[Id]) -> Result<Vec<(Id, Id)>> {
        let users: BTreeSet<Id> = users.iter().copied().collect();
        match users.len() {
            0 => return Err(Invalid::one("users", "nobody_chosen").into()),
            some if some > PEOPLE => return Err(Invalid::too_many("users", PEOPLE).into()),
            _ => {}
        }
        self.hold(tx).await?;
        let members = memberships::list(tx, self.practice.id).await?;
        let named: Vec<&str> = members.iter().filter(|m| users.contains(&m.user_id)).map(|m| m.name.as_str()).collect();
        if named.len() != users.len() {
            return Err(Error::NotFound);
        }
        let clients = store::find_many(tx, self.practice.id, ids).await?;
        let assigned = store::assigned_of_many(tx, self.practice.id, ids).await?;
        let has = |client: Id, user: &Id| assigned.get(&client).is_some_and(|people| people.contains(user));
        let new: Vec<(Id, Id)> = clients.iter().flat_map(|c| users.iter().filter(|user| !has(c.id, user)).map(|user| (c.id, *user))).collect();
        let lacking: Vec<&Client> = clients.iter().filter(|c| users.iter().any(|user| !has(c.id, user))).collect();
        store::assign_all(tx, self.practice.id, &new).await?;
        let change = Change { field: "assigned".into(), before: String::new(), after: named.join(", ") };
        self.record_each(tx, "client_assigned", &lacking, &[change]).await?;
        Ok(new)
    }

    /// Takes people from clients, where they are still assigned. Answers from which clients.
    async fn unassign(&self, tx: &Tx, pairs: &[(Id, Id)]) -> Result<Vec<Id>> {
        let ids: Vec<Id> = pairs.iter().map(|(client, _)| *client).collect::<BTreeSet<_>>().into_iter().collect();
        let assigned = store::assigned_of_many(tx, self.practice.id, &ids).await?;
        let taken: BTreeSet<(Id, Id)> = pairs.iter().copied().collect();
        let (gone, stays): (Vec<_>, Vec<_>) = assigned
            .iter()
            .flat_map(|(client, people)| people.iter().map(|user| (*client, *user)))
            .partition(|pair| taken.contains(pair));
        let changed: BTreeSet<Id> = gone.iter().map(|(client, _)| *client).collect();
        let ids: Vec<Id> = changed.iter().copied().collect();
        store::unassign_all(tx, self.practice.id, &ids).await?;
        store::assign_all(tx, self.practice.id, &stays.into_iter().filter(|(client, _)| changed.contains(client)).collect::<Vec<_>>()).await?;
        let members = memberships::list(tx, self.practice.id).await?;
        let named: Vec<&str> = members.iter().filter(|m| gone.iter().any(|(_, user)| *user == m.user_id)).map(|m| m.name.as_str()).collect();
        let clients = store::find_many(tx, self.practice.id, &ids).await?;
        let change = Change { field: "assigned".into(), before: named.join(", "), after: String::new() };
        self.record_each(tx, "client_assigned", &clients.iter().collect::<Vec<_>>(), &[change]).await?;
        Ok(ids)
    }

    /// Undoes what one did to a selection, once. Answers how many clients changed: those that were changed again since are left.
    pub async fn undo(&self, tx: &Tx, id: Id) -> Result<usize> {
        self.hold(tx).await?;
        let done = selection_store::take(tx, self.practice.id, id, self.by.id, self.now).await?.ok_or(Error::NotFound)?;
        let changed = match done {
            Done::Activated(ids) => self.set_active(tx, &ids, false).await?,
            Done::Deactivated(ids) => self.set_active(tx, &ids, true).await?,
            Done::Tagged(ids, tag) => self.remove_tag(tx, &ids, &tag).await?,
            Done::Assigned(pairs) => self.unassign(tx, &pairs).await?,
        };
        Ok(changed.len())
    }

    async fn record_each(&self, tx: &Tx, action: &str, clients: &[&Client], changes: &[Change]) -> Result<()> {
        let entries = clients.iter().map(|client| Entry {
            tenant: self.practice.id,
            actor: Some(self.by),
            action,
            subject: ("client", client.id, &client.display_name),
            changes: changes.to_vec(),
        });
        activity::record_many(tx, entries.collect(), self.now).await
    }
}
