//! The pages of recurring invoices: the list, one with what it made and makes next, and its form.

mod deeds;
mod form;
mod list;
mod path;
mod view;

use despacho_kernel::access::OrganizationRight as R;
use despacho_platform::Platform;
use despacho_ui::{Access, Routes};

pub fn routes(platform: &Platform) -> Routes {
    let (read, write) = (Access::Organization(R::ReadLedger), Access::Organization(R::PostEntries));
    Routes::new(platform)
        .get("/organizations/{organization}/recurring-invoices", read, list::list)
        .post("/organizations/{organization}/recurring-invoices", write, form::create)
        .get("/organizations/{organization}/recurring-invoices/new", write, form::new)
        .get("/organizations/{organization}/recurring-invoices/{recurring}", read, view::show)
        .post("/organizations/{organization}/recurring-invoices/{recurring}", write, form::update)
        .get("/organizations/{organization}/recurring-invoices/{recurring}/edit", write, form::edit)
        .post("/organizations/{organization}/recurring-invoices/{recurring}/stop", write, deeds::stop)
        .post("/organizations/{organization}/recurring-invoices/{recurring}/resume", write, deeds::resume)
        .post("/organizations/{organization}/recurring-invoices/{recurring}/make", write, deeds::make)
        .post("/organizations/{organization}/recurring-invoices/{recurring}/skip", write, deeds::skip)
        .post("/organizations/{organization}/recurring-invoices/{recurring}/deletion", write, deeds::delete)
}
