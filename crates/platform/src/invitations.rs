//! Invitations to a practice or an organization: a single-use link that expires.
//!
//! The link's secret is minted when the message is sent, so it is never stored, not even in the queue.

use std::collections::HashMap;

use crate::sql::Connection;
use despacho_kernel::{Id, Invalid, new_id};
use serde::{Deserialize, Serialize};

use crate::{
    clock::DAY,
    error::{Error, Result},
    jobs::{self, Job},
    memberships::{self, Tenant},
    secret, sql,
    users::User,
    vals,
};

/// How long an invitation is good.
pub const LIFETIME: i64 = 7 * DAY;

/// The job that sends an invitation.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendInvitation {
    pub invitation_id: Id,
}

impl Job for SendInvitation {
    const KIND: &'static str = "send_invitation";
}

crate::row! {
    /// An invitation to become a member.
    #[derive(Debug, Clone)]
    pub struct Invitation {
        pub id: Id,
        pub tenant_id: Id,
        pub tenant_kind: String,
        pub tenant_name: String,
        pub email: String,
        pub role: String,
        pub language: String,
        pub invited_by: Id,
        pub invited_by_name: String,
        /// The practice behind whoever invites to an organization; empty where there is none.
        pub practice_name: String,
        pub created_at: i64,
        pub sent_at: Option<i64>,
        pub expires_at: i64,
        pub accepted_at: Option<i64>,
        pub revoked_at: Option<i64>,
    }
}

impl Invitation {
    /// Whether it waits for an answer.
    pub fn is_open(&self, now: i64) -> bool {
        self.accepted_at.is_none() && self.revoked_at.is_none() && self.expires_at > now
    }

    /// A word for its state: `open`, `accepted`, `revoked` or `expired`.
    pub fn state(&self, now: i64) -> &'static str {
        if self.accepted_at.is_some() {
            "accepted"
        } else if self.revoked_at.is_some() {
            "revoked"
        } else if self.expires_at <= now {
            "expired"
        } else {
            "open"
        }
    }
}

/// What an invitation says.
pub struct NewInvitation<'a> {
    pub kind: Tenant,
    pub tenant: Id,
    pub tenant_name: &'a str,
    pub email: &'a str,
    pub role: &'a str,
    pub language: &'a str,
    pub by: &'a User,
    pub practice_name: &'a str,
}

const COLUMNS: &str = "id, tenant_id, tenant_kind, tenant_name, email, role, language, invited_by, invited_by_name, practice_name, created_at, sent_at, expires_at, accepted_at, revoked_at";

/// Stores an invitation and enqueues its message in the same transaction.
pub async fn issue(db: &dyn Connection, new: NewInvitation<'_>, now: i64) -> Result<Id> {
    let id = new_id();
    let sql = "INSERT INTO invitations (id, tenant_id, tenant_kind, tenant_name, email, role, language, invited_by, invited_by_name,
               practice_name, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    let mut values = vals![id, new.tenant, new.kind.word(), new.tenant_name, new.email, new.role, new.language, new.by.id];
    values.extend(vals![new.by.name.clone(), new.practice_name, now, now + LIFETIME]);
    sql::run(db, sql, values).await?;
    jobs::enqueue(db, &SendInvitation { invitation_id: id }, now).await?;
    Ok(id)
}

/// Most messages that somebody sends others in a day by inviting and adding them.
pub const BY_SENDER: i64 = 300;

/// Most such messages that an address gets in a day, whoever sends them.
pub const TO_RECIPIENT: i64 = 20;

/// Most of them by one sender, so that nobody uses up what others may send it.
pub const BY_ONE: i64 = 5;

/// Counts one more message that a person causes to an address, or refuses it at the field `email`: nobody fills another's mailbox
/// through us. What is removed and added again counts again.
pub async fn count_message(db: &dyn Connection, by: &User, address: &str, now: i64) -> Result<()> {
    let since = now - DAY;
    let sent = "SELECT COUNT(*) FROM mailed_invitations WHERE sender_id = $1 AND sent_at > $2";
    let got = "SELECT COUNT(*) FROM mailed_invitations WHERE recipient = $1 AND sent_at > $2";
    let between = "SELECT COUNT(*) FROM mailed_invitations WHERE recipient = $1 AND sent_at > $2 AND sender_id = $3";
    for (counted, values, code, max) in [
        (got, vals![address, since], "mail_to_recipient", TO_RECIPIENT),
        (between, vals![address, since, by.id], "mail_by_one", BY_ONE),
        (sent, vals![by.id, since], "mail_by_sender", BY_SENDER),
    ] {
        if sql::scalar::<i64>(db, counted, values).await?.unwrap_or(0) >= max {
            let mut errors = Invalid::new();
            errors.push_with("email", code, vec![("max", max.to_string())]);
            return Err(errors.into());
        }
    }
    let sql = "INSERT INTO mailed_invitations (id, sender_id, recipient, sent_at) VALUES ($1, $2, $3, $4)";
    sql::run(db, sql, vals![new_id(), by.id, address, now]).await?;
    Ok(())
}

/// Forgets messages that are counted no more.
pub async fn forget(db: &dyn Connection, now: i64) -> Result<()> {
    sql::run(db, "DELETE FROM mailed_invitations WHERE sent_at < $1", vals![now - 2 * DAY]).await?;
    Ok(())
}

/// A tenant's invitations, the latest first, at most 200.
pub async fn list(db: &dyn Connection, tenant: Id) -> Result<Vec<Invitation>> {
    let sql = format!("SELECT {COLUMNS} FROM invitations WHERE tenant_id = $1 ORDER BY created_at DESC, id DESC LIMIT 200");
    Ok(sql::rows(db, &sql, vals![tenant]).await?)
}

/// The latest invitations of several tenants, at most 2,000 in all.
pub async fn list_many(db: &dyn Connection, tenants: &[Id]) -> Result<HashMap<Id, Vec<Invitation>>> {
    let sql = format!("SELECT {COLUMNS} FROM invitations WHERE tenant_id IN ({{ids}}) ORDER BY created_at DESC, id DESC LIMIT 2000");
    let mut found: HashMap<Id, Vec<Invitation>> = HashMap::new();
    for invitation in sql::rows_in::<Invitation>(db, &sql, vals![], tenants).await? {
        found.entry(invitation.tenant_id).or_default().push(invitation);
    }
    Ok(found)
}

/// One of a tenant's invitations.
pub async fn find(db: &dyn Connection, tenant: Id, id: Id) -> Result<Invitation> {
    let sql = format!("SELECT {COLUMNS} FROM invitations WHERE tenant_id = $1 AND id = $2");
    sql::maybe(db, &sql, vals![tenant, id]).await?.ok_or(Error::NotFound)
}

/// An open invitation to this address.
pub async fn find_open(db: &dyn Connection, tenant: Id, email: &str, now: i64) -> Result<Option<Invitation>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM invitations WHERE tenant_id = $1 AND email = $2 AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > $3 LIMIT 1"
    );
    Ok(sql::maybe(db, &sql, vals![tenant, email, now]).await?)
}

/// Mints the secret of an open invitation's link, for its message; an earlier link stops working.
pub async fn mint(db: &dyn Connection, id: Id, now: i64) -> Result<Option<(Invitation, String)>> {
    let sql = format!("SELECT {COLUMNS} FROM invitations WHERE id = $1");
    let Some(invitation) = sql::maybe::<Invitation>(db, &sql, vals![id]).await?.filter(|i| i.is_open(now)) else {
        return Ok(None);
    };
    let secret = secret::mint()?;
    let sql = "UPDATE invitations SET token_hash = $2, sent_at = $3 WHERE id = $1";
    sql::run(db, sql, vals![id, secret::hash(&secret), now]).await?;
    Ok(Some((invitation, secret)))
}

/// Sends an invitation again, with seven more days.
pub async fn resend(db: &dyn Connection, tenant: Id, id: Id, now: i64) -> Result<Invitation> {
    let sql = "UPDATE invitations SET expires_at = $3 WHERE tenant_id = $1 AND id = $2 AND accepted_at IS NULL AND revoked_at IS NULL";
    if sql::run(db, sql, vals![tenant, id, now + LIFETIME]).await? == 0 {
        find(db, tenant, id).await?;
        return Err(Error::Conflict("invitation_closed"));
    }
    jobs::enqueue(db, &SendInvitation { invitation_id: id }, now).await?;
    find(db, tenant, id).await
}

/// Takes an invitation back.
pub async fn revoke(db: &dyn Connection, tenant: Id, id: Id, now: i64) -> Result<Invitation> {
    let sql = "UPDATE invitations SET revoked_at = $3 WHERE tenant_id = $1 AND id = $2 AND accepted_at IS NULL AND revoked_at IS NULL";
    if sql::run(db, sql, vals![tenant, id, now]).await? == 0 {
        find(db, tenant, id).await?;
        return Err(Error::Conflict("invitation_closed"));
    }
    find(db, tenant, id).await
}

/// How many invitations of a tenant wait for an answer.
pub async fn count_open(db: &dyn Connection, tenant: Id, now: i64) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM invitations WHERE tenant_id = $1 AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > $2";
    Ok(sql::scalar(db, sql, vals![tenant, now]).await?.unwrap_or(0))
}

/// Takes back what a member who goes has sent of a tenant's and nobody has answered; answers to which addresses.
pub async fn revoke_of(db: &dyn Connection, tenant: Id, by: Id, now: i64) -> Result<Vec<(Id, String)>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM invitations WHERE tenant_id = $1 AND invited_by = $2 AND accepted_at IS NULL AND revoked_at IS NULL ORDER BY id LIMIT 1000"
    );
    let open: Vec<Invitation> = sql::rows(db, &sql, vals![tenant, by]).await?;
    let sql = "UPDATE invitations SET revoked_at = $3 WHERE tenant_id = $1 AND invited_by = $2 AND accepted_at IS NULL AND revoked_at IS NULL";
    sql::run(db, sql, vals![tenant, by, now]).await?;
    Ok(open.into_iter().map(|invitation| (invitation.id, invitation.email)).collect())
}

/// The invitation of a link's secret, whatever became of it.
pub async fn of_link(db: &dyn Connection, secret: &str) -> Result<Option<Invitation>> {
    let sql = format!("SELECT {COLUMNS} FROM invitations WHERE token_hash = $1");
    Ok(sql::maybe(db, &sql, vals![secret::hash(secret)]).await?)
}

/// The open invitation of a link's secret.
pub async fn peek(db: &dyn Connection, secret: &str, now: i64) -> Result<Invitation> {
    match of_link(db, secret).await? {
        Some(invitation) if invitation.is_open(now) => Ok(invitation),
        Some(invitation) if invitation.accepted_at.is_some() => Err(Error::Gone("invitation_used")),
        Some(invitation) if invitation.revoked_at.is_some() => Err(Error::Gone("invitation_revoked")),
        Some(_) => Err(Error::Gone("invitation_expired")),
        None => Err(Error::Gone("invitation_unknown")),
    }
}

/// Makes the user a member, once.
pub async fn accept(db: &dyn Connection, secret: &str, user: &User, now: i64) -> Result<Invitation> {
    let invitation = peek(db, secret, now).await?;
    let sql = "UPDATE invitations SET accepted_at = $2 WHERE id = $1 AND accepted_at IS NULL AND revoked_at IS NULL";
    if sql::run(db, sql, vals![invitation.id, now]).await? == 0 {
        return Err(Error::Gone("invitation_used"));
    }
    let kind = if invitation.tenant_kind == "practice" { Tenant::Practice } else { Tenant::Organization };
    memberships::add(db, kind, invitation.tenant_id, user.id, &invitation.role, now).await?;
    Ok(invitation)
}
