//! Invoices that come again by themselves: as drafts, issued, or issued and sent.

pub mod actions;
mod api;
pub mod job;
mod log;
mod making;
mod pages;
pub mod recurring;
pub mod store;

use async_trait::async_trait;
use despacho_kernel::Id;
use despacho_platform::{Platform, Result, migration, sql::Connection, texts};
use despacho_recurrence::due;
use despacho_settings::Names;
use despacho_ui::{Room, Routes};

/// Recurring invoices.
pub const ROOM: Room = Room {
    name: "recurring-invoices",
    migrations: &[migration!("0340_recurring_invoices")],
    texts: &[texts!("recurring_invoices")],
    routes,
    jobs: &[job::JOB],
    hourly: &[|platform| Box::pin(async move { due::call_all::<job::Invoicer>(&platform).await })],
    ..Room::EMPTY
};

fn routes(platform: &Platform) -> Routes {
    api::routes(platform).merge(pages::routes(platform))
}

/// What recurring invoices name.
pub struct RecurringInvoices;

#[async_trait]
impl Names for RecurringInvoices {
    async fn names_any(&self, db: &dyn Connection, organization: Id, to: &str, ids: &[Id]) -> Result<bool> {
        store::names_any(db, organization, to, ids).await
    }
}
