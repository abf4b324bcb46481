//! The list of clients, and what is done to several at once.

use std::collections::HashMap;

use axum::{
    extract::State,
    response::{IntoResponse, Redirect},
};
use despacho_kernel::{
    Id, Invalid,
    access::{Application, PracticeRight as R},
    tax_id,
};
use despacho_phones as phone;
use despacho_platform::{Error, Platform, Result, i18n::Lang, memberships, t};
use despacho_ui::{
    InPractice, Outcome, Query,
    assets::icon,
    components::{self, application_name, application_tags, avatar, empty, head},
    format,
    forms::FormData,
    layout,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    actions::Desk,
    client::Client,
    filter::{ListFilter, Sort, Status, visible_to},
    form_pages::kind_label,
    store,
};
use crate::practices::{frame::framed_with, store as practices};

/// Columns that may be shown beside the name.
const COLUMNS: [&str; 8] = ["applications", "email", "phone", "tags", "assigned", "country", "created", "updated"];
const DEFAULT_COLUMNS: &str = "applications,tags,assigned,updated";
const PAGE: i64 = 50;
/// Most clients changed at once.
const SELECTION: usize = 1000;

/// What the list's address says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct ListParams {
    q: String,
    status: String,
    application: String,
    tag: String,
    assigned: String,
    sort: String,
    page: String,
}

impl ListParams {
    pub(super) fn filter(&self, who: &InPractice) -> ListFilter {
        let (sort, descending) = match self.sort.strip_prefix('-') {
            Some(sort) => (sort, true),
            None => (self.sort.as_str(), false),
        };
        ListFilter {
            search: self.q.clone(),
            status: match self.status.as_str() {
                "inactive" => Status::Inactive,
                "all" => Status::All,
                _ => Status::Active,
            },
            application: self.application.parse().ok(),
            tag: Some(self.tag.clone()).filter(|tag| !tag.is_empty()),
            assigned_to: self.assigned.parse().ok(),
            ids: None,
            visible_to: visible_to(who),
            sort: match sort {
                "created" => Sort::Created,
                "updated" => Sort::Updated,
                _ => Sort::Name,
            },
            descending,
        }
    }

    /// The list's address with one parameter changed; another page only when asked.
    fn with(&self, name: &str, value: &str) -> String {
        let present = [
            ("q", &self.q),
            ("status", &self.status),
            ("application", &self.application),
            ("tag", &self.tag),
            ("assigned", &self.assigned),
            ("sort", &self.sort),
        ];
        let mut pairs: Vec<(&str, &str)> = present.iter().filter(|(key, v)| *key != name && !v.is_empty()).map(|(k, v)| (*k, v.as_str())).collect();
        if !value.is_empty() {
            pairs.push((name, value));
        }
        let encoded: Vec<String> = pairs.iter().map(|(k, v)| format!("{k}={}", encode(v))).collect();
        format!("?{}", encoded.join("&"))
    }
}

/// Percent-encoding of a query's value (RFC 3986).
fn encode(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~".contains(&b);
    text.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

#[derive(Deserialize)]
pub(super) struct SearchParams {
    #[serde(default)]
    q: String,
}

/// The search box of the top bar: leads to the list of what it finds, inactive clients included.
pub(super) async fn search(who: InPractice, Query(query): Query<SearchParams>) -> Outcome {
    Ok(Redirect::to(&who.path(&format!("/clients?status=all&q={}", encode(&query.q)))).into_response())
}

pub(super) async fn list(State(platform): State<Platform>, who: InPractice, Query(params): Query<ListParams>) -> Outcome {
    let (lang, db) = (who.lang(), platform.db.read());
    let filter = params.filter(&who);
    let total = store::count(db, who.practice, &filter).await?;
    let last = ((total + PAGE - 1) / PAGE).max(1);
    let page = params.page.parse::<i64>().unwrap_or(1).clamp(1, last);
    let clients = store::list(db, who.practice, &filter, PAGE, (page - 1) * PAGE).await?;
    let ids: Vec<Id> = clients.iter().map(|c| c.id).collect();
    let columns = store::list_columns(db, who.practice, who.user.id).await?.unwrap_or_else(|| DEFAULT_COLUMNS.into());
    let columns: Vec<&str> = COLUMNS.into_iter().filter(|c| columns.split(',').any(|chosen| chosen == *c)).collect();
    let table = Table {
        who: &who,
        params: &params,
        columns: &columns,
        applications: store::applications_of(db, who.practice, &ids).await?,
        assigned: store::assigned_names(db, who.practice, &ids).await?,
        now: platform.clock.now(),
    };
    let filtered = !params.q.is_empty() || !params.application.is_empty() || !params.tag.is_empty() || !params.assigned.is_empty();
    let manages = who.may(R::ManageClients);
    let body = html! {
        (head(&lang.t("clients"), html! {
            (export_menu(lang, &who, &params))
            @if manages { a.btn.primary href=(who.path("/clients/add")) { "+ " (lang.t("client-new")) } }
        }))
        nav.tabs aria-label=(lang.t("views")) {
            @for (word, key) in [("", "clients-active"), ("inactive", "clients-inactive"), ("all", "clients-all")] {
                @let current = params.status == word || (word.is_empty() && params.status == "active");
                a href=(params.with("status", word)) aria-current=[current.then_some("page")] { (lang.t(key)) @if current { " · " (format::number(lang, total)) } }
            }
        }
        (filters(&platform, &who, &params, &columns).await?)
        @if clients.is_empty() {
            section.card {
                @if filtered { (empty(&lang.t("clients-none"), html! { a.btn href=(who.path("/clients")) { (lang.t("clear-filters")) } })) }
                @else { (empty(&lang.t("clients-empty"), html! { @if manages { a.btn.primary href=(who.path("/clients/add")) { (lang.t("clients-add")) } } })) }
            }
        } @else {
            form method="post" action=(who.path("/clients/selection")) data-controller="select" data-turbo="false" {
                (bulk(lang, &who))
                section.card { div.scroll { (table.render(&clients)) } }
            }
            (components::pages(lang, page, PAGE, total, |page| params.with("page", &page.to_string())))
        }
    };
    let active = (!filtered && filter.status == Status::Active).then_some(total);
    Ok(layout::page(framed_with(&platform, &who, "clients", &lang.t("clients"), &body, active).await?))
}

fn export_menu(lang: Lang, who: &InPractice, params: &ListParams) -> Markup {
    html! {
        details.pick-menu data-controller="menu" {
            summary.btn role="button" { (icon("download")) (lang.t("export")) }
            div.pop {
                @for kind in ["csv", "xlsx"] {
                    a href=(who.path(&format!("/clients/export{}", params.with("format", kind)))) data-turbo="false" { (kind.to_uppercase()) }
                }
            }
        }
    }
}

async fn filters(platform: &Platform, who: &InPractice, params: &ListParams, columns: &[&str]) -> Result<Markup> {
    let lang = who.lang();
    let tags = store::tags(platform.db.read(), who.practice).await?;
    let members = memberships::list(platform.db.read(), who.practice).await?;
    Ok(html! {
        div.filters {
            form.filters.grow method="get" role="search" aria-label=(lang.t("filters")) {
                input type="hidden" name="status" value=(params.status);
                input type="hidden" name="sort" value=(params.sort);
                div.field.wide { div.label { label for="filter-q" { (lang.t("search")) } } input #filter-q type="search" name="q" value=(params.q) placeholder=(lang.t("clients-search")); }
                div.field { div.label { label for="filter-application" { (lang.t("application")) } }
                    select #filter-application name="application" {
                        option value="" { (lang.t("any")) }
                        @for a in Application::ALL { option value=(a.word()) selected[params.application == a.word()] { (application_name(lang, *a)) } }
                    }
                }
                @if !tags.is_empty() {
                    div.field { div.label { label for="filter-tag" { (lang.t("tag")) } }
                        select #filter-tag name="tag" {
                            option value="" { (lang.t("any")) }
                            @for tag in &tags { option value=(tag) selected[params.tag == *tag] { (tag) } }
                        }
                    }
                }
                @if !who.role.sees_assigned_only() {
                    div.field { div.label { label for="filter-assigned" { (lang.t("field-assigned")) } }
                        select #filter-assigned name="assigned" {
                            option value="" { (lang.t("any")) }
                            @for m in &members { option value=(m.user_id) selected[params.assigned == m.user_id.to_string()] { (m.name) } }
                        }
                    }
                }
                button.btn type="submit" { (lang.t("filter")) }
            }
            details.pick-menu data-controller="menu" {
                summary.btn role="button" { (lang.t("columns")) }
                div.pop {
                    form.stack method="post" action=(who.path("/clients/columns")) {
                        @for column in COLUMNS {
                            label.check { input type="checkbox" name="columns" value=(column) checked[columns.contains(&column)]; span { (lang.t(&format!("client-column-{column}"))) } }
                        }
                        button.btn type="submit" { (lang.t("save")) }
                    }
                }
            }
        }
    })
}

fn bulk(lang: Lang, who: &InPractice) -> Markup {
    html! {
        div.bulk data-select-target="bar" hidden {
            span { b data-select-target="count" { "0" } " " (lang.t("selected")) }
            span.grow {}
            @if who.may(R::ManageClients) {
                button.btn.small name="do" value="activate" { (lang.t("activate")) }
                button.btn.small name="do" value="deactivate" { (lang.t("deactivate")) }
                input type="text" name="tag" aria-label=(lang.t("tag")) placeholder=(lang.t("tag")) maxlength="40";
                button.btn.small name="do" value="tag" { (lang.t("tag-add")) }
            }
            button.btn.small formaction=(who.path("/clients/exported-selection")) name="format" value="csv" { "CSV" }
            button.btn.small formaction=(who.path("/clients/exported-selection")) name="format" value="xlsx" { "XLSX" }
        }
    }
}

struct Table<'a> {
    who: &'a InPractice,
    params: &'a ListParams,
    columns: &'a [&'a str],
    applications: HashMap<Id, Vec<Application>>,
    assigned: HashMap<Id, Vec<String>>,
    now: i64,
}

impl Table<'_> {
    fn sortable(&self, label: &str, sort: &str) -> Markup {
        let lang = self.who.lang();
        let present = if self.params.sort.is_empty() { "name" } else { &self.params.sort };
        let (state, next) = if present == sort {
            (Some("ascending"), format!("-{sort}"))
        } else if present.strip_prefix('-') == Some(sort) {
            (Some("descending"), sort.to_owned())
        } else {
            (None, sort.to_owned())
        };
        html! {
            th aria-sort=[state] .hide-s[sort != "name"] {
                a href=(self.params.with("sort", &next)) title=(lang.t("sort")) { (label) @match state { Some("ascending") => " ↑", Some(_) => " ↓", None => "" } }
            }
        }
    }

    fn render(&self, clients: &[Client]) -> Markup {
        let lang = self.who.lang();
        html! {
            table {
                thead { tr {
                    th.box { input type="checkbox" aria-label=(lang.t("select-all")) data-select-target="all" data-action="select#toggleAll"; }
                    (self.sortable(&lang.t("client"), "name"))
                    @for column in self.columns {
                        @let label = lang.t(&format!("client-column-{column}"));
                        @if matches!(*column, "created" | "updated") { (self.sortable(&label, column)) } @else { th.hide-s { (label) } }
                    }
                } }
                tbody { @for client in clients { tr {
                    td.box { input type="checkbox" name="ids" value=(client.id) data-select-target="box" data-action="select#update"
                        aria-label=(t!(lang, "select-named", name = client.display_name.as_str())); }
                    td { a.who href=(self.who.path(&format!("/clients/{}", client.id))) {
                        (avatar(&client.display_name))
                        span { b { (client.display_name) } small {
                            @if client.tax_id.is_empty() { (kind_label(lang, &client.kind)) } @else { (tax_id::show(&client.tax_id, &client.country)) }
                            @if !client.active { " · " (lang.t("state-inactive")) }
                        } }
                    } }
                    @for column in self.columns { td.hide-s { (self.cell(client, column)) } }
                } } }
            }
        }
    }

    fn cell(&self, client: &Client, column: &str) -> Markup {
        let (lang, zone) = (self.who.lang(), &self.who.user.time_zone);
        match column {
            "applications" => match self.applications.get(&client.id) {
                Some(applications) => application_tags(lang, applications),
                None => html! { span.tag { (lang.t("client-other")) } },
            },
            "email" => html! { (client.email) },
            "phone" => html! { (phone::show(&client.phone, &client.country)) },
            "tags" => html! { @for tag in &client.tags { span.tag { (tag) } } },
            "assigned" => html! { (self.assigned.get(&client.id).map_or(String::new(), |names| names.join(", "))) },
            "country" => html! { (components::country_name(lang, &client.country)) },
            "created" => html! { span.muted { (format::ago(lang, zone, client.created_at, self.now)) } },
            _ => html! { span.muted { (format::ago(lang, zone, client.updated_at, self.now)) } },
        }
    }
}

pub(super) async fn save_columns(State(platform): State<Platform>, who: InPractice, data: FormData) -> Outcome {
    let chosen = data.all("columns");
    let columns: Vec<&str> = COLUMNS.into_iter().filter(|c| chosen.iter().any(|x| x == c)).collect();
    let tx = platform.db.begin().await?;
    store::set_list_columns(&tx, who.practice, who.user.id, &columns.join(",")).await?;
    tx.commit().await?;
    Ok(layout::see(&platform, &who.path("/clients"), "flash-saved"))
}

/// The ids of a selection; too many or malformed ones are refused.
pub(super) fn selected(data: &FormData) -> Result<Vec<Id>> {
    let ids = data.all("ids");
    if ids.len() > SELECTION {
        return Err(Error::Malformed(format!("at most {SELECTION} clients at once")));
    }
    ids.iter().map(|id| id.parse().map_err(|_| Error::NotFound)).collect()
}

pub(super) async fn selection(State(platform): State<Platform>, who: InPractice, data: FormData) -> Outcome {
    let ids = selected(&data)?;
    if ids.is_empty() {
        return Err(Error::from(Invalid::one("ids", "nothing_selected")).into());
    }
    let practice = practices::find(platform.db.read(), who.practice).await?;
    let desk = Desk { practice: &practice, by: &who.user, visible_to: visible_to(&who), now: platform.clock.now() };
    let tx = platform.db.begin().await?;
    match data.get("do") {
        "activate" => desk.set_active(&tx, &ids, true).await?,
        "deactivate" => desk.set_active(&tx, &ids, false).await?,
        "tag" => desk.add_tag(&tx, &ids, data.get("tag")).await?,
        _ => return Err(Error::Malformed("do what?".into()).into()),
    };
    tx.commit().await?;
    Ok(layout::see(&platform, &who.path("/clients"), "flash-saved"))
}
