//! The parts of the list's page around its table: filters, what is filtered by, columns, and what can be done to a selection.

use despacho_kernel::access::{Application, PracticeRight as R};
use despacho_platform::{i18n::Lang, memberships::Member, t};
use despacho_ui::{
    InPractice,
    assets::icon,
    components::{self, application_name},
    format,
    table::Column,
};
use maud::{Markup, html};

use super::{
    client::Client,
    columns::{Beside, CLIENTS},
    filter::Counted,
    params::ListParams,
};

/// The form of filters. It stands outside the frame that it fills, so that what is being typed keeps the focus.
pub(super) const FILTERS: &str = "client-filters";

/// What a refused action leaves in the page: what was ticked and typed, and why.
#[derive(Default)]
pub(super) struct Refused {
    pub ids: Vec<String>,
    pub tag: String,
    pub users: Vec<String>,
    /// The field, and what a person reads.
    pub message: Option<(String, String)>,
}

pub(super) fn filters(who: &InPractice, params: &ListParams, tags: &[String], members: &[Member]) -> Markup {
    let lang = who.lang();
    html! {
        form.filters #(FILTERS) method="get" action=(who.path("/clients")) role="search" aria-label=(lang.t("filters"))
            data-controller="live" data-turbo-frame="clients" data-turbo-action="replace" data-action="input->live#type change->live#change" {
            input type="hidden" name="status" value=(params.status);
            input type="hidden" name="sort" value=(params.sort);
            div.field.wide { div.label { label for="filter-q" { (lang.t("search")) } } input #filter-q type="search" name="q" value=(params.q) placeholder=(lang.t("clients-search")) autocomplete="off"; }
            button.btn.fold type="button" aria-expanded="false" aria-controls="filter-more" data-live-target="fold" data-action="live#fold" { (icon("sliders-horizontal")) (lang.t("filters")) }
            div.more #filter-more {
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
                            @for tag in tags { option value=(tag) selected[params.tag == *tag] { (tag) } }
                        }
                    }
                }
                @if !who.role.sees_assigned_only() {
                    div.field { div.label { label for="filter-assigned" { (lang.t("field-assigned")) } }
                        select #filter-assigned name="assigned" {
                            option value="" { (lang.t("any")) }
                            @for m in members { option value=(m.user_id) selected[params.assigned == m.user_id.to_string()] { (m.name) } }
                        }
                    }
                }
                button.btn type="submit" { (lang.t("filter")) }
            }
        }
    }
}

/// What the list is narrowed to, each to be taken away with one click; and how many were found.
pub(super) fn chips(who: &InPractice, params: &ListParams, members: &[Member], counted: Counted) -> Markup {
    let lang = who.lang();
    let member = |id: &str| members.iter().find(|m| m.user_id.to_string() == id).map_or(String::new(), |m| m.name.clone());
    let application = params.application.parse().map_or(String::new(), |a| application_name(lang, a));
    let all = [
        ("q", lang.t("search"), params.q.clone()),
        ("application", lang.t("application"), application),
        ("tag", lang.t("tag"), params.tag.clone()),
        ("assigned", lang.t("field-assigned"), member(&params.assigned)),
    ];
    html! {
        @for (name, label, value) in all.iter().filter(|(_, _, value)| !value.is_empty()) {
            a.chip href=(who.path(&format!("/clients{}", params.with(name, "")))) aria-label=(t!(lang, "filter-remove", label = label.as_str(), value = value.as_str())) {
                span { (label) ": " b { (value) } } (icon("x"))
            }
        }
        @if params.narrowed() {
            a.btn.quiet.small href=(who.path(&format!("/clients{}", params.cleared()))) { (lang.t("filter-remove-all")) }
            span.muted role="status" {
                @if counted.more { (t!(lang, "clients-found-more", count = format::number(lang, counted.total))) } @else { (t!(lang, "clients-found", count = counted.total)) }
            }
        }
    }
}

pub(super) fn columns_menu(who: &InPractice, params: &ListParams, columns: &[&'static Column<Client, Beside>]) -> Markup {
    let lang = who.lang();
    html! {
        details.pick-menu.columns-menu data-controller="menu" {
            summary.btn role="button" { (icon("columns-3")) (lang.t("columns")) }
            div.pop {
                form.stack method="post" action=(who.path("/clients/columns")) {
                    input type="hidden" name="list" value=(params.address());
                    fieldset.picks {
                        legend { (lang.t("columns-shown")) }
                        @for column in CLIENTS.on_pages() {
                            label.check { input type="checkbox" name="columns" value=(column.name) checked[columns.iter().any(|c| c.name == column.name)]; span { (lang.t(column.label)) } }
                        }
                    }
                    button.btn.primary type="submit" { (lang.t("save")) }
                }
            }
        }
    }
}

/// What can be done to those that are ticked.
pub(super) fn bulk(lang: Lang, who: &InPractice, members: &[Member], refused: &Refused) -> Markup {
    let message = |field: &str| refused.message.as_ref().filter(|(of, _)| of == field).map(|(_, message)| message);
    html! {
        div.bulk data-select-target="bar" {
            (components::selected(lang))
            span.grow {}
            @if who.may(R::ManageClients) {
                button.btn.small name="do" value="activate" { (lang.t("activate")) }
                button.btn.small name="do" value="deactivate" { (lang.t("deactivate")) }
                details.pick-menu data-controller="menu" open[message("users").is_some()] {
                    summary.btn.small role="button" { (icon("user-plus")) (lang.t("assign-to")) }
                    div.pop {
                        fieldset.picks {
                            legend { (lang.t("assign-to")) }
                            @for m in members {
                                label.check { input type="checkbox" name="users" value=(m.user_id) checked[refused.users.contains(&m.user_id.to_string())]; span { (m.name) } }
                            }
                        }
                        @if let Some(message) = message("users") { p.help.bad role="alert" { (message) } }
                        button.btn.primary name="do" value="assign" { (lang.t("assign")) }
                    }
                }
                span.row {
                    input type="text" name="tag" value=(refused.tag) aria-label=(lang.t("tag")) placeholder=(lang.t("tag")) maxlength="40" data-select-target="text"
                        data-action="input->select#update" aria-invalid=[message("tag").map(|_| "true")] aria-describedby=[message("tag").map(|_| "bulk-tag-help")];
                    button.btn.small name="do" value="tag" data-select-target="withText" { (lang.t("tag-add")) }
                }
            }
            span.row {
                button.btn.small formaction=(who.path("/clients/exported-selection")) name="format" value="csv" { "CSV" }
                button.btn.small formaction=(who.path("/clients/exported-selection")) name="format" value="xlsx" { "XLSX" }
            }
            @if let Some((field, message)) = &refused.message && field != "users" {
                p.help.bad #bulk-tag-help role="alert" { (message) }
            }
        }
    }
}
