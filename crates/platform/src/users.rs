//! People: one e-mail, one user.

use std::{sync::LazyLock, time::Duration};

use crate::sql::Connection;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use despacho_kernel::{Id, Invalid, email, new_id};
use serde::{Deserialize, Serialize};
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::{
    clock::DAY,
    config::Config,
    error::{Error, Result},
    jobs::Job,
    passwords, sql, vals,
};

crate::row! {
    /// A person who can sign in.
    #[derive(Debug, Clone)]
    pub struct User {
        pub id: Id,
        pub email: String,
        pub name: String,
        pub language: String,
        pub time_zone: String,
        pub mail_notices: bool,
        /// `light`, `dark`, or empty for what the system says.
        pub theme: String,
        pub confirmed_at: Option<i64>,
    }
}

impl User {
    /// Whether they are an administrator of the installation. An address that nobody confirmed proves nothing.
    pub fn administers(&self, config: &Config) -> bool {
        self.confirmed_at.is_some() && config.administrators.contains(&self.email)
    }
}

/// What a sign-up asks for.
#[derive(Debug, Clone, Default)]
pub struct NewUser {
    pub email: String,
    pub name: String,
    pub password: String,
    pub language: String,
    pub time_zone: String,
}

const COLUMNS: &str = "id, email, name, language, time_zone, mail_notices, theme, confirmed_at";

/// The hash of a password that nobody has: verified when the e-mail is unknown, so both answers take as long.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$Zc2rmBQJXkz3dYRsA6nYTg8ZzV0m1N7vS3vZl0bXyqA";

impl NewUser {
    /// The input with its e-mail normalised, or every field's error.
    pub fn checked(&self) -> Result<Self, Invalid> {
        let mut errors = Invalid::new();
        let name = errors.name("name", &self.name, 100);
        let email = if self.email.trim().is_empty() {
            errors.push("email", "required");
            String::new()
        } else {
            errors.take("email", email::parse(&self.email)).unwrap_or_default()
        };
        passwords::check(&mut errors, &self.password, &email);
        errors.finish()?;
        let language = if self.language == "en" { "en" } else { "es" }.into();
        let time_zone = despacho_kernel::place::time_zone(&self.time_zone).unwrap_or("Europe/Madrid").to_owned();
        Ok(Self { email, name, password: self.password.clone(), language, time_zone })
    }
}

/// Hashes that are reckoned at once: each takes 19 MiB and a processor.
static HASHING: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(std::thread::available_parallelism().map_or(2, std::num::NonZero::get)));

/// How long one waits for a turn to hash, in seconds, before one is asked to come back.
const HASH_PATIENCE: u64 = 10;

/// A turn to hash. So many at once would take all memory; who waits too long is told to come back.
async fn turn() -> Result<SemaphorePermit<'static>> {
    let turn = tokio::time::timeout(Duration::from_secs(HASH_PATIENCE), HASHING.acquire())
        .await
        .map_err(|_| Error::TooMany(HASH_PATIENCE))?;
    turn.map_err(|e| Error::Other(e.to_string()))
}

/// The argon2id hash of a password; takes tens of milliseconds, away from the async threads.
pub async fn hash_password(password: String) -> Result<String> {
    let turn = turn().await?;
    // The turn goes with the work: whoever hangs up does not end it.
    let work = move || {
        let _turn = turn;
        Argon2::default().hash_password(password.as_bytes()).map(|h| h.to_string())
    };
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|e| Error::Other(e.to_string()))?
        .map_err(|e| Error::Other(e.to_string()))
}

/// Whether a password is the one of a hash. One that is too long to be anybody's is compared with nothing.
pub async fn verify_password(password: String, hash: String) -> Result<bool> {
    let (password, hash) = if password.chars().count() > passwords::MAX { (String::new(), NOBODY.to_owned()) } else { (password, hash) };
    let turn = turn().await?;
    let check = move || {
        let _turn = turn;
        argon2::password_hash::phc::PasswordHash::new(&hash).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
    };
    tokio::task::spawn_blocking(check).await.map_err(|e| Error::Other(e.to_string()))
}

/// Stores a checked user whose password is already hashed.
pub async fn insert(db: &dyn Connection, user: &NewUser, hash: &str, confirmed: bool, now: i64) -> Result<User> {
    let id = new_id();
    let sql = "INSERT INTO users (id, email, name, password_hash, language, time_zone, mail_notices, confirmed_at, created_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let confirmed_at = confirmed.then_some(now);
    let values = vals![id, user.email.clone(), user.name.clone(), hash, user.language.clone(), user.time_zone.clone(), true, confirmed_at, now];
    sql::run(db, sql, values).await?;
    find(db, id).await?.ok_or(Error::NotFound)
}

pub async fn find(db: &dyn Connection, id: Id) -> Result<Option<User>> {
    Ok(sql::maybe(db, &format!("SELECT {COLUMNS} FROM users WHERE id = $1"), vals![id]).await?)
}

pub async fn find_by_email(db: &dyn Connection, email: &str) -> Result<Option<User>> {
    Ok(sql::maybe(db, &format!("SELECT {COLUMNS} FROM users WHERE email = $1"), vals![email]).await?)
}

/// The user with this e-mail and password. An unknown e-mail takes as long as a wrong password.
pub async fn authenticate(db: &dyn Connection, email: &str, password: &str) -> Result<Option<User>> {
    let email = email.trim().to_lowercase();
    let hash: Option<String> = sql::scalar(db, "SELECT password_hash FROM users WHERE email = $1", vals![email.as_str()]).await?;
    let known = hash.is_some();
    let ok = verify_password(password.to_owned(), hash.unwrap_or_else(|| NOBODY.into())).await?;
    if known && ok { find_by_email(db, &email).await } else { Ok(None) }
}

/// Whether the password is the user's.
pub async fn has_password(db: &dyn Connection, user: Id, password: &str) -> Result<bool> {
    let hash: Option<String> = sql::scalar(db, "SELECT password_hash FROM users WHERE id = $1", vals![user]).await?;
    verify_password(password.to_owned(), hash.unwrap_or_default()).await
}

pub async fn set_password(db: &dyn Connection, user: Id, hash: &str) -> Result<()> {
    sql::run(db, "UPDATE users SET password_hash = $2 WHERE id = $1", vals![user, hash]).await?;
    Ok(())
}

/// Forgets addresses that nobody ever confirmed, a month after they were signed up with: nothing was ever theirs.
pub async fn forget(db: &dyn Connection, now: i64) -> Result<()> {
    let sql = "DELETE FROM users WHERE confirmed_at IS NULL AND created_at < $1
               AND id NOT IN (SELECT user_id FROM sign_ups) AND id NOT IN (SELECT user_id FROM email_tokens) AND id NOT IN (SELECT user_id FROM memberships)";
    sql::run(db, sql, vals![now - 30 * DAY]).await?;
    Ok(())
}

/// Notes that the address is the user's. Sign-ups of it that still wait end, whoever made them.
pub async fn confirm(db: &dyn Connection, user: Id, now: i64) -> Result<()> {
    let sql = "UPDATE users SET confirmed_at = $2 WHERE id = $1 AND confirmed_at IS NULL";
    sql::run(db, sql, vals![user, now]).await?;
    sql::run(db, "DELETE FROM sign_ups WHERE user_id = $1", vals![user]).await?;
    Ok(())
}

/// Makes an account that was signed up and never confirmed that of whoever shows that its address is theirs: nothing that a stranger may
/// have typed stays. Answers whether it was unconfirmed still.
pub async fn take_over(db: &dyn Connection, user: Id, new: &NewUser, hash: &str, now: i64) -> Result<bool> {
    let sql = "UPDATE users SET name = $2, language = $3, time_zone = $4, theme = '', password_hash = $5 WHERE id = $1 AND confirmed_at IS NULL";
    let values = vals![user, new.name.clone(), new.language.clone(), new.time_zone.clone(), hash];
    let taken = sql::run(db, sql, values).await? > 0;
    if taken {
        confirm(db, user, now).await?;
    }
    Ok(taken)
}

/// Holds a user until the transaction ends, so that what was looked at of theirs is still so when it is written.
pub async fn hold(db: &dyn Connection, user: Id) -> Result<()> {
    sql::run(db, "UPDATE users SET name = name WHERE id = $1", vals![user]).await?;
    Ok(())
}

/// Whether anybody has an account whose address is confirmed.
pub async fn is_anybody(db: &dyn Connection) -> Result<bool> {
    Ok(sql::scalar::<Id>(db, "SELECT id FROM users WHERE confirmed_at IS NOT NULL LIMIT 1", vals![]).await?.is_some())
}

/// The hash of the user's password.
pub async fn password_hash(db: &dyn Connection, user: Id) -> Result<String> {
    sql::scalar(db, "SELECT password_hash FROM users WHERE id = $1", vals![user]).await?.ok_or(Error::NotFound)
}

pub async fn set_name(db: &dyn Connection, user: Id, name: &str) -> Result<()> {
    sql::run(db, "UPDATE users SET name = $2 WHERE id = $1", vals![user, name]).await?;
    Ok(())
}

pub async fn set_language(db: &dyn Connection, user: Id, language: &str) -> Result<()> {
    sql::run(db, "UPDATE users SET language = $2 WHERE id = $1", vals![user, language]).await?;
    Ok(())
}

pub async fn set_theme(db: &dyn Connection, user: Id, theme: &str) -> Result<()> {
    sql::run(db, "UPDATE users SET theme = $2 WHERE id = $1", vals![user, theme]).await?;
    Ok(())
}

/// Gives a user another address, which was shown to be theirs; answers whether it could: it can't where somebody else has it. A sign-up of
/// the address that nobody confirmed is nobody's, and ends.
pub async fn set_email(db: &dyn Connection, user: Id, email: &str) -> Result<bool> {
    let holder = find_by_email(db, email).await?;
    if let Some(holder) = holder {
        if holder.id == user || holder.confirmed_at.is_some() {
            return Ok(false);
        }
        for table in ["sign_ups", "email_tokens"] {
            sql::run(db, &format!("DELETE FROM {table} WHERE user_id = $1"), vals![holder.id]).await?;
        }
        sql::run(db, "DELETE FROM users WHERE id = $1 AND confirmed_at IS NULL", vals![holder.id]).await?;
    }
    Ok(sql::run(db, "UPDATE users SET email = $2 WHERE id = $1", vals![user, email]).await? > 0)
}

/// Enqueued when somebody has another name: what is kept in the order of names follows.
#[derive(Debug, Serialize, Deserialize)]
pub struct Renamed {
    pub user_id: Id,
}

impl Job for Renamed {
    const KIND: &'static str = "user_renamed";
}

/// Stores the profile that a person edits of themselves.
pub async fn update(db: &dyn Connection, user: &User) -> Result<()> {
    let sql = "UPDATE users SET name = $2, language = $3, time_zone = $4, mail_notices = $5 WHERE id = $1";
    let values = vals![user.id, user.name.clone(), user.language.clone(), user.time_zone.clone(), user.mail_notices];
    sql::run(db, sql, values).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_hashed_with_argon2id_and_verified() {
        let hash = hash_password("una frase larga".into()).await.expect("a hash");
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(verify_password("una frase larga".into(), hash.clone()).await.expect("an answer"));
        assert!(!verify_password("otra frase larga".into(), hash).await.expect("an answer"));
    }

    #[test]
    fn the_hash_of_nobody_can_be_verified_against() {
        assert!(argon2::password_hash::phc::PasswordHash::new(NOBODY).is_ok());
    }
}
