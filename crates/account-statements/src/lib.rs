//! Statements of account: what a contact and the organization owe each other, item by item, on a page, on paper, as a file and by e-mail.

mod api;
mod figures;
pub mod mailing;
mod pages;
mod paper;
pub mod reading;
pub mod statement;
mod store;

use async_trait::async_trait;
use despacho_kernel::Id;
use despacho_platform::{Platform, Result, migration, sql::Connection, texts};
use despacho_settings::Names;
use despacho_ui::{Room, Routes};

/// Statements of account.
pub const ROOM: Room = Room {
    name: "account-statements",
    migrations: &[migration!("0461_statement_messages")],
    texts: &[texts!("account_statements")],
    routes,
    jobs: &[mailing::JOB],
    ..Room::EMPTY
};

fn routes(platform: &Platform) -> Routes {
    api::routes(platform).merge(pages::routes(platform)).merge(mailing::routes(platform))
}

/// What statements that were sent name.
pub struct AccountStatements;

#[async_trait]
impl Names for AccountStatements {
    async fn names_any(&self, db: &dyn Connection, organization: Id, to: &str, ids: &[Id]) -> Result<bool> {
        mailing::store::names_any(db, organization, to, ids).await
    }
}
