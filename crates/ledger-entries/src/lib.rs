//! Entries for people and programs: the list, the grid in which they are typed, one entry with what can be done to it, and its files.

mod api;
mod attachments;
mod pages;
mod shapes;

use despacho_platform::{Platform, texts};
use despacho_ui::{Room, Routes};

/// Pages and API of entries.
pub const ROOM: Room = Room { name: "ledger-entries", texts: &[texts!("entries"), texts!("grid"), texts!("attachments")], routes, ..Room::EMPTY };

fn routes(platform: &Platform) -> Routes {
    pages::routes(platform).merge(api::routes(platform)).merge(attachments::routes(platform))
}
