//! Templates of entries: texts, accounts and formulas, filled with what is asked. Nothing is posted by itself.

pub mod actions;
pub(crate) mod api;
pub mod filling;
mod form;
mod formula;
pub(crate) mod lines;
mod list;
mod shipped;
pub(crate) mod store;
pub mod template;

use despacho_kernel::access::OrganizationRight as R;
use despacho_platform::Platform;
use despacho_ui::{Access, Routes};

pub(crate) fn routes(platform: &Platform) -> Routes {
    let (read, post) = (Access::Organization(R::ReadLedger), Access::Organization(R::PostEntries));
    Routes::new(platform)
        .get("/organizations/{organization}/entry-templates", read, list::list)
        .post("/organizations/{organization}/entry-templates", post, form::create)
        .get("/organizations/{organization}/entry-templates/new", post, form::new)
        .get("/organizations/{organization}/entry-templates/choices", read, filling::choices)
        .post("/organizations/{organization}/entry-templates/usual", post, list::add_usual)
        .get("/organizations/{organization}/entry-templates/{template}", read, form::edit)
        .post("/organizations/{organization}/entry-templates/{template}", post, form::update)
        .post("/organizations/{organization}/entry-templates/{template}/deletion", post, list::delete)
        .get("/organizations/{organization}/entry-templates/{template}/use", read, filling::ask)
        .post("/organizations/{organization}/entry-templates/{template}/use", read, filling::begin)
        .post("/organizations/{organization}/entry-templates/{template}/filling", read, filling::fill)
        .merge(api::routes(platform))
}
