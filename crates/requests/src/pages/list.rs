//! The list of requests, of the practice and of one client.

use axum::extract::State as Platformed;
use despacho_kernel::{Id, access::PracticeRight as R};
use despacho_platform::{Platform, Result, i18n::Lang, t};
use despacho_practice::{
    clients::{
        filter::visible_to,
        profile_frame::{self, profile},
    },
    practices::{frame::framed, store as practices},
};
use despacho_ui::{
    InPractice, Outcome, Path, Query,
    assets::icon,
    components::{self, empty, head},
    format, layout,
};
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;

use super::words::{due, state_tag};
use crate::{
    request::{Line, Request, progress},
    store::{self, Filter},
};

const PAGE: i64 = 50;
/// The views of the list: their word in the address, and their text's key.
const VIEWS: [(&str, &str); 6] = [
    ("to_judge", "requests-to-judge"),
    ("open", "requests-open"),
    ("late", "requests-late"),
    ("draft", "requests-drafts"),
    ("closed", "requests-closed"),
    ("", "requests-all"),
];

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    view: Option<String>,
    q: String,
    page: String,
}

impl Asked {
    /// What is shown unless told: what is open.
    fn view(&self) -> &str {
        let named = self.view.as_deref().unwrap_or("open");
        VIEWS.iter().find(|(word, _)| *word == named).map_or("open", |(word, _)| word)
    }

    fn path(&self, base: &str, view: &str, page: i64) -> String {
        let page = if page > 1 { page.to_string() } else { String::new() };
        let pairs = [("view", view), ("q", self.q.as_str()), ("page", page.as_str())];
        let pairs = pairs.iter().filter(|(name, value)| *name == "view" || !value.is_empty());
        format!("{base}?{}", form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish())
    }
}

/// Today where a practice is.
pub(super) async fn today(platform: &Platform, practice: Id) -> Result<Option<Date>> {
    let zone = practices::find(platform.db.read(), practice).await?.time_zone;
    Ok(format::local_date(&zone, platform.clock.now()))
}

pub(super) async fn list(Platformed(platform): Platformed<Platform>, who: InPractice, Query(asked): Query<Asked>) -> Outcome {
    let lang = who.lang();
    let (base, title) = (who.path("/requests"), lang.t("requests"));
    let shown = shown(&platform, &who, &asked, None, &base).await?;
    let body = html! {
        (head(&title, html! {
            a.btn href=(who.path("/request-templates")) { (lang.t("request-templates")) }
            @if who.may(R::ManageClients) { a.btn href=(who.path("/requests/many")) { (lang.t("request-many")) } }
            (new(&who, None))
        }))
        (shown)
    };
    Ok(layout::page(framed(&platform, &who, "requests", &title, &body).await?))
}

#[derive(Deserialize)]
pub(super) struct OfClient {
    client: Id,
}

pub(super) async fn of_client(Platformed(platform): Platformed<Platform>, who: InPractice, Path(of): Path<OfClient>, Query(asked): Query<Asked>) -> Outcome {
    let client = profile_frame::find(&platform, &who, of.client).await?;
    let base = who.path(&format!("/clients/{}/requests", of.client));
    let shown = shown(&platform, &who, &asked, Some(of.client), &base).await?;
    let body = html! { div.row { span.grow {} (new(&who, Some(of.client))) } (shown) };
    Ok(layout::page(profile(&platform, &who, &client, "requests", body).await?))
}

fn new(who: &InPractice, client: Option<Id>) -> Markup {
    let lang = who.lang();
    let path = client.map_or_else(|| who.path("/requests/new"), |client| who.path(&format!("/requests/new?client={client}")));
    html! { @if who.may(R::EditClients) { a.btn.primary href=(path) { (icon("plus")) (lang.t("request-new")) } } }
}

async fn shown(platform: &Platform, who: &InPractice, asked: &Asked, client: Option<Id>, base: &str) -> Result<Markup> {
    let (lang, db) = (who.lang(), platform.db.read());
    let today = today(platform, who.practice).await?;
    let of = |view: &str| Filter {
        client,
        state: view.into(),
        search: asked.q.clone(),
        visible_to: visible_to(who),
        today: today.map(|day| day.to_string()).unwrap_or_default(),
        ..Filter::default()
    };
    let mut counts = vec![];
    for (view, _) in VIEWS {
        counts.push(store::count(db, who.practice, &of(view)).await?);
    }
    let view = asked.view();
    let total = VIEWS.iter().position(|(word, _)| *word == view).map_or(0, |at| counts[at]);
    let page = asked.page.parse::<i64>().unwrap_or(1).clamp(1, ((total + PAGE - 1) / PAGE).max(1));
    let requests = store::list(db, who.practice, &of(view), PAGE, (page - 1) * PAGE).await?;
    let table = table(platform, who, &requests, client.is_none(), today).await?;
    let none = if asked.q.trim().is_empty() { lang.t("requests-none") } else { lang.t("requests-none-found") };
    Ok(html! {
        form.filters method="get" action=(base) role="search" aria-label=(lang.t("filters")) {
            input type="hidden" name="view" value=(view);
            div.field.wide { div.label { label for="filter-q" { (lang.t("search")) } } input #filter-q type="search" name="q" value=(asked.q) placeholder=(lang.t("requests-search")) autocomplete="off"; }
            button.btn type="submit" { (lang.t("filter")) }
            @if !asked.q.is_empty() { a.btn.quiet href=(format!("{base}?view={view}")) { (lang.t("clear-filters")) } }
        }
        nav.tabs aria-label=(lang.t("views")) {
            @for ((word, key), count) in VIEWS.iter().zip(&counts) {
                a href=(asked.path(base, word, 1)) aria-current=[(*word == view).then_some("page")] { (lang.t(key)) " · " (format::number(lang, *count)) }
            }
        }
        section.card {
            @if requests.is_empty() { (empty(&none, html! {})) } @else { div.scroll { (table) } }
        }
        @if total > PAGE { (components::pages(lang, page, PAGE, total, |page| asked.path(base, view, page))) }
    })
}

async fn table(platform: &Platform, who: &InPractice, requests: &[Request], with_client: bool, today: Option<Date>) -> Result<Markup> {
    let (lang, db): (Lang, _) = (who.lang(), platform.db.read());
    let ids: Vec<Id> = requests.iter().map(|request| request.id).collect();
    let lines = store::lines_of(db, who.practice, &ids).await?;
    let clients: Vec<Id> = requests.iter().map(|request| request.client_id).collect();
    let names = store::client_names(db, who.practice, &clients).await?;
    let progress_of = |request: &Request| {
        let own: Vec<Line> = lines.iter().filter(|line| line.request_id == request.id).cloned().collect();
        progress(&own)
    };
    Ok(html! {
        table.requests {
            thead { tr {
                th scope="col" { (lang.t("request")) } th scope="col" { (lang.t("request-state")) }
                th.num.hide-s scope="col" { (lang.t("request-answers")) } th scope="col" { (lang.t("request-due-on")) }
            } }
            tbody { @for request in requests {
                @let p = progress_of(request);
                tr {
                    td { a.who href=(who.path(&format!("/requests/{}", request.id))) { span {
                        b { (request.title) }
                        @if with_client { small { (names.get(&request.client_id).map_or("", String::as_str)) } }
                    } } }
                    td { (state_tag(lang, request, p)) }
                    td.num.hide-s { (t!(lang, "request-of", answered = p.answered, asked = p.asked)) }
                    td { (due(lang, request, today)) }
                }
            } }
        }
    })
}
