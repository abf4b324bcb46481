//! What people do with clients.

use std::collections::BTreeSet;

use despacho_kernel::{
    Id, Invalid,
    access::{OrganizationRight, OrganizationRole},
    new_id,
};
use despacho_organizations::{Organization, store as organization_store, team};
use despacho_platform::{
    Error, Result, Tx,
    activity::{self, Change, Entry},
    memberships::{self, Tenant},
    sql,
    team::Team,
    users::User,
    vals,
};
use despacho_settings::{Applications, founding::actions as organizations, preferences::actions as preferences};
use despacho_ui::fields::Sight;

use super::{
    client::{CLIENT, CONTACT, CONTACTS, Client, Contact, NewClient},
    store,
};
use crate::{
    beside,
    cloning::{self, source::Eyes},
    practices::{custom_field, practice::Practice, store as practices},
};

/// The practice and who acts in it.
pub struct Desk<'a> {
    pub practice: &'a Practice,
    pub by: &'a User,
    /// Staff see and touch only what is assigned to them.
    pub visible_to: Option<Id>,
    pub now: i64,
}

impl Desk<'_> {
    async fn record(&self, tx: &Tx, action: &str, client: &Client, changes: Vec<Change>) -> Result<()> {
        let subject = ("client", client.id, client.display_name.as_str());
        let entry = Entry { tenant: self.practice.id, actor: Some(self.by), action, subject, changes };
        activity::record(tx, entry, self.now).await
    }

    /// A client that is to be changed. The practice is held: what is seen of it is so until the change is written.
    async fn find(&self, tx: &Tx, id: Id) -> Result<Client> {
        self.hold(tx).await?;
        store::find(tx, self.practice.id, id, self.visible_to).await
    }

    /// Of two who change the practice's clients at once, the second waits for the first.
    pub(super) async fn hold(&self, tx: &Tx) -> Result<()> {
        memberships::hold(tx, self.practice.id).await
    }

    /// Refuses a name that another client has, and a tax id unless it may be another's too. The error carries that client's id and
    /// name, unless this one may not see it.
    async fn free(&self, tx: &Tx, client: &Client, but: Option<Id>, same_tax_id: bool) -> Result<()> {
        let mut errors = Invalid::new();
        let named = store::find_by_name(tx, self.practice.id, &client.display_name).await?.into_iter().collect();
        self.refuse(tx, named, but, ("display_name", "display_name_taken", "taken"), &mut errors).await?;
        if !same_tax_id && !client.tax_id.is_empty() {
            let of_tax_id = store::find_by_tax_id(tx, self.practice.id, &client.tax_id).await?;
            self.refuse(tx, of_tax_id, but, ("tax_id", "tax_id_taken", "tax_id_taken_unseen"), &mut errors).await?;
        }
        Ok(errors.finish()?)
    }

    async fn refuse(
        &self,
        tx: &Tx,
        taken: Vec<(Id, String)>,
        but: Option<Id>,
        (field, code, unseen): (&str, &'static str, &'static str),
        errors: &mut Invalid,
    ) -> Result<()> {
        let others: Vec<(Id, String)> = taken.into_iter().filter(|(id, _)| Some(*id) != but).collect();
        let ids: Vec<Id> = others.iter().map(|(id, _)| *id).collect();
        let seen = match self.visible_to {
            Some(user) if !ids.is_empty() => store::assigned_among(tx, self.practice.id, user, &ids).await?,
            _ => ids,
        };
        match others.iter().find(|(id, _)| seen.contains(id)) {
            Some((id, name)) => errors.push_with(field, code, vec![("name", name.clone()), ("id", id.to_string())]),
            None if !others.is_empty() => errors.push(field, unseen),
            None => {}
        }
        Ok(())
    }

    /// Values of the practice's own fields only, as each is kept, in order, without empty ones; of a client of a country, that is new or not.
    async fn own_fields(&self, tx: &Tx, custom: Vec<(Id, String)>, (country, is_new): (&str, bool)) -> Result<Vec<(Id, String)>> {
        let own = practices::custom_fields(tx, self.practice.id).await?;
        if own.is_empty() {
            return Ok(vec![]);
        }
        let members: Vec<Id> = memberships::list(tx, self.practice.id).await?.into_iter().map(|member| member.user_id).collect();
        let mut errors = Invalid::new();
        let kept = custom_field::values(&own, custom, is_new, (country, &members), &mut errors);
        errors.finish()?;
        Ok(kept)
    }

    /// Creates a client and, when it has applications, its organization with all their default data; invites the client
    /// if asked. All in the caller's transaction: all or nothing.
    pub async fn create(&self, tx: &Tx, applications: &Applications, new: NewClient) -> Result<(Client, Option<Organization>)> {
        let NewClient { mut profile, applications: chosen, invite, clone, initial: start, same_tax_id } = new;
        self.hold(tx).await?;
        profile.custom = self.own_fields(tx, profile.custom, (&profile.country, true)).await?;
        self.free(tx, &profile, None, same_tax_id).await?;
        let client = Client { practice_id: self.practice.id, id: new_id(), created_at: self.now, updated_at: self.now, version: 1, ..profile };
        store::insert(tx, self.practice.id, std::slice::from_ref(&client)).await?;
        let eyes = Eyes { practice: self.practice.id, user: self.by.id, visible_to: self.visible_to };
        let (initial, from, cloned) = match clone {
            Some(clone) => {
                let (source, snapshot, changes) = cloning::actions::read(tx, applications, eyes, &clone, &client.currency).await?;
                let from = Change { field: "cloned_from".into(), before: String::new(), after: source.client_name };
                (snapshot, vec![from], changes)
            }
            None if start.sets.is_empty() && !chosen.is_empty() => (beside::initial(tx, &client).await?, vec![], vec![]),
            None => (start, vec![], vec![]),
        };
        self.record(tx, "client_created", &client, from).await?;
        if chosen.is_empty() {
            return Ok((client, None));
        }
        let new = Organization { applications: chosen, ..client.organization() };
        let organization = organizations::create(tx, applications, new, &initial, self.by, self.now).await?;
        if !cloned.is_empty() {
            preferences::record(tx, &organization, self.by, "preferences_cloned", cloned, self.now).await?;
        }
        store::link(tx, self.practice.id, &[(organization.id, client.id)], self.now).await?;
        if invite {
            self.send_invitation(tx, &client, &organization).await?;
        }
        Ok((client, Some(organization)))
    }

    async fn send_invitation(&self, tx: &Tx, client: &Client, organization: &Organization) -> Result<()> {
        let role = OrganizationRole::Administrator.word();
        let team = Team { practice_name: &self.practice.name, ..team::team(organization.id, self.by, self.now) };
        team.invite(tx, &client.email, role, &organization.name).await?;
        let change = Change { field: "email".into(), before: String::new(), after: client.email.clone() };
        self.record(tx, "client_invited", client, vec![change]).await
    }

    /// Refuses an organization that is none of the client's, or that this one does not administer. It is held, so that it stays so.
    async fn administered(&self, tx: &Tx, client: Id, organization: Id) -> Result<()> {
        memberships::hold(tx, organization).await?;
        if !store::organizations_of(tx, self.practice.id, client).await?.contains(&organization) {
            return Err(Error::NotFound);
        }
        let role = memberships::held_role(tx, organization, self.by.id).await?.ok_or(Error::NotFound)?;
        if role.rights.may(OrganizationRight::ManageMembers) { Ok(()) } else { Err(Error::Forbidden) }
    }

    /// Gives a member who is assigned to a client a role in one of its organizations; who has one keeps it. Answers their name.
    pub async fn give_access(&self, tx: &Tx, id: Id, organization: Id, user: Id, role: &str) -> Result<String> {
        self.find(tx, id).await?;
        self.administered(tx, id, organization).await?;
        let member = memberships::find(tx, self.practice.id, user).await?.ok_or(Error::NotFound)?;
        if !store::assigned(tx, self.practice.id, id).await?.contains(&user) {
            return Err(Error::NotFound);
        }
        if memberships::role(tx, Tenant::Organization, organization, user).await?.is_none() {
            team::add_by_email(tx, organization, &member.email, role, self.by, self.now).await?;
        }
        Ok(member.name)
    }

    /// Invites a client as administrator of one of its organizations. Answers to which address.
    pub async fn invite(&self, tx: &Tx, id: Id, organization: Id) -> Result<String> {
        let client = self.find(tx, id).await?;
        self.administered(tx, id, organization).await?;
        if client.email.is_empty() {
            return Err(Error::Conflict("invite_without_email"));
        }
        if despacho_platform::invitations::find_open(tx, organization, &client.email, self.now).await?.is_some() {
            return Err(Error::Conflict("invitation_open"));
        }
        let organization = organization_store::find(tx, organization).await?;
        self.send_invitation(tx, &client, &organization).await?;
        Ok(client.email)
    }

    /// Changes a client's profile to what `read` makes of it, unless somebody has saved another version since `seen`, or it gets a tax
    /// id that another client has and may not.
    pub async fn update(
        &self,
        tx: &Tx,
        id: Id,
        (seen, same_tax_id): (Option<i64>, bool),
        sight: &Sight<'_>,
        read: impl FnOnce(Client, &mut Invalid) -> Client,
    ) -> Result<Client> {
        let before = self.find(tx, id).await?;
        let mut errors = Invalid::new();
        let typed = read(before.clone(), &mut errors);
        errors.sort_by(CLIENT.list.iter().map(|field| field.name));
        let mut after = CLIENT.over(&before, seen, typed, sight, errors)?;
        if before.custom != after.custom {
            after.custom = self.own_fields(tx, after.custom, (&after.country, false)).await?;
        }
        self.free(tx, &after, Some(id), same_tax_id || after.tax_id == before.tax_id).await?;
        let mut changes = CLIENT.changes(&before, &after);
        let filled = |c: &Client| c.custom.iter().map(|(_, value)| value.as_str()).filter(|v| !v.is_empty()).collect::<Vec<_>>().join(", ");
        if before.custom != after.custom {
            changes.push(Change { field: "custom_fields".into(), before: filled(&before), after: filled(&after) });
        }
        if changes.is_empty() {
            return Ok(before);
        }
        after.updated_at = self.now;
        if !store::update(tx, &after).await? {
            // Saved by someone else between the reading and the writing.
            return Err(Error::Stale(CLIENT.differences(&before, &after, sight)));
        }
        self.record(tx, "client_updated", &after, changes).await?;
        self.find(tx, id).await
    }

    /// Replaces who is assigned to a client; only members of the practice may be.
    pub async fn assign(&self, tx: &Tx, id: Id, users: &[Id]) -> Result<()> {
        let client = self.find(tx, id).await?;
        let members = memberships::list(tx, self.practice.id).await?;
        // Whoever is named twice is assigned once.
        let users: &[Id] = &users.iter().copied().collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>();
        if users.iter().any(|user| !members.iter().any(|m| m.user_id == *user)) {
            return Err(Error::NotFound);
        }
        let names = |ids: &[Id]| members.iter().filter(|m| ids.contains(&m.user_id)).map(|m| m.name.as_str()).collect::<Vec<_>>().join(", ");
        let before = names(&store::assigned(tx, self.practice.id, id).await?);
        let after = names(users);
        if before != after {
            store::assign(tx, self.practice.id, id, users).await?;
            self.record(tx, "client_assigned", &client, vec![Change { field: "assigned".into(), before, after }]).await?;
        }
        Ok(())
    }

    /// Links one more organization, in which the user is a member, to a client. Answers its name.
    pub async fn link(&self, tx: &Tx, id: Id, organization: Id) -> Result<String> {
        let client = self.find(tx, id).await?;
        memberships::role(tx, Tenant::Organization, organization, self.by.id).await?.ok_or(Error::NotFound)?;
        if !store::linked(tx, self.practice.id, &[organization]).await?.is_empty() {
            return Err(Error::Conflict("organization_linked"));
        }
        store::link(tx, self.practice.id, &[(organization, id)], self.now).await?;
        let name = memberships::tenant_name(tx, organization).await?.unwrap_or_default();
        let change = Change { field: "organization".into(), before: String::new(), after: name.clone() };
        self.record(tx, "organization_linked", &client, vec![change]).await?;
        Ok(name)
    }

    /// Takes an organization from a client; the organization itself stays as it is. Answers its name.
    pub async fn unlink(&self, tx: &Tx, id: Id, organization: Id) -> Result<String> {
        let client = self.find(tx, id).await?;
        if !store::unlink(tx, self.practice.id, id, organization).await? {
            return Err(Error::NotFound);
        }
        let name = memberships::tenant_name(tx, organization).await?.unwrap_or_default();
        let change = Change { field: "organization".into(), before: name.clone(), after: String::new() };
        self.record(tx, "organization_unlinked", &client, vec![change]).await?;
        Ok(name)
    }

    /// Adds a contact person, up to a hundred.
    pub async fn add_contact(&self, tx: &Tx, id: Id, contact: Contact) -> Result<Id> {
        let client = self.find(tx, id).await?;
        if store::contacts(tx, self.practice.id, id).await?.len() >= CONTACTS {
            return Err(Invalid::too_many("name", CONTACTS).into());
        }
        let contact = Contact { practice_id: self.practice.id, id: new_id(), client_id: id, version: 1, ..contact };
        sql::insert(tx, std::slice::from_ref(&contact)).await?;
        let change = Change { field: "contact_name".into(), before: String::new(), after: contact.name };
        self.record(tx, "contact_added", &client, vec![change]).await?;
        Ok(contact.id)
    }

    /// Changes a contact person to what `read` makes of it, unless somebody has saved another version since `seen`. Answers the name.
    pub async fn update_contact(
        &self,
        tx: &Tx,
        (id, contact): (Id, Id),
        seen: Option<i64>,
        sight: &Sight<'_>,
        read: impl FnOnce(Contact, &mut Invalid) -> Contact,
    ) -> Result<String> {
        let client = self.find(tx, id).await?;
        let before = store::contact(tx, self.practice.id, id, contact).await?;
        let mut errors = Invalid::new();
        let typed = read(before.clone(), &mut errors);
        let after = CONTACT.over(&before, seen, typed, sight, errors)?;
        let changes = CONTACT.changes(&before, &after);
        if changes.is_empty() {
            return Ok(after.name);
        }
        if !sql::update_version(tx, &after).await? {
            return Err(Error::Stale(CONTACT.differences(&before, &after, sight)));
        }
        self.record(tx, "contact_updated", &client, changes).await?;
        Ok(after.name)
    }

    /// Removes a contact person. Answers their name.
    pub async fn remove_contact(&self, tx: &Tx, id: Id, contact: Id) -> Result<String> {
        let client = self.find(tx, id).await?;
        let before = store::contact(tx, self.practice.id, id, contact).await?;
        sql::delete::<Contact>(tx, vals![self.practice.id, contact]).await?;
        let change = Change { field: "contact_name".into(), before: before.name.clone(), after: String::new() };
        self.record(tx, "contact_removed", &client, vec![change]).await?;
        Ok(before.name)
    }
}
