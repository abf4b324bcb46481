//! A failure as a page, or as problem+json, for whoever asks.

use axum::{
    Json,
    http::{HeaderValue, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use despacho_platform::{Error, Platform, t};
use maud::html;

use crate::{
    caller::Caller,
    error::{key, message, problem, status},
    layout,
};

pub(crate) async fn render(platform: &Platform, caller: &Caller, api: bool, error: &Error) -> Response {
    if matches!(error, Error::Database(_) | Error::Other(_)) {
        tracing::error!(%error, path = without_secrets(&caller.path), "a request failed");
    }
    let status = status(error);
    let mut response = if api {
        let mut response = (status, Json(problem(caller.lang, error))).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if matches!(error, Error::Unauthenticated) {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    } else if matches!(error, Error::Unauthenticated) {
        let next = caller.path.replace('%', "%25").replace('&', "%26").replace('#', "%23").replace('+', "%2B");
        return Redirect::to(&format!("/sign-in?next={next}")).into_response();
    } else {
        let lang = caller.lang;
        let key = key(error).replace('_', "-");
        let title = lang.t(&format!("problem-{key}"));
        let help = format!("problem-{key}-help");
        let body = html! {
            div.narrow.stack {
                h1 { (title) }
                @if lang.has(&help) { p.muted { (lang.t(&help)) } }
                @if let Error::Invalid(invalid) = error {
                    ul.errors { @for e in &invalid.0 { li { (message(lang, e)) } } }
                }
                p { a.btn href="/" { (t!(lang, "go-home")) } }
            }
        };
        let markup = match layout::simple(platform, caller, &title, &body).await {
            Ok(markup) => markup.into_string(),
            Err(_) => title.clone(),
        };
        (status, Html(markup)).into_response()
    };
    if let Error::TooMany(wait) = error {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*wait));
    }
    response
}

/// A path for the log: links of mail carry a secret in theirs.
fn without_secrets(path: &str) -> String {
    let path = path.split('?').next().unwrap_or("");
    path.split('/').map(|part| if part.len() > 36 { "…" } else { part }).collect::<Vec<_>>().join("/")
}
