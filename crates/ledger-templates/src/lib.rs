//! Entries that are made from others: templates that are filled with what is asked, and entries that come again by themselves.

pub mod recurring;
pub mod templates;

use despacho_platform::{Platform, migration, texts};
use despacho_recurrence::due;
use despacho_ui::{Room, Routes};

/// Templates of entries and recurring entries.
pub const ROOM: Room = Room {
    name: "ledger-templates",
    migrations: &[migration!("0085_entry_templates"), migration!("0086_recurring_entries")],
    texts: &[texts!("templates"), texts!("recurring")],
    routes,
    jobs: &[recurring::JOB],
    hourly: &[|platform| Box::pin(async move { due::call_all::<recurring::job::Maker>(&platform).await })],
    ..Room::EMPTY
};

fn routes(platform: &Platform) -> Routes {
    templates::routes(platform).merge(recurring::routes(platform))
}
