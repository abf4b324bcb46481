//! Secrets given to a person: links in mail (used once) and API tokens (until revoked).

use crate::sql::Connection;
use despacho_kernel::{Id, new_id};

use crate::{
    clock::{DAY, HOUR},
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
    /// To show that another address is the user's; a day.
    EmailChange,
}

impl Purpose {
    fn word(self) -> &'static str {
        match self {
            Self::Confirmation => "confirmation",
            Self::PasswordReset => "password_reset",
            Self::EmailChange => "email_change",
        }
    }

    fn lifetime(self) -> i64 {
        match self {
            Self::Confirmation => 48 * HOUR,
            Self::PasswordReset => 2 * HOUR,
            Self::EmailChange => DAY,
        }
    }
}

/// Mints the secret of a mailed link; earlier ones of the same purpose, and of the same sign-up where it confirms one, stop working.
pub async fn issue(db: &dyn Connection, user: Id, purpose: Purpose, sign_up: Option<Id>, now: i64) -> Result<String> {
    let secret = secret::mint()?;
    let same = "DELETE FROM email_tokens WHERE user_id = $1 AND purpose = $2 AND (sign_up_id = $3 OR sign_up_id IS NULL)";
    sql::run(db, same, vals![user, purpose.word(), sign_up]).await?;
    let sql = "INSERT INTO email_tokens (id, user_id, purpose, token_hash, expires_at, sign_up_id) VALUES ($1, $2, $3, $4, $5, $6)";
    sql::run(db, sql, vals![new_id(), user, purpose.word(), secret::hash(&secret), now + purpose.lifetime(), sign_up]).await?;
    Ok(secret)
}

/// The sign-up that an unused, unexpired link confirms. One from before sign-ups were kept has none.
pub async fn sign_up(db: &dyn Connection, secret: &str) -> Result<Option<Id>> {
    let found: Option<Option<Id>> = sql::scalar(db, "SELECT sign_up_id FROM email_tokens WHERE token_hash = $1", vals![secret::hash(secret)]).await?;
    Ok(found.flatten())
}

/// Mints the secret of a link to another address of the user's; it remembers which.
pub async fn issue_email_change(db: &dyn Connection, user: Id, email: &str, now: i64) -> Result<String> {
    let secret = issue(db, user, Purpose::EmailChange, None, now).await?;
    sql::run(db, "UPDATE email_tokens SET email = $2 WHERE token_hash = $1", vals![secret::hash(&secret), email]).await?;
    Ok(secret)
}

/// The address that a link was mailed to, where it is another than the user's.
pub async fn email_of(db: &dyn Connection, secret: &str) -> Result<String> {
    let found: Option<String> = sql::scalar(db, "SELECT email FROM email_tokens WHERE token_hash = $1", vals![secret::hash(secret)]).await?;
    found.ok_or(Error::Gone("link"))
}

/// The user of a link that once was, whether or not it still works.
pub async fn once_of(db: &dyn Connection, purpose: Purpose, secret: &str) -> Result<Option<Id>> {
    let sql = "SELECT user_id FROM email_tokens WHERE token_hash = $1 AND purpose = $2";
    Ok(sql::scalar(db, sql, vals![secret::hash(secret), purpose.word()]).await?)
}

/// Ends every link that was mailed to a user. Those that were used are no use to anybody, and are remembered for who opens them again.
pub async fn end_links(db: &dyn Connection, user: Id) -> Result<()> {
    sql::run(db, "DELETE FROM email_tokens WHERE user_id = $1 AND used_at IS NULL", vals![user]).await?;
    Ok(())
}

/// Revokes all of a user's API tokens; answers how many there were.
pub async fn revoke_all(db: &dyn Connection, user: Id, now: i64) -> Result<u64> {
    Ok(sql::run(db, "UPDATE api_tokens SET revoked_at = $2 WHERE user_id = $1 AND revoked_at IS NULL", vals![user, now]).await?)
}

/// The user of an unused, unexpired link.
pub async fn peek(db: &dyn Connection, purpose: Purpose, secret: &str, now: i64) -> Result<Id> {
    let sql = "SELECT user_id FROM email_tokens WHERE token_hash = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3";
    let user: Option<Id> = sql::scalar(db, sql, vals![secret::hash(secret), purpose.word(), now]).await?;
    user.ok_or(Error::Gone("link"))
}

/// Uses a link up; a second use is refused.
pub async fn redeem(db: &dyn Connection, purpose: Purpose, secret: &str, now: i64) -> Result<Id> {
    let user = peek(db, purpose, secret, now).await?;
    let sql = "UPDATE email_tokens SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL";
    if sql::run(db, sql, vals![secret::hash(secret), now]).await? == 0 {
        return Err(Error::Gone("link"));
    }
    Ok(user)
}

crate::row! {
    /// An API token as its owner sees it.
    #[derive(Debug, Clone)]
    pub struct ApiToken {
        pub id: Id,
        pub name: String,
        pub created_at: i64,
        pub used_at: Option<i64>,
        /// None for tokens from before they had an end.
        pub expires_at: Option<i64>,
        pub read_only: bool,
        /// The practice that it acts for; none where it acts for its user's only one, or for the one that a call names.
        pub practice_id: Option<Id>,
    }
}

/// For how many days a token may be made.
pub const LIFETIMES: [i64; 4] = [30, 90, 180, 365];

/// For how many days it is made unless another end is chosen.
pub const LIFETIME: i64 = 90;

/// Most tokens that a user has at once.
pub const MOST: i64 = 50;

/// A token to be made.
#[derive(Debug, Clone)]
pub struct NewToken {
    pub name: String,
    pub days: i64,
    pub read_only: bool,
    pub practice: Option<Id>,
}

impl NewToken {
    /// A token that may do what its user may, for the usual time.
    pub fn named(name: &str) -> Self {
        Self { name: name.to_owned(), days: LIFETIME, read_only: false, practice: None }
    }
}

/// Mints an API token; the secret is shown this once.
pub async fn issue_api(db: &dyn Connection, user: Id, new: &NewToken, now: i64) -> Result<String> {
    let secret = format!("dsp_{}", secret::mint()?);
    let sql = "INSERT INTO api_tokens (id, user_id, name, token_hash, created_at, expires_at, read_only, practice_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let values = vals![new_id(), user, new.name.clone(), secret::hash(&secret), now, now + new.days * DAY, new.read_only, new.practice];
    sql::run(db, sql, values).await?;
    Ok(secret)
}

crate::row! {
    /// A token in use: whose it is, and when it was last used.
    #[derive(Debug, Clone)]
    pub struct UsedToken {
        pub id: Id,
        pub user_id: Id,
        pub used_at: Option<i64>,
        pub read_only: bool,
        pub practice_id: Option<Id>,
    }
}

/// The token of a secret, while it lives.
pub async fn find_api(db: &dyn Connection, secret: &str, now: i64) -> Result<Option<UsedToken>> {
    let sql = "SELECT id, user_id, used_at, read_only, practice_id FROM api_tokens
               WHERE token_hash = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)";
    Ok(sql::maybe(db, sql, vals![secret::hash(secret), now]).await?)
}

/// Notes that a token was used.
pub async fn touch_api(db: &dyn Connection, token: Id, now: i64) -> Result<()> {
    sql::run(db, "UPDATE api_tokens SET used_at = $2 WHERE id = $1", vals![token, now]).await?;
    Ok(())
}

/// A user's API tokens, those that ended among them, at most 100.
pub async fn list_api(db: &dyn Connection, user: Id) -> Result<Vec<ApiToken>> {
    let sql = "SELECT id, name, created_at, used_at, expires_at, read_only, practice_id FROM api_tokens WHERE user_id = $1 AND revoked_at IS NULL ORDER BY id DESC LIMIT 100";
    Ok(sql::rows(db, sql, vals![user]).await?)
}

/// Forgets mailed links that ended more than a week ago, tokens that did a month ago, and those revoked more than ninety days ago.
pub async fn forget(db: &dyn Connection, now: i64) -> Result<()> {
    sql::run(db, "DELETE FROM api_tokens WHERE expires_at < $1 OR revoked_at < $2", vals![now - 30 * DAY, now - 90 * DAY]).await?;
    sql::run(db, "DELETE FROM email_tokens WHERE expires_at < $1", vals![now - 7 * DAY]).await?;
    Ok(())
}

/// Revokes an API token; answers its name, or nothing where there was none.
pub async fn revoke_api(db: &dyn Connection, user: Id, token: Id, now: i64) -> Result<Option<String>> {
    let name: Option<String> = sql::scalar(db, "SELECT name FROM api_tokens WHERE user_id = $1 AND id = $2", vals![user, token]).await?;
    let sql = "UPDATE api_tokens SET revoked_at = $3 WHERE user_id = $1 AND id = $2 AND revoked_at IS NULL";
    let revoked = sql::run(db, sql, vals![user, token, now]).await? > 0;
    Ok(name.filter(|_| revoked))
}
