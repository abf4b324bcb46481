//! The JSON API's bodies, lists and idempotent writes.

use std::{fmt, ops::Deref};

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use despacho_kernel::{Id, Invalid};
use despacho_platform::{Error, Platform, Result, Tx, idempotency};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;
use utoipa::ToSchema;

use crate::{
    error::Failure,
    schema::{self, Shape},
};

/// How the body of a route is described, put into the request by the guard.
#[derive(Clone)]
pub(crate) struct Described(pub Shape);

/// A JSON object as it was sent, and where it is not as its route describes it.
///
/// The one reader of bodies: what is no JSON object is refused with 400, whatever is not as described with 422 and each place's
/// error. What nobody described is left alone.
#[derive(Debug, Clone, Default)]
pub struct Object {
    value: Value,
    faults: Invalid,
}

impl Object {
    /// What was sent.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// Notes where it is not as described.
    pub fn note(&self, errors: &mut Invalid) {
        for fault in &self.faults.0 {
            errors.push_with(&fault.field, fault.code, fault.params.clone());
        }
    }

    /// Whether a field is not as described.
    pub fn is_faulty(&self, field: &str) -> bool {
        self.faults
            .0
            .iter()
            .any(|fault| fault.field == field || fault.field.strip_prefix(field).is_some_and(|rest| rest.starts_with('.')))
    }

    /// The object as a type of the program; what it lacks is told at its place.
    pub fn read<T: DeserializeOwned>(self) -> Result<T> {
        self.faults.finish()?;
        typed(&self.value)
    }

    /// A part of the object as a type of the program. What is not as described is told by whoever reads the rest of it.
    pub fn part<T: DeserializeOwned + Default>(&self) -> Result<T> {
        if self.faults.0.is_empty() { typed(&self.value) } else { Ok(typed(&self.value).unwrap_or_default()) }
    }
}

fn typed<T: DeserializeOwned>(value: &Value) -> Result<T> {
    // Only what no description can say comes here, as a number beyond all bounds.
    serde_path_to_error::deserialize(value).map_err(|error| {
        let path = error.path().to_string();
        Invalid::one(if path == "." { "" } else { &path }, "wrong_type").into()
    })
}

impl From<Value> for Object {
    fn from(value: Value) -> Self {
        Self { value, faults: Invalid::new() }
    }
}

impl Deref for Object {
    type Target = Value;
    fn deref(&self) -> &Value {
        &self.value
    }
}

impl fmt::Display for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<S: Send + Sync> FromRequest<S> for Object {
    type Rejection = Failure;
    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        idempotency_key(request.headers()).map_err(Failure)?;
        let described = request.extensions().get::<Described>().cloned();
        let bytes = Bytes::from_request(request, state).await.map_err(|e| Failure(Error::Malformed(e.to_string())))?;
        let mut value: Value = serde_json::from_slice(&bytes).map_err(|e| Failure(Error::Malformed(e.to_string())))?;
        if !value.is_object() {
            return Err(Failure(wrong_body()));
        }
        schema::whole(&mut value);
        let faults = described.map(|described| described.0.faults("", &value)).unwrap_or_default();
        Ok(Self { value, faults })
    }
}

fn wrong_body() -> Error {
    let mut errors = Invalid::new();
    errors.push_with("", "wrong_type", vec![("wanted", "object".to_owned())]);
    Error::Parameters(errors)
}

/// A JSON body of a type of the program, read by [`Object`].
pub struct Body<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Failure;
    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        Ok(Self(Object::from_request(request, state).await?.read()?))
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
    if status == StatusCode::NO_CONTENT {
        return status.into_response();
    }
    let tag = etag(&body);
    let mut response = (status, [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], body).into_response();
    if let Some(tag) = tag {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

/// The entity tag of one resource that has versions (RFC 9110 §8.8.3): its version in quotes.
fn etag(body: &str) -> Option<HeaderValue> {
    #[derive(Deserialize)]
    struct OfVersion {
        version: i64,
    }
    let version = serde_json::from_str::<OfVersion>(body).ok()?.version;
    HeaderValue::from_str(&format!("\"{version}\"")).ok()
}

/// The entity tag that a change was made over, from `If-Match` (RFC 9110 §13.1.1); none where it is left out, empty or `*`.
pub fn if_match_tag(headers: &HeaderMap) -> Result<Option<String>> {
    let Some(value) = headers.get(header::IF_MATCH) else { return Ok(None) };
    let text = value.to_str().map_err(|_| no_tag())?.trim();
    if text == "*" || text.is_empty() {
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

/// The key of a write that is to be made once. One that can be none is refused where nothing is written too.
fn idempotency_key(headers: &HeaderMap) -> Result<Option<&str>> {
    let read = |key| HeaderValue::to_str(key).ok().filter(|key| (1..=200).contains(&key.len())).ok_or(Error::Conflict("idempotency_key"));
    headers.get("idempotency-key").map(read).transpose()
}

/// Runs a write once for its `Idempotency-Key`: in one transaction with the claim of the key, so that twenty requests at
/// once have one effect. Without a key it just runs.
pub async fn once<T, F>(platform: &Platform, user: Id, headers: &HeaderMap, request: &str, status: StatusCode, work: F) -> Result<Response>
where
    T: Serialize,
    F: AsyncFnOnce(&Tx) -> Result<T>,
{
    let tx = platform.db.begin().await?;
    let claim = match idempotency_key(headers)? {
        Some(key) => match idempotency::claim(&tx, user, key, request, platform.clock.now()).await? {
            Ok(claim) => Some(claim),
            Err(answer) => {
                let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
                return Ok(raw(status, answer.body));
            }
        },
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
