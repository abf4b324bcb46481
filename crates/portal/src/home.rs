//! The portal's first page: what is waited for, dates, new documents.

use axum::{
    Extension,
    extract::State,
    response::{IntoResponse, Redirect},
};
use despacho_firm_documents::{
    document::Document,
    people_store as people, period,
    portal::{Part, Place},
    store::{self as documents, Filter},
};
use despacho_kernel::Id;
use despacho_platform::{Platform, Result};
use despacho_ui::{
    Outcome, Path, SignedIn,
    assets::icon,
    components::{avatar, card, empty, head},
    format, layout,
};
use maud::{Markup, html};
use serde::Deserialize;

use crate::{conversation_store as conversation, visitor::AtPortal};

/// The parts that rooms above give, in their order.
#[derive(Debug, Clone, Copy)]
pub struct Parts(pub &'static [(Place, Part)]);

#[derive(Deserialize)]
pub struct OfClient {
    pub client: Id,
}

/// Most clients of one person that are listed.
const PLACES: i64 = 200;
/// New documents of the first page.
const LATEST: i64 = 5;

/// The clients of whoever is signed in; the only one is gone to at once.
pub async fn places(State(platform): State<Platform>, who: SignedIn) -> Outcome {
    let lang = who.caller.lang;
    let all = people::places(platform.db.read(), who.user.id, PLACES).await?;
    if let [only] = all.as_slice() {
        return Ok(Redirect::to(&format!("/portal/{}", only.client_id)).into_response());
    }
    let title = lang.t("portal");
    let body = html! { div.medium.stack {
        (head(&title, html! {}))
        section.card { div.body {
            @if all.is_empty() { (empty(&lang.t("portal-none"), html! {})) }
            ul.list { @for place in &all { li {
                a.who.grow href=(format!("/portal/{}", place.client_id)) { (avatar(&place.client)) span { b { (place.client) } small { (place.practice) } } }
                (icon("chevron-right"))
            } } }
        } }
    } };
    Ok(layout::page(layout::simple(&platform, &who.caller, &title, &body).await?))
}

/// What a part shows; one that fails says so, and the others stand.
async fn shown(platform: &Platform, at: &AtPortal, Parts(parts): Parts, place: Place) -> (Vec<Markup>, bool) {
    let visitor = at.visitor();
    let (mut found, mut failed) = (vec![], false);
    for (_, part) in parts.iter().filter(|(of, _)| *of == place) {
        match part(platform, &visitor).await {
            Ok(part) => found.extend(part),
            Err(error) => {
                tracing::error!(%error, "a part of the portal can't be shown");
                failed = true;
            }
        }
    }
    (found, failed)
}

/// A document as the client reads of it: its name, its kind and period, and whether it is new.
pub fn line(at: &AtPortal, document: &Document, read: &[Id]) -> Markup {
    let lang = at.lang();
    let path = at.path(&format!("/documents/{}", document.id));
    let mine = document.created_by == Some(at.who.user.id);
    html! {
        li {
            (icon("file"))
            a.grow href=(path) {
                b { bdi { (document.name) } }
                small {
                    (lang.t(&format!("firm-document-kind-{}", document.kind.replace('_', "-"))))
                    @if !document.period.is_empty() { " · " (period::shown(lang, &document.period)) }
                    " · " (format::date(lang, &at.who.user.time_zone, document.shared_at.unwrap_or(document.created_at)))
                    @if mine { " · " (lang.t("portal-sent-by-you")) }
                }
            }
            @if !mine && !read.contains(&document.id) { span.tag.ok { (lang.t("portal-new")) } }
            a.btn.small.quiet href=(format!("{path}/content")) download data-turbo="false" aria-label=(despacho_platform::t!(lang, "portal-save-named", name = document.name.as_str())) { (icon("download")) }
        }
    }
}

/// Documents that somebody of the client sees, and which of them they have read.
pub async fn seen(platform: &Platform, at: &AtPortal, filter: &Filter, before: Option<Id>, limit: i64) -> Result<(Vec<Document>, Vec<Id>)> {
    let db = platform.db.read();
    let found = documents::list(db, at.person.practice_id, filter, before, limit).await?;
    let ids: Vec<Id> = found.iter().map(|document| document.id).collect();
    let read = documents::read_by(db, at.person.practice_id, at.who.user.id, &ids).await?;
    Ok((found, read))
}

pub async fn show(State(platform): State<Platform>, Extension(parts): Extension<Parts>, who: SignedIn, Path(of): Path<OfClient>) -> Outcome {
    let at = AtPortal::find(&platform, who, of.client).await?;
    let lang = at.lang();
    let (waiting, lacking) = shown(&platform, &at, parts, Place::Waiting).await;
    let (dates, undated) = shown(&platform, &at, parts, Place::Dates).await;
    let (latest, read) = seen(&platform, &at, &Filter::of(at.eyes()), None, LATEST).await?;
    let unread = conversation::unread(platform.db.read(), at.key()).await?;
    let body = html! {
        h1 { (lang.t("portal-hello")) " " (at.who.user.name) }
        div.stack {
            (card(&lang.t("portal-waiting"), html! {
                @if lacking { p.note.warn { (lang.t("portal-part-failed")) } }
                @if waiting.is_empty() && unread == 0 && !lacking { p.muted { (icon("check")) " " (lang.t("portal-nothing-waits")) } }
                ul.list {
                    @if unread > 0 { li { (icon("mail")) a.grow href=(at.path("/messages")) { b { (despacho_platform::t!(lang, "portal-unread", count = unread)) } } (icon("chevron-right")) } }
                    @for part in &waiting { (part) }
                }
            }))
            @if !dates.is_empty() || undated {
                (card(&lang.t("portal-dates"), html! { @if undated { p.note.warn { (lang.t("portal-part-failed")) } } @for part in &dates { (part) } }))
            }
            (card(&lang.t("portal-latest"), html! {
                @if latest.is_empty() { p.muted { (lang.t("portal-no-documents")) } }
                @else { ul.list.papers { @for document in &latest { (line(&at, document, &read)) } } p { a.btn href=(at.path("/documents")) { (lang.t("see-all")) } } }
            }))
            @if at.person.sends() {
                div.row.portal-deeds {
                    a.btn.primary href=(at.path("/documents#send")) { (icon("plus")) (lang.t("portal-send-files")) }
                    a.btn href=(at.path("/messages")) { (icon("mail")) (lang.t("portal-write")) }
                }
            }
        }
    };
    Ok(layout::page(at.framed(&platform, "home", &at.client.clone(), &body).await?))
}
