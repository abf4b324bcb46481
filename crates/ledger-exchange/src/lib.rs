//! The journal in the formats of other programs: files that come in, blocks that are pasted, and the books that go out.

mod api;
mod blocks;
pub mod exports;
pub mod imports;

use despacho_platform::{Platform, migration, texts};
use despacho_ui::{Room, Routes};

/// Imports and exports of the journal.
pub const ROOM: Room = Room {
    name: "ledger-exchange",
    migrations: &[migration!("0071_imports")],
    texts: &[texts!("imports"), texts!("blocks")],
    routes,
    jobs: &[imports::JOB],
    ..Room::EMPTY
};

fn routes(platform: &Platform) -> Routes {
    imports::routes(platform).merge(blocks::routes(platform)).merge(api::routes(platform))
}
