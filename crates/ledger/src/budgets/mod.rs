//! Budgets: what is expected of accounts month by month, and how it went.

pub mod actions;
mod api;
pub mod budget;
mod form;
mod pages;
pub mod report;
pub mod store;

use despacho_kernel::access::OrganizationRight as R;
use despacho_platform::Platform;
use despacho_ui::{Access, Routes};

pub(crate) fn routes(platform: &Platform) -> Routes {
    let (read, post) = (Access::Organization(R::ReadLedger), Access::Organization(R::PostEntries));
    Routes::new(platform)
        .get("/organizations/{organization}/budgets", read, pages::list)
        .post("/organizations/{organization}/budgets", post, pages::create)
        .get("/organizations/{organization}/budgets/new", post, pages::new)
        .get("/organizations/{organization}/budgets/{budget}", read, form::show)
        .post("/organizations/{organization}/budgets/{budget}", post, form::save)
        .post("/organizations/{organization}/budgets/{budget}/editions", post, pages::edition)
        .post("/organizations/{organization}/budgets/{budget}/deletion", post, pages::delete)
        .merge(api::routes(platform))
}
