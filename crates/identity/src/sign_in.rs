//! Sign-in and sign-out.

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
};
use despacho_kernel::{Id, Invalid, email};
use despacho_platform::{
    Error, Event, Platform, Result, Tx, devices, jobs,
    limits::Guess,
    secret,
    security::{self, NoteAttempt, Origin, What},
    sessions, sign_ups,
    users::{self, User},
};
use despacho_ui::{
    Caller, Outcome, Query,
    caller::{self, SESSION_COOKIE, set_cookie},
    forms::{Form, FormData},
    layout,
};
use maud::{Markup, html};
use serde::Deserialize;

use crate::{
    attempts,
    mails::SendConfirmation,
    network::{Network, Whence},
};

/// Name of the cookie by which a browser is known that has signed in before.
const DEVICE_COOKIE: &str = "despacho_device";

/// Opens a session in the caller's transaction and leads to a page.
pub async fn open_session(platform: &Platform, tx: &Tx, user: &User, headers: &HeaderMap, origin: &Origin, next: &str) -> Result<Response> {
    let now = platform.clock.now();
    let secret = sessions::open(tx, user.id, origin, now).await?;
    security::note(tx, user.id, What::SignedIn, "", origin, now).await?;
    let device = remember_device(platform, tx, user.id, headers).await?;
    let mut response = Redirect::to(next).into_response();
    for cookie in [set_cookie(platform, SESSION_COOKIE, &secret, sessions::LIFETIME / 1000), device] {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// The secret by which this browser is known, if it has one.
fn device(platform: &Platform, headers: &HeaderMap) -> Option<String> {
    caller::cookie(platform, headers, DEVICE_COOKIE).filter(|secret| !secret.is_empty() && secret.len() <= 100)
}

/// Notes that this browser is the user's; answers the cookie by which it is known.
pub(crate) async fn remember_device(platform: &Platform, tx: &Tx, user: Id, headers: &HeaderMap) -> Result<HeaderValue> {
    let device = match device(platform, headers) {
        Some(device) => device,
        None => secret::mint()?,
    };
    devices::remember(tx, user, &device, platform.clock.now()).await?;
    Ok(set_cookie(platform, DEVICE_COOKIE, &device, devices::LIFETIME / 1000))
}

/// Whether this browser has signed in to the account of an address before.
pub(crate) async fn is_known(platform: &Platform, headers: &HeaderMap, email: &str) -> Result<bool> {
    match device(platform, headers) {
        Some(secret) => devices::is_known(platform.db.read(), email, &secret, platform.clock.now()).await,
        None => Ok(false),
    }
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
            @if !errors.0.is_empty() { p.note { (lang.t("sign-in-unconfirmed")) } }
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

/// Notes an attempt for the owner of an address, whether or not it has one.
async fn note(platform: &Platform, email: &str, what: What, origin: &Origin) -> Result<()> {
    tracing::warn!(target: security::TARGET, what = what.word(), email, network = origin.network);
    let at = platform.clock.now();
    let tx = platform.db.begin().await?;
    jobs::enqueue(&tx, &NoteAttempt { email: email.to_owned(), what, origin: origin.clone(), at }, at).await?;
    tx.commit().await?;
    platform.wake_workers();
    Ok(())
}

pub(crate) async fn create(
    State(platform): State<Platform>,
    caller: Caller,
    network: Network,
    Whence(origin): Whence,
    headers: HeaderMap,
    data: FormData,
) -> Outcome {
    let refuse = async |code: &'static str| -> Outcome { Ok(layout::unprocessable(form_page(&platform, &caller, &data, &Invalid::one("email", code)).await?)) };
    let wait =
        async |seconds: u64| -> Outcome { Ok(layout::waiting(form_page(&platform, &caller, &data, &attempts::must_wait("email", seconds)).await?, seconds)) };
    if let Err(Error::TooMany(seconds)) = platform.limits.network(&network.0) {
        return wait(seconds).await;
    }
    // What is no address is nobody's, and nothing is reckoned for it.
    let Ok(email) = email::parse(data.get("email")) else { return refuse("credentials").await };
    let guess = Guess { email: &email, network: &network.0, known: is_known(&platform, &headers, &email).await? };
    // The account of an address that nobody confirmed is nobody's: to whoever tries it, its password is as wrong as any other.
    let mut unconfirmed = None;
    let attempt = async {
        match users::authenticate(platform.db.read(), &email, data.get("password")).await? {
            Some(user) if user.confirmed_at.is_none() => unconfirmed = Some(user),
            found => return Ok(found),
        }
        Ok(None)
    };
    let found = match platform.limits.password(guess, attempt).await {
        Err(Error::TooMany(seconds)) => {
            note(&platform, &email, What::SignInBlocked, &origin).await?;
            return wait(seconds).await;
        }
        found => found?,
    };
    match found {
        Some(user) => {
            let next = layout::safe_next(&data).unwrap_or_else(|| "/".into());
            let tx = platform.db.begin().await?;
            let response = open_session(&platform, &tx, &user, &headers, &origin, &next).await?;
            tx.commit().await?;
            Ok(response)
        }
        None => {
            match unconfirmed {
                Some(user) if platform.limits.mail(&email).is_ok() => confirm_again(&platform, &user).await?,
                _ => note(&platform, &email, What::SignInFailed, &origin).await?,
            }
            refuse("credentials").await
        }
    }
}

/// Sends whoever signed up, and has not opened the link, another one.
async fn confirm_again(platform: &Platform, user: &User) -> Result<()> {
    let now = platform.clock.now();
    let tx = platform.db.begin().await?;
    let hash = users::password_hash(&tx, user.id).await?;
    let sign_up = sign_ups::insert(&tx, user.id, &user.name, &hash, now).await?;
    jobs::enqueue(&tx, &SendConfirmation { user_id: user.id, sign_up_id: Some(sign_up) }, now).await?;
    tx.commit().await?;
    platform.wake_workers();
    Ok(())
}

pub(crate) async fn destroy(State(platform): State<Platform>, headers: HeaderMap) -> Outcome {
    if let Some(secret) = caller::cookie(&platform, &headers, SESSION_COOKIE)
        && let Some((session, user, _)) = sessions::find(platform.db.read(), &secret, platform.clock.now()).await?
    {
        let tx = platform.db.begin().await?;
        sessions::end(&tx, user.id, session).await?;
        tx.commit().await?;
        platform.tell(Event::SessionsEnded(user.id));
    }
    let mut response = Redirect::to("/").into_response();
    response.headers_mut().append(header::SET_COOKIE, set_cookie(&platform, SESSION_COOKIE, "", 0));
    // Whoever sits here next finds nothing of what was shown. Cookies stay: one says that the browser is known.
    response.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"cache\", \"storage\""));
    Ok(response)
}
