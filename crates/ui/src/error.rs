//! Failures become a page or a problem+json (RFC 9457) in the reader's language.

use std::collections::BTreeMap;

use axum::{
    extract::{FromRequestParts, path::ErrorKind},
    http::{StatusCode, request::Parts},
    response::{IntoResponse, Response},
};
use despacho_kernel::Difference;
use despacho_platform::{Error, i18n::Lang, t};
use serde::{Serialize, de::DeserializeOwned};
use utoipa::ToSchema;

use crate::format;

/// An error on its way to becoming a response.
#[derive(Debug)]
pub struct Failure(pub Error);

/// What a handler answers.
pub type Outcome<T = Response> = Result<T, Failure>;

/// The failure inside a response, until `identify` renders it.
#[derive(Clone)]
pub(crate) struct Carried(pub std::sync::Arc<Error>);

/// What a form held that was refused because its sender's session was over, to be sent again; without what is secret.
#[derive(Debug, Clone, Default)]
pub(crate) struct Posted(pub Vec<(String, String)>);

impl<E: Into<Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = status(&self.0).into_response();
        response.extensions_mut().insert(Carried(std::sync::Arc::new(self.0)));
        response
    }
}

/// The HTTP status of an error.
pub fn status(error: &Error) -> StatusCode {
    match error {
        Error::NotFound => StatusCode::NOT_FOUND,
        Error::Unauthenticated => StatusCode::UNAUTHORIZED,
        Error::Forbidden | Error::Barred(_) => StatusCode::FORBIDDEN,
        Error::Malformed(_) | Error::Parameters(_) => StatusCode::BAD_REQUEST,
        Error::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Error::Stale(_) => StatusCode::PRECONDITION_FAILED,
        Error::Conflict(_) => StatusCode::CONFLICT,
        Error::Gone(_) => StatusCode::GONE,
        Error::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
        Error::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
        Error::Database(_) | Error::Other(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// A problem as the API answers it (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Stable: `/problems/invalid`.
    #[serde(rename = "type")]
    pub kind: String,
    pub title: String,
    pub status: u16,
    /// Of a failure of the server: what to name to whoever looks after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
    /// Each field's error, for a form.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldProblem>,
}

/// One field's error.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldProblem {
    /// As the body or query names it, dotted within (`billing_address.city`, `organization_ids.0`); empty for the body as a whole.
    pub field: String,
    /// Stable: `missing`, `wrong_type`, `taken`.
    pub code: String,
    /// In the language asked for.
    pub message: String,
    /// What the message tells, for programs: `{"difference": "1.00"}` of `unbalanced`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub params: BTreeMap<&'static str, String>,
}

/// A parameter as people read it: amounts and days are written as programs write them where they come from.
fn shown(lang: Lang, value: &str) -> String {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    match value.trim_start_matches('-').split_once('.') {
        Some((whole, fraction)) if digits(whole) && digits(fraction) => format::decimal(lang, value),
        _ if value.len() == 10 && value.parse::<jiff::civil::Date>().is_ok() => format::stored_date(lang, value),
        _ => value.to_owned(),
    }
}

/// The message of a field's error.
pub fn message(lang: Lang, error: &despacho_kernel::FieldError) -> String {
    let mut args = despacho_platform::i18n::FluentArgs::new();
    if error.code == "wrong_type" {
        args.set("wanted", "other");
    }
    for (name, value) in &error.params {
        args.set(*name, shown(lang, value));
    }
    lang.ta(&format!("error-{}", error.code.replace('_', "-")), &args)
}

pub(crate) fn key(error: &Error) -> &'static str {
    match error {
        Error::NotFound => "not_found",
        Error::Unauthenticated => "unauthenticated",
        Error::Forbidden => "forbidden",
        Error::Malformed(_) | Error::Parameters(_) => "malformed",
        Error::Invalid(_) => "invalid",
        Error::Stale(_) => "stale",
        Error::Conflict(word) | Error::Gone(word) | Error::Barred(word) => word,
        Error::NotAcceptable => "not_acceptable",
        Error::TooMany(_) => "too_many",
        Error::Database(_) | Error::Other(_) => "internal",
    }
}

/// A field that was saved by someone else meanwhile, with both values.
fn changed(lang: Lang, difference: &Difference) -> FieldProblem {
    let message = t!(lang, "stale-field", stored = difference.stored.as_str(), typed = difference.typed.as_str());
    FieldProblem { field: difference.field.clone(), code: "changed".into(), message, params: BTreeMap::new() }
}

pub(crate) fn problem(lang: Lang, error: &Error) -> Problem {
    let key = key(error);
    let errors = match error {
        Error::Invalid(invalid) | Error::Parameters(invalid) => invalid
            .0
            .iter()
            .map(|e| FieldProblem { field: e.field.clone(), code: e.code.into(), message: message(lang, e), params: e.params.iter().cloned().collect() })
            .collect(),
        Error::Stale(differences) => differences.iter().map(|d| changed(lang, d)).collect(),
        _ => vec![],
    };
    Problem {
        kind: format!("/problems/{}", key.replace('_', "-")),
        title: lang.t(&format!("problem-{}", key.replace('_', "-"))),
        status: status(error).as_u16(),
        instance: None,
        errors,
    }
}

/// Path parameters; a malformed one is not found.
pub struct Path<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        match axum::extract::Path::<T>::from_request_parts(parts, state).await {
            Ok(axum::extract::Path(value)) => Ok(Self(value)),
            Err(axum::extract::rejection::PathRejection::FailedToDeserializePathParams(e))
                if matches!(e.kind(), ErrorKind::WrongNumberOfParameters { .. } | ErrorKind::UnsupportedType { .. }) =>
            {
                Err(Failure(Error::Other(e.to_string())))
            }
            Err(_) => Err(Failure(Error::NotFound)),
        }
    }
}

/// Query parameters; malformed ones are refused with 400.
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Query<T> {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let _ = state;
        let found = if parts.uri.path().starts_with("/api/") {
            // An empty parameter of the API is as good as none.
            let pairs = form_urlencoded::parse(parts.uri.query().unwrap_or("").as_bytes()).filter(|(_, value)| !value.is_empty());
            let filled = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
            format!("/?{filled}")
                .parse()
                .map_err(|_| ())
                .and_then(|uri| axum::extract::Query::<T>::try_from_uri(&uri).map_err(|_| ()))
        } else {
            axum::extract::Query::<T>::try_from_uri(&parts.uri).map_err(|_| ())
        };
        match found {
            Ok(axum::extract::Query(value)) => Ok(Self(value)),
            Err(()) => Err(Failure(Error::Malformed("the query can't be read".into()))),
        }
    }
}
