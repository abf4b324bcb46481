//! Using a template: what it asks is told, and the lines go into the grid of an entry.

use std::collections::BTreeMap;

use axum::{
    Json,
    extract::State as Shared,
    http::StatusCode,
    response::{IntoResponse, Redirect},
};
use despacho_kernel::{FieldError, Id, Invalid, number, text::fold};
use despacho_ledger::{
    api::common::currency,
    dimensions::Tagging,
    journal::{
        sheet,
        typed::{TypedEntry, TypedLine},
    },
};
use despacho_organizations::{frame::framed, store as organizations};
use despacho_platform::{Error, Platform, Result, i18n::Lang};
use despacho_ui::{
    InOrganization, Outcome, Path, Query,
    components::head,
    error::message,
    fields::notation,
    format,
    forms::{Form, FormData},
    layout,
};
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    actions, lines,
    list::OfTemplate,
    store::{self, EntryTemplate},
    template::{ASKED, Template, question},
};

/// Templates that a search answers.
const FOUND: i64 = 20;

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
}

/// The templates that a text finds, the one of that code first, each with what it asks.
pub async fn choices(Shared(platform): Shared<Platform>, who: InOrganization, Query(asked): Query<Asked>) -> Outcome {
    let db = platform.db.read();
    let text: String = asked.q.trim().chars().take(100).collect();
    let mut found = store::page(db, who.organization, &text, None, FOUND).await?;
    if let Some(exact) = store::of_code(db, who.organization, &fold(&text)).await? {
        found.retain(|other| other.id != exact.id);
        found.insert(0, exact);
    }
    let item = |stored: &EntryTemplate| -> Result<Value> {
        let asks: Vec<Value> = actions::body(stored)?.asks().iter().map(|name| json!({ "name": name, "label": question(name) })).collect();
        Ok(json!({ "id": stored.id, "code": stored.code, "name": stored.name, "asks": asks }))
    };
    let items = found.iter().map(item).collect::<Result<Vec<_>>>()?;
    Ok(Json(json!({ "items": items })).into_response())
}

/// The answers of a form by the names of what is asked, in plain notation; what is no number is told at its field.
pub fn answers(data: &FormData, asks: &[String], lang: Lang, errors: &mut Invalid) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for name in asks {
        let text = data.get(&format!("v.{name}")).trim().trim_end_matches('%').trim_end();
        if text.is_empty() {
            continue;
        }
        if let Some(number) = errors.take(&format!("variables.{name}"), number::decimal(text, notation(lang), 10)) {
            found.insert(name.clone(), number.to_string());
        }
    }
    found
}

/// The entry that a template makes of a form, or what is wrong in it.
async fn made(platform: &Platform, who: &InOrganization, template: &Template, data: &FormData) -> Result<(Date, BTreeMap<String, String>, TypedEntry)> {
    let mut errors = Invalid::new();
    let asks = template.asks();
    let date: Option<Date> = errors.take("date", data.day("date").parse().map_err(|_| "date"));
    let answers = answers(data, &asks, who.lang(), &mut errors);
    for name in asks.iter().filter(|name| data.get(&format!("v.{name}")).trim().is_empty()) {
        errors.push(&format!("variables.{name}"), "required");
    }
    errors.finish()?;
    let date = date.ok_or_else(|| Invalid::one("date", "date"))?;
    let entry = actions::filled(platform.db.read(), who.organization, template, date, &answers).await?;
    Ok((date, answers, entry))
}

/// The lines of a template for the grid, or what is wrong with the answers.
pub async fn fill(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfTemplate>, data: FormData) -> Outcome {
    let (lang, db) = (who.lang(), platform.db.read());
    let template = actions::body(&store::find(db, who.organization, of.template).await?)?;
    match made(&platform, &who, &template, &data).await {
        Ok((_, _, entry)) => {
            let tagging = Tagging::of(db, who.organization, true).await?;
            let names = lines::names(db, who.organization, &template.lines).await?;
            let shown = sheet::shown(&entry, lang, currency(&platform, who.organization).await?);
            // Accounts whose contact is told in the grid.
            let asked: Vec<&String> = template.lines.iter().filter(|line| line.contact == ASKED).map(|line| &line.account_code).collect();
            let line = |line: &TypedLine| {
                json!({
                    "account_code": sheet::joined(&line.account_code, &line.contact),
                    "account_name": names.get(&line.account_code),
                    "waits": line.account_code.is_empty() || (line.contact.is_empty() && asked.contains(&&line.account_code)),
                    "description": line.description,
                    "debit": line.debit,
                    "credit": line.credit,
                    "tags": tagging.shown(&line.tags),
                })
            };
            let lines: Vec<Value> = shown.postings.iter().map(line).collect();
            let answer = json!({ "journal": shown.journal, "description": shown.description, "reference": shown.reference, "lines": lines });
            Ok(Json(answer).into_response())
        }
        Err(Error::Invalid(errors)) => {
            let of = |error: &FieldError| (error.field.trim_start_matches("variables.").to_owned(), Value::from(message(lang, error)));
            let told: serde_json::Map<String, Value> = errors.0.iter().map(of).collect();
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Json(json!({ "errors": told }))).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// The inputs of what is asked.
pub fn inputs(form: &Form<'_>, asks: &[String]) -> Markup {
    html! { @for name in asks {
        @let (field, label) = (format!("variables.{name}"), question(name));
        @let error = form.errors.0.iter().find(|error| error.field == field).map(|error| message(form.lang, error));
        @let help = format!("f-variables-{name}-help");
        div.field.c2.error[error.is_some()] {
            div.label { label for=(format!("f-variables-{name}")) { (label) } }
            input id=(format!("f-variables-{name}")) name=(format!("v.{name}")) value=(form.data.get(&format!("v.{name}"))) inputmode="decimal" autocomplete="off"
                aria-invalid=[error.as_ref().map(|_| "true")] aria-describedby=[error.as_ref().map(|_| &help)];
            @if let Some(error) = &error { p.help.bad id=(help) { (error) } }
        }
    } }
}

/// The labels of what is asked, for the summary of errors.
pub fn asked_labels(errors: &Invalid) -> Vec<(&str, String)> {
    errors
        .0
        .iter()
        .filter_map(|error| Some((error.field.as_str(), question(error.field.strip_prefix("variables.")?))))
        .collect()
}

async fn page(platform: &Platform, who: &InOrganization, of: &EntryTemplate, data: &FormData, errors: &Invalid) -> Result<Markup> {
    let lang = who.lang();
    let asks = actions::body(of)?.asks();
    let form = Form::new(lang, data, errors);
    let path = who.path(&format!("/entry-templates/{}", of.id));
    let body = html! {
        div.medium {
            p.crumbs { a href=(who.path("/entry-templates")) { (lang.t("templates")) } }
            (head(&of.name, html! {}))
            form.stack method="post" action=(format!("{path}/use")) novalidate {
                (form.summary_as(&asked_labels(errors)))
                section.card { div.body.grid {
                    (form.field("date").day().span(2))
                    (inputs(&form, &asks))
                    p.c6.muted { (lang.t("template-use-about")) }
                } }
                div.foot { button.btn.primary type="submit" { (lang.t("template-to-grid")) } a.btn href=(who.path("/entry-templates")) { (lang.t("cancel")) } }
            }
        }
    };
    framed(platform, who, "journal-entries", &of.name, &body).await
}

/// Asks what a template asks, on a page of its own.
pub async fn ask(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfTemplate>) -> Outcome {
    let stored = store::find(platform.db.read(), who.organization, of.template).await?;
    let organization = organizations::find(platform.db.read(), who.organization).await?;
    let mut data = FormData::default();
    data.set("date", format::local_date(&organization.time_zone, platform.clock.now()).map(|day| day.to_string()).unwrap_or_default());
    Ok(layout::page(page(&platform, &who, &stored, &data, &Invalid::new()).await?))
}

/// Leads to the grid with the lines in it.
pub async fn begin(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfTemplate>, data: FormData) -> Outcome {
    let stored = store::find(platform.db.read(), who.organization, of.template).await?;
    match made(&platform, &who, &actions::body(&stored)?, &data).await {
        Ok((date, answers, _)) => {
            let mut query = form_urlencoded::Serializer::new(String::new());
            query.append_pair("template", &stored.id.to_string()).append_pair("date", &date.to_string());
            for (name, value) in &answers {
                query.append_pair(&format!("v.{name}"), value);
            }
            Ok(Redirect::to(&who.path(&format!("/journal-entries/new?{}", query.finish()))).into_response())
        }
        Err(Error::Invalid(errors)) => Ok(layout::unprocessable(page(&platform, &who, &stored, &data, &errors).await?)),
        Err(error) => Err(error.into()),
    }
}

/// The entry that an address asks for: a template, a day, and answers as `v.base`. None where it names none, or not all is answered.
pub async fn of_query(platform: &Platform, who: &InOrganization, query: &BTreeMap<String, String>) -> Result<Option<TypedEntry>> {
    let Some(id) = query.get("template").and_then(|id| id.parse::<Id>().ok()) else { return Ok(None) };
    let db = platform.db.read();
    let template = actions::body(&store::find(db, who.organization, id).await?)?;
    let Some(day) = query.get("date").and_then(|day| day.parse::<Date>().ok()) else { return Ok(None) };
    let answers = query.iter().filter_map(|(name, value)| Some((name.strip_prefix("v.")?.to_owned(), value.clone()))).collect();
    match actions::filled(db, who.organization, &template, day, &answers).await {
        Ok(entry) => Ok(Some(entry)),
        Err(Error::Invalid(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The dialog that F9 opens in the grid, and what its scripts need.
pub fn dialog(lang: Lang, who: &InOrganization) -> Markup {
    html! {
        dialog.sure.templates #templates aria-labelledby="templates-title" data-templates-target="dialog" data-choices=(who.path("/entry-templates/choices")) data-base=(who.path("/entry-templates")) {
            header { h2 #templates-title data-templates-target="title" data-title=(lang.t("templates")) { (lang.t("templates")) } }
            div.inside {
                div data-templates-target="finding" {
                    div.field {
                        div.label { label for="templates-search" { (lang.t("template-search")) } }
                        input #templates-search type="search" autocomplete="off" data-templates-target="search" data-action="input->templates#search keydown->templates#choose";
                    }
                    ul.choices data-templates-target="list" aria-label=(lang.t("templates")) {}
                    p.muted hidden data-templates-target="none" { (lang.t("templates-none")) " " a.link href=(who.path("/entry-templates")) target="_blank" { (lang.t("templates-all")) } }
                }
                div.grid data-templates-target="asks" hidden {}
                p.help.bad role="alert" data-templates-target="told" {}
            }
            footer {
                span.grow {}
                button.btn type="button" data-action="templates#close" { (lang.t("cancel")) }
                button.btn.primary type="button" hidden data-templates-target="go" data-action="templates#fill" { (lang.t("template-to-grid")) }
            }
        }
    }
}
