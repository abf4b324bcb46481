//! Clients from a file: its columns mapped, tried whole, then imported row by row.

pub mod actions;
mod api;
mod frame;
pub mod import;
mod job;
pub mod mapping;
mod pages;
pub mod plan;
pub mod read;
mod result;
mod sample;
pub mod settings;
pub mod sheet;
mod store;
pub mod targets;
mod undoing;
mod words;

use axum::handler::Handler;
use despacho_kernel::access::PracticeRight as R;
use despacho_platform::{Platform, jobs::Kind, migration, texts};
use despacho_practice::beside::{Beside, Card};
use despacho_ui::{Access, Room, Routes};

/// The room.
pub const ROOM: Room = Room {
    name: "client-sheets",
    migrations: &[migration!("0440_client_file_imports")],
    texts: &[texts!("client_sheets")],
    routes,
    jobs: &[Kind::of::<import::ImportClientFile, job::Importer>()],
    ..Room::EMPTY
};

/// What it puts into the practice's pages.
pub const BESIDE: Beside = Beside {
    adding: &[Card { word: "clients-from-file", about: "clients-from-file-about", path: "/client-file-imports/new", icon: "file-up" }],
    ..Beside::EMPTY
};

fn routes(platform: &Platform) -> Routes {
    let manage = Access::Practice(R::ManageClients);
    api::routes(platform)
        .post("/practices/{practice}/client-file-imports", manage, pages::start.layer(api::larger()))
        .get("/practices/{practice}/client-file-imports/new", manage, pages::new)
        .get("/practices/{practice}/client-file-imports/sample", manage, sample::download)
        .get("/practices/{practice}/client-file-imports/{import}", manage, result::show)
        .get("/practices/{practice}/client-file-imports/{import}/columns", manage, pages::columns)
        .post("/practices/{practice}/client-file-imports/{import}/columns", manage, pages::map)
        .post("/practices/{practice}/client-file-imports/{import}/reading", manage, pages::reread)
        .get("/practices/{practice}/client-file-imports/{import}/options", manage, pages::options)
        .post("/practices/{practice}/client-file-imports/{import}/options", manage, pages::choose)
        .get("/practices/{practice}/client-file-imports/{import}/progress", manage, result::look)
        .get("/practices/{practice}/client-file-imports/{import}/errors", manage, result::errors)
        .post("/practices/{practice}/client-file-imports/{import}/run", manage, result::run)
        .post("/practices/{practice}/client-file-imports/{import}/stopping", manage, result::stop)
        .post("/practices/{practice}/client-file-imports/{import}/undoing", manage, result::undo)
}

/// The words of this room and of those whose fields its columns are, for tests.
#[cfg(test)]
fn speak() {
    let rooms = [&despacho_ui::room::ROOM, &despacho_practice::ROOM, &ROOM];
    let texts: Vec<_> = rooms.iter().flat_map(|room| room.texts).copied().chain([texts!("organizations")]).collect();
    despacho_platform::i18n::speak(&texts);
}
