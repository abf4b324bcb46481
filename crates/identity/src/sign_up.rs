//! Sign-up with confirmation of the address. Nobody learns here whether an address has an account.

use axum::{
    extract::State,
    response::{IntoResponse, Redirect},
};
use despacho_kernel::Invalid;
use despacho_platform::{
    Error, Platform, Result, jobs,
    tokens::{self, Purpose},
    users::{self, NewUser},
};
use despacho_ui::{
    Caller, Outcome, Path,
    components::card,
    forms::{Form, FormData},
    layout,
};
use maud::{Markup, html};

use crate::{
    mails::{SendConfirmation, SendKnown},
    network::Network,
    sign_in,
};

async fn form_page(platform: &Platform, caller: &Caller, data: &FormData, errors: &Invalid) -> Result<Markup> {
    let lang = caller.lang;
    let form = Form::new(lang, data, errors);
    let title = lang.t("sign-up");
    let body = html! {
        div.narrow.stack {
            h1 { (title) }
            form.stack method="post" action="/sign-up" novalidate {
                (form.summary())
                (form.field("name").autocomplete("name").label(lang.t("field-your-name")))
                (form.field("email").kind("email").autocomplete("email"))
                (form.field("password").kind("password").autocomplete("new-password").help(lang.t("password-help")))
                button.btn.primary type="submit" { (lang.t("sign-up")) }
            }
            p.muted { (lang.t("sign-up-have")) " " a href="/sign-in" { (lang.t("sign-in")) } }
        }
    };
    layout::simple(platform, caller, &title, &body).await
}

pub(crate) async fn show(State(platform): State<Platform>, caller: Caller) -> Outcome {
    Ok(layout::page(form_page(&platform, &caller, &FormData::default(), &Invalid::new()).await?))
}

pub(crate) async fn create(State(platform): State<Platform>, caller: Caller, network: Network, data: FormData) -> Outcome {
    platform.limits.network(&network.0)?;
    let new = NewUser {
        email: data.text("email"),
        name: data.text("name"),
        password: data.text("password"),
        language: caller.lang.code().into(),
        time_zone: String::new(),
    };
    match new.checked() {
        Ok(new) => {
            register(&platform, &new).await?;
            Ok(Redirect::to("/sign-up/sent").into_response())
        }
        Err(errors) => Ok(layout::unprocessable(form_page(&platform, &caller, &data, &errors).await?)),
    }
}

async fn register(platform: &Platform, new: &NewUser) -> Result<()> {
    platform.limits.mail(&new.email)?;
    let hash = users::hash_password(new.password.clone()).await?;
    let now = platform.clock.now();
    let tx = platform.db.begin().await?;
    match users::find_by_email(&tx, &new.email).await? {
        None => {
            let user = users::insert(&tx, new, &hash, false, now).await?;
            jobs::enqueue(&tx, &SendConfirmation { user_id: user.id }, now).await?;
        }
        Some(user) if user.confirmed_at.is_none() => {
            // Nobody has shown that the address is theirs: the latest sign-up counts.
            users::set_password(&tx, user.id, &hash).await?;
            jobs::enqueue(&tx, &SendConfirmation { user_id: user.id }, now).await?;
        }
        Some(user) => {
            jobs::enqueue(&tx, &SendKnown { user_id: user.id }, now).await?;
        }
    }
    tx.commit().await?;
    platform.wake_workers();
    Ok(())
}

/// Says that a message is on its way, and where it is kept when no mail server is configured.
pub(crate) async fn sent_page(platform: &Platform, caller: &Caller, title: &str, text: &str) -> Result<Markup> {
    let lang = caller.lang;
    let body = html! {
        div.narrow.stack {
            h1 { (title) }
            p { (text) }
            @if platform.mailer.keeps_files() {
                p.note { (lang.t("mail-kept")) @if platform.config.demo { " " a href="/developer/mail" { (lang.t("developer-mail")) } } }
            }
            p { a.btn href="/sign-in" { (lang.t("sign-in")) } }
        }
    };
    layout::simple(platform, caller, title, &body).await
}

pub(crate) async fn sent(State(platform): State<Platform>, caller: Caller) -> Outcome {
    let lang = caller.lang;
    Ok(layout::page(sent_page(&platform, &caller, &lang.t("sign-up-sent"), &lang.t("sign-up-sent-text")).await?))
}

/// A page with a button: mail scanners follow links, and must not use them up.
pub(crate) async fn confirmation(State(platform): State<Platform>, caller: Caller, Path(token): Path<String>) -> Outcome {
    tokens::peek(platform.db.read(), Purpose::Confirmation, &token, platform.clock.now()).await?;
    let lang = caller.lang;
    let title = lang.t("confirm-title");
    let body = html! {
        div.narrow { (card(&title, html! {
            form.stack method="post" action=(format!("/confirmations/{token}")) {
                p { (lang.t("confirm-text")) }
                button.btn.primary type="submit" { (lang.t("confirm")) }
            }
        })) }
    };
    Ok(layout::page(layout::simple(&platform, &caller, &title, &body).await?))
}

pub(crate) async fn confirm(State(platform): State<Platform>, headers: axum::http::HeaderMap, Path(token): Path<String>) -> Outcome {
    let now = platform.clock.now();
    let tx = platform.db.begin().await?;
    let id = tokens::redeem(&tx, Purpose::Confirmation, &token, now).await?;
    users::confirm(&tx, id, now).await?;
    let user = users::find(&tx, id).await?.ok_or(Error::NotFound)?;
    let response = sign_in::open_session(&platform, &tx, &user, &headers, "/home").await?;
    tx.commit().await?;
    Ok(response)
}
