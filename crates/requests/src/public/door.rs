//! Who comes in by a link: its secret, its end, and the code that some ask for.

use axum::{
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use despacho_kernel::{Invalid, new_id};
use despacho_platform::{Error, Platform, Result, clock::DAY, jobs, secret, t};
use despacho_practice::practices::store as practices;
use despacho_ui::{
    Caller, Outcome, Path,
    caller::{cookie, set_cookie},
    forms::{Form, FormData},
    layout,
};
use maud::{Markup, html};
use serde::Deserialize;

use crate::{
    job::code_hash,
    link::{BROWSER, Link, Occasion, RENEWALS, SendCode, SendLink, TRIES},
    link_store as links,
    request::{LIFETIME, Request},
    store,
};

#[derive(Deserialize)]
pub(super) struct OfLink {
    pub secret: String,
}

/// Somebody whose link opens a request.
pub(super) struct Visit {
    pub secret: String,
    pub link: Link,
    pub request: Request,
    /// The firm's name.
    pub firm: String,
    /// Where it is.
    pub zone: String,
}

impl Visit {
    /// The path of one of the link's pages.
    pub fn path(&self, rest: &str) -> String {
        format!("/r/{}{rest}", self.secret)
    }
}

/// Kept out of search engines and caches.
pub(super) fn private(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

/// A page of a link: the firm's name above it, and no way anywhere else.
pub(super) fn page(caller: &Caller, firm: &str, title: &str, body: &Markup) -> Markup {
    let body = html! { div.answering { p.firm { (firm) } (body) } };
    layout::stranger(caller, title, &body)
}

async fn found(platform: &Platform, secret: &str) -> Result<Visit> {
    let db = platform.db.read();
    let link = links::of_hash(db, &secret::hash(secret)).await?;
    if link.revoked_at.is_some() {
        return Err(Error::Gone("request_link_revoked"));
    }
    let request = store::find(db, link.practice_id, link.request_id).await?;
    let practice = practices::find(db, link.practice_id).await?;
    Ok(Visit { secret: secret.into(), link, request, firm: practice.name, zone: practice.time_zone })
}

/// The cookie that tells that a browser knew the link's code: one of each link.
fn cookie_of(link: &Link) -> String {
    format!("despacho_request_{}", link.id.simple())
}

async fn is_known(platform: &Platform, headers: &HeaderMap, visit: &Visit) -> Result<bool> {
    if !visit.request.asks_code {
        return Ok(true);
    }
    let Some(known) = cookie(platform, headers, &cookie_of(&visit.link)) else { return Ok(false) };
    links::has_code(platform.db.read(), &visit.link, "browser", &secret::hash(&known), platform.clock.now()).await
}

/// Who may come in, or the page that tells them what for.
pub(super) async fn enter(platform: &Platform, caller: &Caller, headers: &HeaderMap, secret: &str) -> Result<Result<Visit, Response>> {
    let visit = found(platform, secret).await?;
    if visit.link.expires_at <= platform.clock.now() {
        let response = (StatusCode::GONE, layout::page(expired(caller, &visit))).into_response();
        return Ok(Err(private(response)));
    }
    if !is_known(platform, headers, &visit).await? {
        let asked = asking(caller, &visit, (&FormData::default(), &Invalid::new()), false);
        return Ok(Err(private((StatusCode::UNAUTHORIZED, layout::page(asked)).into_response())));
    }
    Ok(Ok(visit))
}

fn expired(caller: &Caller, visit: &Visit) -> Markup {
    let lang = caller.lang;
    let title = lang.t("request-link-expired");
    let body = html! {
        h1 { (title) }
        p { (t!(lang, "request-link-expired-about", firm = visit.firm.as_str())) }
        form method="post" action=(visit.path("/renewal")) { button.btn.primary type="submit" { (lang.t("request-link-renew")) } }
    };
    page(caller, &visit.firm, &title, &body)
}

fn asking(caller: &Caller, visit: &Visit, (data, errors): (&FormData, &Invalid), sent: bool) -> Markup {
    let lang = caller.lang;
    let title = lang.t("request-code");
    let form = Form::new(lang, data, errors);
    let body = html! {
        h1 { (title) }
        p { (lang.t("request-code-about")) }
        @if sent { p.note role="status" { (lang.t("request-code-sent")) } }
        form.stack method="post" action=(visit.path("/code")) novalidate {
            (form.summary_as(&[("code", title.clone())]))
            (form.field("code").label(lang.t("request-code-digits")).autocomplete("one-time-code"))
            button.btn.primary type="submit" { (lang.t("request-code-enter")) }
        }
        form method="post" action=(visit.path("/code")) { input type="hidden" name="send" value="yes"; button.btn type="submit" { (lang.t("request-code-send")) } }
    };
    page(caller, &visit.firm, &title, &body)
}

/// Mails a code to the link's own address, or takes the one that was typed. A code stays good when another is asked for.
pub(super) async fn code(State(platform): State<Platform>, caller: Caller, Path(of): Path<OfLink>, data: FormData) -> Outcome {
    let (visit, now) = (found(&platform, &of.secret).await?, platform.clock.now());
    let back = visit.path("");
    if visit.link.expires_at <= now || !visit.request.asks_code {
        return Ok(private(Redirect::to(&back).into_response()));
    }
    if data.has("send") {
        // The key is the link's: whoever does not have it keeps nobody from a code.
        platform.limits.mail(&format!("request code {}", visit.link.id))?;
        let tx = platform.db.begin().await?;
        jobs::enqueue(&tx, &SendCode { practice_id: visit.link.practice_id, link_id: visit.link.id }, now).await?;
        tx.commit().await?;
        platform.wake_workers();
        return Ok(private(layout::unprocessable(asking(&caller, &visit, (&FormData::default(), &Invalid::new()), true))));
    }
    let typed: String = data.get("code").chars().filter(char::is_ascii_digit).collect();
    let tx = platform.db.begin().await?;
    if !links::try_code(&tx, &visit.link, TRIES).await? {
        let errors = Invalid::one("code", "request_code_tries");
        return Ok(private(layout::unprocessable(asking(&caller, &visit, (&data, &errors), false))));
    }
    let right = links::has_code(&tx, &visit.link, "code", &code_hash(&visit.link, &typed), now).await?;
    if !right {
        // The try counts.
        tx.commit().await?;
        let errors = Invalid::one("code", "request_code_wrong");
        return Ok(private(layout::unprocessable(asking(&caller, &visit, (&data, &errors), false))));
    }
    let browser = secret::mint()?;
    links::add_code(&tx, &visit.link, "browser", &secret::hash(&browser), now + BROWSER, now).await?;
    tx.commit().await?;
    let mut response = Redirect::to(&back).into_response();
    response
        .headers_mut()
        .append(header::SET_COOKIE, set_cookie(&platform, &cookie_of(&visit.link), &browser, BROWSER / 1000));
    Ok(private(response))
}

/// Mails another link in place of one that expired: to the same address, and nowhere else.
pub(super) async fn renew(State(platform): State<Platform>, caller: Caller, Path(of): Path<OfLink>) -> Outcome {
    let (visit, now) = (found(&platform, &of.secret).await?, platform.clock.now());
    let lang = caller.lang;
    if visit.link.expires_at > now || visit.link.email.is_empty() || !visit.request.state().is_open() {
        return Ok(private(Redirect::to(&visit.path("")).into_response()));
    }
    let tx = platform.db.begin().await?;
    store::hold(&tx, visit.link.practice_id, visit.request.id).await?;
    if links::renewals(&tx, &visit.link, now - DAY).await? < RENEWALS {
        let link = Link {
            id: new_id(),
            occasion: Occasion::Renewal.word().into(),
            state: "queued".into(),
            token_hash: None,
            created_at: now,
            sent_at: None,
            opened_at: None,
            expires_at: now + LIFETIME,
            tries: 0,
            ..visit.link.clone()
        };
        links::insert(&tx, std::slice::from_ref(&link)).await?;
        jobs::enqueue(&tx, &SendLink { practice_id: link.practice_id, link_id: link.id }, now).await?;
        tx.commit().await?;
        platform.wake_workers();
    }
    let title = lang.t("request-link-renewed");
    let body = html! { h1 { (title) } p { (t!(lang, "request-link-renewed-about", firm = visit.firm.as_str())) } };
    // Turbo shows what a form is answered with only where it is no success.
    Ok(private(layout::unprocessable(page(&caller, &visit.firm, &title, &body))))
}
