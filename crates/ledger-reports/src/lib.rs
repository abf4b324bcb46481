//! Reports for people and programs: their pages, their files and their API, and the matching that is done on them.

mod api;
pub mod pages;

use despacho_platform::{Platform, texts};
use despacho_ui::{Room, Routes};

/// Pages, files and API of reports.
pub const ROOM: Room = Room { name: "ledger-reports", texts: &[texts!("reports"), texts!("matching_pages")], routes, ..Room::EMPTY };

fn routes(platform: &Platform) -> Routes {
    pages::routes(platform).merge(api::routes(platform))
}

/// Takes the words for a test: all of them, as whoever speaks first decides for every other test.
#[cfg(test)]
pub(crate) fn speak() {
    let texts: Vec<despacho_platform::i18n::Texts> = std::iter::once(despacho_platform::texts!("common"))
        .chain(despacho_ledger::ROOM.texts.iter().copied())
        .chain(ROOM.texts.iter().copied())
        .collect();
    despacho_platform::i18n::speak(&texts);
}
