//! Blueprints: sets of preferences in versions, applied to many organizations, and how those differ since.

pub mod actions;
mod api;
pub mod blueprint;
pub mod drift;
mod job;
mod pages;
pub mod store;

use despacho_kernel::access::PracticeRight as R;
use despacho_platform::{Platform, Result, jobs::Kind, migration, sql::Connection, texts};
use despacho_practice::{beside::Beside, clients::client::Client};
use despacho_settings::{door, preferences::Snapshot};
use despacho_ui::{Access, Room, Routes};
use futures_util::future::BoxFuture;

/// The room.
pub const ROOM: Room = Room {
    name: "blueprints",
    migrations: &[migration!("0445_blueprints")],
    texts: &[texts!("blueprints")],
    routes,
    jobs: &[Kind::of::<blueprint::ApplyBlueprint, job::Applier>()],
    ..Room::EMPTY
};

/// What it puts into the practice's pages.
pub const BESIDE: Beside = Beside { settings: &[("blueprints", "/blueprints")], initial: Some(initial), ..Beside::EMPTY };

fn initial<'a>(db: &'a dyn Connection, client: &'a Client) -> BoxFuture<'a, Result<Snapshot>> {
    Box::pin(async move { actions::initial(db, &door::standing(), client.practice_id, &client.country, &client.kind, &client.currency).await })
}

fn routes(platform: &Platform) -> Routes {
    let (read, manage, edit) = (Access::Practice(R::ReadClients), Access::Practice(R::ManageClients), Access::Practice(R::ManagePractice));
    api::routes(platform)
        .get("/practices/{practice}/blueprints", read, pages::list)
        .post("/practices/{practice}/blueprints", edit, pages::create)
        .get("/practices/{practice}/blueprints/{blueprint}", read, pages::show)
        .post("/practices/{practice}/blueprints/{blueprint}/versions", edit, pages::publish)
        .post("/practices/{practice}/blueprints/{blueprint}/acceptances", edit, pages::accept)
        .post("/practices/{practice}/blueprints/{blueprint}/applications", manage, pages::apply)
        .get("/practices/{practice}/blueprint-applications/{blueprint_application}", manage, pages::application)
        .get("/practices/{practice}/blueprint-applications/{blueprint_application}/progress", manage, pages::look)
        .post("/practices/{practice}/blueprint-applications/{blueprint_application}/run", manage, pages::run)
        .post("/practices/{practice}/blueprint-applications/{blueprint_application}/reversal", manage, pages::revert)
}
