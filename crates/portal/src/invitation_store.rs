//! Every SQL of invitations to the portal.

use despacho_kernel::Id;
use despacho_platform::{
    Error, Result, Tx, secret,
    sql::{self, Connection, FromRow},
    vals,
};

despacho_platform::row! {
    /// An invitation of a contact person.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Invitation in "client_invitations" key (practice_id, id) {
        pub practice_id: Id,
        pub id: Id,
        pub client_id: Id,
        pub contact_id: Id,
        pub email: String,
        pub role: String,
        pub categories: String,
        pub language: String,
        pub invited_by: Id,
        /// Of the link that was mailed last; none before.
        pub token_hash: Option<String>,
        pub created_at: i64,
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
}

pub async fn insert(tx: &Tx, invitation: &Invitation) -> Result<()> {
    Ok(sql::insert(tx, std::slice::from_ref(invitation)).await?)
}

/// The invitations of a client that nobody answered nor took back, the latest first, at most 100.
pub async fn waiting(db: &dyn Connection, practice: Id, client: Id) -> Result<Vec<Invitation>> {
    let sql = format!(
        "SELECT {} FROM client_invitations WHERE practice_id = $1 AND client_id = $2 AND accepted_at IS NULL AND revoked_at IS NULL ORDER BY id DESC LIMIT 100",
        Invitation::columns()
    );
    Ok(sql::rows(db, &sql, vals![practice, client]).await?)
}

pub async fn find(db: &dyn Connection, practice: Id, client: Id, id: Id) -> Result<Invitation> {
    let found: Option<Invitation> = sql::find(db, vals![practice, id]).await?;
    found.filter(|invitation| invitation.client_id == client).ok_or(Error::NotFound)
}

/// Takes back whatever waits for a contact person.
pub async fn revoke_of(tx: &Tx, practice: Id, contact: Id, now: i64) -> Result<()> {
    let sql = "UPDATE client_invitations SET revoked_at = $3 WHERE practice_id = $1 AND contact_id = $2 AND accepted_at IS NULL AND revoked_at IS NULL";
    sql::run(tx, sql, vals![practice, contact, now]).await?;
    Ok(())
}

/// Takes one back; answers whether it waited.
pub async fn revoke(tx: &Tx, practice: Id, id: Id, now: i64) -> Result<bool> {
    let sql = "UPDATE client_invitations SET revoked_at = $3 WHERE practice_id = $1 AND id = $2 AND accepted_at IS NULL AND revoked_at IS NULL";
    Ok(sql::run(tx, sql, vals![practice, id, now]).await? > 0)
}

/// Mints the secret of an open invitation's link, for its message; an earlier link stops working.
pub async fn mint(tx: &Tx, practice: Id, id: Id, now: i64) -> Result<Option<(Invitation, String)>> {
    let found: Option<Invitation> = sql::find(tx, vals![practice, id]).await?;
    let Some(invitation) = found.filter(|invitation| invitation.is_open(now)) else { return Ok(None) };
    let secret = secret::mint()?;
    sql::run(tx, "UPDATE client_invitations SET token_hash = $3 WHERE practice_id = $1 AND id = $2", vals![practice, id, secret::hash(&secret)]).await?;
    Ok(Some((invitation, secret)))
}

/// The open invitation of a link.
///
/// Errors: gone `invitation_used`, `invitation_revoked`, `invitation_expired`, `invitation_unknown`.
pub async fn peek(db: &dyn Connection, secret: &str, now: i64) -> Result<Invitation> {
    let sql = format!("SELECT {} FROM client_invitations WHERE token_hash = $1", Invitation::columns());
    match sql::maybe::<Invitation>(db, &sql, vals![secret::hash(secret)]).await? {
        Some(invitation) if invitation.is_open(now) => Ok(invitation),
        Some(invitation) if invitation.accepted_at.is_some() => Err(Error::Gone("invitation_used")),
        Some(invitation) if invitation.revoked_at.is_some() => Err(Error::Gone("invitation_revoked")),
        Some(_) => Err(Error::Gone("invitation_expired")),
        None => Err(Error::Gone("invitation_unknown")),
    }
}

/// Marks it as accepted; answers whether it was open still.
pub async fn accepted(tx: &Tx, invitation: &Invitation, now: i64) -> Result<bool> {
    let sql =
        "UPDATE client_invitations SET accepted_at = $3 WHERE practice_id = $1 AND id = $2 AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > $3";
    Ok(sql::run(tx, sql, vals![invitation.practice_id, invitation.id, now]).await? > 0)
}
