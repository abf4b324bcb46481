//! What a tax authority knows of a client, and what the law asks of it: fiscal profiles, obligations, the calendar.
//!
//! A profile is a history: each field's values with the day from which each holds. Rules of the catalogue make obligations of it ([`derive`]), which are kept once somebody accepts
//! them ([`obligations`]) and whose calendar is the firm's matrix. Rooms whose work an obligation is find it by its client, model and period and say where it stands.

pub mod calendar;
pub mod derive;
mod hand;
pub mod obligations;
pub mod period;
pub mod portal;
pub mod profile;
pub mod rules;

use despacho_kernel::access::PracticeRight;
use despacho_platform::{Platform, jobs::Kind, migration, texts};
use despacho_practice::beside::{Beside, Link, Tab};
use despacho_tax_returns::filing::ReturnFiled;
use despacho_ui::{Room, Routes};

/// The room.
pub const ROOM: Room = Room {
    name: "fiscal",
    migrations: &[migration!("0400_fiscal_profiles"), migration!("0401_obligations")],
    texts: &[texts!("fiscal"), texts!("fiscal_api")],
    routes,
    jobs: &[Kind::of::<ReturnFiled, obligations::job::Follower>()],
    ..Room::EMPTY
};

/// What it puts into the practice's pages.
pub const BESIDE: Beside = Beside {
    links: &[Link { word: "fiscal", path: "/fiscal", icon: "calendar-check", key: "g f", right: PracticeRight::ReadClients, count: None }],
    tabs: &[Tab { word: "fiscal", path: "/fiscal" }],
    ..Beside::EMPTY
};

fn routes(platform: &Platform) -> Routes {
    profile::api::routes(platform)
        .merge(profile::pages::routes(platform))
        .merge(obligations::api::routes(platform))
        .merge(calendar::routes(platform))
}
