//! Lists of documents: of the practice, and of a client in its profile.

use axum::extract::State;
use despacho_kernel::{Id, Invalid, access::PracticeRight as R};
use despacho_platform::{Platform, Result, i18n::Lang, t};
use despacho_practice::{
    clients::{
        client::Client,
        filter::{ListFilter, visible_to},
        list_store as clients,
        profile_frame::{find, profile},
    },
    practices::frame::framed,
};
use despacho_ui::{
    InPractice, Outcome, Path, Query,
    assets::icon,
    components::{self, empty, head},
    format,
    forms::FormData,
    layout, paging,
};
use form_urlencoded::Serializer;
use futures_util::future::BoxFuture;
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    parts::{category, eyes, kind, path, sharing, size},
    upload_form::{self, Refused},
};
use crate::{
    actions::BIN,
    document::{Document, Kind, Source},
    period,
    store::{self, Filter},
};

/// Documents of a page.
const PAGE: i64 = 50;
/// Most clients that the form of the practice's page offers.
const CLIENTS: i64 = 1000;

/// What the list's address says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Params {
    pub q: String,
    pub kind: String,
    pub period: String,
    /// `shared`, `internal`, `client` (what came from clients), `bin`; everything where it is none of these.
    pub view: String,
    before: String,
}

/// Views of the list, with their texts.
const VIEWS: [(&str, &str); 5] = [
    ("", "firm-documents-all"),
    ("client", "firm-documents-received"),
    ("shared", "firm-documents-of-shared"),
    ("internal", "firm-documents-of-internal"),
    ("bin", "firm-documents-bin"),
];

impl Params {
    /// The list's address with one parameter changed.
    fn with(&self, name: &str, value: &str) -> String {
        let all = [("q", &self.q), ("kind", &self.kind), ("period", &self.period), ("view", &self.view)];
        let mut pairs: Vec<(&str, &str)> = all
            .into_iter()
            .map(|(key, value)| (key, value.as_str()))
            .filter(|(key, value)| *key != name && !value.is_empty())
            .collect();
        if !value.is_empty() {
            pairs.push((name, value));
        }
        format!("?{}", Serializer::new(String::new()).extend_pairs(pairs).finish())
    }

    /// As a form keeps it, to come back to.
    pub fn address(&self) -> String {
        self.with("", "")
    }

    /// From what [`address`](Self::address) told.
    pub fn of_address(text: &str) -> Self {
        let mut found = Self::default();
        for (name, value) in form_urlencoded::parse(text.trim_start_matches('?').as_bytes()) {
            match &*name {
                "q" => found.q = value.into_owned(),
                "kind" => found.kind = value.into_owned(),
                "period" => found.period = value.into_owned(),
                "view" => found.view = value.into_owned(),
                _ => {}
            }
        }
        found
    }

    fn narrowed(&self) -> bool {
        !(self.q.is_empty() && self.kind.is_empty() && self.period.is_empty())
    }

    fn filter(&self, who: &InPractice, client: Option<Id>) -> Filter {
        Filter {
            client,
            kind: if self.kind.parse::<Kind>().is_ok() { self.kind.clone() } else { String::new() },
            search: self.q.chars().take(200).collect(),
            period: period::read(&self.period).unwrap_or_default(),
            sharing: match self.view.as_str() {
                "shared" => "shared",
                "internal" => "nobody",
                _ => "",
            }
            .into(),
            source: if self.view == "client" { Source::Client.word().into() } else { String::new() },
            deleted: self.view == "bin",
            ..Filter::of(eyes(who))
        }
    }
}

/// How many documents came from clients in the last week: what the side bar tells.
pub fn waiting<'a>(platform: &'a Platform, who: &'a InPractice) -> BoxFuture<'a, Result<Option<i64>>> {
    Box::pin(async move {
        let since = platform.clock.now() - 7 * despacho_platform::clock::DAY;
        let filter = Filter { source: Source::Client.word().into(), since: Some(since), ..Filter::of(eyes(who)) };
        let count = store::count(platform.db.read(), who.practice, &filter, 100).await?;
        Ok(Some(count).filter(|count| *count > 0))
    })
}

pub(super) async fn all(State(platform): State<Platform>, who: InPractice, Query(params): Query<Params>) -> Outcome {
    Ok(layout::page(page(&platform, &who, None, &params, &Refused::default()).await?))
}

#[derive(Deserialize)]
pub(super) struct OfClient {
    client: Id,
}

pub(super) async fn of_client(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfClient>, Query(params): Query<Params>) -> Outcome {
    let client = find(&platform, &who, of.client).await?;
    Ok(layout::page(page(&platform, &who, Some(&client), &params, &Refused::default()).await?))
}

/// The list, of all clients or of one, with what an upload was refused.
pub async fn page(platform: &Platform, who: &InPractice, client: Option<&Client>, params: &Params, refused: &Refused) -> Result<Markup> {
    let (lang, db) = (who.lang(), platform.db.read());
    let filter = params.filter(who, client.map(|client| client.id));
    let mut documents = store::list(db, who.practice, &filter, params.before.parse().ok(), PAGE + 1).await?;
    let more = paging::cut(&mut documents, PAGE);
    let base = match client {
        Some(client) => who.path(&format!("/clients/{}/documents", client.id)),
        None => who.path("/documents"),
    };
    let next = documents.last().filter(|_| more).map(|last| format!("{base}{}", params.with("before", &last.id.to_string())));
    let ids: Vec<Id> = documents.iter().map(|document| document.client_id).collect();
    let names = store::client_names(db, who.practice, &ids).await?;
    let offered = match client {
        None if who.may(R::EditClients) => {
            let filter = ListFilter { visible_to: visible_to(who), ..ListFilter::default() };
            clients::list(db, who.practice, &filter, CLIENTS, 0).await?
        }
        _ => vec![],
    };
    let form = who.may(R::EditClients).then(|| upload_form::form(platform, who, client, &offered, refused));
    let bin = params.view == "bin";
    let content = html! {
        @if !bin && let Some(form) = &form { (form) }
        (filters(lang, &base, params))
        nav.tabs aria-label=(lang.t("views")) {
            @for (word, key) in VIEWS { a href=(format!("{base}{}", params.with("view", word))) aria-current=[(params.view == word).then_some("page")] { (lang.t(key)) } }
        }
        @if bin { p.note { (t!(lang, "firm-documents-bin-about", days = BIN)) } }
        @if documents.is_empty() {
            section.card {
                @if params.narrowed() { (empty(&lang.t("firm-documents-none"), html! { a.btn href=(base) { (lang.t("clear-filters")) } })) }
                @else { (empty(&lang.t(if bin { "firm-documents-bin-empty" } else { "firm-documents-empty" }), html! {})) }
            }
        } @else {
            form method="post" action=(who.path("/documents/selection")) data-controller="select" data-turbo="false" {
                input type="hidden" name="list" value=(params.address());
                @if let Some(client) = client { input type="hidden" name="client" value=(client.id); }
                (bulk(who, bin))
                section.card { div.scroll { (table_of(who, client.is_none(), bin, &documents, &names)) } }
            }
            @if let Some(next) = next { p.row { a.btn href=(next) rel="next" { (lang.t("firm-documents-more")) } } }
        }
    };
    let title = lang.t("firm-documents");
    match client {
        Some(client) => profile(platform, who, client, "firm-documents", content).await,
        None => framed(platform, who, "firm-documents", &title, &html! { (head(&title, html! {})) div.stack { (content) } }).await,
    }
}

fn filters(lang: Lang, base: &str, params: &Params) -> Markup {
    let (mut data, errors) = (FormData::default(), Invalid::new());
    data.set("kind", &params.kind).set("period", &params.period);
    let form = despacho_ui::forms::Form::new(lang, &data, &errors);
    let kinds = std::iter::once((String::new(), lang.t("any"))).chain(Kind::ALL.iter().map(|of| (of.word().to_owned(), kind(lang, of.word()))));
    html! {
        form.filters method="get" action=(base) role="search" aria-label=(lang.t("filters")) {
            @if !params.view.is_empty() { input type="hidden" name="view" value=(params.view); }
            div.field.wide { div.label { label for="f-q" { (lang.t("search")) } } input #f-q type="search" name="q" value=(params.q) placeholder=(lang.t("firm-documents-search")) autocomplete="off"; }
            (form.field("kind").label(lang.t("firm-document-kind")).select(kinds.collect()))
            (form.field("period").label(lang.t("firm-document-period")).optional())
            button.btn type="submit" { (lang.t("filter")) }
        }
    }
}

fn bulk(who: &InPractice, bin: bool) -> Markup {
    let lang = who.lang();
    html! {
        div.bulk data-select-target="bar" {
            (components::selected(lang))
            span.grow {}
            button.btn.small formaction=(who.path("/documents/exported-selection")) { (icon("download")) "ZIP" }
            @if who.may(R::EditClients) {
                @if bin { button.btn.small name="do" value="restore" { (lang.t("firm-documents-restore")) } }
                @else {
                    button.btn.small name="do" value="share" { (lang.t("firm-documents-share-all")) }
                    button.btn.small name="do" value="unshare" { (lang.t("firm-documents-unshare")) }
                    button.btn.small.danger name="do" value="delete" { (lang.t("firm-documents-delete")) }
                }
            }
        }
    }
}

fn table_of(who: &InPractice, of_all: bool, bin: bool, documents: &[Document], names: &std::collections::HashMap<Id, String>) -> Markup {
    let lang = who.lang();
    let day = |at: i64| format::date(lang, &who.user.time_zone, at);
    html! {
        table.dense {
            caption.vh { (lang.t("firm-documents")) }
            thead { tr {
                th.box { input type="checkbox" aria-label=(lang.t("select-all")) data-select-target="all" data-action="select#toggleAll"; }
                th { (lang.t("firm-document-name")) }
                th.hide-s { (lang.t("firm-document-kind")) }
                th.hide-s { (lang.t("firm-document-period")) }
                th.hide-s { (lang.t("firm-documents-sharing")) }
                th.hide-s { (lang.t(if bin { "firm-documents-deleted" } else { "firm-documents-added" })) }
            } }
            tbody { @for of in documents { tr {
                td.box { input type="checkbox" name="ids" value=(of.id) data-select-target="box" data-action="select#update" aria-label=(t!(lang, "select-named", name = of.name.as_str())); }
                td {
                    a.who href=(path(who, of.id, "")) { (icon("file")) span {
                        b { bdi { (of.name) } }
                        small {
                            @if of_all && let Some(name) = names.get(&of.client_id) { (name) " · " }
                            @if !of.folder.is_empty() { (of.folder) " · " }
                            (size(lang, of.size))
                            @if of.number > 1 { " · " (t!(lang, "firm-documents-version", number = of.number)) }
                        }
                        small.show-s {
                            span.line { (kind(lang, &of.kind)) @if !of.period.is_empty() { " · " (period::shown(lang, &of.period)) } " · " (day(of.deleted_at.unwrap_or(of.created_at))) }
                            span.line { (sharing(lang, of)) }
                        }
                    } }
                }
                td.hide-s { (kind(lang, &of.kind)) br; small.muted { (category(lang, &of.category)) } }
                td.hide-s { @if of.period.is_empty() { span.muted { "—" } } @else { (period::shown(lang, &of.period)) } }
                td.hide-s { (sharing(lang, of)) }
                td.hide-s { (day(of.deleted_at.unwrap_or(of.created_at))) }
            } } }
        }
    }
}
