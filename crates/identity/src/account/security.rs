//! What happened around an account, page by page.

use axum::extract::State;
use despacho_kernel::Id;
use despacho_platform::{Platform, security};
use despacho_ui::{
    Outcome, Query, SignedIn,
    components::{empty, head},
    layout, paging,
};
use maud::html;
use serde::Deserialize;

use super::page::events;

const PAGE: i64 = 50;

#[derive(Deserialize)]
pub(super) struct Before {
    before: Option<Id>,
}

pub(super) async fn list(State(platform): State<Platform>, who: SignedIn, Query(query): Query<Before>) -> Outcome {
    let lang = who.caller.lang;
    let mut found = security::list(platform.db.read(), who.user.id, query.before, PAGE + 1).await?;
    let more = paging::cut(&mut found, PAGE);
    let title = lang.t("account-security");
    let body = html! {
        div.medium {
            p.crumbs { a href="/account" { (lang.t("account")) } }
            (head(&title, html! {}))
            p.lead.muted { (lang.t("security-about")) }
            section.card { div.body {
                @if found.is_empty() { (empty(&lang.t("security-empty"), html! {})) }
                (events(lang, &who.user.time_zone, platform.clock.now(), &found))
                @if let Some(last) = found.last().filter(|_| more) { a.btn href=(format!("/account/security?before={}", last.id)) { (lang.t("activity-earlier")) } }
            } }
        }
    };
    Ok(layout::page(layout::simple(&platform, &who.caller, &title, &body).await?))
}
