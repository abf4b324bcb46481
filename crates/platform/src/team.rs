//! The people of a tenant: adding, inviting, changing roles, removing. The same for practices and organizations.

use despacho_kernel::{Id, Invalid, email};
use serde_json::json;

use crate::{
    activity::{self, Change, Entry},
    db::Tx,
    error::{Error, Result},
    invitations::{self, NewInvitation},
    memberships::{self, Tenant},
    notifications,
    sql::Connection,
    users::{self, User},
};

/// The tenant and who acts in it.
pub struct Team<'a> {
    pub kind: Tenant,
    pub tenant: Id,
    pub by: &'a User,
    pub now: i64,
    /// The practice for which somebody works at an organization; empty where it is that of who acts.
    pub practice_name: &'a str,
}

/// What came of adding a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// They have an account: they are a member now.
    Member(Id),
    /// They have none: an invitation is on its way.
    Invited(Id),
}

impl Team<'_> {
    /// The role that somebody must always have.
    fn top(&self) -> &'static str {
        match self.kind {
            Tenant::Practice => "owner",
            Tenant::Organization => "administrator",
        }
    }

    /// The path of one of the tenant's pages.
    fn path(&self, rest: &str) -> String {
        format!("/{}s/{}{rest}", self.kind.word(), self.tenant)
    }

    /// The practice for which somebody invites to an organization: their only one.
    async fn practice_behind(&self, tx: &Tx) -> Result<String> {
        let mut practices = memberships::practices(tx, self.by.id, 2).await?;
        Ok(if practices.len() == 1 { practices.remove(0).name } else { String::new() })
    }

    /// A change of a role, own ones by their name.
    async fn change_of_role(&self, tx: &Tx, before: &str, after: &str) -> Result<Change> {
        let names = memberships::own_role_names(tx, [before, after].into_iter()).await?;
        let shown = |word: &str| names.get(word).map_or(word, String::as_str).to_owned();
        Ok(Change { field: "role".into(), before: shown(before), after: shown(after) })
    }

    async fn record(&self, tx: &Tx, action: &str, subject: (&str, Id, &str), changes: Vec<Change>) -> Result<()> {
        let entry = Entry { tenant: self.tenant, actor: Some(self.by), action, subject, changes };
        activity::record(tx, entry, self.now).await
    }

    /// Adds whoever has this address: a person with a confirmed account becomes a member at once and is told, anyone else
    /// is invited by mail.
    pub async fn add(&self, tx: &Tx, address: &str, role: &str) -> Result<Added> {
        if address.trim().is_empty() {
            return Err(Invalid::one("email", "required").into());
        }
        let address = email::parse(address).map_err(|code| Invalid::one("email", code))?;
        memberships::hold(tx, self.tenant).await?;
        let name = memberships::tenant_name(tx, self.tenant).await?.ok_or(Error::NotFound)?;
        let change = self.change_of_role(tx, "", role).await?;
        if let Some(user) = users::find_by_email(tx, &address).await?.filter(|u| u.confirmed_at.is_some()) {
            let acquainted = memberships::share_one(tx, user.id, self.by.id).await?;
            if !memberships::add(tx, self.kind, self.tenant, user.id, role, self.now).await? {
                return Err(Invalid::one("email", "already_member").into());
            }
            invitations::count_message(tx, self.by, &address, self.now).await?;
            // Nobody learns a stranger's name by adding their address.
            if !acquainted {
                memberships::withhold_name(tx, self.tenant, user.id).await?;
            }
            let shown = if acquainted { &user.name } else { &address };
            self.record(tx, "member_added", ("user", user.id, shown), vec![change]).await?;
            notifications::notify(tx, user.id, "member_added", json!({ "tenant": name }), &self.path(""), self.now).await?;
            return Ok(Added::Member(user.id));
        }
        if invitations::find_open(tx, self.tenant, &address, self.now).await?.is_some() {
            return Err(Invalid::one("email", "already_invited").into());
        }
        Ok(Added::Invited(self.invite(tx, &address, role, &name).await?))
    }

    /// Invites an address by mail, whether or not it has an account.
    pub async fn invite(&self, tx: &Tx, address: &str, role: &str, tenant_name: &str) -> Result<Id> {
        invitations::count_message(tx, self.by, address, self.now).await?;
        let language = &self.by.language;
        let practice_name = match self.kind {
            Tenant::Practice => String::new(),
            Tenant::Organization if self.practice_name.is_empty() => self.practice_behind(tx).await?,
            Tenant::Organization => self.practice_name.to_owned(),
        };
        let new =
            NewInvitation { kind: self.kind, tenant: self.tenant, tenant_name, email: address, role, language, by: self.by, practice_name: &practice_name };
        let id = invitations::issue(tx, new, self.now).await?;
        let change = self.change_of_role(tx, "", role).await?;
        self.record(tx, "invitation_sent", ("invitation", id, address), vec![change]).await?;
        Ok(id)
    }

    /// Sends an invitation's message again. Answers to which address.
    pub async fn resend(&self, tx: &Tx, invitation: Id) -> Result<String> {
        memberships::hold(tx, self.tenant).await?;
        let invitation = invitations::resend(tx, self.tenant, invitation, self.now).await?;
        invitations::count_message(tx, self.by, &invitation.email, self.now).await?;
        self.record(tx, "invitation_resent", ("invitation", invitation.id, &invitation.email), vec![]).await?;
        Ok(invitation.email)
    }

    /// Takes an invitation back.
    pub async fn revoke(&self, tx: &Tx, invitation: Id) -> Result<()> {
        memberships::hold(tx, self.tenant).await?;
        let invitation = invitations::revoke(tx, self.tenant, invitation, self.now).await?;
        self.record(tx, "invitation_revoked", ("invitation", invitation.id, &invitation.email), vec![]).await
    }

    /// Gives a member another role; somebody keeps the top one, also of two who step down at once.
    /// `seen` is the role that the member had when the change was asked for, empty where nobody looked: another one since is somebody
    /// else's change.
    /// Answers the name by which the tenant knows them.
    pub async fn change_role(&self, tx: &Tx, user: Id, seen: &str, role: &str) -> Result<String> {
        memberships::hold(tx, self.tenant).await?;
        let member = memberships::find(tx, self.tenant, user).await?.ok_or(Error::NotFound)?;
        if member.role == role {
            return Ok(member.name);
        }
        if !seen.is_empty() && member.role != seen {
            return Err(Error::Conflict("role_changed"));
        }
        self.keep_top(tx, &member.role).await?;
        memberships::set_role(tx, self.tenant, user, role).await?;
        let change = self.change_of_role(tx, &member.role, role).await?;
        self.record(tx, "member_role_changed", ("user", user, &member.name), vec![change]).await?;
        Ok(member.name)
    }

    /// Removes a member, or lets who acts go; somebody keeps the top role. The invitations that they sent and nobody has answered end.
    /// Answers the name by which the tenant knew them.
    pub async fn remove(&self, tx: &Tx, user: Id) -> Result<String> {
        memberships::hold(tx, self.tenant).await?;
        let member = memberships::find(tx, self.tenant, user).await?.ok_or(Error::NotFound)?;
        self.keep_top(tx, &member.role).await?;
        memberships::remove(tx, self.tenant, user).await?;
        if user == self.by.id {
            self.record(tx, "member_left", ("user", user, ""), vec![]).await?;
        } else {
            self.record(tx, "member_removed", ("user", user, &member.name), vec![]).await?;
        }
        let ended = invitations::revoke_of(tx, self.tenant, user, self.now).await?;
        let entries = ended.iter().map(|(id, email)| Entry {
            tenant: self.tenant,
            actor: Some(self.by),
            action: "invitation_revoked",
            subject: ("invitation", *id, email.as_str()),
            changes: vec![],
        });
        activity::record_many(tx, entries.collect(), self.now).await?;
        Ok(member.name)
    }

    /// Whether a member of this role can't go or step down: nobody else has the top one.
    pub async fn is_last(&self, db: &dyn Connection, role: &str) -> Result<bool> {
        Ok(role == self.top() && memberships::count_role(db, self.tenant, role).await? <= 1)
    }

    async fn keep_top(&self, tx: &Tx, role: &str) -> Result<()> {
        if self.is_last(tx, role).await? {
            return Err(match self.kind {
                Tenant::Practice => Error::Conflict("last_owner"),
                Tenant::Organization => Error::Conflict("last_administrator"),
            });
        }
        Ok(())
    }
}
