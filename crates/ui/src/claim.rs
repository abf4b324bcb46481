//! A form that makes something does so once, however often it is sent: its key is claimed in the transaction that makes it.

use crate::{InOrganization, forms::FormData};
use despacho_kernel::Invalid;
use despacho_platform::{
    Error, Platform, Result, Tx,
    idempotency::{self, Claim},
};

/// What became of a form's key.
pub enum Claimed {
    /// It was not sent yet; a form without a key has none to answer.
    Now(Option<Claim>),
    /// It was sent before, and led here.
    Before(String),
}

/// Claims the key of a form.
///
/// Errors: `sent_before` at `field` where the key was sent with something else.
pub async fn claimed(tx: &Tx, platform: &Platform, who: &InOrganization, what: &str, data: &FormData, field: &str) -> Result<Claimed> {
    let key: String = data.get("key").chars().take(100).collect();
    if key.is_empty() {
        return Ok(Claimed::Now(None));
    }
    let request = format!("{what} {} {:?}", who.organization, data.0);
    match idempotency::claim(tx, who.user.id, &format!("form:{key}"), &request, platform.clock.now()).await {
        Ok(Ok(claim)) => Ok(Claimed::Now(Some(claim))),
        Ok(Err(answer)) => Ok(Claimed::Before(answer.body)),
        Err(Error::Conflict("idempotency_key_reused")) => Err(Invalid::one(field, "sent_before").into()),
        Err(error) => Err(error),
    }
}

/// Keeps where a form led.
pub async fn answer(tx: &Tx, claim: Option<Claim>, path: &str) -> Result<()> {
    match claim {
        Some(claim) => claim.answer(tx, 201, path).await,
        None => Ok(()),
    }
}
