//! What happens around a person's account: told to that person on their own page and by mail, and to the operator in the log.

use crate::sql::Connection;
use despacho_kernel::{Id, new_id};
use serde::{Deserialize, Serialize};

use crate::{
    clock::DAY,
    error::Result,
    jobs::{self, Job},
    sql, vals,
};

/// The log's target: `DESPACHO_LOG=info,security=info`.
pub const TARGET: &str = "security";

/// How long an event is kept.
const KEPT: i64 = 365 * DAY;

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    SignedIn,
    SignInFailed,
    SignInBlocked,
    ResetAsked,
    PasswordReset,
    PasswordChanged,
    EmailChangeAsked,
    EmailChanged,
    TokenMade,
    TokenRevoked,
    SessionEnded,
}

impl What {
    /// Every kind.
    pub const ALL: &'static [Self] = &[
        Self::SignedIn,
        Self::SignInFailed,
        Self::SignInBlocked,
        Self::ResetAsked,
        Self::PasswordReset,
        Self::PasswordChanged,
        Self::EmailChangeAsked,
        Self::EmailChanged,
        Self::TokenMade,
        Self::TokenRevoked,
        Self::SessionEnded,
    ];

    /// The stable word.
    pub fn word(self) -> &'static str {
        match self {
            Self::SignedIn => "signed_in",
            Self::SignInFailed => "sign_in_failed",
            Self::SignInBlocked => "sign_in_blocked",
            Self::ResetAsked => "reset_asked",
            Self::PasswordReset => "password_reset",
            Self::PasswordChanged => "password_changed",
            Self::EmailChangeAsked => "email_change_asked",
            Self::EmailChanged => "email_changed",
            Self::TokenMade => "token_made",
            Self::TokenRevoked => "token_revoked",
            Self::SessionEnded => "session_ended",
        }
    }
}

/// Where a request comes from, as a person is told of it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Origin {
    /// The network address; empty on the command line.
    pub network: String,
    /// The browser's own name for itself.
    pub agent: String,
}

impl Origin {
    /// An origin whose browser's name has a bound.
    pub fn new(network: String, agent: &str) -> Self {
        Self { network, agent: agent.chars().take(200).collect() }
    }
}

/// The job that mails the owner of an account what was changed of it, whether or not they want notices by mail.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendSecurityNotice {
    pub user_id: Id,
    /// The address that is told: the present one may be a thief's.
    pub to: String,
    pub what: What,
    /// A token's name, another address.
    pub detail: String,
    pub origin: Origin,
    pub at: i64,
}

impl Job for SendSecurityNotice {
    const KIND: &'static str = "send_security_notice";
}

/// The job that notes an attempt for the owner of an address, if it has one: whoever attempts learns nothing by the time it takes.
#[derive(Debug, Serialize, Deserialize)]
pub struct NoteAttempt {
    pub email: String,
    pub what: What,
    pub origin: Origin,
    pub at: i64,
}

impl Job for NoteAttempt {
    const KIND: &'static str = "note_attempt";
}

crate::row! {
    /// Something that happened, as its person sees it.
    #[derive(Debug, Clone)]
    pub struct Happened in "security_events" key (user_id, id) {
        pub user_id: Id,
        pub id: Id,
        pub kind: String,
        pub detail: String,
        pub network: String,
        pub user_agent: String,
        pub created_at: i64,
    }
}

/// Notes what happened, in the transaction in which it did.
pub async fn note(db: &dyn Connection, user: Id, what: What, detail: &str, origin: &Origin, at: i64) -> Result<()> {
    tracing::info!(target: TARGET, what = what.word(), %user, network = origin.network, detail);
    let (network, user_agent) = (origin.network.clone(), origin.agent.clone());
    let happened = Happened { user_id: user, id: new_id(), kind: what.word().into(), detail: detail.into(), network, user_agent, created_at: at };
    sql::insert(db, &[happened]).await?;
    Ok(())
}

/// Notes what was changed of an account, and tells the address by mail.
pub async fn tell(db: &dyn Connection, (user, to): (Id, &str), what: What, detail: &str, origin: &Origin, at: i64) -> Result<()> {
    note(db, user, what, detail, origin, at).await?;
    let job = SendSecurityNotice { user_id: user, to: to.to_owned(), what, detail: detail.to_owned(), origin: origin.clone(), at };
    jobs::enqueue(db, &job, at).await?;
    Ok(())
}

/// How often something happened to a person since an instant.
pub async fn count(db: &dyn Connection, user: Id, what: What, since: i64) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM security_events WHERE user_id = $1 AND kind = $2 AND created_at > $3";
    Ok(sql::scalar(db, sql, vals![user, what.word(), since]).await?.unwrap_or(0))
}

/// A page of what happened to a person's account, the latest first.
pub async fn list(db: &dyn Connection, user: Id, before: Option<Id>, limit: i64) -> Result<Vec<Happened>> {
    let before = before.unwrap_or_else(Id::max);
    let sql = "SELECT user_id, id, kind, detail, network, user_agent, created_at FROM security_events
               WHERE user_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3";
    Ok(sql::rows(db, sql, vals![user, before, limit]).await?)
}

/// Forgets what is old.
pub async fn forget(db: &dyn Connection, now: i64) -> Result<()> {
    sql::run(db, "DELETE FROM security_events WHERE created_at < $1", vals![now - KEPT]).await?;
    Ok(())
}
