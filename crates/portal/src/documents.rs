//! Documents at the portal: what is shared, seen and downloaded, and what the client sends.

use axum::{extract::State, http::HeaderMap};
use despacho_firm_documents::{
    actions::{Desk, NewDocument},
    archive,
    document::{Document, Source},
    store::{self, Filter},
};
use despacho_kernel::{Id, Invalid};
use despacho_platform::{Error, Platform, files, files::kind::Kind, t};
use despacho_ui::{
    Outcome, Path, Query, SignedIn,
    api::json,
    assets::icon,
    components::{empty, files_input},
    error::message,
    flash::Flash,
    format,
    forms::FormData,
    layout, paging,
    received::{AT_ONCE, Parts},
    stored,
};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::json as value;

use crate::{
    conversation,
    home::{OfClient, line, seen},
    visitor::AtPortal,
};

/// Documents of a page.
const PAGE: i64 = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    before: Option<Id>,
}

/// Files that were not taken: their names, and why.
type Refused = [(String, Invalid)];

pub async fn list(State(platform): State<Platform>, who: SignedIn, Path(of): Path<OfClient>, Query(asked): Query<Asked>) -> Outcome {
    let at = AtPortal::find(&platform, who, of.client).await?;
    Ok(layout::page(page(&platform, &at, &asked, &[]).await?))
}

async fn page(platform: &Platform, at: &AtPortal, asked: &Asked, refused: &Refused) -> despacho_platform::Result<Markup> {
    let lang = at.lang();
    let filter = Filter { search: asked.q.chars().take(200).collect(), ..Filter::of(at.eyes()) };
    let (mut found, read) = seen(platform, at, &filter, asked.before, PAGE + 1).await?;
    let next = paging::cut(&mut found, PAGE).then(|| found.last().map(|last| last.id)).flatten();
    let title = lang.t("portal-documents");
    let body = html! {
        h1 { (title) }
        div.stack {
            form.row role="search" method="get" {
                input.grow type="search" name="q" value=(asked.q) aria-label=(lang.t("search")) placeholder=(lang.t("portal-search"));
                button.btn type="submit" { (lang.t("search")) }
            }
            section.card { div.body {
                @if found.is_empty() {
                    @if asked.q.is_empty() { (empty(&lang.t("portal-no-documents"), html! {})) }
                    @else { (empty(&lang.t("portal-none-found"), html! { a.btn href=(at.path("/documents")) { (lang.t("clear-filters")) } })) }
                }
                ul.list.papers { @for document in &found { (line(at, document, &read)) } }
                @if found.len() > 1 {
                    form.row method="post" action=(at.path("/documents/exported-selection")) data-turbo="false" {
                        @for document in &found { input type="hidden" name="ids" value=(document.id); }
                        button.btn type="submit" { (icon("download")) (lang.t("portal-save-all")) }
                    }
                }
            } }
            @if let Some(next) = next { p { a.btn rel="next" href=(format!("{}?before={next}", at.path("/documents"))) { (lang.t("firm-documents-more")) } } }
            @if at.person.sends() { (form(platform, at, refused)) } @else { p.muted { (lang.t("portal-only-reads")) } }
        }
    };
    at.framed(platform, "documents", &title, &body).await
}

fn form(platform: &Platform, at: &AtPortal, refused: &Refused) -> Markup {
    let lang = at.lang();
    let max = i64::try_from(platform.config.storage.file / 1_000_000).unwrap_or(0);
    let words = value!({
        "waiting": lang.t("firm-documents-waiting"), "done": lang.t("portal-sent"), "same": lang.t("portal-sent"), "failed": lang.t("firm-documents-failed"),
        "retry": lang.t("retry"), "cancel": lang.t("cancel"), "cancelled": lang.t("firm-documents-cancelled"), "large": t!(lang, "error-file-too-large-mb", max = max),
        "summary": lang.t("portal-sent-summary"),
    });
    html! {
        section.card #send data-controller="upload" data-upload-words-value=(words.to_string()) data-upload-max-value=(platform.config.storage.file) {
            header { h2 { (lang.t("portal-send-files")) } }
            form.body.stack method="post" action=(at.path("/documents")) enctype="multipart/form-data" novalidate data-upload-target="form" data-turbo="false" {
                p { (t!(lang, "portal-send-about", firm = at.firm.as_str())) }
                div.field.drop.error[!refused.is_empty()] data-upload-target="drop" {
                    div.label { label for="f-file" { (lang.t("firm-documents-files")) } }
                    (files_input("file", None, true, !refused.is_empty(), true))
                    div.help #f-file-help tabindex=[(!refused.is_empty()).then_some("-1")] data-controller=[(!refused.is_empty()).then_some("focus")] {
                        @if refused.is_empty() { (t!(lang, "firm-documents-files-help", max = max, count = AT_ONCE)) }
                        @for (name, why) in refused { @for error in &why.0 { p { @if !name.is_empty() { b { bdi { (name) } } ": " } (message(lang, error)) } } }
                    }
                }
                ul.sending data-upload-target="list" hidden {}
                p.muted role="status" data-upload-target="status" {}
                div.row { button.btn.primary type="submit" data-upload-target="submit" { (lang.t("portal-send")) } }
            }
        }
    }
}

/// Takes what the client sends: the firm sees it among the client's documents, and those who look after the client are told.
pub async fn send(State(platform): State<Platform>, who: SignedIn, Path(of): Path<OfClient>, headers: HeaderMap, parts: Parts) -> Outcome {
    let at = AtPortal::find(&platform, who, of.client).await?;
    if !at.person.sends() {
        return Err(Error::Forbidden.into());
    }
    let (lang, now) = (at.lang(), platform.clock.now());
    let received = parts.receive(&platform, at.person.practice_id).await?;
    let mut refused = received.refused;
    if received.files.is_empty() && refused.is_empty() {
        refused.push((String::new(), Invalid::one("file", "required")));
    }
    let desk = Desk { platform: &platform, practice: at.person.practice_id, by: Some(&at.who.user), eyes: at.eyes(), now };
    let mut sent = 0;
    for brought in &received.files {
        let tx = platform.db.begin().await?;
        let typed = Document { folder: lang.t("portal-folder"), ..Document::default() };
        let new = NewDocument { source: Source::Client, ..NewDocument::of(at.person.client_id, typed, &brought.name) };
        match desk.add(&tx, new, &brought.kept).await {
            Ok(_) => {
                let told = conversation::tell_firm(&tx, (&at.person, &at.who.user, now), "client_upload", "client_uploaded").await?;
                tx.commit().await?;
                conversation::wake(&platform, &told);
                sent += 1;
            }
            Err(Error::Invalid(why)) => refused.push((brought.name.clone(), why)),
            Err(error) => return Err(error.into()),
        }
    }
    let wants_json = headers.get("accept").and_then(|value| value.to_str().ok()).is_some_and(|value| value.starts_with("application/json"));
    if wants_json {
        let told: Vec<String> = refused.iter().flat_map(|(_, why)| &why.0).map(|error| message(lang, error)).collect();
        let status = if told.is_empty() { axum::http::StatusCode::CREATED } else { axum::http::StatusCode::UNPROCESSABLE_ENTITY };
        return Ok(json(status, &value!({ "message": told.join(" "), "items": sent })));
    }
    if !refused.is_empty() {
        return Ok(layout::unprocessable(page(&platform, &at, &Asked::default(), &refused).await?));
    }
    Ok(layout::see(&platform, &at.path("/documents"), Flash::new("flash-portal-sent").count(sent)))
}

#[derive(Deserialize)]
pub struct OfDocument {
    client: Id,
    document: Id,
}

/// A document, seen in its page.
pub async fn show(State(platform): State<Platform>, who: SignedIn, Path(of): Path<OfDocument>) -> Outcome {
    let at = AtPortal::find(&platform, who, of.client).await?;
    let lang = at.lang();
    let document = store::find(platform.db.read(), at.person.practice_id, of.document, &at.eyes()).await?;
    let content = at.path(&format!("/documents/{}/content", document.id));
    let shown = document.media_type.parse().unwrap_or(Kind::Other);
    let body = html! {
        p.crumbs { a href=(at.path("/documents")) { (lang.t("portal-documents")) } }
        h1 { (document.name) }
        section.card.paper-view aria-label=(lang.t("firm-documents-preview")) {
            @match shown {
                Kind::Png | Kind::Jpeg | Kind::Gif | Kind::Webp => { div.shown { img src=(format!("{content}?inline=true")) alt=(document.name); } }
                Kind::Pdf => { iframe.shown src=(format!("{content}?frame=true")) title=(document.name) loading="lazy" {} }
                Kind::Zip | Kind::Other => { div.empty { (icon("file")) p { (lang.t("firm-documents-no-preview")) } } }
            }
            footer.row { a.btn.primary href=(content) download data-turbo="false" { (icon("download")) (lang.t("firm-documents-save")) } }
        }
    };
    Ok(layout::page(at.framed(&platform, "documents", &document.name.clone(), &body).await?))
}

/// Those of a page as one file.
pub async fn export(State(platform): State<Platform>, who: SignedIn, Path(of): Path<OfClient>, data: FormData) -> Outcome {
    let at = AtPortal::find(&platform, who, of.client).await?;
    let ids: Vec<Id> = data.all("ids").iter().filter_map(|id| id.parse().ok()).collect();
    let day = format::local_date(&at.who.user.time_zone, platform.clock.now()).map(|day| day.to_string()).unwrap_or_default();
    Ok(archive::answer(&platform, at.person.practice_id, &at.eyes(), &ids, &t!(at.lang(), "firm-documents-archive", day = day)).await?)
}

#[derive(Deserialize)]
pub struct How {
    inline: Option<bool>,
    frame: Option<bool>,
}

/// What is in a document's latest version; that it was seen or downloaded is noted.
pub async fn content(State(platform): State<Platform>, who: SignedIn, Path(of): Path<OfDocument>, Query(how): Query<How>) -> Outcome {
    let at = AtPortal::find(&platform, who, of.client).await?;
    let db = platform.db.read();
    let document = store::find(db, at.person.practice_id, of.document, &at.eyes()).await?;
    let version = store::version(db, at.person.practice_id, document.id, document.number).await?;
    let file = files::store::find(db, at.person.practice_id, version.file_id).await?;
    let (inline, framed) = (how.inline.unwrap_or(false), how.frame.unwrap_or(false));
    let deed = if inline || framed { "seen" } else { "downloaded" };
    let tx = platform.db.begin().await?;
    store::read_many(&tx, std::slice::from_ref(&document), (at.who.user.id, deed), platform.clock.now()).await?;
    tx.commit().await?;
    let name = document.file_name(&version.name);
    Ok(if framed { stored::framed(&platform, &file, &name).await? } else { stored::serve(&platform, &file, &name, inline).await? })
}
