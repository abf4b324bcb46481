//! Choosing another password when it is forgotten.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect},
};
use despacho_kernel::{Invalid, email};
use despacho_platform::{
    Error, Event, Platform, Result, jobs, passwords,
    security::{self, What},
    sessions,
    tokens::{self, Purpose},
    users,
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
    if let Err(Error::TooMany(seconds)) = platform.limits.mail(&address) {
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

async fn choose_page(platform: &Platform, caller: &Caller, token: &str, errors: &Invalid) -> Result<Markup> {
    let lang = caller.lang;
    let data = FormData::default();
    let form = Form::new(lang, &data, errors);
    let title = lang.t("password-choose");
    let body = html! {
        div.narrow.stack {
            h1 { (title) }
            form.stack method="post" action=(format!("/password-resets/{token}")) novalidate {
                (form.summary_as(&[("password", lang.t("field-new-password"))]))
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
            found?;
            Ok(layout::page(choose_page(&platform, &caller, &token, &Invalid::new()).await?))
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
pub(crate) async fn change(State(platform): State<Platform>, caller: Caller, Whence(origin): Whence, Path(token): Path<String>, data: FormData) -> Outcome {
    let now = platform.clock.now();
    let user = match tokens::peek(platform.db.read(), Purpose::PasswordReset, &token, now).await {
        Err(Error::Gone(_)) => return dead_link(&platform, &caller).await,
        user => user?,
    };
    let address = users::find(platform.db.read(), user).await?.ok_or(Error::NotFound)?.email;
    let mut errors = Invalid::new();
    passwords::check(&mut errors, data.get("password"), &address);
    if errors.clone().finish().is_err() {
        return Ok(layout::unprocessable(choose_page(&platform, &caller, &token, &errors).await?));
    }
    let hash = users::hash_password(data.text("password")).await?;
    let tx = platform.db.begin().await?;
    tokens::redeem(&tx, Purpose::PasswordReset, &token, now).await?;
    users::set_password(&tx, user, &hash).await?;
    users::confirm(&tx, user, now).await?;
    sessions::end_others(&tx, user, None).await?;
    // Whoever resets a password may have lost more than it: keys of the API and links that were mailed end too.
    tokens::revoke_all(&tx, user, now).await?;
    tokens::end_links(&tx, user).await?;
    security::tell(&tx, (user, &address), What::PasswordReset, "", &origin, now).await?;
    tx.commit().await?;
    platform.wake_workers();
    platform.tell(Event::SessionsEnded(user));
    Ok(layout::see(&platform, "/sign-in", "flash-password-changed"))
}
