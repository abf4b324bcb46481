//! Secrets given to a person: links in mail (used once) and API tokens (until revoked).

use despacho_kernel::{Id, new_id};
use sea_orm::{ConnectionTrait, FromQueryResult};

use crate::{
    clock::HOUR,
    error::{Error, Result},
    secret, sql, vals,
};

/// Why a link was mailed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To confirm the address of a new user; two days.
    Confirmation,
    /// To choose another password; two hours.
    PasswordReset,
}

impl Purpose {
    fn word(self) -> &'static str {
        match self {
            Self::Confirmation => "confirmation",
            Self::PasswordReset => "password_reset",
        }
    }

    fn lifetime(self) -> i64 {
        match self {
            Self::Confirmation => 48 * HOUR,
            Self::PasswordReset => 2 * HOUR,
        }
    }
}

/// Mints the secret of a mailed link; earlier ones of the same purpose stop working.
pub async fn issue(db: &impl ConnectionTrait, user: Id, purpose: Purpose, now: i64) -> Result<String> {
    let secret = secret::mint()?;
    sql::run(db, "DELETE FROM email_tokens WHERE user_id = $1 AND purpose = $2", vals![user, purpose.word()]).await?;
    let sql = "INSERT INTO email_tokens (id, user_id, purpose, token_hash, expires_at) VALUES ($1, $2, $3, $4, $5)";
    sql::run(db, sql, vals![new_id(), user, purpose.word(), secret::hash(&secret), now + purpose.lifetime()]).await?;
    Ok(secret)
}

/// The user of an unused, unexpired link.
pub async fn peek(db: &impl ConnectionTrait, purpose: Purpose, secret: &str, now: i64) -> Result<Id> {
    let sql = "SELECT user_id FROM email_tokens WHERE token_hash = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3";
    let user: Option<Id> = sql::scalar(db, sql, vals![secret::hash(secret), purpose.word(), now]).await?;
    user.ok_or(Error::Gone("link"))
}

/// Uses a link up; a second use is refused.
pub async fn redeem(db: &impl ConnectionTrait, purpose: Purpose, secret: &str, now: i64) -> Result<Id> {
    let user = peek(db, purpose, secret, now).await?;
    let sql = "UPDATE email_tokens SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL";
    if sql::run(db, sql, vals![secret::hash(secret), now]).await? == 0 {
        return Err(Error::Gone("link"));
    }
    Ok(user)
}

/// An API token as its owner sees it.
#[derive(Debug, Clone, FromQueryResult)]
pub struct ApiToken {
    pub id: Id,
    pub name: String,
    pub created_at: i64,
    pub used_at: Option<i64>,
}

/// Mints an API token; the secret is shown this once.
pub async fn issue_api(db: &impl ConnectionTrait, user: Id, name: &str, now: i64) -> Result<String> {
    let secret = format!("dsp_{}", secret::mint()?);
    let sql = "INSERT INTO api_tokens (id, user_id, name, token_hash, created_at) VALUES ($1, $2, $3, $4, $5)";
    sql::run(db, sql, vals![new_id(), user, name, secret::hash(&secret), now]).await?;
    Ok(secret)
}

/// The user of an API token.
pub async fn find_api(db: &impl ConnectionTrait, secret: &str) -> Result<Option<Id>> {
    let sql = "SELECT user_id FROM api_tokens WHERE token_hash = $1 AND revoked_at IS NULL";
    Ok(sql::scalar(db, sql, vals![secret::hash(secret)]).await?)
}

/// A user's API tokens, at most 100.
pub async fn list_api(db: &impl ConnectionTrait, user: Id) -> Result<Vec<ApiToken>> {
    let sql = "SELECT id, name, created_at, used_at FROM api_tokens WHERE user_id = $1 AND revoked_at IS NULL ORDER BY id DESC LIMIT 100";
    Ok(sql::rows(db, sql, vals![user]).await?)
}

/// Revokes an API token; answers whether there was one.
pub async fn revoke_api(db: &impl ConnectionTrait, user: Id, token: Id, now: i64) -> Result<bool> {
    let sql = "UPDATE api_tokens SET revoked_at = $3 WHERE user_id = $1 AND id = $2 AND revoked_at IS NULL";
    Ok(sql::run(db, sql, vals![user, token, now]).await? > 0)
}
