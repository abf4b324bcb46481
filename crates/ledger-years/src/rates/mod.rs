//! Exchange rates by day: an organization's own, and those that a practice keeps for all its clients.

mod api;
pub mod pages;

use despacho_kernel::access::OrganizationRight as R;
use despacho_platform::Platform;
use despacho_ui::{Access, Routes};

pub(crate) fn routes(platform: &Platform) -> Routes {
    const PAGE: &str = "/organizations/{organization}/exchange-rates";
    let edit = Access::Organization(R::EditSettings);
    api::routes(platform)
        .get(PAGE, Access::Organization(R::ReadSettings), pages::show)
        .post(PAGE, edit, pages::put)
        .post("/organizations/{organization}/exchange-rates/removal", edit, pages::remove)
        .post("/organizations/{organization}/exchange-rates/file", edit, pages::file)
}
