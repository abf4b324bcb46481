//! A failure as a page, or as problem+json, for whoever asks.
//!
//! With scripts a form that is refused is told of in the page that it stands on: `answers.js` takes the section `data-problem` of what is
//! answered here, by its header. Without scripts the page stands in its tenant's frame and leads back.

use axum::{
    Json,
    http::{HeaderValue, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use despacho_kernel::new_id;
use despacho_platform::{Error, Platform, security::TARGET, t};
use maud::{Markup, html};

use crate::{
    caller::Caller,
    error::{Posted, Problem, key, message, problem, status},
    forms::label_key,
    frames::Frames,
    layout,
    room::Room,
};

/// Says that a page tells a failure; for a session that is over it says so.
const PROBLEM: &str = "despacho-problem";

/// What a failure is told with.
pub(crate) struct Page<'a> {
    pub platform: &'a Platform,
    pub rooms: &'static [&'static Room],
    pub caller: &'a Caller,
    /// What the form held, where the sender has to sign in again.
    pub posted: Option<Posted>,
}

impl Page<'_> {
    pub(crate) async fn render(self, api: bool, error: &Error) -> Response {
        let caller = self.caller;
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
        } else if matches!(error, Error::Unauthenticated) && self.posted.is_none() {
            let next = form_urlencoded::Serializer::new(String::new()).append_pair("next", &caller.path).finish();
            let mut response = Redirect::to(&format!("/sign-in?{next}")).into_response();
            if caller.expired {
                layout::tell(self.platform, &mut response, "flash-session-expired");
            }
            return response;
        } else {
            let (title, body) = match &self.posted {
                Some(posted) => self.expired(posted),
                None => self.told(error, incident.as_deref()),
            };
            let markup = Frames(self.rooms).page(self.platform, caller, &caller.path, &title, &body).await.map_or(title, Markup::into_string);
            let name = HeaderValue::from_static(if self.posted.is_some() { "expired" } else { "refused" });
            (status, [(PROBLEM, name)], Html(markup)).into_response()
        };
        if let Error::TooMany(wait) = error {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*wait));
        }
        response
    }

    /// What happened, and the way back.
    fn told(&self, error: &Error, incident: Option<&str>) -> (String, Markup) {
        let lang = self.caller.lang;
        let key = key(error).replace('_', "-");
        let title = lang.t(&format!("problem-{key}"));
        let help = format!("problem-{key}-help");
        let body = html! {
            div.narrow.stack {
                div.stack data-problem {
                    h1 { (title) }
                    @if lang.has(&help) { p.muted { (lang.t(&help)) } }
                    @if let Some(incident) = incident { p.muted { (t!(lang, "problem-incident", id = incident)) } }
                    @if let Error::Invalid(invalid) = error {
                        ul.errors { @for e in &invalid.0 {
                            @let label = label_key(&e.field);
                            li { @if lang.has(&label) { (lang.t(&label)) ": " } (message(lang, e)) }
                        } }
                    }
                }
                p.row {
                    @if let Some(from) = &self.caller.from { a.btn.primary href=(from) { (lang.t("go-back")) } }
                    a.btn href="/" { (lang.t("go-home")) }
                }
            }
        };
        (title, body)
    }

    /// The session is over: what was typed waits in the page until its sender has signed in.
    fn expired(&self, posted: &Posted) -> (String, Markup) {
        let lang = self.caller.lang;
        let title = lang.t("session-expired");
        let body = html! {
            div.narrow.stack {
                div.stack data-problem {
                    h1 { (title) }
                    p { (lang.t(if posted.0.is_empty() { "session-expired-back" } else { "session-expired-kept" })) }
                }
                ol.steps {
                    li { a.btn href="/sign-in" target="_blank" { (lang.t("session-expired-sign-in")) } }
                    @if !posted.0.is_empty() { li {
                        form method="post" action=(self.caller.path) {
                            @for (name, value) in &posted.0 { input type="hidden" name=(name) value=(value); }
                            button.btn.primary type="submit" { (lang.t("session-expired-send")) }
                        }
                    } }
                }
            }
        };
        (title, body)
    }
}

/// A path for the log: links of mail carry a secret in theirs.
fn without_secrets(path: &str) -> String {
    let path = path.split('?').next().unwrap_or("");
    path.split('/').map(|part| if part.len() > 36 { "…" } else { part }).collect::<Vec<_>>().join("/")
}
