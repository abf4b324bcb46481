//! The control matrix: every client's books against a few checks, as they are now.

pub mod actions;
mod api;
pub mod check;
mod pages;
pub mod store;
mod told;

use despacho_kernel::access::PracticeRight as R;
use despacho_platform::Platform;
use despacho_ui::{Access, Routes};

pub(crate) fn routes(platform: &Platform) -> Routes {
    let (read, edit) = (Access::Practice(R::ReadClients), Access::Practice(R::EditClients));
    api::routes(platform)
        .get("/practices/{practice}/control", read, pages::matrix)
        .get("/practices/{practice}/control/{client_organization}", read, pages::row)
        .post("/practices/{practice}/control/{client_organization}/snooze", edit, pages::snooze)
        .post("/practices/{practice}/control/{client_organization}/waking", edit, pages::wake)
        .post("/practices/{practice}/control/{client_organization}/threshold", edit, pages::threshold)
}
