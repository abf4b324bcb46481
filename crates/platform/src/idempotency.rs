//! One effect for a request that is sent more than once (`Idempotency-Key`, IETF draft-ietf-httpapi-idempotency-key-header).
//!
//! The key is claimed in the transaction of the effect: a second request waits for the first and then finds its answer.

use crate::sql::Connection;
use despacho_kernel::Id;

use crate::{
    error::{Error, Result},
    secret, sql, vals,
};

/// An answer given before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub body: String,
}

/// A claimed key, waiting for its answer.
pub struct Claim {
    user: Id,
    key: String,
}

crate::row! {
    struct Stored {
        fingerprint: String,
        status: Option<i64>,
        body: Option<String>,
    }
}

/// Claims the key for this request, or finds the answer given before. The same key with another request is refused.
pub async fn claim(db: &dyn Connection, user: Id, key: &str, request: &str, now: i64) -> Result<Result<Claim, Answer>> {
    if key.is_empty() || key.len() > 200 {
        return Err(Error::Conflict("idempotency_key"));
    }
    let fingerprint = secret::hash(request);
    let insert = "INSERT INTO idempotency_keys (user_id, key, fingerprint, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT (user_id, key) DO NOTHING";
    if sql::run(db, insert, vals![user, key, fingerprint.as_str(), now]).await? == 1 {
        return Ok(Ok(Claim { user, key: key.into() }));
    }
    let select = "SELECT fingerprint, status, body FROM idempotency_keys WHERE user_id = $1 AND key = $2";
    let stored: Stored = sql::maybe(db, select, vals![user, key]).await?.ok_or(Error::Conflict("idempotency_key"))?;
    if stored.fingerprint != fingerprint {
        return Err(Error::Conflict("idempotency_key_reused"));
    }
    let status = stored.status.and_then(|s| u16::try_from(s).ok()).ok_or(Error::Conflict("idempotency_key"))?;
    Ok(Err(Answer { status, body: stored.body.unwrap_or_default() }))
}

impl Claim {
    /// Keeps the answer for the next request with this key.
    pub async fn answer(self, db: &dyn Connection, status: u16, body: &str) -> Result<()> {
        let sql = "UPDATE idempotency_keys SET status = $3, body = $4 WHERE user_id = $1 AND key = $2";
        sql::run(db, sql, vals![self.user, self.key, i64::from(status), body]).await?;
        Ok(())
    }
}

/// Forgets keys older than `before`.
pub async fn forget(db: &dyn Connection, before: i64) -> Result<()> {
    sql::run(db, "DELETE FROM idempotency_keys WHERE created_at < $1", vals![before]).await?;
    Ok(())
}
