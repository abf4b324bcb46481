//! Bringing entries in from files: journals of hledger, ledger and beancount, tables, and the diaries of Spanish programs.
//!
//! A file is kept, read by a job, and posted whole or not at all. A look goes the same way and writes nothing. What an import brought is undone by the
//! mirror of each entry, as long as none of them has been touched and their days are open.

mod actions;
mod api;
pub(crate) mod import;
mod job;
mod names;
mod pages;
pub(crate) mod people;
mod prepare;
pub mod read;
mod result;
mod sent;
mod store;

use axum::{extract::DefaultBodyLimit, handler::Handler};
use despacho_kernel::access::OrganizationRight as R;
use despacho_platform::{Platform, jobs};
use despacho_ui::{Access, Routes};

/// The background job of imports.
pub const JOB: jobs::Kind = jobs::Kind::of::<import::ImportJournal, job::Importer>();

/// Files of entries are larger than other forms.
fn larger() -> DefaultBodyLimit {
    DefaultBodyLimit::max(sent::KILOBYTES as usize * 1024)
}

pub(crate) fn routes(platform: &Platform) -> Routes {
    let (read, post) = (Access::Organization(R::ReadLedger), Access::Organization(R::PostEntries));
    api::routes(platform)
        .get("/organizations/{organization}/journal-imports", read, pages::list)
        .post("/organizations/{organization}/journal-imports", post, pages::start.layer(larger()))
        .get("/organizations/{organization}/journal-imports/{import}", read, pages::show)
        .post("/organizations/{organization}/journal-imports/{import}", post, pages::again)
        .get("/organizations/{organization}/journal-imports/{import}/progress", read, pages::look)
        .get("/organizations/{organization}/journal-imports/{import}/errors", read, pages::errors)
        .post("/organizations/{organization}/journal-imports/{import}/undoing", post, pages::undo)
}
