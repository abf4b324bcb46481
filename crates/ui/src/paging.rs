//! Lists are paged: opaque cursors for the API, numbered pages for people.

use data_encoding::BASE64URL_NOPAD;
use despacho_kernel::Invalid;
use despacho_platform::{Error, Result};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// Most rows of a page of the API.
pub const MAX: i64 = 200;
/// Rows of a page of the API unless told.
pub const USUAL: i64 = 50;

/// What a list of the API takes.
#[derive(Debug, Default, Deserialize)]
pub struct ListQuery {
    pub limit: Option<i64>,
    pub search: Option<String>,
    pub cursor: Option<String>,
}

impl ListQuery {
    /// Rows wanted, 1 to 200; [`USUAL`] unless told.
    pub fn limit(&self) -> Result<i64> {
        match self.limit {
            None => Ok(USUAL),
            Some(limit @ 1..=MAX) => Ok(limit),
            // What is described refuses it first.
            Some(_) => Err(Error::Malformed("limit is 1 to 200".into())),
        }
    }

    /// The position that the cursor stands for.
    pub fn position<T: DeserializeOwned>(&self) -> Result<Option<T>> {
        self.cursor.as_deref().map(decode).transpose()
    }
}

/// Makes a cursor of a position.
pub fn encode(position: &impl Serialize) -> String {
    BASE64URL_NOPAD.encode(&serde_json::to_vec(position).unwrap_or_default())
}

/// The position of a page's address; none where it has none.
pub fn position<T: DeserializeOwned>(cursor: &str) -> Result<Option<T>> {
    Some(cursor).filter(|cursor| !cursor.is_empty()).map(decode).transpose()
}

fn decode<T: DeserializeOwned>(cursor: &str) -> Result<T> {
    let bad = || Error::Parameters(Invalid::one("cursor", "cursor"));
    let bytes = BASE64URL_NOPAD.decode(cursor.as_bytes()).map_err(|_| bad())?;
    serde_json::from_slice(&bytes).map_err(|_| bad())
}

/// Cuts a list read with one row more than `limit`; answers whether there are more.
pub fn cut<T>(items: &mut Vec<T>, limit: i64) -> bool {
    let limit = usize::try_from(limit).unwrap_or(0);
    let more = items.len() > limit;
    items.truncate(limit);
    more
}
