//! Insights: the figures of all clients' books side by side, as they are now.

pub mod actions;
mod api;
pub mod insight;
mod pages;
pub mod store;

use despacho_kernel::access::PracticeRight as R;
use despacho_platform::Platform;
use despacho_ui::{Access, Routes};

pub(crate) fn routes(platform: &Platform) -> Routes {
    api::routes(platform).get("/practices/{practice}/insights", Access::Practice(R::ReadClients), pages::show)
}
