//! Exceptions to locks: who may post through a soft lock until when, and who asks for it.

mod api;
mod pages;

use despacho_kernel::access::OrganizationRight as R;
use despacho_platform::Platform;
use despacho_ui::{Access, Routes};

pub(crate) fn routes(platform: &Platform) -> Routes {
    let (close, post) = (Access::Organization(R::ClosePeriods), Access::Organization(R::PostEntries));
    api::routes(platform)
        .get("/organizations/{organization}/lock-exceptions", close, pages::list)
        .post("/organizations/{organization}/lock-exceptions", close, pages::grant)
        .post("/organizations/{organization}/lock-exceptions/{exception}/ending", close, pages::end)
        .post("/organizations/{organization}/lock-exceptions/{exception}/refusal", close, pages::refuse)
        .get("/organizations/{organization}/lock-exception-request", post, pages::request)
        .post("/organizations/{organization}/lock-exception-request", post, pages::ask)
}
