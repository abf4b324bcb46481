//! The list of clients, and what is done to several at once.

use axum::{
    extract::State,
    response::{IntoResponse, Redirect},
};
use despacho_kernel::{
    Id, Invalid,
    access::{Application, PracticeRight as R},
    tax_id,
};
use despacho_platform::{Error, Platform, Result, i18n::Lang, memberships, t};
use despacho_ui::{
    InPractice, Outcome, Query,
    assets::icon,
    components::{self, application_name, avatar, empty, head},
    format,
    forms::FormData,
    layout,
    table::{self, Column, Sorted},
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    actions::Desk,
    client::{Client, kind_label},
    columns::{Beside, CLIENTS, DEFAULT},
    filter::{ListFilter, Sort, Status, visible_to},
    store,
};
use crate::practices::{frame::framed_with, store as practices};

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
        let Sorted { by, descending } = self.sorted();
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
            sort: match by {
                "created" => Sort::Created,
                "updated" => Sort::Updated,
                _ => Sort::Name,
            },
            descending,
        }
    }

    fn sorted(&self) -> Sorted<'_> {
        Sorted::of(&self.sort, "name")
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
        format!("?{}", form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish())
    }
}

#[derive(Deserialize)]
pub(super) struct SearchParams {
    #[serde(default)]
    q: String,
}

/// The search box of the top bar: leads to the list of what it finds, inactive clients included.
pub(super) async fn search(who: InPractice, Query(query): Query<SearchParams>) -> Outcome {
    let asked = form_urlencoded::Serializer::new(String::new()).append_pair("status", "all").append_pair("q", &query.q).finish();
    Ok(Redirect::to(&who.path(&format!("/clients?{asked}"))).into_response())
}

pub(super) async fn list(State(platform): State<Platform>, who: InPractice, Query(params): Query<ListParams>) -> Outcome {
    let (lang, db) = (who.lang(), platform.db.read());
    let filter = params.filter(&who);
    let total = store::count(db, who.practice, &filter).await?;
    let last = ((total + PAGE - 1) / PAGE).max(1);
    let page = params.page.parse::<i64>().unwrap_or(1).clamp(1, last);
    let clients = store::list(db, who.practice, &filter, PAGE, (page - 1) * PAGE).await?;
    let ids: Vec<Id> = clients.iter().map(|c| c.id).collect();
    let chosen = store::list_columns(db, who.practice, who.user.id).await?.unwrap_or_else(|| DEFAULT.into());
    let columns = CLIENTS.chosen(&chosen.split(',').collect::<Vec<_>>());
    let beside = Beside {
        applications: store::applications_of(db, who.practice, &ids).await?,
        assigned: store::assigned_names(db, who.practice, &ids).await?,
        time_zone: who.user.time_zone.clone(),
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
                section.card { div.scroll { (table_of(&who, &params, &columns, &clients, &beside)) } }
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

async fn filters(platform: &Platform, who: &InPractice, params: &ListParams, columns: &[&'static Column<Client, Beside>]) -> Result<Markup> {
    let lang = who.lang();
    let tags = store::tags(platform.db.read(), who.practice, visible_to(who)).await?;
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
                        @for column in CLIENTS.on_pages() {
                            label.check { input type="checkbox" name="columns" value=(column.name) checked[columns.iter().any(|c| c.name == column.name)]; span { (lang.t(column.label)) } }
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

fn table_of(who: &InPractice, params: &ListParams, columns: &[&'static Column<Client, Beside>], clients: &[Client], beside: &Beside) -> Markup {
    let lang = who.lang();
    let link = |sort: &str| params.with("sort", sort);
    html! {
        table {
            thead { tr {
                th.box { input type="checkbox" aria-label=(lang.t("select-all")) data-select-target="all" data-action="select#toggleAll"; }
                (table::sorting(lang, &lang.t("client"), "name", params.sorted(), true, link))
                (table::headings(lang, columns, params.sorted(), link))
            } }
            tbody { @for client in clients { tr {
                td.box { input type="checkbox" name="ids" value=(client.id) data-select-target="box" data-action="select#update"
                    aria-label=(t!(lang, "select-named", name = client.display_name.as_str())); }
                td { a.who href=(who.path(&format!("/clients/{}", client.id))) {
                    (avatar(&client.display_name))
                    span { b { (client.display_name) } small {
                        @if client.tax_id.is_empty() { (kind_label(lang, &client.kind)) } @else { (tax_id::show(&client.tax_id, &client.country)) }
                        @if !client.active { " · " (lang.t("state-inactive")) }
                    } }
                } }
                (table::cells(lang, columns, client, beside))
            } } }
        }
    }
}

pub(super) async fn save_columns(State(platform): State<Platform>, who: InPractice, data: FormData) -> Outcome {
    let chosen = data.all("columns");
    let chosen: Vec<&str> = chosen.iter().map(String::as_str).collect();
    let columns: Vec<&str> = CLIENTS.chosen(&chosen).iter().map(|column| column.name).collect();
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
