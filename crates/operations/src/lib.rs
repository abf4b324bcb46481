//! The installation's own page: what its administrator should know of the server, and the work that failed.
//!
//! It shows numbers and errors, never what a tenant keeps.

mod pages;
mod storage;
mod store;

use despacho_platform::{Platform, texts};
use despacho_ui::{Access, Room, Routes};

/// The page of the installation's administrators.
pub const ROOM: Room = Room { name: "operations", texts: &[texts!("operations")], routes, ..Room::EMPTY };

fn routes(platform: &Platform) -> Routes {
    let administrator = Access::Installation;
    Routes::new(platform)
        .get("/operations", administrator, pages::show)
        .post("/operations/jobs/retry", administrator, pages::retry_all)
        .post("/operations/jobs/{job}/retry", administrator, pages::retry)
}
