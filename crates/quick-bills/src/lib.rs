//! Vendors' bills typed one after another: a line that becomes a bill, posted and perhaps paid, and the batch of those that were typed.

pub mod actions;
mod amounts;
mod api;
pub mod batch;
pub mod bringing;
mod days;
pub mod last;
pub mod line;
mod pages;
pub mod paper;
pub mod paper_store;
mod proposing;
mod read;
pub mod store;
mod vendor;

use despacho_platform::{Platform, migration, texts};
use despacho_ui::{Room, Routes};

/// Bills one after another.
pub const ROOM: Room = Room {
    name: "quick-bills",
    migrations: &[migration!("0350_bill_batches"), migration!("0351_bill_papers")],
    texts: &[texts!("quick_bills")],
    routes,
    ..Room::EMPTY
};

fn routes(platform: &Platform) -> Routes {
    api::routes(platform).merge(pages::routes(platform))
}
