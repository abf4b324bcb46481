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
    let preview = Operation::post("/api/v1/preference-previews", "What cloning or applying preferences would do; writes nothing")
        .takes::<api::PreviewOf>()
        .answers::<api::PreviewJson>(200);
    Routes::new(platform).api(preview, Access::SignedIn, api::preview)
}
