//! The list of clients.

use axum::extract::State;
use despacho_kernel::{Id, access::PracticeRight as R};
use despacho_platform::{Platform, Result, i18n::Lang, memberships, t};
use despacho_ui::{
    InPractice, Outcome, Query,
    assets::icon,
    components::{self, application_tags, avatar, empty, head},
    forms::FormData,
    layout,
    table::{self, Column},
};
use maud::{Markup, html};

use super::{
    client::{Client, beneath, kind_label},
    columns::{Beside, CLIENTS, DEFAULT, applications},
    filter::{Status, visible_to},
    list_parts::{self, FILTERS, Refused},
    list_store,
    params::ListParams,
    store,
};
use crate::practices::frame::framed_with;

const PAGE: i64 = 50;

pub(super) async fn list(State(platform): State<Platform>, who: InPractice, Query(params): Query<ListParams>) -> Outcome {
    Ok(layout::page(page(&platform, &who, &params, &Refused::default()).await?))
}

/// The list as its address says, and what a refused action left there.
pub(super) async fn page(platform: &Platform, who: &InPractice, params: &ListParams, refused: &Refused) -> Result<Markup> {
    let (lang, db, now) = (who.lang(), platform.db.read(), platform.clock.now());
    let filter = params.filter(who);
    let counted = list_store::counted(db, who.practice, &filter).await?;
    let total = counted.total;
    let last = ((total + PAGE - 1) / PAGE).max(1);
    let page = params.page.parse::<i64>().unwrap_or(1).clamp(1, last);
    let clients = list_store::list(db, who.practice, &filter, PAGE, (page - 1) * PAGE).await?;
    let ids: Vec<Id> = clients.iter().map(|c| c.id).collect();
    let chosen = store::list_columns(db, who.practice, who.user.id).await?.unwrap_or_else(|| DEFAULT.into());
    let columns = CLIENTS.chosen(&chosen.split(',').collect::<Vec<_>>());
    let beside = Beside {
        applications: store::applications_of(db, who.practice, &ids).await?,
        assigned: store::assigned_names(db, who.practice, &ids).await?,
        time_zone: who.user.time_zone.clone(),
        now,
    };
    let tags = store::tags(db, who.practice, visible_to(who)).await?;
    let members = memberships::list(db, who.practice).await?;
    let manages = who.may(R::ManageClients);
    let shown_total = counted.shown(lang);
    let body = html! {
        (head(&lang.t("clients"), html! {
            (export_menu(lang, who))
            @if manages { a.btn.primary href=(who.path("/clients/add")) aria-label=(format!("+ {}", lang.t("client-new"))) { (icon("plus")) (lang.t("client-new")) } }
        }))
        (list_parts::filters(who, params, &tags, &members))
        turbo-frame id="clients" target="_top" {
            nav.tabs aria-label=(lang.t("views")) {
                @for (word, key) in [("", "clients-active"), ("inactive", "clients-inactive"), ("all", "clients-all")] {
                    @let current = params.status == word || (word.is_empty() && params.status == "active");
                    a href=(who.path(&format!("/clients{}", params.with("status", word)))) aria-current=[current.then_some("page")] { (lang.t(key)) @if current { " · " (shown_total) } }
                }
            }
            div.chips { (list_parts::chips(who, params, &members, counted)) span.grow {} (list_parts::columns_menu(who, params, &columns)) }
            @if clients.is_empty() {
                section.card {
                    @if params.narrowed() { (empty(&lang.t("clients-none"), html! { a.btn href=(who.path("/clients")) { (lang.t("clear-filters")) } })) }
                    @else { (empty(&lang.t("clients-empty"), html! { @if manages { a.btn.primary href=(who.path("/clients/add")) { (lang.t("clients-add")) } } })) }
                }
            } @else {
                form method="post" action=(who.path("/clients/selection")) data-controller="select" data-turbo="false" {
                    input type="hidden" name="list" value=(params.address());
                    (list_parts::bulk(lang, who, &members, refused))
                    section.card { div.scroll { (table_of(who, params, &columns, &clients, &beside, &refused.ids)) } }
                }
                (components::pages_of(lang, page, PAGE, total, &shown_total, |page| who.path(&format!("/clients{}", params.with("page", &page.to_string())))))
            }
        }
    };
    let active = (!params.narrowed() && filter.status == Status::Active).then_some(counted);
    framed_with(platform, who, "clients", &lang.t("clients"), &body, active).await
}

/// The files hold what the filters say at the moment, so they are asked for with the filters' form.
fn export_menu(lang: Lang, who: &InPractice) -> Markup {
    html! {
        details.pick-menu data-controller="menu" {
            summary.btn role="button" { (icon("download")) (lang.t("export")) }
            div.pop {
                @for kind in ["csv", "xlsx"] {
                    button.btn.quiet type="submit" form=(FILTERS) formaction=(who.path("/clients/export")) name="format" value=(kind) data-turbo="false" { (kind.to_uppercase()) }
                }
            }
        }
    }
}

fn table_of(
    who: &InPractice,
    params: &ListParams,
    columns: &[&'static Column<Client, Beside>],
    clients: &[Client],
    beside: &Beside,
    ticked: &[String],
) -> Markup {
    let lang = who.lang();
    let link = |sort: &str| who.path(&format!("/clients{}", params.with("sort", sort)));
    html! {
        table {
            thead { tr {
                th.box { input type="checkbox" aria-label=(lang.t("select-all")) data-select-target="all" data-action="select#toggleAll"; }
                (table::sorting(lang, &lang.t("client"), "name", params.sorted(), true, link))
                (table::headings(lang, columns, params.sorted(), link))
            } }
            tbody { @for client in clients { tr {
                td.box { input type="checkbox" name="ids" value=(client.id) data-select-target="box" data-action="select#update" checked[ticked.contains(&client.id.to_string())]
                    aria-label=(t!(lang, "select-named", name = client.display_name.as_str())); }
                td { a.who href=(who.path(&format!("/clients/{}", client.id))) {
                    (avatar(&client.display_name))
                    span { b { (client.display_name) }
                        small.hide-s {
                            @if !client.legal_name.is_empty() && client.legal_name != client.display_name { (client.legal_name) } @else { (kind_label(lang, &client.kind)) }
                            @if !client.active { " · " (lang.t("state-inactive")) }
                        }
                        (compact(lang, client, beside))
                    }
                } }
                (table::cells(lang, columns, client, beside))
            } } }
        }
    }
}

/// What a telephone shows of a client, whose columns do not fit.
fn compact(lang: Lang, client: &Client, beside: &Beside) -> Markup {
    let assigned = beside.assigned.get(&client.id).map(|names| names.join(", "));
    html! {
        small.show-s {
            (beneath(lang, client))
            @if let Some(assigned) = assigned { " · " (assigned) }
            @if !client.active { " " span.tag.warn { (lang.t("state-inactive")) } }
            span.line { @match applications(beside, client) { [] => { span.tag { (lang.t("client-other")) } }, some => (application_tags(lang, some)) } }
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
    let back = ListParams::of_query(data.get("list")).address();
    Ok(layout::see(&platform, &who.path(&format!("/clients{back}")), "flash-columns-saved"))
}
