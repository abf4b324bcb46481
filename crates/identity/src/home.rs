//! The first page, and the choice among one's practices and organizations.

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Redirect},
};
use despacho_kernel::{Invalid, access::Application, text::fold};
use despacho_platform::{Platform, config::DEMO, i18n::Lang, memberships, t, users};
use despacho_ui::{
    Caller, Outcome, Query, SignedIn,
    assets::icon,
    caller::{LANGUAGE_COOKIE, set_cookie},
    components::{application_name, avatar, card, empty, head, role_name},
    forms::FormData,
    layout, paging,
    team::leave,
};
use maud::html;
use serde::Deserialize;

use crate::{elsewhere, first_start};

/// For visitors; who is signed in is led to the practice or organization that they used last, or to the choice.
pub(crate) async fn landing(State(platform): State<Platform>, caller: Caller) -> Outcome {
    if let Some(user) = &caller.user {
        let home = memberships::home(platform.db.read(), user.id).await?;
        let target = match home {
            Some(home) => format!("/{}s/{}", home.tenant_kind, home.tenant_id),
            // Who belongs to nothing may be at home elsewhere.
            None => match elsewhere::places(&platform, user.id).await?.as_slice() {
                [only] if memberships::of_user(platform.db.read(), user.id, 1).await?.is_empty() => only.path.clone(),
                _ => "/home".into(),
            },
        };
        return Ok(Redirect::to(&target).into_response());
    }
    let lang = caller.lang;
    let shows_demo = platform.config.demo && users::find_by_email(platform.db.read(), DEMO.0).await?.is_some();
    let first = first_start::is_awaited(&platform).await?;
    let body = html! {
        div.landing.stack {
            h1 { (lang.t("landing-title")) }
            p.lead { (lang.t("landing-text")) }
            @if first { (first_start::ask(lang, &FormData::default(), &Invalid::new())) }
            div.row { a.btn.primary href="/sign-up" { (lang.t("sign-up")) } a.btn href="/sign-in" { (lang.t("sign-in")) } }
            @if shows_demo { p.note { (t!(lang, "landing-demo", email = DEMO.0, password = DEMO.1)) } }
            div.halves {
                section {
                    h2 { (lang.t("landing-firm")) }
                    ul.points { @for key in ["landing-firm-clients", "landing-firm-clone", "landing-firm-team"] { li { (icon("check")) span { (lang.t(key)) } } } }
                }
                section { h2 { (lang.t("landing-business")) } p { (lang.t("landing-business-text")) } }
            }
            section {
                h2 { (lang.t("landing-applications")) }
                dl.four { @for application in Application::ALL { div {
                    dt { (icon(application.icon())) (application_name(lang, *application)) }
                    dd { (lang.t(&format!("application-{}-about", application.word()))) }
                } } }
            }
            p.muted.row.ends {
                a href="/api" { (lang.t("api-documentation")) }
                a href="https://www.gnu.org/licenses/agpl-3.0.html" rel="noreferrer" { (lang.t("landing-licence")) }
            }
        }
    };
    Ok(layout::page(layout::simple(&platform, &caller, &lang.t("landing-title"), &body).await?))
}

/// Most practices and organizations that the page lists; the search finds the others.
const SHOWN: i64 = 1000;

/// From how many on they are searched.
const SEARCHED: usize = 8;

#[derive(Deserialize, Default)]
pub(crate) struct Asked {
    /// Words of the names that are looked for.
    #[serde(default)]
    q: String,
}

/// Every practice and organization of a person, and what they may begin.
pub(crate) async fn home(State(platform): State<Platform>, who: SignedIn, Query(asked): Query<Asked>) -> Outcome {
    let lang = who.caller.lang;
    let mut tenants = memberships::named(platform.db.read(), who.user.id, &fold(&asked.q), SHOWN + 1).await?;
    let cut = paging::cut(&mut tenants, SHOWN);
    let searched = !asked.q.trim().is_empty();
    let others = elsewhere::places(&platform, who.user.id).await?;
    let alone = memberships::alone_in(platform.db.read(), who.user.id).await?;
    let names = memberships::own_role_names(platform.db.read(), tenants.iter().map(|t| t.role.as_str())).await?;
    let title = lang.t(if tenants.is_empty() && others.is_empty() && !searched { "home-welcome" } else { "home-title" });
    let body = html! {
        div.medium.stack {
            (head(&title, html! {}))
            @if tenants.is_empty() && others.is_empty() && !searched { p.muted { (lang.t("home-empty")) } }
            @if searched || tenants.len() >= SEARCHED {
                form.row role="search" method="get" {
                    input.grow type="search" name="q" value=(asked.q) aria-label=(lang.t("switch-search")) placeholder=(lang.t("switch-search"));
                    button.btn type="submit" { (lang.t("search")) }
                }
            }
            @if tenants.is_empty() && searched { section.card { (empty(&lang.t("switch-none"), html! { a.btn href="/home" { (lang.t("clear-filters")) } })) } }
            @if cut { p.note { (t!(lang, "switch-cut", max = SHOWN)) } }
            @for (kind, base, key) in [("practice", "/practices/", "switch-practice"), ("organization", "/organizations/", "switch-organization")] {
                @let list: Vec<_> = tenants.iter().filter(|t| t.tenant_kind == kind).collect();
                @if !list.is_empty() {
                    (card(&lang.t(key), html! { ul.list { @for tenant in list { li {
                        @let alone = alone.contains(&tenant.tenant_id);
                        @let (short, whole) = if kind == "practice" { ("leave-last-owner", "team-last-owner") } else { ("leave-last-administrator", "team-last-administrator") };
                        a.who.grow href=(format!("{base}{}", tenant.tenant_id)) title=[alone.then(|| lang.t(whole))] { (avatar(&tenant.name)) span {
                            b { (tenant.name) }
                            small { @if alone { (lang.t(short)) } @else { (role_name(lang, kind, &tenant.role, &names)) } }
                        } }
                        @if !alone { (leave(lang, &format!("{base}{}", tenant.tenant_id), &tenant.name)) }
                        (icon("chevron-right"))
                    } } } }))
                }
            }
            @if !others.is_empty() && !searched {
                (card(&lang.t("home-elsewhere"), html! { ul.list { @for place in &others { li {
                    a.who.grow href=(place.path) { (avatar(&place.name)) span { b { (place.name) } small { (place.about) } } }
                    (icon("chevron-right"))
                } } } }))
            }
            div.tiles {
                a.tile href="/practices/new" { (icon("briefcase")) b { (lang.t("home-practice")) } span.muted { (lang.t("home-practice-about")) } }
                a.tile href="/organizations/new" { (icon("building-2")) b { (lang.t("home-organization")) } span.muted { (lang.t("home-organization-about")) } }
            }
        }
    };
    Ok(layout::page(layout::simple(&platform, &who.caller, &title, &body).await?))
}

/// Switches the language, for visitors by a cookie and for users in their profile.
pub(crate) async fn language(State(platform): State<Platform>, caller: Caller, data: FormData) -> Outcome {
    let lang = Lang::of(data.get("language"));
    if let Some(user) = &caller.user {
        let tx = platform.db.begin().await?;
        users::set_language(&tx, user.id, lang.code()).await?;
        tx.commit().await?;
    }
    let next = layout::safe_next(&data).unwrap_or_else(|| "/".into());
    let mut response = Redirect::to(&next).into_response();
    response.headers_mut().append(header::SET_COOKIE, set_cookie(&platform, LANGUAGE_COOKIE, lang.code(), 365 * 86_400));
    Ok(response)
}
