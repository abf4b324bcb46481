//! The API's description, for machines and for people, in their language.

mod page;
mod samples;

use std::sync::{Arc, OnceLock};

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
use despacho_ui::{
    Caller,
    openapi::{self, Operation},
    routes::Route,
};
use serde::Deserialize;
use serde_json::{Value, json};

/// The document in both languages, made when it is first asked for: it is large, and most who start the program never read it.
struct Documents {
    operations: Vec<Operation>,
    groups: Vec<String>,
    texts: Vec<Texts>,
    es: OnceLock<Value>,
    en: OnceLock<Value>,
}

impl Documents {
    fn of(table: &[Route], groups: &[&str], texts: &[Texts]) -> Self {
        let operations = table.iter().filter_map(|route| route.operation.clone()).collect();
        let groups = groups.iter().map(|&group| group.to_owned()).collect();
        Self { operations, groups, texts: texts.to_vec(), es: OnceLock::new(), en: OnceLock::new() }
    }

    fn make(&self, lang: Lang) -> Value {
        let operations: Vec<&Operation> = self.operations.iter().collect();
        let mut codes: Vec<String> = i18n::keys(&self.texts).into_iter().filter_map(|key| Some(key.strip_prefix("error-")?.replace('-', "_"))).collect();
        codes.push("changed".into());
        codes.sort();
        let groups: Vec<&str> = self.groups.iter().map(String::as_str).collect();
        let formats: Vec<&str> = despacho_ledger_exchange::exports::Format::ALL.iter().map(|format| format.word()).collect();
        let words = |words: Vec<&str>| json!({ "type": "string", "enum": words });
        let models = despacho_tax_returns::models();
        let named = [
            ("group", words(groups)),
            ("format", words(formats)),
            ("model", words(models)),
            ("period", json!({ "type": "string", "pattern": despacho_tax_returns::PERIOD })),
            ("box", json!({ "type": "string", "pattern": "^[0-9]{1,3}$" })),
        ];
        openapi::document(lang, &operations, &named, &codes)
    }

    fn of_lang(&self, lang: Lang) -> &Value {
        match lang {
            Lang::Es => self.es.get_or_init(|| self.make(lang)),
            Lang::En => self.en.get_or_init(|| self.make(lang)),
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
