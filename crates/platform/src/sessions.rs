//! Sessions of a browser: a cookie holds the secret, the database its hash.

use crate::sql::Connection;
use despacho_kernel::{Id, new_id};

use crate::{clock::DAY, error::Result, secret, security::Origin, sql, users::User, vals};

/// How long a session lives after it was last used.
pub const LIFETIME: i64 = 14 * DAY;

/// How long a session lives however much it is used.
const LONGEST: i64 = 30 * DAY;

crate::row! {
    /// A session as its owner sees it.
    #[derive(Debug, Clone)]
    pub struct Session {
        pub id: Id,
        pub user_agent: String,
        /// The network address that it was opened from.
        pub network: String,
        pub created_at: i64,
        pub seen_at: i64,
    }
}

crate::row! {
    struct Opened {
        session_id: Id,
        seen_at: i64,
        id: Id,
        email: String,
        name: String,
        language: String,
        time_zone: String,
        mail_notices: bool,
        theme: String,
        confirmed_at: Option<i64>,
    }
}

/// Opens a session; answers the secret for the cookie.
pub async fn open(db: &dyn Connection, user: Id, from: &Origin, now: i64) -> Result<String> {
    let secret = secret::mint()?;
    let (agent, network) = (from.agent.clone(), from.network.clone());
    let sql = "INSERT INTO sessions (id, user_id, token_hash, user_agent, network, created_at, seen_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $6, $7)";
    sql::run(db, sql, vals![new_id(), user, secret::hash(&secret), agent, network, now, now + LIFETIME]).await?;
    sql::run(db, "DELETE FROM sessions WHERE user_id = $1 AND expires_at < $2", vals![user, now]).await?;
    Ok(secret)
}

/// The session and user of a cookie's secret, and when it was last seen.
pub async fn find(db: &dyn Connection, secret: &str, now: i64) -> Result<Option<(Id, User, i64)>> {
    let sql = "SELECT s.id AS session_id, s.seen_at, u.id, u.email, u.name, u.language, u.time_zone, u.mail_notices, u.theme, u.confirmed_at
               FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.token_hash = $1 AND s.expires_at > $2";
    let found: Option<Opened> = sql::maybe(db, sql, vals![secret::hash(secret), now]).await?;
    Ok(found.map(|o| {
        let user = User {
            id: o.id,
            email: o.email,
            name: o.name,
            language: o.language,
            time_zone: o.time_zone,
            mail_notices: o.mail_notices,
            theme: o.theme,
            confirmed_at: o.confirmed_at,
        };
        (o.session_id, user, o.seen_at)
    }))
}

/// Whether a session is open.
pub async fn is_open(db: &dyn Connection, session: Id, now: i64) -> Result<bool> {
    let found: Option<Id> = sql::scalar(db, "SELECT id FROM sessions WHERE id = $1 AND expires_at > $2", vals![session, now]).await?;
    Ok(found.is_some())
}

/// Notes that a session is in use and prolongs it, within its longest life.
pub async fn touch(db: &dyn Connection, session: Id, now: i64) -> Result<()> {
    let sql = "UPDATE sessions SET seen_at = $2, expires_at = CASE WHEN created_at + $4 < $3 THEN created_at + $4 ELSE $3 END WHERE id = $1";
    sql::run(db, sql, vals![session, now, now + LIFETIME, LONGEST]).await?;
    Ok(())
}

/// A user's open sessions, the latest first, at most 100.
pub async fn list(db: &dyn Connection, user: Id, now: i64) -> Result<Vec<Session>> {
    let sql = "SELECT id, user_agent, network, created_at, seen_at FROM sessions WHERE user_id = $1 AND expires_at > $2 ORDER BY seen_at DESC LIMIT 100";
    Ok(sql::rows(db, sql, vals![user, now]).await?)
}

/// Ends one of a user's sessions; answers whether there was one.
pub async fn end(db: &dyn Connection, user: Id, session: Id) -> Result<bool> {
    Ok(sql::run(db, "DELETE FROM sessions WHERE user_id = $1 AND id = $2", vals![user, session]).await? > 0)
}

/// Forgets sessions that have ended.
pub async fn forget(db: &dyn Connection, now: i64) -> Result<()> {
    sql::run(db, "DELETE FROM sessions WHERE expires_at < $1", vals![now]).await?;
    Ok(())
}

/// Ends a user's sessions but one.
pub async fn end_others(db: &dyn Connection, user: Id, keep: Option<Id>) -> Result<()> {
    let keep = keep.unwrap_or_else(Id::nil);
    sql::run(db, "DELETE FROM sessions WHERE user_id = $1 AND id <> $2", vals![user, keep]).await?;
    Ok(())
}
