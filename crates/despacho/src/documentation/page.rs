//! The page that explains the API.

use despacho_kernel::text::fold;
use despacho_platform::{Platform, i18n::Lang};
use despacho_ui::{
    Caller, Outcome,
    components::{card, empty, head},
    layout,
};
use maud::{Markup, html};
use serde_json::Value;

use super::samples::{self, Sample};

/// The operations that a search finds, by the part of the product that they belong to, with a worked example each.
pub(super) async fn show(platform: Platform, caller: Caller, document: &Value, search: &str) -> Outcome {
    let lang = caller.lang;
    let title = lang.t("api-documentation");
    let wanted = fold(search);
    let mut samples = samples::of(document);
    let parts = samples::parts(document);
    let title_of = |sample: &Sample<'_>| parts.iter().find(|(name, _)| *name == sample.part()).map_or("", |(_, title)| title);
    samples.retain(|sample| fold(&format!("{} {} {} {}", sample.method, sample.path, sample.summary(), title_of(sample))).contains(&wanted));
    let shown: Vec<_> = parts.iter().filter(|(name, _)| samples.iter().any(|sample| sample.part() == *name)).collect();
    let downloads = html! {
        a.btn href="/api/v1/openapi.json" { "OpenAPI" }
        a.btn href="/api/despacho.postman_collection.json" download { "Postman" }
        a.btn href="/api/despacho.http" download { ".http" }
    };
    let body = html! {
        div.medium.stack.api {
            (head(&title, downloads))
            p.muted { (document["info"]["description"].as_str().unwrap_or("")) }
            form.row role="search" action="/api" {
                input.grow type="search" name="search" value=(search) aria-label=(lang.t("api-search"));
                button.btn type="submit" { (lang.t("search")) }
            }
            @if shown.is_empty() { (empty(&lang.t("api-search-none"), html! {})) } @else {
                nav.tabs.wrap aria-label=(lang.t("api-parts")) {
                    @for (name, title) in &shown { a href=(format!("#part-{name}")) { (title) } }
                    @if wanted.is_empty() { a href="#codes" { (lang.t("api-codes")) } }
                }
            }
            @for (name, title) in &shown {
                section.card #(format!("part-{name}")) {
                    header { h2 { (title) } }
                    div.body { @for sample in samples.iter().filter(|sample| sample.part() == *name) { (endpoint(lang, document, sample)) } }
                }
            }
            @if wanted.is_empty() { (codes(lang, document)) }
        }
    };
    Ok(layout::page(layout::simple(&platform, &caller, &title, &body).await?))
}

fn endpoint(lang: Lang, document: &Value, sample: &Sample<'_>) -> Markup {
    let body = &sample.operation["requestBody"]["content"]["application/json"]["schema"];
    let responses = sample.operation["responses"].as_object();
    let parameters = ["query", "header"].map(|place| sample.parameters(place)).concat();
    html! {
        details #(sample.id()) {
            summary { span.tag { (sample.method) } " " code { (sample.path) } span.muted { (sample.summary()) } }
            div.stack {
                pre.code tabindex="0" aria-label=(lang.t("api-example")) { (sample.curl()) }
                @if !body.is_null() { h3 { (lang.t("api-body")) } (fields(lang, document, body)) }
                @if !parameters.is_empty() {
                    h3 { (lang.t("api-parameters")) }
                    dl { @for parameter in &parameters {
                        dt { code { (parameter["name"].as_str().unwrap_or("")) } }
                        dd { (parameter["description"].as_str().unwrap_or("")) }
                    } }
                }
                @if let Some(answered) = answered(sample.operation) {
                    h3 { (lang.t("api-answer")) }
                    (fields(lang, document, answered))
                }
                h3 { (lang.t("api-statuses")) }
                dl { @for (status, response) in responses.into_iter().flatten() {
                    dt { code { (status) } }
                    dd { (response["description"].as_str().unwrap_or("").replace('`', "")) }
                } }
            }
        }
    }
}

/// What an operation answers: of a list, its items.
fn answered(operation: &Value) -> Option<&Value> {
    let (_, done) = operation["responses"].as_object()?.iter().find(|(status, _)| status.starts_with('2'))?;
    let schema = done.pointer("/content/application~1json/schema")?;
    Some(schema.pointer("/properties/items/items").unwrap_or(schema))
}

fn resolved<'d>(document: &'d Value, schema: &'d Value) -> &'d Value {
    schema["$ref"].as_str().and_then(|reference| document.pointer(&reference[1..])).unwrap_or(schema)
}

/// The members of an object, each with what it takes; those within another stand below it.
fn fields(lang: Lang, document: &Value, schema: &Value) -> Markup {
    let schema = resolved(document, schema);
    let required = |name: &str| schema["required"].as_array().is_some_and(|names| names.iter().any(|needed| needed == name));
    html! {
        dl {
            @for (name, of) in schema["properties"].as_object().into_iter().flatten() {
                dt { code { (name) } @if required(name) { " " span.tag { (lang.t("api-required")) } } }
                dd {
                    (kind(document, of))
                    @if let Some(text) = of["description"].as_str() { " · " (text) }
                    @if resolved(document, of)["properties"].is_object() { (fields(lang, document, of)) }
                    @else if of["items"].is_object() && resolved(document, &of["items"])["properties"].is_object() { (fields(lang, document, &of["items"])) }
                }
            }
        }
    }
}

/// What a value is, as a person reads it.
fn kind(document: &Value, schema: &Value) -> String {
    const SHOWN: usize = 12;
    if let Some(branches) = schema["anyOf"].as_array().or_else(|| schema["oneOf"].as_array()) {
        let meant = branches.iter().find(|branch| branch["type"] != "null" && branch["const"].is_null());
        return meant.map_or_else(String::new, |branch| kind(document, branch));
    }
    if let Some(name) = schema["$ref"].as_str().and_then(|reference| reference.rsplit('/').next()) {
        let about = resolved(document, schema);
        let note = about["description"].as_str().filter(|_| about["enum"].is_array());
        return note.map_or_else(|| name.to_owned(), |note| format!("{name} ({note})"));
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).filter(|kind| *kind != "null").collect(),
        _ => vec![],
    };
    let word = match types.as_slice() {
        ["array"] => format!("[{}]", kind(document, &schema["items"])),
        [one] => (*one).to_owned(),
        _ => String::new(),
    };
    let mut notes = vec![];
    notes.extend(schema["format"].as_str().filter(|format| !format.starts_with("int")).map(str::to_owned));
    if let Some(words) = schema["enum"].as_array() {
        notes.push(words.iter().filter_map(Value::as_str).take(SHOWN).collect::<Vec<_>>().join(" | "));
    }
    let bound = |low: &str, high: &str| match (schema[low].as_i64(), schema[high].as_i64()) {
        (Some(low), Some(high)) => Some(format!("{low}–{high}")),
        (None, Some(high)) => Some(format!("≤ {high}")),
        (Some(low), None) => Some(format!("≥ {low}")),
        (None, None) => None,
    };
    notes.extend(bound("minimum", "maximum"));
    notes.extend(bound("minLength", "maxLength"));
    notes.extend(bound("minItems", "maxItems"));
    if notes.is_empty() { word } else { format!("{word} ({})", notes.join(", ")) }
}

/// Every code of a field's error with what a person reads of it.
fn codes(lang: Lang, document: &Value) -> Markup {
    let codes = document.pointer("/components/schemas/FieldProblem/properties/code/enum").and_then(Value::as_array);
    html! {
        div #codes {
            (card(&lang.t("api-codes"), html! {
                p.muted { (lang.t("api-codes-about")) }
                p { @for code in codes.into_iter().flatten().filter_map(Value::as_str) { code { (code) } " " } }
            }))
        }
    }
}
