//! Small pieces that pages are made of.

use std::collections::HashMap;

use despacho_kernel::{
    Difference,
    access::Application,
    place,
    region::{DATE_FORMATS, LANGUAGES, Region},
    text::initials,
};
use despacho_platform::{i18n::Lang, t};
use maud::{Markup, html};

use crate::{
    assets::icon,
    format,
    forms::{Form, FormData},
};

/// A square with initials.
pub fn avatar(name: &str) -> Markup {
    html! { span.ava aria-hidden="true" { (initials(name)) } }
}

/// A page's heading and its actions; one of them primary.
pub fn head(title: &str, actions: Markup) -> Markup {
    html! { div.head { h1 { (title) } (actions) } }
}

/// A card with a heading.
pub fn card(title: &str, body: Markup) -> Markup {
    html! { section.card { header { h2 { (title) } } div.body { (body) } } }
}

/// How many boxes are ticked, which the controller `select` keeps up to date.
pub fn selected(lang: Lang) -> Markup {
    // Of one the words differ; `#` stands where the number goes.
    html! { span data-select-target="count" data-one=(t!(lang, "selected", count = 1)) data-other=(t!(lang, "selected", count = "#")) { (t!(lang, "selected", count = 0)) } }
}

/// One sentence and one action, where a list is empty.
pub fn empty(text: &str, action: Markup) -> Markup {
    html! { div.empty { p { (text) } (action) } }
}

/// The choice of a file, in the reader's language whatever the browser's is; its error has the id `f-<name>-help`, as has the help
/// of one that is `helped`.
pub fn file_input(name: &str, accept: Option<&str>, bad: bool, helped: bool) -> Markup {
    files_input(name, accept, false, bad, helped)
}

/// The same of several files.
pub fn files_input(name: &str, accept: Option<&str>, several: bool, bad: bool, helped: bool) -> Markup {
    let id = format!("f-{name}");
    html! {
        span.file data-controller="file" {
            input id=(id) type="file" data-file-target="input" data-action="file#show" name=(name) accept=[accept] multiple[several] required
                aria-invalid=[bad.then_some("true")] aria-describedby=[(bad || helped).then(|| format!("{id}-help"))];
        }
    }
}

/// The dialog in which what is missing where it was typed is made without leaving the page: an account or a contact, by its name, and its tax id where
/// that is asked for. `controller` opens it (`making.js`).
pub fn making(lang: Lang, controller: &str, tax_id: bool) -> Markup {
    html! {
        dialog.sure #making aria-labelledby="making-title" data-making="" {
            header { h2 #making-title {} }
            div.inside.stack {
                div.field {
                    div.label { label for="making-name" { (lang.t("account-name")) } }
                    input #making-name type="text" autocomplete="off" maxlength="200" aria-describedby="making-help";
                    p.help #making-help role="status" {}
                }
                @if tax_id { div.field hidden {
                    div.label { label for="making-tax-id" { (lang.t("field-tax-id")) } }
                    input #making-tax-id type="text" autocomplete="off" maxlength="40";
                } }
            }
            footer {
                span.grow {}
                button.btn type="button" data-action=(format!("{controller}#closeMaking")) { (lang.t("cancel")) }
                button.btn.primary type="button" data-action=(format!("{controller}#make")) { (lang.t("account-add")) }
            }
        }
    }
}

/// A form of one button.
pub fn button(action: &str, class: &str, label: &str) -> Markup {
    html! { form.inline method="post" action=(action) { button class=(class) type="submit" { (label) } } }
}

/// The name of an application.
pub fn application_name(lang: Lang, application: Application) -> String {
    lang.t(&format!("application-{}", application.word()))
}

/// What a person reads of a role in a `practice` or an `organization`; `names` are those of organizations' own roles.
pub fn role_name(lang: Lang, kind: &str, word: &str, names: &HashMap<String, String>) -> String {
    let key = format!("{kind}-role-{}", word.replace('_', "-"));
    match names.get(word) {
        Some(name) => name.clone(),
        None if lang.has(&key) => lang.t(&key),
        None => lang.t("role-gone"),
    }
}

/// Applications as tags.
pub fn application_tags(lang: Lang, applications: &[Application]) -> Markup {
    html! {
        @for application in applications { span.tag { (application_name(lang, *application)) } }
        @if applications.is_empty() { span.muted { "—" } }
    }
}

/// The name of a country.
pub fn country_name(lang: Lang, code: &str) -> String {
    place::country(code).map_or_else(|_| code.to_owned(), |c| lang.pick(&c.name_es, &c.name_en).to_owned())
}

/// Options of languages.
pub fn language_options(lang: Lang) -> Vec<(String, String)> {
    LANGUAGES.iter().map(|code| ((*code).to_owned(), lang.t(&format!("language-{code}")))).collect()
}

/// Options of months.
pub fn month_options(lang: Lang) -> Vec<(String, String)> {
    (1..=12).map(|month| (month.to_string(), lang.t(&format!("month-{month}")))).collect()
}

/// What a form shows when somebody saved another version meanwhile: both values, field by field. What was typed stays in the form.
pub fn conflict(lang: Lang, differences: &[Difference]) -> Markup {
    html! {
        @if !differences.is_empty() {
            section.card.summary role="alert" tabindex="-1" data-controller="focus" {
                header { h2 { (lang.t("stale-title")) } }
                div.body.stack {
                    p { (lang.t("stale-about")) }
                    div.scroll { table.lines {
                        thead { tr { th { (lang.t("stale-what")) } th { (lang.t("stale-stored")) } th { (lang.t("stale-typed")) } } }
                        tbody { @for d in differences { tr {
                            th scope="row" { (d.label) }
                            td { @if d.stored.is_empty() { span.muted { (lang.t("activity-emptied")) } } @else { (d.stored) } }
                            td { @if d.typed.is_empty() { span.muted { (lang.t("activity-emptied")) } } @else { (d.typed) } }
                        } } }
                    } }
                }
            }
        }
    }
}

/// The version that a form was read at, kept in it; see [`version_of`].
pub fn version(version: i64) -> Markup {
    html! { input type="hidden" name="version" value=(version); }
}

/// The version that a form was read at; none where it has none. What is no number was never a version, and is as old as can be.
pub fn version_of(data: &FormData) -> Option<i64> {
    Some(data.get("version")).filter(|version| !version.is_empty()).map(|version| version.parse().unwrap_or(0))
}

/// Options of ways to write a date.
pub fn date_format_options() -> Vec<(String, String)> {
    let samples = ["12 nov 2026", "12/11/2026", "11/12/2026", "2026-11-12"];
    DATE_FORMATS.iter().zip(samples).map(|(value, label)| ((*value).to_owned(), label.to_owned())).collect()
}

/// The five fields of regional settings, each named with `prefix`; proposals follow the country where scripts run.
pub fn region_fields(form: &Form<'_>, prefix: &str) -> Markup {
    let lang = form.lang;
    let name = |field: &str| format!("{prefix}{field}");
    html! {
        (form.field(&name("currency")).currencies(None).span(2).data("target", "currency"))
        (form.field(&name("language")).select(language_options(lang)).span(2).data("target", "language"))
        (form.field(&name("time_zone")).time_zones().span(2).data("target", "time_zone"))
        (form.field(&name("date_format")).select(date_format_options()).span(2).data("target", "date_format"))
        (form.field(&name("fiscal_year_start")).select(month_options(lang)).span(2))
    }
}

/// What countries propose, for the scripts: `{"ES": ["EUR", "es", "Europe/Madrid", "d MMM y"]}`.
pub fn country_proposals() -> String {
    let proposals: serde_json::Map<String, serde_json::Value> = place::countries()
        .iter()
        .map(|c| (c.code.clone(), serde_json::json!([c.currency, c.language, c.time_zone, Region::proposed(&c.code).date_format])))
        .collect();
    serde_json::Value::Object(proposals).to_string()
}

/// Numbered pages of a list.
pub fn pages(lang: Lang, page: i64, size: i64, total: i64, link: impl Fn(i64) -> String) -> Markup {
    pages_of(lang, page, size, total, &format::number(lang, total), link)
}

/// Numbered pages of a list whose total is told in words, as where there are more than were counted.
pub fn pages_of(lang: Lang, page: i64, size: i64, total: i64, told: &str, link: impl Fn(i64) -> String) -> Markup {
    let first = if total == 0 { 0 } else { (page - 1) * size + 1 };
    let last = (page * size).min(total);
    let range = format!("{}–{}", format::number(lang, first), format::number(lang, last));
    html! {
        nav.pages aria-label=(lang.t("pages")) {
            p.muted { (t!(lang, "pages-range", range = range, total = told)) }
            @if page > 1 { a.btn href=(link(page - 1)) rel="prev" { (icon("chevron-left")) (lang.t("pages-previous")) } }
            @if last < total { a.btn href=(link(page + 1)) rel="next" { (lang.t("pages-next")) (icon("chevron-right")) } }
        }
    }
}
