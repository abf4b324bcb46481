//! A person's own account: profile, password, sessions, API tokens.

use axum::{extract::State, http::HeaderMap};
use despacho_kernel::{Id, Invalid, place};
use despacho_platform::{Error, Platform, Result, limits::Guess, sessions, t, tokens, users, users::User};
use despacho_ui::{
    Outcome, Path, SignedIn,
    components::{button, card, head, language_options, time_zone_options},
    format,
    forms::{Form, FormData},
    layout,
};
use maud::{Markup, html};
use serde::Deserialize;

use crate::{network::Network, sign_in};

/// Which of the page's forms has errors, and what was typed in it.
#[derive(Default)]
struct Shown<'a> {
    profile: Option<(&'a FormData, &'a Invalid)>,
    password: Option<&'a Invalid>,
    token: Option<&'a Invalid>,
    /// A token just made, shown this once.
    secret: Option<&'a str>,
}

async fn page(platform: &Platform, who: &SignedIn, state: Shown<'_>) -> Result<Markup> {
    let (lang, now, db) = (who.caller.lang, platform.clock.now(), platform.db.read());
    let zone = &who.user.time_zone;
    let (mut own, none, empty) = (FormData::default(), Invalid::new(), FormData::default());
    own.set("name", &who.user.name).set("language", &who.user.language).set("time_zone", &who.user.time_zone);
    if who.user.mail_notices {
        own.set("mail_notices", "on");
    }
    let (data, errors) = state.profile.unwrap_or((&own, &none));
    let profile = Form::new(lang, data, errors);
    let password = Form::new(lang, &empty, state.password.unwrap_or(&none));
    let token = Form::new(lang, &empty, state.token.unwrap_or(&none));
    let sessions = sessions::list(db, who.user.id, now).await?;
    let api_tokens = tokens::list_api(db, who.user.id).await?;
    let title = lang.t("account");
    let body = html! {
        div.medium.stack {
            (head(&title, html! {}))
            (card(&lang.t("account-profile"), html! {
                form.stack method="post" action="/account" novalidate {
                    (profile.summary())
                    div.grid {
                        (profile.field("name").label(lang.t("field-your-name")).autocomplete("name").span(3))
                        div.field.c3 { div.label { b { (lang.t("field-email")) } } p { (who.user.email) } }
                        (profile.field("language").select(language_options(lang)).span(3))
                        (profile.field("time_zone").combobox(time_zone_options()).span(3))
                        div.c6 { (profile.check("mail_notices", "on", &lang.t("mail-notices"), None)) }
                    }
                    div { button.btn.primary type="submit" { (lang.t("save")) } }
                }
            }))
            (card(&lang.t("account-password"), html! {
                form.stack method="post" action="/account/password" novalidate {
                    (password.summary())
                    input type="hidden" autocomplete="username" value=(who.user.email);
                    div.grid {
                        (password.field("current_password").kind("password").autocomplete("current-password").span(3))
                        (password.field("password").label(lang.t("field-new-password")).kind("password").autocomplete("new-password").help(lang.t("password-help")).span(3))
                    }
                    (password.check("revoke_tokens", "on", &lang.t("revoke-tokens-too"), None))
                    div { button.btn type="submit" { (lang.t("password-change")) } }
                }
            }))
            (card(&lang.t("account-sessions"), html! {
                ul.list { @for session in &sessions { li {
                    span.grow { (device(&session.user_agent, &lang.t("device-unknown"))) br; span.muted { (lang.t("session-seen")) " " (format::ago(lang, zone, session.seen_at, now)) } }
                    @if Some(session.id) == who.session { span.tag.ok { (lang.t("session-this")) } }
                    @else { (button(&format!("/account/sessions/{}/end", session.id), "btn small", &lang.t("session-end"))) }
                } } }
                @if sessions.len() > 1 { (button("/account/other-sessions/end", "btn danger", &lang.t("session-end-others"))) }
            }))
            (card(&lang.t("account-tokens"), html! { div.stack {
                p.muted { (lang.t("tokens-about")) " " a href="/api" { (lang.t("api-documentation")) } }
                @if let Some(secret) = state.secret { div.note { p { (lang.t("token-once")) } code.secret { (secret) } } }
                ul.list { @for t in &api_tokens { li {
                    span.grow { b { (t.name) } br; span.muted { (t!(lang, "token-made", date = format::date(lang, zone, t.created_at))) } }
                    (button(&format!("/account/tokens/{}/revocation", t.id), "btn small danger", &lang.t("revoke")))
                } } }
                form.stack method="post" action="/account/tokens" data-turbo="false" novalidate {
                    (token.summary())
                    div.grid { (token.field("token_name").span(3)) }
                    div { button.btn type="submit" { (lang.t("token-create")) } }
                }
            } }))
        }
    };
    layout::simple(platform, &who.caller, &title, &body).await
}

/// A browser and system in few words.
fn device(agent: &str, unknown: &str) -> String {
    let browser = ["Edg/", "OPR/", "Firefox/", "Chrome/", "Safari/"].into_iter().find(|name| agent.contains(name));
    let name = match browser {
        Some("Edg/") => "Edge",
        Some("OPR/") => "Opera",
        Some(other) => other.trim_end_matches('/'),
        None => return unknown.to_owned(),
    };
    let system = ["Android", "iPhone", "iPad", "Windows", "Mac OS X", "Linux"].into_iter().find(|system| agent.contains(system));
    system.map_or(name.to_owned(), |system| format!("{name} · {system}"))
}

pub(crate) async fn show(State(platform): State<Platform>, who: SignedIn) -> Outcome {
    Ok(layout::page(page(&platform, &who, Shown::default()).await?))
}

pub(crate) async fn update(State(platform): State<Platform>, who: SignedIn, data: FormData) -> Outcome {
    let mut errors = Invalid::new();
    let name = errors.name("name", data.get("name"), 100);
    let time_zone = errors.take("time_zone", place::time_zone(data.get("time_zone"))).unwrap_or_default().to_owned();
    let language = data.text("language");
    if !despacho_kernel::region::LANGUAGES.contains(&language.as_str()) {
        errors.push("language", "language");
    }
    if errors.clone().finish().is_err() {
        let state = Shown { profile: Some((&data, &errors)), ..Shown::default() };
        return Ok(layout::unprocessable(page(&platform, &who, state).await?));
    }
    let tx = platform.db.begin().await?;
    users::update(&tx, &User { name, time_zone, language, mail_notices: data.has("mail_notices"), ..who.user }).await?;
    tx.commit().await?;
    Ok(layout::see(&platform, "/account", "flash-saved"))
}

pub(crate) async fn change_password(State(platform): State<Platform>, who: SignedIn, network: Network, headers: HeaderMap, data: FormData) -> Outcome {
    let mut errors = Invalid::new();
    let now = platform.clock.now();
    let attempt = async { Ok(users::has_password(platform.db.read(), who.user.id, data.get("current_password")).await?.then_some(())) };
    let guess = Guess { email: &who.user.email, network: &network.0, known: true };
    if platform.limits.password(guess, attempt).await?.is_none() {
        errors.push("current_password", "current_password");
    }
    users::check_password(&mut errors, data.get("password"), &who.user.email);
    if errors.clone().finish().is_err() {
        let state = Shown { password: Some(&errors), ..Shown::default() };
        return Ok(layout::unprocessable(page(&platform, &who, state).await?));
    }
    let hash = users::hash_password(data.text("password")).await?;
    let tx = platform.db.begin().await?;
    users::set_password(&tx, who.user.id, &hash).await?;
    tokens::end_links(&tx, who.user.id).await?;
    if data.has("revoke_tokens") {
        tokens::revoke_all(&tx, who.user.id, now).await?;
    }
    // This session goes on with another secret; the others end.
    sessions::end_others(&tx, who.user.id, None).await?;
    let mut response = sign_in::open_session(&platform, &tx, &who.user, &headers, "/account").await?;
    tx.commit().await?;
    layout::tell(&platform, &mut response, "flash-password-changed");
    Ok(response)
}

#[derive(Deserialize)]
pub(crate) struct OfSession {
    session: Id,
}

pub(crate) async fn end_session(State(platform): State<Platform>, who: SignedIn, Path(of): Path<OfSession>) -> Outcome {
    let tx = platform.db.begin().await?;
    if !sessions::end(&tx, who.user.id, of.session).await? {
        return Err(Error::NotFound.into());
    }
    tx.commit().await?;
    Ok(layout::see(&platform, "/account", "flash-session-ended"))
}

pub(crate) async fn end_other_sessions(State(platform): State<Platform>, who: SignedIn) -> Outcome {
    let tx = platform.db.begin().await?;
    sessions::end_others(&tx, who.user.id, who.session).await?;
    tx.commit().await?;
    Ok(layout::see(&platform, "/account", "flash-session-ended"))
}

pub(crate) async fn create_token(State(platform): State<Platform>, who: SignedIn, data: FormData) -> Outcome {
    let mut errors = Invalid::new();
    let name = errors.required("token_name", data.get("token_name"), 60);
    if tokens::list_api(platform.db.read(), who.user.id).await?.len() >= 50 {
        errors.push_with("token_name", "too_many_rows", vec![("max", "50".into())]);
    }
    if errors.clone().finish().is_err() {
        let state = Shown { token: Some(&errors), ..Shown::default() };
        return Ok(layout::unprocessable(page(&platform, &who, state).await?));
    }
    let tx = platform.db.begin().await?;
    let secret = tokens::issue_api(&tx, who.user.id, &name, platform.clock.now()).await?;
    tx.commit().await?;
    Ok(layout::page(page(&platform, &who, Shown { secret: Some(&secret), ..Shown::default() }).await?))
}

#[derive(Deserialize)]
pub(crate) struct OfToken {
    token: Id,
}

pub(crate) async fn revoke_token(State(platform): State<Platform>, who: SignedIn, Path(of): Path<OfToken>) -> Outcome {
    let tx = platform.db.begin().await?;
    if !tokens::revoke_api(&tx, who.user.id, of.token, platform.clock.now()).await? {
        return Err(Error::NotFound.into());
    }
    tx.commit().await?;
    Ok(layout::see(&platform, "/account", "flash-revoked"))
}
