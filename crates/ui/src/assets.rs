//! Styles, scripts, fonts and icons, built by `frontend/` and embedded under hashed names.

use std::{collections::HashMap, sync::LazyLock};

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use maud::{Markup, PreEscaped};
use rust_embed::RustEmbed;

use crate::error::Path;

#[derive(RustEmbed)]
#[folder = "../../frontend/dist"]
struct Dist;

/// The built name of each source name: `app.js` → `app-4F2A.js`.
static NAMES: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let manifest = Dist::get("manifest.json").map(|file| file.data.into_owned()).unwrap_or_default();
    serde_json::from_slice(&manifest).unwrap_or_default()
});

static ICONS: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let icons = Dist::get("icons.json").map(|file| file.data.into_owned()).unwrap_or_default();
    serde_json::from_slice(&icons).unwrap_or_default()
});

/// Where a built file is served.
pub fn url(name: &str) -> String {
    format!("/assets/{}", NAMES.get(name).map_or(name, String::as_str))
}

/// An icon of the set, hidden from screen readers.
pub fn icon(name: &str) -> Markup {
    debug_assert!(ICONS.contains_key(name), "no icon {name}");
    PreEscaped(ICONS.get(name).cloned().unwrap_or_default())
}

/// Serves a built file; names carry a hash, so it may be kept for ever.
pub async fn serve(Path(name): Path<String>) -> Response {
    let Some(file) = Dist::get(&name) else { return StatusCode::NOT_FOUND.into_response() };
    let kind = match name.rsplit('.').next() {
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("woff2") => "font/woff2",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    };
    let headers = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
    (headers, file.data.into_owned()).into_response()
}
