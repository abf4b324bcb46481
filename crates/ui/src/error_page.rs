//! A failure as a page, or as problem+json, for whoever asks.

use axum::{
    Json,
    http::{HeaderValue, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use despacho_kernel::new_id;
use despacho_platform::{Error, Platform, security::TARGET, t};
use maud::html;

use crate::{
    caller::Caller,
    error::{Problem, key, message, problem, status},
    layout,
};

pub(crate) async fn render(platform: &Platform, caller: &Caller, api: bool, error: &Error) -> Response {
    // By its id whoever looks after the server finds in the log what a person was told of.
    let incident = matches!(error, Error::Database(_) | Error::Other(_)).then(|| new_id().simple().to_string());
    if let Some(incident) = &incident {
        tracing::error!(%error, incident, path = without_secrets(&caller.path), "a request failed");
    }
    if matches!(error, Error::Forbidden | Error::Barred(_)) {
        let user = caller.user.as_ref().map(|user| user.id.to_string()).unwrap_or_default();
        tracing::info!(target: TARGET, what = "refused", user, path = without_secrets(&caller.path));
    }
    let status = status(error);
    let mut response = if api {
        let mut response = (status, Json(Problem { instance: incident.map(|id| format!("urn:uuid:{id}")), ..problem(caller.lang, error) })).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if matches!(error, Error::Unauthenticated) {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    } else if matches!(error, Error::Unauthenticated) {
        let next = form_urlencoded::Serializer::new(String::new()).append_pair("next", &caller.path).finish();
        return Redirect::to(&format!("/sign-in?{next}")).into_response();
    } else {
        let lang = caller.lang;
        let key = key(error).replace('_', "-");
        let title = lang.t(&format!("problem-{key}"));
        let help = format!("problem-{key}-help");
        let body = html! {
            div.narrow.stack {
                h1 { (title) }
                @if lang.has(&help) { p.muted { (lang.t(&help)) } }
                @if let Some(incident) = &incident { p.muted { (t!(lang, "problem-incident", id = incident.as_str())) } }
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
