//! Files attached to journal entries. They belong to an entry and to what corrects it, may be added at any time, and are removed only while the day of the
//! entry is open.

pub mod actions;
mod api;
pub mod card;
mod pages;
pub mod store;

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
