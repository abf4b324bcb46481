//! The chart of accounts.

pub mod account;
pub mod actions;
mod api;
pub mod csv_file;
mod import_pages;
pub mod pages;
pub mod preferences;
pub mod store;
pub mod watched_store;

use despacho_kernel::access::OrganizationRight as R;
use despacho_platform::Platform;
use despacho_ui::{Access, Routes};

pub use account::{ACCOUNT, Account, TYPES, nearest};

pub(crate) fn routes(platform: &Platform) -> Routes {
    let (read, edit) = (Access::Organization(R::ReadSettings), Access::Organization(R::EditAccounts));
    Routes::new(platform)
        .get("/organizations/{organization}/accounts", read, pages::list)
        .get("/organizations/{organization}/accounts/new", edit, pages::new)
        .post("/organizations/{organization}/accounts", edit, pages::create)
        .get("/organizations/{organization}/accounts/export", read, import_pages::export)
        .get("/organizations/{organization}/accounts/import", edit, import_pages::new)
        .post("/organizations/{organization}/accounts/import", edit, import_pages::look)
        .post("/organizations/{organization}/accounts/imports", edit, import_pages::import)
        .get("/organizations/{organization}/accounts/{account}", edit, pages::edit)
        .post("/organizations/{organization}/accounts/{account}", edit, pages::update)
        .post("/organizations/{organization}/accounts/{account}/merger", edit, pages::merge)
        .merge(api::routes(platform))
}
