//! Budgets: what is expected of accounts month by month, and how it went.

pub mod actions;
mod api;
pub mod budget;
mod form;
mod pages;
pub mod report;
pub mod store;

use despacho_kernel::{Id, access::OrganizationRight as R};
use despacho_ledger::{CHART, DIMENSION_VALUES, DIMENSIONS};
use despacho_platform::{Platform, Result, migration, sql::Connection, texts};
use despacho_settings::preferences::PreferenceSet;
use despacho_ui::{Access, Room, Routes};

/// Budgets.
pub const ROOM: Room = Room { name: "ledger-budgets", migrations: &[migration!("0081_budgets")], texts: &[texts!("budgets")], routes, ..Room::EMPTY };

fn routes(platform: &Platform) -> Routes {
    let (read, post) = (Access::Organization(R::ReadLedger), Access::Organization(R::PostEntries));
    Routes::new(platform)
        .get("/organizations/{organization}/budgets", read, pages::list)
        .post("/organizations/{organization}/budgets", post, pages::create)
        .get("/organizations/{organization}/budgets/new", post, pages::new)
        .get("/organizations/{organization}/budgets/{budget}", read, form::show)
        .post("/organizations/{organization}/budgets/{budget}", post, form::save)
        .post("/organizations/{organization}/budgets/{budget}/editions", post, pages::edition)
        .post("/organizations/{organization}/budgets/{budget}/deletion", post, pages::delete)
        .merge(api::routes(platform))
}

/// Whether budgets name one of these rows: accounts, dimensions and their values can be.
pub async fn names_any(db: &dyn Connection, organization: Id, to: &str, ids: &[Id]) -> Result<bool> {
    let named = [CHART.name(), DIMENSIONS.name, DIMENSION_VALUES.name].contains(&to);
    Ok(named && store::names(db, organization, ids).await?)
}
