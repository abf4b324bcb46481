//! The files of an entry, on its page and in the API.

mod api;
pub(crate) mod card;
mod pages;

use axum::{extract::DefaultBodyLimit, handler::Handler};
use despacho_kernel::access::OrganizationRight as R;
use despacho_platform::Platform;
use despacho_ui::{Access, Routes, received};

pub(crate) fn routes(platform: &Platform) -> Routes {
    let (read, post) = (Access::Organization(R::ReadLedger), Access::Organization(R::PostEntries));
    api::routes(platform)
        .post(
            "/organizations/{organization}/journal-entries/{entry}/attachments",
            post,
            pages::add.layer(DefaultBodyLimit::max(received::body_limit(platform))),
        )
        .get("/organizations/{organization}/journal-entries/{entry}/attachments/{attachment}", read, pages::show)
        .post("/organizations/{organization}/journal-entries/{entry}/attachments/{attachment}/removal", post, pages::remove)
}
