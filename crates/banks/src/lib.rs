//! Banks: accounts, the statements that are imported of them, what each line is in the books, and closing a day on which both agree.

pub mod account;
pub mod account_actions;
mod api;
pub mod by_hand;
mod check;
pub mod importing;
pub mod line;
pub mod line_store;
pub mod mapping;
pub mod matching;
mod pages;
pub mod proposals;
pub mod reconciling;
mod shares;
pub mod store;
pub mod undoing;
pub mod wanted;

use async_trait::async_trait;
use despacho_kernel::Id;
use despacho_ledger::CHART;
use despacho_platform::{Platform, Result, migration, sql::Connection, texts};
use despacho_settings::{Names, preferences::PreferenceSet};
use despacho_ui::{Room, Routes};

/// Banks.
pub const ROOM: Room = Room {
    name: "banks",
    migrations: &[migration!("0320_banks"), migration!("0380_lines_by_hand")],
    texts: &[texts!("banks"), texts!("banks_api")],
    routes,
    invariants: check::INVARIANTS,
    ..Room::EMPTY
};

fn routes(platform: &Platform) -> Routes {
    api::routes(platform).merge(pages::routes(platform))
}

/// What bank accounts name.
pub struct Banks;

#[async_trait]
impl Names for Banks {
    async fn names_any(&self, db: &dyn Connection, organization: Id, to: &str, ids: &[Id]) -> Result<bool> {
        Ok(to == CHART.name() && store::names_accounts(db, organization, ids).await?)
    }
}
