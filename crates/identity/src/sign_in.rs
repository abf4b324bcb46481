//! Sign-in and sign-out.

use axum::{
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Redirect, Response},
};
use despacho_kernel::Invalid;
use despacho_platform::{Platform, Result, Tx, jobs, sessions, users, users::User};
use despacho_ui::{
    Caller, Outcome, Query,
    caller::{self, SESSION_COOKIE, set_cookie},
    forms::{Form, FormData},
    layout,
};
use maud::{Markup, html};
use serde::Deserialize;

use crate::{mails::SendConfirmation, network::Network};

/// Opens a session in the caller's transaction and leads to a page.
pub(crate) async fn open_session(platform: &Platform, tx: &Tx, user: &User, headers: &HeaderMap, next: &str) -> Result<Response> {
    let agent = caller::header(headers, "user-agent").unwrap_or("");
    let secret = sessions::open(tx, user.id, agent, platform.clock.now()).await?;
    let mut response = Redirect::to(next).into_response();
    let cookie = set_cookie(platform, SESSION_COOKIE, &secret, sessions::LIFETIME / 1000);
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}

async fn form_page(platform: &Platform, caller: &Caller, data: &FormData, errors: &Invalid) -> Result<Markup> {
    let lang = caller.lang;
    let form = Form::new(lang, data, errors);
    let title = lang.t("sign-in");
    let body = html! {
        div.narrow.stack {
            h1 { (title) }
            form.stack method="post" action="/sign-in" novalidate {
                (form.summary())
                input type="hidden" name="next" value=(data.get("next"));
                (form.field("email").kind("email").autocomplete("username"))
                (form.field("password").kind("password").autocomplete("current-password"))
                button.btn.primary type="submit" { (lang.t("sign-in")) }
            }
            p.muted { a href="/password-reset" { (lang.t("password-forgotten")) } }
            p.muted { (lang.t("sign-in-new")) " " a href="/sign-up" { (lang.t("sign-up")) } }
        }
    };
    layout::simple(platform, caller, &title, &body).await
}

#[derive(Deserialize)]
pub(crate) struct Next {
    #[serde(default)]
    next: String,
}

pub(crate) async fn show(State(platform): State<Platform>, caller: Caller, Query(query): Query<Next>) -> Outcome {
    let mut data = FormData::default();
    data.set("next", query.next);
    if caller.user.is_some() {
        return Ok(Redirect::to("/").into_response());
    }
    Ok(layout::page(form_page(&platform, &caller, &data, &Invalid::new()).await?))
}

pub(crate) async fn create(State(platform): State<Platform>, caller: Caller, network: Network, headers: HeaderMap, data: FormData) -> Outcome {
    platform.limits.network(&network.0)?;
    let email = data.get("email").trim().to_lowercase();
    let found = platform.limits.password(&email, users::authenticate(platform.db.read(), &email, data.get("password"))).await?;
    let refuse = async |code: &'static str| -> Outcome { Ok(layout::unprocessable(form_page(&platform, &caller, &data, &Invalid::one("email", code)).await?)) };
    match found {
        Some(user) if user.confirmed_at.is_some() => {
            let next = layout::safe_next(&data).unwrap_or_else(|| "/".into());
            let tx = platform.db.begin().await?;
            let response = open_session(&platform, &tx, &user, &headers, &next).await?;
            tx.commit().await?;
            Ok(response)
        }
        Some(user) => {
            platform.limits.mail(&email)?;
            let tx = platform.db.begin().await?;
            jobs::enqueue(&tx, &SendConfirmation { user_id: user.id }, platform.clock.now()).await?;
            tx.commit().await?;
            platform.wake_workers();
            refuse("unconfirmed").await
        }
        None => refuse("credentials").await,
    }
}

pub(crate) async fn destroy(State(platform): State<Platform>, headers: HeaderMap) -> Outcome {
    if let Some(secret) = caller::cookie(&headers, SESSION_COOKIE)
        && let Some((session, user, _)) = sessions::find(platform.db.read(), &secret, platform.clock.now()).await?
    {
        let tx = platform.db.begin().await?;
        sessions::end(&tx, user.id, session).await?;
        tx.commit().await?;
    }
    let mut response = Redirect::to("/").into_response();
    response.headers_mut().append(header::SET_COOKIE, set_cookie(&platform, SESSION_COOKIE, "", 0));
    Ok(response)
}
