//! From the table of routes to a service.

use axum::{Extension, Router, extract::DefaultBodyLimit, middleware::from_fn_with_state, response::IntoResponse};
use despacho_platform::{Error, Platform};
use tower_http::compression::CompressionLayer;

use crate::{assets, error::Failure, frames::Frames, identify, room::Room, security};

/// Largest body of a request.
const BODY_LIMIT: usize = 2 * 1024 * 1024;

/// The whole service.
pub fn service(platform: &Platform, rooms: &'static [&'static Room], router: Router<Platform>) -> Router {
    router
        .fallback(|| async { Failure(Error::NotFound).into_response() })
        .layer(Extension(Frames(rooms)))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(from_fn_with_state((platform.clone(), rooms), identify::identify))
        // Whoever asks for these is nobody's business: no session is looked up.
        .route("/assets/{name}", axum::routing::get(assets::serve))
        .route("/healthz", axum::routing::get(|| async { "ok" }))
        .layer(from_fn_with_state(platform.clone(), security::guard))
        .layer(CompressionLayer::new())
        .with_state(platform.clone())
}
