//! Entries that come again every so many weeks or months, as drafts or posted.

pub mod actions;
mod api;
mod form;
pub mod job;
mod log;
mod pages;
pub mod rule;
mod store;

use despacho_kernel::access::OrganizationRight as R;
use despacho_platform::{Platform, jobs};
use despacho_ui::{Access, Routes};

/// The work in the background.
pub const JOB: jobs::Kind = jobs::Kind::of::<rule::MakeRecurring, job::Maker>();

pub(crate) fn routes(platform: &Platform) -> Routes {
    let (read, post) = (Access::Organization(R::ReadLedger), Access::Organization(R::PostEntries));
    Routes::new(platform)
        .get("/organizations/{organization}/recurring-entries", read, pages::list)
        .post("/organizations/{organization}/recurring-entries", post, form::create)
        .get("/organizations/{organization}/recurring-entries/new", post, form::new)
        .get("/organizations/{organization}/recurring-entries/{recurring}", read, form::edit)
        .post("/organizations/{organization}/recurring-entries/{recurring}", post, form::update)
        .post("/organizations/{organization}/recurring-entries/{recurring}/skipping", post, pages::skip)
        .post("/organizations/{organization}/recurring-entries/{recurring}/deletion", post, pages::delete)
        .merge(api::routes(platform))
}
