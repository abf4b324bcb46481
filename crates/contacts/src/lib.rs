//! Whom an organization sells to and buys from: a number, a name, a tax id. The ledger's control accounts name them, and every
//! application that deals with customers or vendors.

pub mod actions;
mod api;
pub mod contact;
mod list;
mod pages;
pub mod store;

use despacho_kernel::access::OrganizationRight as R;
use despacho_platform::{Platform, migration, texts};
use despacho_ui::{Access, Invariant, Room, Routes};

pub use contact::{CONTACT, Contact, KIND, MAX};

/// Customers and vendors.
pub const ROOM: Room = Room {
    name: "contacts",
    migrations: &[migration!("0067_contacts"), migration!("0330_contact_addresses")],
    texts: &[texts!("contacts")],
    routes,
    invariants: &[Invariant { meaning: "the numbers of contacts begin below one", query: "SELECT organization_id FROM contacts WHERE number < 1 LIMIT 20" }],
    ..Room::EMPTY
};

fn routes(platform: &Platform) -> Routes {
    let (read, edit) = (Access::Organization(R::ReadLedger), Access::Organization(R::PostEntries));
    Routes::new(platform)
        .get("/organizations/{organization}/contacts", read, list::list)
        .get("/organizations/{organization}/contacts/export", read, list::export)
        .get("/organizations/{organization}/contacts/new", edit, pages::new)
        .post("/organizations/{organization}/contacts", edit, pages::create)
        .get("/organizations/{organization}/contacts/{contact}", read, pages::show)
        .get("/organizations/{organization}/contacts/{contact}/edit", edit, pages::edit)
        .post("/organizations/{organization}/contacts/{contact}", edit, pages::update)
        .post("/organizations/{organization}/contacts/{contact}/deletion", edit, pages::delete)
        .merge(api::routes(platform))
}
