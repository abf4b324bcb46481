//! The home of an organization: how it stands, what is due soon, and what was done last, each part read from what is kept of it already.

pub mod api;
mod chart;
pub mod due;
mod pages;
pub mod parts;
pub mod standing;
mod store;

// The home reads which lines of banks wait.
use despacho_banks as _;
use despacho_platform::{Platform, texts};
use despacho_ui::{Room, Routes};

/// The home of an organization.
pub const ROOM: Room = Room { name: "home", texts: &[texts!("home")], routes, ..Room::EMPTY };

fn routes(platform: &Platform) -> Routes {
    api::routes(platform).merge(pages::routes(platform))
}
