//! The first account of a server, made with the secret that the program told when it started: no mail is needed, and no stranger gets in first.

use axum::{
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Redirect},
};
use despacho_kernel::Invalid;
use despacho_platform::{
    Error, Platform, Result,
    i18n::Lang,
    users::{self, NewUser},
};
use despacho_ui::{
    Caller, Outcome, Query,
    components::card,
    forms::{Form, FormData},
    layout,
};
use maud::{Markup, html};
use serde::Deserialize;

use crate::{
    attempts,
    network::{Network, Whence},
    sign_in,
};

/// Whether the first account is still to be made.
pub(crate) async fn is_awaited(platform: &Platform) -> Result<bool> {
    Ok(platform.first_start.is_offered() && !users::is_anybody(platform.db.read()).await?)
}

/// Asks for the code that the program told.
pub(crate) fn ask(lang: Lang, data: &FormData, errors: &Invalid) -> Markup {
    let form = Form::new(lang, data, errors);
    card(
        &lang.t("first-start"),
        html! {
            form.stack method="get" action="/first-start" novalidate {
                p { (lang.t("first-start-about")) }
                (form.field("code").label(lang.t("first-start-code")))
                div { button.btn.primary type="submit" { (lang.t("first-start-go")) } }
            }
        },
    )
}

/// What was typed as the code: it, or the whole link that holds it.
fn code(typed: &str) -> &str {
    typed.rsplit("code=").next().unwrap_or(typed).trim()
}

async fn ask_page(platform: &Platform, caller: &Caller, data: &FormData, errors: &Invalid) -> Result<Markup> {
    let title = caller.lang.t("first-start");
    layout::simple(platform, caller, &title, &html! { div.narrow { h1.vh { (title) } (ask(caller.lang, data, errors)) } }).await
}

async fn account_page(platform: &Platform, caller: &Caller, data: &FormData, errors: &Invalid) -> Result<Markup> {
    let lang = caller.lang;
    let form = Form::new(lang, data, errors);
    let title = lang.t("first-start");
    let body = html! {
        div.narrow.stack {
            h1 { (title) }
            p.muted { (lang.t("first-start-account")) }
            form.stack method="post" action="/first-start" novalidate {
                (form.summary_as(&[("name", lang.t("field-your-name"))]))
                input type="hidden" name="code" value=(code(data.get("code")));
                (form.field("name").autocomplete("name").label(lang.t("field-your-name")))
                (form.field("email").kind("email").autocomplete("email"))
                (form.field("password").kind("password").autocomplete("new-password").help(lang.t("password-help")))
                button.btn.primary type="submit" { (lang.t("sign-up")) }
            }
        }
    };
    layout::simple(platform, caller, &title, &body).await
}

#[derive(Deserialize)]
pub(crate) struct Code {
    #[serde(default)]
    code: String,
}

pub(crate) async fn show(State(platform): State<Platform>, caller: Caller, network: Network, Query(query): Query<Code>) -> Outcome {
    if !is_awaited(&platform).await? {
        return Ok(Redirect::to("/").into_response());
    }
    platform.limits.network(&network.0)?;
    let mut data = FormData::default();
    data.set("code", &query.code);
    if platform.first_start.fits(code(&query.code)) {
        return Ok(layout::page(account_page(&platform, &caller, &data, &Invalid::new()).await?));
    }
    if query.code.is_empty() {
        return Ok(layout::page(ask_page(&platform, &caller, &data, &Invalid::new()).await?));
    }
    Ok(layout::unprocessable(ask_page(&platform, &caller, &data, &Invalid::one("code", "first_code")).await?))
}

/// Makes the account, opens a session and leads to the form of the first practice.
pub(crate) async fn create(
    State(platform): State<Platform>,
    caller: Caller,
    network: Network,
    Whence(origin): Whence,
    headers: HeaderMap,
    data: FormData,
) -> Outcome {
    if !is_awaited(&platform).await? {
        return Ok(Redirect::to("/").into_response());
    }
    if let Err(Error::TooMany(seconds)) = platform.limits.network(&network.0) {
        return Ok(layout::waiting(account_page(&platform, &caller, &data, &attempts::must_wait("email", seconds)).await?, seconds));
    }
    if !platform.first_start.fits(code(data.get("code"))) {
        return Ok(layout::unprocessable(ask_page(&platform, &caller, &data, &Invalid::one("code", "first_code")).await?));
    }
    let new = NewUser {
        email: data.text("email"),
        name: data.text("name"),
        password: data.text("password"),
        language: caller.lang.code().into(),
        time_zone: String::new(),
    };
    let new = match new.checked() {
        Ok(new) => new,
        Err(errors) => return Ok(layout::unprocessable(account_page(&platform, &caller, &data, &errors).await?)),
    };
    let hash = users::hash_password(new.password.clone()).await?;
    let now = platform.clock.now();
    let tx = platform.db.begin().await?;
    if users::is_anybody(&tx).await? {
        return Ok(Redirect::to("/").into_response());
    }
    let user = match users::find_by_email(&tx, &new.email).await? {
        Some(user) => {
            users::take_over(&tx, user.id, &new, &hash, now).await?;
            users::find(&tx, user.id).await?.ok_or(Error::NotFound)?
        }
        None => users::insert(&tx, &new, &hash, true, now).await?,
    };
    let response = sign_in::open_session(&platform, &tx, &user, &headers, &origin, "/practices/new").await?;
    tx.commit().await?;
    platform.first_start.end();
    Ok(response)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_whole_link_is_taken_for_its_code() {
        for typed in ["abc-D_1", " abc-D_1 ", "http://127.0.0.1:8080/first-start?code=abc-D_1"] {
            assert_eq!(super::code(typed), "abc-D_1");
        }
    }
}
