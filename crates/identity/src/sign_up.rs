//! Sign-up with confirmation of the address. Nobody learns here whether an address has an account.

use axum::{
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Redirect},
};
use despacho_kernel::Invalid;
use despacho_platform::{
    Error, Platform, Result, jobs,
    limits::Guess,
    sign_ups::{self, SignUp},
    tokens::{self, Purpose},
    users::{self, NewUser, User},
};
use despacho_ui::{
    Caller, Outcome, Path,
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
    let user = match users::find_by_email(&tx, &new.email).await? {
        Some(user) => user,
        None => users::insert(&tx, new, &hash, false, now).await?,
    };
    if user.confirmed_at.is_some() {
        jobs::enqueue(&tx, &SendKnown { user_id: user.id }, now).await?;
    } else {
        // Nobody has shown that the address is theirs: each sign-up waits for its own link, and changes nothing of the others.
        let sign_up = sign_ups::insert(&tx, user.id, &new.name, &hash, now).await?;
        jobs::enqueue(&tx, &SendConfirmation { user_id: user.id, sign_up_id: Some(sign_up) }, now).await?;
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

/// A page with a form: mail scanners follow links, and must not use them up. It asks for the password of the very sign-up that the
/// link was mailed for: who owns the address may hold the link of a stranger's, and must not open the stranger's account.
async fn confirmation_page(platform: &Platform, caller: &Caller, token: &str, errors: &Invalid) -> Result<Markup> {
    let lang = caller.lang;
    let data = FormData::default();
    let form = Form::new(lang, &data, errors);
    let title = lang.t("confirm-title");
    let body = html! {
        div.narrow.stack {
            h1 { (title) }
            form.stack method="post" action=(format!("/confirmations/{token}")) novalidate {
                (form.summary())
                p { (lang.t("confirm-text")) }
                (form.field("password").kind("password").autocomplete("current-password").label(lang.t("confirm-password")))
                button.btn.primary type="submit" { (lang.t("confirm")) }
            }
            p.muted { (lang.t("confirm-other")) " " a href="/sign-up" { (lang.t("sign-up")) } }
        }
    };
    layout::simple(platform, caller, &title, &body).await
}

pub(crate) async fn confirmation(State(platform): State<Platform>, caller: Caller, Path(token): Path<String>) -> Outcome {
    tokens::peek(platform.db.read(), Purpose::Confirmation, &token, platform.clock.now()).await?;
    Ok(layout::page(confirmation_page(&platform, &caller, &token, &Invalid::new()).await?))
}

/// The sign-up that a link confirms; for a link from before sign-ups were kept, the account as it was made.
async fn waiting(platform: &Platform, token: &str, now: i64) -> Result<(User, SignUp)> {
    let db = platform.db.read();
    let id = tokens::peek(db, Purpose::Confirmation, token, now).await?;
    let user = users::find(db, id).await?.filter(|user| user.confirmed_at.is_none()).ok_or(Error::Gone("link"))?;
    let sign_up = match tokens::sign_up(db, token).await? {
        Some(sign_up) => sign_ups::find(db, sign_up, now).await?.filter(|sign_up| sign_up.user_id == id).ok_or(Error::Gone("link"))?,
        None => SignUp { id, user_id: id, name: user.name.clone(), password_hash: users::password_hash(db, id).await?, expires_at: now },
    };
    Ok((user, sign_up))
}

pub(crate) async fn confirm(
    State(platform): State<Platform>,
    caller: Caller,
    network: Network,
    headers: HeaderMap,
    Path(token): Path<String>,
    data: FormData,
) -> Outcome {
    platform.limits.network(&network.0)?;
    let now = platform.clock.now();
    let (user, sign_up) = waiting(&platform, &token, now).await?;
    let attempt = async { Ok(users::verify_password(data.text("password"), sign_up.password_hash.clone()).await?.then_some(())) };
    let guess = Guess { email: &format!("{} {}", user.email, sign_up.id), network: &network.0, known: false };
    if platform.limits.password(guess, attempt).await?.is_none() {
        return Ok(layout::unprocessable(confirmation_page(&platform, &caller, &token, &Invalid::one("password", "confirm_password")).await?));
    }
    let tx = platform.db.begin().await?;
    tokens::redeem(&tx, Purpose::Confirmation, &token, now).await?;
    sign_ups::confirm(&tx, &sign_up, now).await?;
    tokens::end_links(&tx, user.id).await?;
    let user = users::find(&tx, user.id).await?.ok_or(Error::NotFound)?;
    let response = sign_in::open_session(&platform, &tx, &user, &headers, "/home").await?;
    tx.commit().await?;
    Ok(response)
}
