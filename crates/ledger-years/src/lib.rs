//! What belongs to a year and its end, for people and programs: fiscal years and their closing, opening balances, locks of periods and
//! exceptions to them, exchange rates and revaluation.

mod allocation;
mod api;
mod checks;
mod closing;
mod exceptions;
mod lock_grid;
mod locks;
mod opening;
pub mod rates;
mod revaluation;
mod shapes;
mod years;

use despacho_kernel::access::OrganizationRight as R;
use despacho_platform::{Platform, migration, texts};
use despacho_ui::{Access, Room, Routes};

/// Pages and API of fiscal years, of what closes them, and of rates.
pub const ROOM: Room = Room {
    name: "ledger-years",
    migrations: &[migration!("0076_revaluations")],
    texts: &[texts!("years"), texts!("closing"), texts!("currencies")],
    routes,
    ..Room::EMPTY
};

fn routes(platform: &Platform) -> Routes {
    let (close, post) = (Access::Organization(R::ClosePeriods), Access::Organization(R::PostEntries));
    Routes::new(platform)
        .get("/organizations/{organization}/fiscal-years", close, years::list)
        .post("/organizations/{organization}/fiscal-years", close, years::add)
        .post("/organizations/{organization}/fiscal-years/{year}/removal", close, years::remove)
        .get("/organizations/{organization}/fiscal-years/{year}/closing", close, closing::show)
        .post("/organizations/{organization}/fiscal-years/{year}/closing", close, closing::close)
        .post("/organizations/{organization}/fiscal-years/{year}/closing-checks", close, closing::decide)
        .get("/organizations/{organization}/fiscal-years/{year}/allocation", close, allocation::show)
        .post("/organizations/{organization}/fiscal-years/{year}/allocation", close, allocation::post)
        .post("/organizations/{organization}/fiscal-years/{year}/reopening", close, closing::reopen)
        .get("/organizations/{organization}/period-locks", close, locks::show)
        .post("/organizations/{organization}/period-locks", close, locks::set)
        .get("/organizations/{organization}/opening-balances", post, opening::show)
        .post("/organizations/{organization}/opening-balances", post, opening::put)
        .merge(api::routes(platform))
        .merge(exceptions::routes(platform))
        .merge(rates::routes(platform))
        .merge(revaluation::routes(platform))
}
