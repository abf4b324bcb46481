//! The API's description, for machines and for people.

use std::sync::Arc;

use axum::{Json, Router, extract::State, routing::get};
use despacho_platform::Platform;
use despacho_ui::{Caller, Outcome, components::head, layout, openapi, routes::Route};
use maud::{Markup, html};
use serde_json::Value;

/// `/api/v1/openapi.json` and the page that explains it.
pub fn routes(table: &[Route]) -> Router<Platform> {
    let document = Arc::new(openapi::document(table.iter().filter_map(|route| route.operation.as_ref())));
    let shown = document.clone();
    Router::new()
        .route("/api/v1/openapi.json", get(async move || Json((*document).clone())))
        .route("/api", get(async move |State(platform): State<Platform>, caller: Caller| page(platform, caller, &shown).await))
}

async fn page(platform: Platform, caller: Caller, document: &Value) -> Outcome {
    let lang = caller.lang;
    let title = lang.t("api-documentation");
    let paths = document["paths"].as_object().cloned().unwrap_or_default();
    let schemas = document["components"]["schemas"].as_object().cloned().unwrap_or_default();
    let body = html! {
        div.medium.stack {
            (head(&title, html! { a.btn href="/api/v1/openapi.json" { "OpenAPI" } }))
            p.muted { (lang.t("api-about")) }
            @for (path, item) in &paths {
                @for (method, operation) in item.as_object().into_iter().flatten() { (endpoint(path, method, operation)) }
            }
            h2 { (lang.t("api-schemas")) }
            @for (name, schema) in &schemas { (shape(name, schema)) }
        }
    };
    Ok(layout::page(layout::simple(&platform, &caller, &title, &body).await?))
}

fn endpoint(path: &str, method: &str, operation: &Value) -> Markup {
    let names = |place: &str| -> Vec<String> {
        let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
        parameters.iter().filter(|p| p["in"] == place).filter_map(|p| p["name"].as_str().map(str::to_owned)).collect()
    };
    let body = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
        .as_str()
        .and_then(|r| r.rsplit('/').next())
        .unwrap_or("");
    let statuses: Vec<_> = operation["responses"].as_object().into_iter().flatten().map(|(status, _)| status.clone()).collect();
    html! {
        section.card {
            header { h2 { code { (method.to_uppercase()) " " (path) } } }
            div.body.stack {
                p { (operation["summary"].as_str().unwrap_or("")) }
                p.muted {
                    @if !names("query").is_empty() { "?" (names("query").join(" · ")) " — " }
                    @if !body.is_empty() { a href=(format!("#schema-{body}")) { (body) } " — " }
                    (statuses.join(" · "))
                }
            }
        }
    }
}

fn shape(name: &str, schema: &Value) -> Markup {
    let fields = schema["properties"].as_object().cloned().unwrap_or_default();
    html! {
        section.card #(format!("schema-{name}")) {
            header { h2 { (name) } }
            div.body { ul.list {
                @for (field, of) in &fields { li {
                    code { (field) }
                    span.grow.muted { (kind(of)) @if let Some(text) = of["description"].as_str() { " — " (text) } }
                } }
            } }
        }
    }
}

fn kind(of: &Value) -> String {
    match (&of["type"], of["$ref"].as_str()) {
        (_, Some(reference)) => reference.rsplit('/').next().unwrap_or("").to_owned(),
        (Value::String(kind), _) => kind.clone(),
        (Value::Array(kinds), _) => kinds.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" | "),
        _ => String::new(),
    }
}
