//! Revaluation: what is held and owed in other currencies at a day's rate (PGC, 11ª norma de registro y valoración; NIC 21).

mod actions;
mod api;
mod pages;
mod plan;
mod store;

use despacho_kernel::access::OrganizationRight as R;
use despacho_platform::Platform;
use despacho_ui::{Access, Routes};

pub(crate) fn routes(platform: &Platform) -> Routes {
    const PAGE: &str = "/organizations/{organization}/revaluations";
    let close = Access::Organization(R::ClosePeriods);
    api::routes(platform).get(PAGE, close, pages::show).post(PAGE, close, pages::post)
}
