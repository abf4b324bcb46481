//! Documents of sales and purchases: items, estimates, invoices, credit notes, bills and vendors' credits, what is open of them, and payments.
//!
//! Bank lines and reminders ask [`open::store::open`].

pub mod actions;
pub mod api;
mod check;
mod common;
pub mod deeds;
pub mod desk;
pub mod document;
pub mod ground;
pub mod issue;
pub mod items;
pub mod kind;
mod lines;
pub mod mailing;
pub mod open;
pub mod pages;
pub mod paper;
pub mod payments;
mod posting;
pub mod printing;
pub mod read;
pub mod reminding;
mod roles;
pub mod store;
pub mod typed;
pub mod typing;

use async_trait::async_trait;
use despacho_kernel::Id;
use despacho_platform::{Platform, Result, migration, sql::Connection, texts};
use despacho_settings::Names;
use despacho_ui::{Room, Routes};

/// Documents of sales and purchases.
pub const ROOM: Room = Room {
    name: "documents",
    migrations: &[
        migration!("0310_documents"),
        migration!("0331_document_messages"),
        migration!("0341_open_items_by_contact"),
        migration!("0361_open_items_by_due"),
        migration!("0362_document_drafts"),
        migration!("0363_reminders"),
        migration!("0364_open_items_covered"),
        migration!("0460_open_items_of_contact"),
        migration!("0464_purchase_orders"),
    ],
    texts: &[texts!("documents"), texts!("documents_api"), texts!("documents_pages"), texts!("documents_ages"), texts!("reminders")],
    routes,
    jobs: &[mailing::JOBS[0], mailing::JOBS[1], reminding::JOB],
    hourly: &[|platform| Box::pin(reminding::call_due(platform))],
    invariants: check::INVARIANTS,
    ..Room::EMPTY
};

fn routes(platform: &Platform) -> Routes {
    api::routes(platform)
        .merge(payments::api::routes(platform))
        .merge(items::api::routes(platform))
        .merge(pages::routes(platform))
        .merge(mailing::routes(platform))
        .merge(reminding::routes(platform))
}

/// What documents, items and payments name.
pub struct Documents;

#[async_trait]
impl Names for Documents {
    async fn names_any(&self, db: &dyn Connection, organization: Id, to: &str, ids: &[Id]) -> Result<bool> {
        store::names_any(db, organization, to, ids).await
    }
}
