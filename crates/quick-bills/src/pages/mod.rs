//! The page on which bills are typed one after another, and what it asks for while one types.

mod asked;
mod brought;
mod deeds;
mod entry;
mod papers;
mod rows;
mod show;

use axum::{extract::DefaultBodyLimit, handler::Handler};
use despacho_kernel::access::OrganizationRight as R;
use despacho_platform::Platform;
use despacho_ui::{Access, Routes, received};

pub fn routes(platform: &Platform) -> Routes {
    let post = Access::Organization(R::PostEntries);
    Routes::new(platform)
        .get("/organizations/{organization}/quick-bills", post, deeds::show)
        .post("/organizations/{organization}/quick-bills", post, deeds::register)
        .get("/organizations/{organization}/quick-bills/vendors", post, asked::vendors)
        .get("/organizations/{organization}/quick-bills/last", post, asked::last)
        .get("/organizations/{organization}/quick-bills/twin", post, asked::twin)
        .post("/organizations/{organization}/quick-bills/end", post, deeds::end)
        .post("/organizations/{organization}/quick-bills/papers", post, brought::bring.layer(DefaultBodyLimit::max(received::body_limit(platform))))
        .get("/organizations/{organization}/quick-bills/papers/{paper}", post, brought::serve)
        .post("/organizations/{organization}/quick-bills/papers/{paper}/setting-aside", post, brought::set_aside)
        .post("/organizations/{organization}/quick-bills/papers/{paper}/removal", post, brought::remove)
        .post("/organizations/{organization}/quick-bills/rows/{document}/undoing", post, deeds::undo)
}
