//! Fiscal years, their closing, locks of periods and opening balances, for people.

mod allocation;
mod checks;
mod closing;
mod locks;
mod opening;
pub(crate) mod years;

use despacho_kernel::access::OrganizationRight as R;
use despacho_platform::Platform;
use despacho_ui::{Access, Routes};

pub(crate) fn routes(platform: &Platform) -> Routes {
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
}
