//! Secrets: made from the system's randomness, given out once, stored as a hash.

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};

/// A fresh secret of 256 bits in URL-safe base64.
pub fn mint() -> Result<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|e| Error::Other(e.to_string()))?;
    Ok(BASE64URL_NOPAD.encode(&bytes))
}

/// What is stored of a secret. A plain hash is enough for 256 random bits; passwords use argon2id.
pub fn hash(secret: &str) -> String {
    digest(secret.as_bytes())
}

/// What bytes are known again by: SHA-256.
pub fn digest(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(bytes))
}
