//! Remittances: what is open is paid by transfers, or collected by direct debits under mandates, in orders that banks take as files.

pub mod actions;
mod api;
mod check;
pub mod details;
pub mod file;
mod pages;
pub mod remittance;
pub mod store;

use async_trait::async_trait;
use despacho_kernel::Id;
use despacho_platform::{Platform, Result, migration, sql::Connection, texts};
use despacho_settings::Names;
use despacho_ui::{Room, Routes};

/// Remittances.
pub const ROOM: Room = Room {
    name: "remittances",
    migrations: &[migration!("0465_remittances")],
    texts: &[texts!("remittances")],
    routes,
    invariants: check::INVARIANTS,
    ..Room::EMPTY
};

fn routes(platform: &Platform) -> Routes {
    api::routes(platform).merge(pages::routes(platform))
}

/// What remittances name.
pub struct Remittances;

#[async_trait]
impl Names for Remittances {
    async fn names_any(&self, db: &dyn Connection, organization: Id, to: &str, ids: &[Id]) -> Result<bool> {
        store::names_any(db, organization, to, ids).await
    }
}
