//! The pages of entries: the list, the grid in which they are typed, and one entry with what can be done to it.

mod beside;
mod day;
mod deeds;
mod form;
mod grid;
mod list;
mod making;
mod pasted;
mod rows;
mod search;
mod store;
pub(crate) mod view;

use despacho_kernel::access::OrganizationRight as R;
use despacho_platform::Platform;
use despacho_ui::{Access, Routes};

pub(crate) fn routes(platform: &Platform) -> Routes {
    let (read, post, edit) = (Access::Organization(R::ReadLedger), Access::Organization(R::PostEntries), Access::Organization(R::EditAccounts));
    Routes::new(platform)
        .get("/organizations/{organization}/journal-entries", read, list::list)
        .post("/organizations/{organization}/journal-entries", post, form::create)
        .get("/organizations/{organization}/journal-entries/new", post, form::new)
        .get("/organizations/{organization}/journal-entries/accounts", read, search::search)
        .post("/organizations/{organization}/journal-entries/accounts", edit, making::make)
        .post("/organizations/{organization}/journal-entries/pasted", read, pasted::name)
        .post("/organizations/{organization}/journal-entries/contacts", post, making::make_contact)
        .get("/organizations/{organization}/journal-entries/beside", read, beside::show)
        .get("/organizations/{organization}/journal-entries/day", read, day::show)
        .get("/organizations/{organization}/journal-entries/{entry}", read, view::show)
        .post("/organizations/{organization}/journal-entries/{entry}", post, form::update)
        .get("/organizations/{organization}/journal-entries/{entry}/edit", post, form::edit)
        .post("/organizations/{organization}/journal-entries/{entry}/posting", post, deeds::post)
        .post("/organizations/{organization}/journal-entries/{entry}/deletion", post, deeds::delete)
        .get("/organizations/{organization}/journal-entries/{entry}/reversal", post, deeds::reversal)
        .post("/organizations/{organization}/journal-entries/{entry}/reversal", post, deeds::reverse)
}
