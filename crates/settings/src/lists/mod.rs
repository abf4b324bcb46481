//! Lists of master data that an application keeps for an organization: taxes, warehouses, expense categories.

pub mod actions;
pub mod api;
mod check;
pub mod list;
pub mod offer;
pub mod pages;
pub mod reference;
pub mod store;
mod travel;

use despacho_kernel::access::OrganizationRight as R;
use despacho_platform::Platform;
use despacho_ui::{Access, Routes};

pub use list::{Column, Kind, ListRow, MasterList, Shown, Values};
pub use reference::{Named, Referable};

pub(crate) fn routes(platform: &Platform) -> Routes {
    let (read, edit) = (Access::Organization(R::ReadSettings), Access::Organization(R::EditSettings));
    Routes::new(platform)
        .get("/organizations/{organization}/references/{name}", read, pages::references)
        .get("/organizations/{organization}/records/{set}", read, pages::list)
        .get("/organizations/{organization}/records/{set}/new", edit, pages::new)
        .post("/organizations/{organization}/records/{set}", edit, pages::create)
        .post("/organizations/{organization}/records/{set}/completion", edit, pages::complete)
        .get("/organizations/{organization}/records/{set}/{record}", edit, pages::edit)
        .post("/organizations/{organization}/records/{set}/{record}", edit, pages::update)
        .post("/organizations/{organization}/records/{set}/{record}/activation", edit, pages::activate)
        .post("/organizations/{organization}/records/{set}/{record}/deactivation", edit, pages::deactivate)
        .post("/organizations/{organization}/records/{set}/{record}/position", edit, pages::reposition)
}
