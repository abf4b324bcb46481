//! The calendar: what all clients file in a period, as a matrix, by person, as a file; and one obligation or many of them changed.

mod asked;
mod bulk;
mod export;
pub mod matrix;
mod pages;
mod panel;
mod parts;
mod store;

use despacho_kernel::access::PracticeRight as R;
use despacho_platform::Platform;
use despacho_ui::{Access, Routes};

pub(crate) fn routes(platform: &Platform) -> Routes {
    let (read, edit) = (Access::Practice(R::ReadClients), Access::Practice(R::EditClients));
    Routes::new(platform)
        .get("/practices/{practice}/fiscal", read, pages::calendar)
        .get("/practices/{practice}/fiscal/export", read, export::export)
        .get("/practices/{practice}/fiscal/selection", edit, bulk::show)
        .post("/practices/{practice}/fiscal/selection", edit, bulk::save)
        .get("/practices/{practice}/fiscal/obligations/{obligation}", read, panel::show)
        .post("/practices/{practice}/fiscal/obligations/{obligation}", edit, panel::save)
}
