//! The page of a message's link: the document as its paper says it, its file, and the answer to an estimate. Nothing else is there.

use axum::{
    extract::State,
    http::{HeaderName, HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
};
use despacho_kernel::Invalid;
use despacho_paper::{Party, Sheet};
use despacho_platform::{Error, Platform, Result, i18n::Lang, secret, t};
use despacho_ui::{
    Caller, Outcome, Path,
    components::{card, head},
    format,
    forms::{Form, FormData},
    layout,
};
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;

use super::{actions, message::Message, store};
use crate::{
    document::Document,
    ground::Ground,
    kind::{Action, Kind, Stage},
    open::store as open,
    printing, store as documents,
};

#[derive(Deserialize)]
pub struct OfLink {
    secret: String,
}

/// The message of a link that still works.
async fn followed(platform: &Platform, link: &OfLink) -> Result<(Message, Document)> {
    let (db, now) = (platform.db.read(), platform.clock.now());
    let message = store::of_hash(db, &secret::hash(&link.secret)).await?;
    if message.expires_at <= now {
        return Err(Error::Gone("document_link_expired"));
    }
    let document = documents::find(db, message.organization_id, message.document_id).await?;
    Ok((message, document))
}

/// Kept out of search engines and caches. No other site is told where its reader came from, as of any page.
fn private(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    response
}

fn party(label: &str, party: &Party) -> Markup {
    html! { div { p.muted { (label) } p { b { (party.name) } @for line in &party.lines { br; (line) } } } }
}

fn lines(sheet: &Sheet) -> Markup {
    html! { table.dense.of-lines {
        thead { tr { @for column in &sheet.columns { th.num[column.number] scope="col" { (column.label) } } } }
        tbody { @for line in &sheet.lines { tr { @for (cell, column) in line.iter().zip(&sheet.columns) {
            td.num[column.number].said[column.wide] data-l=[(!column.wide).then_some(&column.label)] { (cell) }
        } } } }
    } }
}

fn totals(sheet: &Sheet) -> Markup {
    html! { dl.sums { @for total in &sheet.totals { div.strong[total.strong] { dt { (total.label) } dd.num { (total.value) } } } } }
}

/// What is still to be paid of an invoice, and until when.
async fn due(platform: &Platform, lang: Lang, document: &Document) -> Result<Option<String>> {
    if document.kind()? != Kind::Invoice || document.stage()? != Stage::Issued {
        return Ok(None);
    }
    let left: i64 = open::of_sources(platform.db.read(), document.organization_id, &[document.id])
        .await?
        .iter()
        .map(|item| item.remaining.abs())
        .sum();
    if left == 0 {
        return Ok(Some(lang.t("document-public-settled")));
    }
    let date = document.due_on.parse::<Date>().map_or_else(|_| document.due_on.clone(), |date| format::calendar_date(lang, "", date));
    Ok(Some(t!(lang, "document-public-due", amount = format::money(lang, left, document.own_currency()?), date = date)))
}

fn answering(lang: Lang, link: &OfLink, form: &Form<'_>) -> Markup {
    html! {
        (card(&lang.t("document-public-answer"), html! {
            form.stack method="post" action=(format!("/d/{}/answer", link.secret)) novalidate {
                (form.summary_as(&[("name", lang.t("field-your-name"))]))
                (form.field("name").label(lang.t("field-your-name")).autocomplete("name"))
                div.actions {
                    button.btn.primary type="submit" name="accepts" value="yes" { (lang.t("document-public-accept")) }
                    button.btn type="submit" name="accepts" value="no" { (lang.t("document-public-decline")) }
                }
            }
        }))
    }
}

async fn page(platform: &Platform, caller: &Caller, link: &OfLink, document: &Document, (data, errors): (&FormData, &Invalid)) -> Result<Markup> {
    let lang = caller.lang;
    let sheet = printing::sheet(platform.db.read(), document, platform.clock.now()).await?;
    let (kind, stage) = (document.kind()?, document.stage()?);
    let waits = kind.allows(stage, Action::Accept, true).is_ok() && stage == Stage::Issued;
    let takes_answers = waits && document.due_on >= Ground::of(platform.db.read(), document.organization_id, platform.clock.now()).await?.today.to_string();
    let title = format!("{} {}", sheet.title, sheet.number);
    let state = match stage {
        Stage::Void | Stage::Accepted | Stage::Declined => Some(lang.t(&format!("document-public-{}", stage.word()))),
        _ => due(platform, lang, document).await?,
    };
    let body = html! {
        div.medium.public-document {
            (head(&title, html! { a.btn.primary href=(format!("/d/{}/paper", link.secret)) download data-turbo="false" { (lang.t("document-public-paper")) } }))
            @if let Some(state) = state { p.note { (state) } }
            section.card { div.body.stack lang=(sheet.lang) {
                div.parties { (party(&sheet.seller_label, &sheet.seller)) (party(&sheet.buyer_label, &sheet.buyer)) }
                dl.facts { @for (name, value) in &sheet.facts { div { dt { (name) } dd { (value) } } } }
                @if !sheet.header.is_empty() { p.letter { (sheet.header) } }
                (lines(&sheet))
                (totals(&sheet))
                @if !sheet.footer.trim().is_empty() { p.letter { (sheet.footer) } }
            } }
            @if takes_answers { (answering(lang, link, &Form::new(lang, data, errors))) }
        }
    };
    Ok(layout::stranger(caller, &title, &body))
}

pub async fn show(State(platform): State<Platform>, caller: Caller, Path(link): Path<OfLink>) -> Outcome {
    let (message, document) = followed(&platform, &link).await?;
    if message.opened_at.is_none() {
        let tx = platform.db.begin().await?;
        store::opened(&tx, &message, platform.clock.now()).await?;
        tx.commit().await?;
    }
    let page = page(&platform, &caller, &link, &document, (&FormData::default(), &Invalid::new())).await?;
    Ok(private(layout::page(page)))
}

pub async fn paper(State(platform): State<Platform>, Path(link): Path<OfLink>) -> Outcome {
    let (_, document) = followed(&platform, &link).await?;
    let bytes = printing::pdf(&platform, &platform.printer, &document).await?;
    Ok(private(layout::download(&printing::file_name(&document.number), "application/pdf", bytes)))
}

pub async fn answer(State(platform): State<Platform>, caller: Caller, Path(link): Path<OfLink>, data: FormData) -> Outcome {
    let (message, document) = followed(&platform, &link).await?;
    let tx = platform.db.begin().await?;
    match actions::answer(&tx, &message, data.get("accepts") == "yes", data.get("name"), platform.clock.now()).await {
        Ok(_) => {
            tx.commit().await?;
            Ok(private(Redirect::to(&format!("/d/{}", link.secret)).into_response()))
        }
        Err(Error::Invalid(errors)) => {
            drop(tx);
            Ok(private(layout::unprocessable(page(&platform, &caller, &link, &document, (&data, &errors)).await?)))
        }
        Err(error) => Err(error.into()),
    }
}
