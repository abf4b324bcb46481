//! Cloning a client's preferences into a new client's organization.

pub mod actions;
mod api;
pub mod panel;
pub mod source;
mod store;

use despacho_platform::Platform;
use despacho_ui::{Access, Routes, openapi::Operation};

pub use source::{CloneChoice, Source};

pub(crate) fn routes(platform: &Platform) -> Routes {
    let preview = Operation::post("/api/v1/preference-previews", "api-previews")
        .takes_schema("PreviewOf", api::body())
        .example(serde_json::json!({ "source_organization_id": "01928f2e-7b1c-7d3a-9f10-2b6c5d4e3f21", "groups": ["taxes"], "country": "ES" }))
        .of_practice()
        .answers::<api::PreviewJson>(200);
    Routes::new(platform).api(preview, Access::SignedIn, api::preview)
}
