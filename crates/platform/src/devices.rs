//! Browsers from which somebody has signed in: they are let through where strangers have used up an account's attempts.

use crate::sql::Connection;
use despacho_kernel::Id;

use crate::{clock::DAY, error::Result, secret, sql, vals};

/// How long a browser is known after its last sign-in.
pub const LIFETIME: i64 = 180 * DAY;

/// Most browsers that are known of a user.
const MOST: i64 = 20;

/// Whether the user of this address has signed in with a browser of this secret.
pub async fn is_known(db: &dyn Connection, email: &str, secret: &str, now: i64) -> Result<bool> {
    let sql = "SELECT d.user_id FROM known_devices d JOIN users u ON u.id = d.user_id WHERE u.email = $1 AND d.secret_hash = $2 AND d.seen_at > $3";
    Ok(sql::scalar::<Id>(db, sql, vals![email, secret::hash(secret), now - LIFETIME]).await?.is_some())
}

/// Notes that the user signed in with a browser of this secret; the oldest beyond the bound are forgotten.
pub async fn remember(db: &dyn Connection, user: Id, secret: &str, now: i64) -> Result<()> {
    let sql = "INSERT INTO known_devices (user_id, secret_hash, seen_at) VALUES ($1, $2, $3)
               ON CONFLICT (user_id, secret_hash) DO UPDATE SET seen_at = excluded.seen_at";
    sql::run(db, sql, vals![user, secret::hash(secret), now]).await?;
    let sql = "DELETE FROM known_devices WHERE user_id = $1 AND secret_hash NOT IN
               (SELECT secret_hash FROM known_devices WHERE user_id = $1 ORDER BY seen_at DESC, secret_hash LIMIT $2)";
    sql::run(db, sql, vals![user, MOST]).await?;
    Ok(())
}

/// Forgets every browser of a user.
pub async fn forget_of(db: &dyn Connection, user: Id) -> Result<()> {
    sql::run(db, "DELETE FROM known_devices WHERE user_id = $1", vals![user]).await?;
    Ok(())
}

/// Forgets browsers that have not been used.
pub async fn forget(db: &dyn Connection, now: i64) -> Result<()> {
    sql::run(db, "DELETE FROM known_devices WHERE seen_at < $1", vals![now - LIFETIME]).await?;
    Ok(())
}
