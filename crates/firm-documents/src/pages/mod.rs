//! Pages of documents: the practice's, a client's tab, and one document.

mod deeds;
mod list;
mod one;
mod parts;
mod preview;
mod selection;
mod upload;
mod upload_form;

use axum::{extract::DefaultBodyLimit, handler::Handler};
use despacho_kernel::access::PracticeRight as R;
use despacho_platform::Platform;
use despacho_practice::beside::{Beside, Link, Tab};
use despacho_ui::{Access, Routes, received};

/// What the room puts into the practice's pages.
pub const BESIDE: Beside = Beside {
    links: &[Link { word: "firm-documents", path: "/documents", icon: "file", key: "g d", right: R::ReadClients, count: Some(list::waiting) }],
    tabs: &[Tab { word: "firm-documents", path: "/documents" }],
    ..Beside::EMPTY
};

pub fn routes(platform: &Platform) -> Routes {
    let (read, edit, manage) = (Access::Practice(R::ReadClients), Access::Practice(R::EditClients), Access::Practice(R::ManageClients));
    let limit = received::body_limit(platform);
    Routes::new(platform)
        .get("/practices/{practice}/documents", read, list::all)
        .post("/practices/{practice}/documents", edit, upload::add.layer(DefaultBodyLimit::max(limit)))
        .get("/practices/{practice}/clients/{client}/documents", read, list::of_client)
        .post("/practices/{practice}/documents/selection", edit, selection::act)
        .post("/practices/{practice}/documents/restored-selection", edit, selection::restore)
        .post("/practices/{practice}/documents/exported-selection", read, selection::export)
        .get("/practices/{practice}/documents/{document}", read, one::show)
        .get("/practices/{practice}/documents/{document}/edit", edit, one::edit)
        .post("/practices/{practice}/documents/{document}", edit, one::update)
        .get("/practices/{practice}/documents/{document}/content", read, one::content)
        .post("/practices/{practice}/documents/{document}/versions", edit, deeds::add_version.layer(DefaultBodyLimit::max(limit)))
        .post("/practices/{practice}/documents/{document}/versions/{number}/restoration", edit, deeds::restore_version)
        .post("/practices/{practice}/documents/{document}/sharing", edit, deeds::share)
        .post("/practices/{practice}/documents/{document}/hold", manage, deeds::hold)
        .post("/practices/{practice}/documents/{document}/deletion", edit, deeds::delete)
        .post("/practices/{practice}/documents/{document}/restoration", edit, deeds::restore)
        .post("/practices/{practice}/documents/{document}/purge", manage, deeds::purge)
}
