//! The JSON API's bodies, lists and idempotent writes.

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use despacho_kernel::Id;
use despacho_platform::{Error, Platform, Result, Tx, idempotency};
use serde::{Serialize, de::DeserializeOwned};
use utoipa::ToSchema;

use crate::error::Failure;

/// A JSON body, which is an object; one that can't be read is refused with 400.
pub struct Body<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Failure;
    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let bytes = Bytes::from_request(request, state).await.map_err(|e| Failure(Error::Malformed(e.to_string())))?;
        if !bytes.trim_ascii_start().starts_with(b"{") {
            return Err(Failure(Error::Malformed("the body is a JSON object".into())));
        }
        serde_json::from_slice(&bytes).map(Self).map_err(|e| Failure(Error::Malformed(e.to_string())))
    }
}

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct List<T> {
    pub items: Vec<T>,
    /// Where the next page begins; null on the last one.
    pub next_cursor: Option<String>,
}

/// A JSON answer.
pub fn json(status: StatusCode, value: &impl Serialize) -> Response {
    match serde_json::to_string(value) {
        Ok(body) => raw(status, body),
        Err(e) => Failure(Error::Other(e.to_string())).into_response(),
    }
}

fn raw(status: StatusCode, body: String) -> Response {
    let tag = etag(&body);
    let mut response = (status, [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], body).into_response();
    if let Some(tag) = tag {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

/// The entity tag of one resource that has versions (RFC 9110 §8.8.3): its version in quotes.
fn etag(body: &str) -> Option<HeaderValue> {
    #[derive(serde::Deserialize)]
    struct OfVersion {
        version: i64,
    }
    let version = serde_json::from_str::<OfVersion>(body).ok()?.version;
    HeaderValue::from_str(&format!("\"{version}\"")).ok()
}

/// The entity tag that a change was made over, from `If-Match` (RFC 9110 §13.1.1); none where it is left out or `*`.
pub fn if_match_tag(headers: &HeaderMap) -> Result<Option<String>> {
    let Some(value) = headers.get(header::IF_MATCH) else { return Ok(None) };
    let text = value.to_str().map(str::trim).unwrap_or_default();
    if text == "*" {
        return Ok(None);
    }
    let tag = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    tag.map(|tag| Some(tag.to_owned())).ok_or_else(no_tag)
}

fn no_tag() -> Error {
    Error::Malformed("If-Match is an ETag that was answered here, such as \"3\"".into())
}

/// The version that a change was made over, from `If-Match`.
pub fn if_match(headers: &HeaderMap) -> Result<Option<i64>> {
    if_match_tag(headers)?.map(|tag| tag.parse().map_err(|_| no_tag())).transpose()
}

/// Runs a write once for its `Idempotency-Key`: in one transaction with the claim of the key, so that twenty requests at
/// once have one effect. Without a key it just runs.
pub async fn once<T, F>(platform: &Platform, user: Id, headers: &HeaderMap, request: &str, status: StatusCode, work: F) -> Result<Response>
where
    T: Serialize,
    F: AsyncFnOnce(&Tx) -> Result<T>,
{
    let tx = platform.db.begin().await?;
    let claim = match headers.get("idempotency-key") {
        Some(key) => {
            let key = key.to_str().map_err(|_| Error::Conflict("idempotency_key"))?;
            match idempotency::claim(&tx, user, key, request, platform.clock.now()).await? {
                Ok(claim) => Some(claim),
                Err(answer) => {
                    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
                    return Ok(raw(status, answer.body));
                }
            }
        }
        None => None,
    };
    let value = work(&tx).await?;
    let body = serde_json::to_string(&value).map_err(|e| Error::Other(e.to_string()))?;
    if let Some(claim) = claim {
        claim.answer(&tx, status.as_u16(), &body).await?;
    }
    tx.commit().await?;
    platform.wake_workers();
    Ok(raw(status, body))
}
