//! Clients: businesses and persons the practice works for.

pub mod actions;
mod adding;
mod api;
mod assigned_pages;
mod bulk;
pub mod client;
mod columns;
mod export;
pub mod filter;
mod form_pages;
mod job;
mod link_pages;
mod linked;
mod list_pages;
mod list_parts;
pub mod list_store;
pub(crate) mod params;
mod parts_api;
pub mod profile_frame;
mod profile_pages;
pub mod removal_store;
mod selection_pages;
mod selection_store;
pub mod store;
pub mod words;
mod words_store;

use despacho_kernel::{Id, access::PracticeRight as R};
use despacho_platform::{Platform, Result, jobs::Kind, sql::Connection, users::Renamed};
use despacho_ui::{Access, Routes};
use futures_util::future::BoxFuture;

/// Words for the clients of earlier releases.
pub(crate) const WORDS: Kind = Kind::of::<job::IndexClients, job::Indexer>();
/// The order of the list follows the names of those who are assigned.
pub(crate) const ORDER: Kind = Kind::of::<Renamed, job::Sorter>();

/// The practices that keep an organization as a client.
pub fn keepers(db: &dyn Connection, organization: Id) -> BoxFuture<'_, Result<Vec<Id>>> {
    Box::pin(store::practices_of(db, organization))
}

pub(crate) fn routes(platform: &Platform) -> Routes {
    let read = Access::Practice(R::ReadClients);
    let edit = Access::Practice(R::EditClients);
    let manage = Access::Practice(R::ManageClients);
    Routes::new(platform)
        .get("/places/{country}/states", Access::SignedIn, form_pages::states)
        .get("/practices/{practice}/clients", read, list_pages::list)
        .post("/practices/{practice}/clients", manage, form_pages::create)
        .get("/practices/{practice}/clients/add", manage, adding::show)
        .get("/practices/{practice}/clients/new", manage, form_pages::new)
        .get("/practices/{practice}/clients/export", read, export::export)
        .post("/practices/{practice}/clients/clone", manage, form_pages::clone_step)
        .post("/practices/{practice}/clients/selection", manage, selection_pages::act)
        .post("/practices/{practice}/clients/selections/{selection}/undoing", manage, selection_pages::undo)
        .post("/practices/{practice}/clients/exported-selection", read, export::selection)
        .post("/practices/{practice}/clients/columns", read, list_pages::save_columns)
        .get("/practices/{practice}/clients/{client}", read, profile_pages::overview)
        .get("/practices/{practice}/clients/{client}/edit", edit, form_pages::edit)
        .post("/practices/{practice}/clients/{client}", edit, form_pages::update)
        .get("/practices/{practice}/clients/{client}/organizations", read, link_pages::organizations)
        .get("/practices/{practice}/clients/{client}/activity", read, profile_pages::activity)
        .post("/practices/{practice}/clients/{client}/activation", manage, profile_pages::activate)
        .post("/practices/{practice}/clients/{client}/deactivation", manage, profile_pages::deactivate)
        .post("/practices/{practice}/clients/{client}/assignments", manage, assigned_pages::assign)
        .post("/practices/{practice}/clients/{client}/contacts", edit, profile_pages::add_contact)
        .post("/practices/{practice}/clients/{client}/contacts/{contact}", edit, profile_pages::update_contact)
        .post("/practices/{practice}/clients/{client}/contacts/{contact}/removal", edit, profile_pages::remove_contact)
        .post("/practices/{practice}/clients/{client}/organization-links", manage, link_pages::link)
        .post("/practices/{practice}/clients/{client}/organization-links/{organization_id}/removal", manage, link_pages::unlink)
        .post("/practices/{practice}/clients/{client}/organization-links/{organization_id}/invitations", manage, link_pages::invite)
        .post("/practices/{practice}/clients/{client}/organization-links/{organization_id}/invitations/{invitation}/resending", manage, link_pages::resend)
        .post("/practices/{practice}/clients/{client}/organization-links/{organization_id}/invitations/{invitation}/revocation", manage, link_pages::revoke)
        .post("/practices/{practice}/clients/{client}/organization-links/{organization_id}/members", manage, assigned_pages::give)
        .merge(api::routes(platform))
        .merge(parts_api::routes(platform))
}
