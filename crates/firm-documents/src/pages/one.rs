//! One document: what is in it, what is known of it, its versions, who sees it.

use axum::extract::State;
use despacho_kernel::{Difference, Id, Invalid, access::PracticeRight as R};
use despacho_platform::{Error, Platform, Result, files, t};
use despacho_practice::{
    clients::{
        client::{Client, Contact},
        store as clients,
    },
    practices::frame::framed,
};
use despacho_ui::{
    InPractice, Outcome, Path, Query,
    assets::icon,
    components::{self, card, file_input, head},
    confirm::Confirm,
    fields::Sight,
    format,
    forms::{Form, FormData},
    layout, stored,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    parts::{category, desk, eyes, kind, path, sharing, size},
    preview::preview,
};
use crate::{
    actions::BIN,
    document::{DOCUMENT, Document, Version},
    people::Person,
    people_store as people, period, retention,
    store::{self, Read},
};

#[derive(Deserialize)]
pub struct OfDocument {
    pub document: Id,
}

/// What a form of the page was refused, shown at its place.
#[derive(Default)]
pub struct Wrong {
    pub sharing: Invalid,
    /// The contact persons that were ticked.
    pub chosen: Vec<String>,
    pub version: Invalid,
}

struct Beside {
    client: Client,
    versions: Vec<Version>,
    contacts: Vec<Contact>,
    people: Vec<Person>,
    recipients: Vec<Id>,
    reads: Vec<Read>,
    names: std::collections::HashMap<Id, String>,
    same: Vec<Document>,
}

async fn beside(platform: &Platform, who: &InPractice, document: &Document) -> Result<Beside> {
    let db = platform.db.read();
    let versions = store::versions(db, who.practice, document.id).await?;
    let users: Vec<Id> = versions.iter().filter_map(|version| version.created_by).chain(document.created_by).chain(document.shared_by).collect();
    Ok(Beside {
        client: clients::find(db, who.practice, document.client_id, None).await?,
        contacts: clients::contacts(db, who.practice, document.client_id).await?,
        people: people::of_client(db, who.practice, document.client_id).await?,
        recipients: store::recipients(db, who.practice, &[document.id]).await?.remove(&document.id).unwrap_or_default(),
        reads: store::reads(db, who.practice, document.id).await?,
        names: store::names(db, &users).await?,
        same: store::same(db, who.practice, document.client_id, &document.sha256, document.id).await?,
        versions,
    })
}

pub(super) async fn show(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfDocument>) -> Outcome {
    let document = store::find(platform.db.read(), who.practice, of.document, &eyes(&who)).await?;
    Ok(layout::page(page(&platform, &who, &document, &Wrong::default()).await?))
}

/// The page of a document.
pub async fn page(platform: &Platform, who: &InPractice, document: &Document, wrong: &Wrong) -> Result<Markup> {
    let lang = who.lang();
    let beside = beside(platform, who, document).await?;
    let edits = who.may(R::EditClients);
    let deleted = document.deleted_at.is_some();
    let body = html! {
        p.crumbs {
            a href=(who.path("/clients")) { (lang.t("clients")) } " / "
            a href=(who.path(&format!("/clients/{}", document.client_id))) { (beside.client.display_name) } " / "
            a href=(who.path(&format!("/clients/{}/documents", document.client_id))) { (lang.t("firm-documents")) }
        }
        (head(&document.name, actions(who, document)))
        @if deleted { p.note.warn { (t!(lang, "firm-documents-in-bin", days = BIN)) } }
        @if document.held { p.note.warn { (icon("lock")) " " (lang.t("firm-documents-held-about")) } }
        @for same in &beside.same { p.note { (lang.t("firm-documents-same-as")) " " a href=(path(who, same.id, "")) { bdi { (same.name) } } } }
        div.split {
            div.stack {
                (preview(who, document))
                (versions(who, document, &beside, edits && !deleted, wrong))
            }
            aside.stack {
                @if !deleted { (sharing_card(who, document, &beside, edits, wrong)) }
                (facts(who, document, &beside))
                @if !beside.reads.is_empty() { (reads(who, document, &beside.reads)) }
            }
        }
    };
    framed(platform, who, "firm-documents", &document.name, &body).await
}

fn actions(who: &InPractice, document: &Document) -> Markup {
    let lang = who.lang();
    let (deletion, purge) = (path(who, document.id, "/deletion"), path(who, document.id, "/purge"));
    html! {
        (sharing(lang, document))
        @if document.deleted_at.is_some() {
            @if who.may(R::EditClients) { (components::button(&path(who, document.id, "/restoration"), "btn", &lang.t("firm-documents-restore"))) }
            @if who.may(R::ManageClients) {
                (Confirm::new(lang, &purge, lang.t("firm-documents-purge"), t!(lang, "firm-documents-purge-question", name = document.name.as_str()))
                    .about(lang.t("firm-documents-purge-about"))
                    .class("btn danger"))
            }
        } @else {
            @if who.may(R::ManageClients) {
                form.inline method="post" action=(path(who, document.id, "/hold")) {
                    input type="hidden" name="held" value=(if document.held { "" } else { "yes" });
                    button.btn type="submit" { (lang.t(if document.held { "firm-documents-let-go" } else { "firm-documents-hold" })) }
                }
            }
            @if who.may(R::EditClients) {
                a.btn href=(path(who, document.id, "/edit")) { (lang.t("edit")) }
                @if !document.held { (components::button(&deletion, "btn danger", &lang.t("firm-documents-delete"))) }
            }
        }
    }
}

fn facts(who: &InPractice, document: &Document, beside: &Beside) -> Markup {
    let lang = who.lang();
    let zone = who.user.time_zone.as_str();
    let fact = |label: &str, value: Markup| html! { div { dt { (lang.t(label)) } dd { (value) } } };
    let by = |id: Option<Id>| id.and_then(|id| beside.names.get(&id)).cloned().unwrap_or_else(|| lang.t("firm-documents-by-link"));
    let why =
        retention::why(&beside.client.country, &document.kind, &format::local_date(zone, document.created_at).map(|day| day.to_string()).unwrap_or_default());
    card(
        &lang.t("firm-documents-facts"),
        html! { dl.facts {
            (fact("client", html! { a.edit-link href=(who.path(&format!("/clients/{}", document.client_id))) { (beside.client.display_name) } }))
            (fact("firm-document-kind", html! { (kind(lang, &document.kind)) }))
            (fact("firm-document-category", html! { (category(lang, &document.category)) }))
            @if !document.period.is_empty() { (fact("firm-document-period", html! { (period::shown(lang, &document.period)) })) }
            @if !document.fiscal_year.is_empty() { (fact("firm-document-year", html! { (document.fiscal_year) })) }
            @if !document.folder.is_empty() { (fact("firm-document-folder", html! { (document.folder) })) }
            @if !document.tags.is_empty() { (fact("field-tags", html! { @for tag in document.tags.lines() { span.tag { (tag) } } })) }
            @if !document.note.is_empty() { (fact("firm-document-note", html! { (document.note) })) }
            (fact("firm-documents-added", html! { (format::instant(lang, zone, document.created_at)) ", " (by(document.created_by)) }))
            (fact("firm-documents-size", html! { (size(lang, document.size)) }))
            @if !document.keep_until.is_empty() {
                (fact("firm-documents-keep-until", html! {
                    (format::stored_date(lang, &document.keep_until))
                    @if let Some((years, source)) = why { br; span.muted { (t!(lang, "firm-documents-keep-why", years = years, source = source)) } }
                }))
            }
            (fact("firm-documents-hash", html! { code { (document.sha256) } }))
        } },
    )
}

fn versions(who: &InPractice, document: &Document, beside: &Beside, adds: bool, wrong: &Wrong) -> Markup {
    let lang = who.lang();
    let none = FormData::default();
    let form = Form::new(lang, &none, &wrong.version);
    card(
        &lang.t("firm-documents-versions"),
        html! {
            ul.list { @for version in &beside.versions { li {
                (icon("file"))
                div.grow {
                    a.link href=(format!("{}?version={}", path(who, document.id, "/content"), version.number)) download data-turbo="false" {
                        (t!(lang, "firm-documents-version", number = version.number)) " · " bdi { (version.name) }
                    }
                    br;
                    span.muted {
                        (size(lang, version.size)) " · " (format::instant(lang, &who.user.time_zone, version.created_at))
                        @if let Some(name) = version.created_by.and_then(|id| beside.names.get(&id)) { ", " (name) }
                        @if let Some(from) = version.restored_from { " · " (t!(lang, "firm-documents-restored-from", number = from)) }
                        @if !version.note.is_empty() { " · " (version.note) }
                    }
                }
                @if adds && version.number != document.number {
                    @let action = path(who, document.id, &format!("/versions/{}/restoration", version.number));
                    form.inline method="post" action=(action) { button.btn.small type="submit" aria-label=(t!(lang, "firm-documents-restore-version", number = version.number)) { (lang.t("firm-documents-restore")) } }
                }
            } } }
            @if adds {
                details.contact open[!wrong.version.0.is_empty()] {
                    summary.btn role="button" { (icon("plus")) (lang.t("firm-documents-version-add")) }
                    form.stack method="post" action=(path(who, document.id, "/versions")) enctype="multipart/form-data" novalidate {
                        (form.summary_as(&[("file", lang.t("firm-documents-file"))]))
                        div.field { div.label { label for="f-file" { (lang.t("firm-documents-file")) } } (file_input("file", None, wrong.version.has("file"), false)) }
                        (form.field("note").label(lang.t("firm-documents-version-note")).optional())
                        div { button.btn.primary type="submit" { (lang.t("firm-documents-version-add")) } }
                    }
                }
            }
        },
    )
}

/// Who of the client sees it, and the form that says so.
fn sharing_card(who: &InPractice, document: &Document, beside: &Beside, edits: bool, wrong: &Wrong) -> Markup {
    let lang = who.lang();
    let person = |contact: &Contact| beside.people.iter().find(|person| person.contact_id == contact.id);
    let sees = |contact: &Contact| person(contact).is_none_or(|person| person.sees().iter().any(|of| of.word() == document.category));
    let refused = !wrong.sharing.0.is_empty();
    let ticked = |contact: &Contact| if refused { wrong.chosen.contains(&contact.id.to_string()) } else { beside.recipients.contains(&contact.id) };
    let with = if refused { "some" } else { document.shared.as_str() };
    let names: Vec<&str> = beside
        .contacts
        .iter()
        .filter(|contact| beside.recipients.contains(&contact.id))
        .map(|contact| contact.name.as_str())
        .collect();
    card(
        &lang.t("firm-documents-sharing"),
        html! {
            p { @match document.shared.as_str() {
                "all" => { (t!(lang, "firm-documents-shared-with-all", category = category(lang, &document.category))) }
                "some" => { (t!(lang, "firm-documents-shared-with", names = names.join(", "))) }
                _ => { (lang.t("firm-documents-internal-about")) }
            } }
            @if let Some(at) = document.shared_at {
                p.muted { (format::instant(lang, &who.user.time_zone, at)) @if let Some(name) = document.shared_by.and_then(|id| beside.names.get(&id)) { ", " (name) } }
            }
            @if edits {
                form.stack method="post" action=(path(who, document.id, "/sharing")) {
                    fieldset.picks {
                        legend.vh { (lang.t("firm-documents-sharing")) }
                        @for (word, key) in [("nobody", "firm-document-shared-nobody"), ("all", "firm-document-shared-all"), ("some", "firm-document-shared-some")] {
                            @if word != "some" || !beside.contacts.is_empty() {
                                label.check { input type="radio" name="with" value=(word) checked[with == word]; span { (lang.t(key)) } }
                            }
                        }
                    }
                    @if !beside.contacts.is_empty() {
                        fieldset.picks.people {
                            legend.vh { (lang.t("firm-document-shared-some")) }
                            @for contact in &beside.contacts {
                                label.check {
                                    input type="checkbox" name="contact_ids" value=(contact.id) checked[ticked(contact)] disabled[!sees(contact)];
                                    span { (contact.name)
                                        @if !sees(contact) { br; small.muted { (t!(lang, "firm-documents-no-right", category = category(lang, &document.category))) } }
                                        @else if person(contact).is_none() { br; small.muted { (lang.t("firm-documents-no-account")) } }
                                    }
                                }
                            }
                        }
                    }
                    @for error in &wrong.sharing.0 { p.help.bad role="alert" { (despacho_ui::error::message(lang, error)) } }
                    div { button.btn.primary type="submit" { (lang.t("save")) } }
                }
            }
        },
    )
}

fn reads(who: &InPractice, document: &Document, reads: &[Read]) -> Markup {
    let lang = who.lang();
    card(
        &lang.t("firm-documents-reads"),
        html! { ul.list { @for read in reads { li { div.grow {
            b { (read.name) } " " (lang.t(if read.deed == "seen" { "firm-documents-seen" } else { "firm-documents-downloaded" }))
            @if read.number != document.number { " " (t!(lang, "firm-documents-version", number = read.number)) }
            br; span.muted { (format::instant(lang, &who.user.time_zone, read.last_at)) @if read.times > 1 { " · " (t!(lang, "firm-documents-times", count = read.times)) } }
        } } } } },
    )
}

async fn form_page(platform: &Platform, who: &InPractice, document: &Document, data: &FormData, errors: &Invalid, conflict: &[Difference]) -> Result<Markup> {
    let lang = who.lang();
    let form = Form::new(lang, data, errors);
    let labels: Vec<(&str, String)> = DOCUMENT.list.iter().map(|field| (field.name, field.title(lang))).collect();
    let title = t!(lang, "edit-named", name = document.name.as_str());
    let body = html! {
        p.crumbs { a href=(path(who, document.id, "")) { (document.name) } }
        (head(&title, html! {}))
        form.stack.medium method="post" action=(path(who, document.id, "")) novalidate data-controller="unsaved" {
            (components::version(document.version))
            (components::conflict(lang, conflict))
            (form.summary_as(&labels))
            section.card { div.body.grid { (DOCUMENT.inputs(&form, &["name", "kind", "category", "period", "fiscal_year", "folder", "tags", "note"])) } }
            div.row { button.btn.primary type="submit" { (lang.t("save")) } a.btn href=(path(who, document.id, "")) { (lang.t("cancel")) } }
        }
    };
    framed(platform, who, "firm-documents", &title, &body).await
}

pub(super) async fn edit(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfDocument>) -> Outcome {
    let document = store::find(platform.db.read(), who.practice, of.document, &eyes(&who)).await?;
    let mut data = FormData::default();
    DOCUMENT.fill(&mut data, &document, &Sight::form(who.lang(), ""));
    Ok(layout::page(form_page(&platform, &who, &document, &data, &Invalid::new(), &[]).await?))
}

pub(super) async fn update(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfDocument>, data: FormData) -> Outcome {
    let sight = Sight::form(who.lang(), "");
    let read = |before: Document, errors: &mut Invalid| DOCUMENT.read(&data, before, &sight, errors);
    let tx = platform.db.begin().await?;
    let (errors, differences) = match desk(&platform, &who).change(&tx, (of.document, components::version_of(&data)), &sight, read).await {
        Ok(document) => {
            tx.commit().await?;
            return Ok(layout::see(&platform, &path(&who, document.id, ""), "flash-saved"));
        }
        Err(Error::Invalid(errors)) => (errors, vec![]),
        Err(Error::Stale(differences)) => (Invalid::new(), differences),
        Err(error) => return Err(error.into()),
    };
    drop(tx);
    let document = store::find(platform.db.read(), who.practice, of.document, &eyes(&who)).await?;
    let markup = form_page(&platform, &who, &document, &data, &errors, &differences).await?;
    Ok(if differences.is_empty() { layout::unprocessable(markup) } else { layout::conflicting(markup) })
}

#[derive(Deserialize)]
pub(super) struct Which {
    version: Option<i64>,
    inline: Option<bool>,
    frame: Option<bool>,
}

/// What is in a version, to be saved, to be seen, or to be seen within a page of ours.
pub(super) async fn content(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfDocument>, Query(which): Query<Which>) -> Outcome {
    let db = platform.db.read();
    let document = store::find(db, who.practice, of.document, &eyes(&who)).await?;
    let version = store::version(db, who.practice, document.id, which.version.unwrap_or(document.number)).await?;
    let file = files::store::find(db, who.practice, version.file_id).await?;
    let name = document.file_name(&version.name);
    if which.frame.unwrap_or(false) {
        return Ok(stored::framed(&platform, &file, &name).await?);
    }
    Ok(stored::serve(&platform, &file, &name, which.inline.unwrap_or(false)).await?)
}
