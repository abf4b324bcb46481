//! The account's page: a card for each of its forms.

use std::collections::HashMap;

use despacho_kernel::{Id, Invalid};
use despacho_platform::{
    Platform, Result, memberships,
    security::{self, Happened},
    sessions::{self, Session},
    t,
    tokens::{self, ApiToken},
};
use despacho_ui::{
    SignedIn,
    components::{button, card, head, language_options},
    confirm::Confirm,
    format,
    forms::{Form, FormData},
    layout,
};
use maud::{Markup, html};

/// How many events the page shows; the rest stands on a page of its own.
const LATEST: i64 = 5;

/// The page's forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    Profile,
    Email,
    Password,
    Token,
}

/// What a form was sent with and what is wrong with it.
pub(super) struct Refused<'a> {
    pub of: Of,
    pub data: &'a FormData,
    pub errors: &'a Invalid,
}

/// The page, with what was refused in one of its forms and with a token that was just made, shown this once.
pub(super) async fn page(platform: &Platform, who: &SignedIn, refused: Option<Refused<'_>>, secret: Option<&str>) -> Result<Markup> {
    let (lang, now, db) = (who.caller.lang, platform.clock.now(), platform.db.read());
    let zone = &who.user.time_zone;
    let (none, mut own, empty, mut new) = (Invalid::new(), FormData::default(), FormData::default(), FormData::default());
    own.set("name", &who.user.name).set("language", &who.user.language).set("time_zone", &who.user.time_zone);
    if who.user.mail_notices {
        own.set("mail_notices", "on");
    }
    new.set("token_days", tokens::LIFETIME.to_string());
    let shown = |of: Of, fresh| match &refused {
        Some(refused) if refused.of == of => Form::new(lang, refused.data, refused.errors),
        _ => Form::new(lang, fresh, &none),
    };
    let (profile, email, password, token) = (shown(Of::Profile, &own), shown(Of::Email, &empty), shown(Of::Password, &empty), shown(Of::Token, &new));
    let sessions = sessions::list(db, who.user.id, now).await?;
    let api_tokens = tokens::list_api(db, who.user.id).await?;
    let practices = memberships::practices(db, who.user.id, 200).await?;
    let names: HashMap<Id, &str> = practices.iter().map(|p| (p.tenant_id, p.name.as_str())).collect();
    let happened = security::list(db, who.user.id, None, LATEST).await?;
    let days = tokens::LIFETIMES.map(|days| (days.to_string(), t!(lang, "token-days", count = days))).to_vec();
    let mut for_practice = vec![(String::new(), lang.t("token-practice-any"))];
    for_practice.extend(practices.iter().map(|practice| (practice.tenant_id.to_string(), practice.name.clone())));
    let title = lang.t("account");
    let body = html! {
        div.medium.stack {
            (head(&title, html! {}))
            (card(&lang.t("account-profile"), html! {
                form.stack method="post" action="/account" novalidate {
                    (profile.summary_as(&[("name", lang.t("field-your-name"))]))
                    div.grid {
                        (profile.field("name").label(lang.t("field-your-name")).autocomplete("name").span(6))
                        (profile.field("language").select(language_options(lang)).span(3))
                        (profile.field("time_zone").time_zones().span(3))
                        div.c6 { (profile.check("mail_notices", "on", &lang.t("mail-notices"), Some(&lang.t("mail-notices-help")))) }
                    }
                    div { button.btn.primary type="submit" { (lang.t("save")) } }
                }
            }))
            (card(&lang.t("field-email"), html! {
                form.stack method="post" action="/account/email" novalidate {
                    p { (t!(lang, "email-present", email = who.user.email.as_str())) }
                    (email.summary())
                    div.grid {
                        (email.field("new_email").kind("email").autocomplete("email").help(lang.t("email-change-help")).span(3))
                        (email.field("email_password").kind("password").autocomplete("current-password").span(3))
                    }
                    div { button.btn type="submit" { (lang.t("email-change")) } }
                }
            }))
            (card(&lang.t("account-password"), html! {
                form.stack method="post" action="/account/password" novalidate {
                    (password.summary_as(&[("password", lang.t("field-new-password"))]))
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
                    span.grow { (device(&session.user_agent, &lang.t("device-unknown"))) br; (whence(lang, zone, session, now)) }
                    @if Some(session.id) == who.session { span.tag.ok { (lang.t("session-this")) } }
                    @else { (button(&format!("/account/sessions/{}/end", session.id), "btn small", &lang.t("session-end"))) }
                } } }
                @if sessions.len() > 1 { (button("/account/other-sessions/end", "btn danger", &lang.t("session-end-others"))) }
            }))
            (card(&lang.t("account-security"), html! {
                @if happened.is_empty() { p.muted { (lang.t("security-empty")) } }
                (events(lang, zone, now, &happened))
                @if !happened.is_empty() { p { a href="/account/security" { (lang.t("see-all")) } } }
            }))
            (card(&lang.t("account-tokens"), html! { div.stack {
                p.muted { (lang.t("tokens-about")) " " a href="/api" { (lang.t("api-documentation")) } }
                @if let Some(secret) = secret { div.note { p { (lang.t("token-once")) } code.secret { (secret) } } }
                ul.list { @for made in &api_tokens { li {
                    span.grow { b { (made.name) } br; (facts(lang, zone, made, &names, now)) }
                    @let action = format!("/account/tokens/{}/revocation", made.id);
                    (Confirm::new(lang, &action, lang.t("revoke"), t!(lang, "token-revoke", name = made.name.as_str())).about(lang.t("token-revoke-about")))
                } } }
                form.stack method="post" action="/account/tokens" data-turbo="false" novalidate {
                    (token.summary())
                    div.grid {
                        (token.field("token_name").span(3))
                        (token.field("token_days").select(days).span(3))
                        @if practices.len() > 1 { (token.field("token_practice").select(for_practice).help(lang.t("token-practice-help")).span(3)) }
                        (token.field("token_password").kind("password").autocomplete("current-password").span(3))
                    }
                    (token.check("token_read_only", "on", &lang.t("token-read-only"), Some(&lang.t("token-read-only-help"))))
                    div { button.btn type="submit" { (lang.t("token-create")) } }
                }
            } }))
        }
    };
    layout::simple(platform, &who.caller, &title, &body).await
}

/// When and from where a session was opened and last used.
fn whence(lang: despacho_platform::i18n::Lang, zone: &str, session: &Session, now: i64) -> Markup {
    html! { span.muted {
        (lang.t("session-opened")) " " (format::instant(lang, zone, session.created_at))
        @if !session.network.is_empty() { " · " (session.network) }
        " · " (lang.t("session-seen")) " " (format::ago(lang, zone, session.seen_at, now))
    } }
}

/// What a token may do, since when and until when.
fn facts(lang: despacho_platform::i18n::Lang, zone: &str, token: &ApiToken, names: &HashMap<Id, &str>, now: i64) -> Markup {
    html! { span.muted {
        (t!(lang, "token-made", date = format::date(lang, zone, token.created_at)))
        " · " @match token.expires_at {
            Some(at) if at <= now => { (t!(lang, "token-ended", date = format::date(lang, zone, at))) }
            Some(at) => { (t!(lang, "token-ends", date = format::date(lang, zone, at))) }
            None => { (lang.t("token-endless")) }
        }
        " · " @match token.used_at {
            Some(at) => { (lang.t("token-used")) " " (format::ago(lang, zone, at, now)) }
            None => { (lang.t("token-unused")) }
        }
        @if token.read_only { " · " (lang.t("token-reads")) }
        @if let Some(name) = token.practice_id.and_then(|id| names.get(&id)) { " · " (name) }
    } }
}

/// What happened around an account, the latest first.
pub(super) fn events(lang: despacho_platform::i18n::Lang, zone: &str, now: i64, happened: &[Happened]) -> Markup {
    html! { ul.list { @for event in happened { li {
        span.grow {
            (lang.t(&format!("security-{}", event.kind.replace('_', "-"))))
            @if !event.detail.is_empty() { " " b { (event.detail) } }
            br; span.muted { @if !event.network.is_empty() { (event.network) " · " } (device(&event.user_agent, &lang.t("device-unknown"))) }
        }
        span.muted { (format::instant(lang, zone, event.created_at)) " · " (format::ago(lang, zone, event.created_at, now)) }
    } } } }
}

/// A browser and system in few words.
pub(super) fn device(agent: &str, unknown: &str) -> String {
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
