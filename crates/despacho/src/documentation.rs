//! The API's description, for machines and for people, in their language.

mod page;
mod samples;

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{Query, State},
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};
use despacho_platform::{
    Platform,
    i18n::{self, Lang, Texts},
};
use despacho_ui::{Caller, openapi, routes::Route};
use serde::Deserialize;
use serde_json::Value;

/// The document in both languages.
struct Documents {
    es: Value,
    en: Value,
}

impl Documents {
    fn of(table: &[Route], groups: &[&str], texts: &[Texts]) -> Self {
        let operations: Vec<_> = table.iter().filter_map(|route| route.operation.as_ref()).collect();
        let mut codes: Vec<String> = i18n::keys(texts).into_iter().filter_map(|key| Some(key.strip_prefix("error-")?.replace('-', "_"))).collect();
        codes.push("changed".into());
        codes.sort();
        let formats: Vec<&str> = despacho_ledger::exchange::Format::ALL.iter().map(|format| format.word()).collect();
        let of = |lang| openapi::document(lang, &operations, &[("group", groups.to_vec()), ("format", formats.clone())], &codes);
        Self { es: of(Lang::Es), en: of(Lang::En) }
    }

    fn of_lang(&self, lang: Lang) -> &Value {
        match lang {
            Lang::Es => &self.es,
            Lang::En => &self.en,
        }
    }
}

#[derive(Deserialize)]
struct Asked {
    /// `es` or `en`; the reader's unless told.
    language: Option<String>,
    /// What the page is searched for.
    search: Option<String>,
}

impl Asked {
    fn lang(&self, caller: &Caller) -> Lang {
        self.language.as_deref().map_or(caller.lang, Lang::of)
    }
}

fn attachment(kind: &'static str, name: &str, body: String) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)], body).into_response()
}

/// `/api/v1/openapi.json`, the page that explains it, and what can be taken along. `groups` are the names of groups of preferences,
/// and `texts` those of all rooms, which hold the message of each code.
pub fn routes(table: &[Route], groups: &[&str], texts: &[Texts]) -> Router<Platform> {
    let documents = Arc::new(Documents::of(table, groups, texts));
    let (described, shown, http, postman) = (documents.clone(), documents.clone(), documents.clone(), documents);
    Router::new()
        .route("/api/v1/openapi.json", get(async move |caller: Caller, Query(asked): Query<Asked>| Json(described.of_lang(asked.lang(&caller)).clone())))
        .route(
            "/api",
            get(async move |State(platform): State<Platform>, caller: Caller, Query(asked): Query<Asked>| {
                let document = shown.of_lang(caller.lang);
                page::show(platform, caller, document, asked.search.as_deref().unwrap_or("")).await
            }),
        )
        .route(
            "/api/despacho.http",
            get(async move |State(platform): State<Platform>, caller: Caller, Query(asked): Query<Asked>| {
                let text = samples::http(http.of_lang(asked.lang(&caller)), &platform.config.public_url);
                attachment("text/plain; charset=utf-8", "despacho.http", text)
            }),
        )
        .route(
            "/api/despacho.postman_collection.json",
            get(async move |State(platform): State<Platform>, caller: Caller, Query(asked): Query<Asked>| {
                let collection = samples::postman(postman.of_lang(asked.lang(&caller)), &platform.config.public_url);
                attachment("application/json", "despacho.postman_collection.json", collection.to_string())
            }),
        )
}
