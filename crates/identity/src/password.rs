//! Choosing another password when it is forgotten.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect},
};
use despacho_kernel::{Invalid, email};
use despacho_platform::{
    Error, Event, Platform, Result, devices, jobs, passwords,
    security::{self, What},
    sessions,
    tokens::{self, Purpose},
    users::{self, NewUser},
};
use despacho_ui::{
    Caller, Outcome, Path,
    forms::{Form, FormData},
    layout,
};
use maud::{Markup, html};

use crate::{
    attempts,
    mails::SendReset,
    network::{Network, Whence},
    sign_in,
    sign_up::sent_page,
};

async fn request_page(platform: &Platform, caller: &Caller, data: &FormData, errors: &Invalid) -> Result<Markup> {
    let lang = caller.lang;
    let form = Form::new(lang, data, errors);
    let title = lang.t("password-reset");
    let body = html! {
        div.narrow.stack {
            h1 { (title) }
            p.muted { (lang.t("password-reset-about")) }
            form.stack method="post" action="/password-reset" novalidate {
                (form.summary())
                (form.field("email").kind("email").autocomplete("username"))
                button.btn.primary type="submit" { (lang.t("password-reset-send")) }
            }
        }
    };
    layout::simple(platform, caller, &title, &body).await
}

pub(crate) async fn show(State(platform): State<Platform>, caller: Caller) -> Outcome {
    Ok(layout::page(request_page(&platform, &caller, &FormData::default(), &Invalid::new()).await?))
}

/// Answers the same, and as soon, whether or not the address has an account: the job that sends the link looks for it.
pub(crate) async fn request(State(platform): State<Platform>, caller: Caller, network: Network, Whence(origin): Whence, data: FormData) -> Outcome {
    let wait = async |seconds: u64| -> Outcome {
        Ok(layout::waiting(request_page(&platform, &caller, &data, &attempts::must_wait("email", seconds)).await?, seconds))
    };
    if let Err(Error::TooMany(seconds)) = platform.limits.network(&network.0) {
        return wait(seconds).await;
    }
    let Ok(address) = email::parse(data.get("email")) else {
        return Ok(layout::unprocessable(request_page(&platform, &caller, &data, &Invalid::one("email", "email")).await?));
    };
    if let Err(Error::TooMany(seconds)) = platform.limits.reset(&address, &network.0) {
        return wait(seconds).await;
    }
    tracing::info!(target: security::TARGET, what = What::ResetAsked.word(), email = address, network = origin.network);
    let tx = platform.db.begin().await?;
    jobs::enqueue(&tx, &SendReset { user_id: None, email: address, origin }, platform.clock.now()).await?;
    tx.commit().await?;
    platform.wake_workers();
    Ok(Redirect::to("/password-reset/sent").into_response())
}

pub(crate) async fn sent(State(platform): State<Platform>, caller: Caller) -> Outcome {
    let lang = caller.lang;
    Ok(layout::page(sent_page(&platform, &caller, &lang.t("password-reset-sent"), &lang.t("password-reset-sent-text")).await?))
}

/// `named` is whether the account has a name of its owner's; what stands in one that nobody confirmed may be a stranger's words.
async fn choose_page(platform: &Platform, caller: &Caller, token: &str, named: bool, data: &FormData, errors: &Invalid) -> Result<Markup> {
    let lang = caller.lang;
    let form = Form::new(lang, data, errors);
    let title = lang.t("password-choose");
    let body = html! {
        div.narrow.stack {
            h1 { (title) }
            form.stack method="post" action=(format!("/password-resets/{token}")) novalidate {
                (form.summary_as(&[("name", lang.t("field-your-name")), ("password", lang.t("field-new-password"))]))
                @if !named { (form.field("name").label(lang.t("field-your-name")).autocomplete("name")) }
                (form.field("password").label(lang.t("field-new-password")).kind("password").autocomplete("new-password").help(lang.t("password-help")))
                button.btn.primary type="submit" { (lang.t("save")) }
            }
        }
    };
    layout::simple(platform, caller, &title, &body).await
}

pub(crate) async fn choose(State(platform): State<Platform>, caller: Caller, Path(token): Path<String>) -> Outcome {
    match tokens::peek(platform.db.read(), Purpose::PasswordReset, &token, platform.clock.now()).await {
        Err(Error::Gone(_)) => dead_link(&platform, &caller).await,
        found => {
            let user = users::find(platform.db.read(), found?).await?.ok_or(Error::NotFound)?;
            let named = user.confirmed_at.is_some();
            Ok(layout::page(choose_page(&platform, &caller, &token, named, &FormData::default(), &Invalid::new()).await?))
        }
    }
}

/// A link that works no more leads to where another is asked for.
async fn dead_link(platform: &Platform, caller: &Caller) -> Outcome {
    let lang = caller.lang;
    let title = lang.t("problem-link");
    let body = html! {
        div.narrow.stack {
            h1 { (title) }
            p { (lang.t("reset-link-dead")) }
            p { a.btn.primary href="/password-reset" { (lang.t("link-another")) } }
        }
    };
    Ok((StatusCode::GONE, layout::page(layout::simple(platform, caller, &title, &body).await?)).into_response())
}

/// Sets the password and ends every session and key of the API. Whoever reads the mail has the address, so it is confirmed too.
pub(crate) async fn change(
    State(platform): State<Platform>,
    caller: Caller,
    Whence(origin): Whence,
    headers: HeaderMap,
    Path(token): Path<String>,
    data: FormData,
) -> Outcome {
    let now = platform.clock.now();
    let user = match tokens::peek(platform.db.read(), Purpose::PasswordReset, &token, now).await {
        Err(Error::Gone(_)) => return dead_link(&platform, &caller).await,
        user => user?,
    };
    let known = users::find(platform.db.read(), user).await?.ok_or(Error::NotFound)?;
    let (address, named) = (known.email, known.confirmed_at.is_some());
    let mut errors = Invalid::new();
    let name = if named { known.name } else { errors.name("name", data.get("name"), 100) };
    passwords::check(&mut errors, data.get("password"), &address);
    if errors.clone().finish().is_err() {
        return Ok(layout::unprocessable(choose_page(&platform, &caller, &token, named, &data, &errors).await?));
    }
    let hash = users::hash_password(data.text("password")).await?;
    let tx = platform.db.begin().await?;
    tokens::redeem(&tx, Purpose::PasswordReset, &token, now).await?;
    let new = NewUser { name, language: caller.lang.code().into(), time_zone: known.time_zone, ..NewUser::default() };
    if !users::take_over(&tx, user, &new, &hash, now).await? {
        users::set_password(&tx, user, &hash).await?;
    }
    sessions::end_others(&tx, user, None).await?;
    // Nor is any browser known any more but this one, which strangers who use up the account's attempts keep out no longer.
    devices::forget_of(&tx, user).await?;
    let device = sign_in::remember_device(&platform, &tx, user, &headers).await?;
    // Whoever resets a password may have lost more than it: keys of the API and links that were mailed end too.
    tokens::revoke_all(&tx, user, now).await?;
    tokens::end_links(&tx, user).await?;
    security::tell(&tx, (user, &address), What::PasswordReset, "", &origin, now).await?;
    tx.commit().await?;
    platform.wake_workers();
    platform.tell(Event::SessionsEnded(user));
    let mut response = layout::see(&platform, "/sign-in", "flash-password-changed");
    response.headers_mut().append(header::SET_COOKIE, device);
    Ok(response)
}
