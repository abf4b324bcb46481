//! Blueprints: sets of preferences in versions, applied to many organizations, and how those differ since.

pub mod actions;
mod api;
pub mod blueprint;
pub mod drift;
mod job;
pub mod store;

use despacho_platform::{Result, jobs::Kind, migration, sql::Connection, texts};
use despacho_practice::{beside::Beside, clients::client::Client};
use despacho_settings::{door, preferences::Snapshot};
use despacho_ui::Room;
use futures_util::future::BoxFuture;

/// The room.
pub const ROOM: Room = Room {
    name: "blueprints",
    migrations: &[migration!("0445_blueprints")],
    texts: &[texts!("blueprints")],
    routes: api::routes,
    jobs: &[Kind::of::<blueprint::ApplyBlueprint, job::Applier>()],
    ..Room::EMPTY
};

/// What it puts into the practice's pages.
pub const BESIDE: Beside = Beside { initial: Some(initial), ..Beside::EMPTY };

fn initial<'a>(db: &'a dyn Connection, client: &'a Client) -> BoxFuture<'a, Result<Snapshot>> {
    Box::pin(async move { actions::initial(db, &door::standing(), client.practice_id, &client.country, &client.kind, &client.currency).await })
}
