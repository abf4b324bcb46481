//! Tax figures: what documents come to in each tax, the books of VAT, and the returns of a country with their boxes, each held against the ledger.
//!
//! Every figure is of the taxes that documents froze when they were issued; what is filed is kept as it was.

mod accrual;
mod accrual_store;
mod api;
mod book;
mod book_store;
mod check;
pub mod deadlines;
pub mod deeds;
mod filed;
pub mod filing;
mod filing_store;
mod ground;
mod locking;
mod pages;
mod records;
mod returns;
mod settlement;
mod standing;
mod store;
mod summary;
mod ties;
mod ties_store;

use despacho_kernel::Id;
use despacho_platform::{Platform, Result, migration, sql::Connection, texts};
pub use despacho_taxes::period::Period;
use despacho_ui::{Room, Routes};

/// Tax figures.
pub const ROOM: Room = Room {
    name: "tax-returns",
    migrations: &[migration!("0370_tax_filings")],
    texts: &[texts!("tax_returns"), texts!("tax_filings"), texts!("tax_returns_api")],
    routes,
    invariants: check::INVARIANTS,
    ..Room::EMPTY
};

fn routes(platform: &Platform) -> Routes {
    api::routes(platform).merge(pages::routes(platform))
}

/// How a period of the API is written: `2026-1T`, `2026`; and without its year, which is told beside, `1T`, `0A`.
pub const PERIOD: &str = "^([0-9]{4}(-?[1-4]T|-?Q[1-4]|-?0A)?|[1-4]T|Q[1-4]|0A)$";

/// The models of the returns that the catalogue has, each once.
pub fn models() -> Vec<&'static str> {
    despacho_taxes::forms::models()
}

/// The last filing of a model and period that one of these organizations has filed; none where none has.
pub async fn filed_by(db: &dyn Connection, organizations: &[Id], model: &str, period: Period) -> Result<Option<filing::Filing>> {
    filing_store::last_of(db, organizations, model, &period.text()).await
}
