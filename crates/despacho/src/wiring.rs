//! Which rooms there are, and how they are joined.

use std::sync::Arc;

use axum::{Extension, Router};
use despacho_books::Books;
use despacho_expense::Expense;
use despacho_inventory::Inventory;
use despacho_organizations::Applications;
use despacho_payroll::Payroll;
use despacho_platform::{Platform, Result, config::Config, jobs::Handler, migrations::Migration};
use despacho_practice::imports::ImportJob;
use despacho_ui::{Routes, routes::Route, server};

use crate::documentation;

/// Every room's tables, in the order they build on each other.
pub const MIGRATIONS: &[&[Migration]] = &[
    despacho_platform::migrations::MIGRATIONS,
    despacho_organizations::MIGRATIONS,
    despacho_ledger::MIGRATIONS,
    despacho_books::MIGRATIONS,
    despacho_expense::MIGRATIONS,
    despacho_payroll::MIGRATIONS,
    despacho_inventory::MIGRATIONS,
    despacho_practice::MIGRATIONS,
];

/// Opens the platform with every room's tables.
pub async fn open(config: Config) -> Result<Platform> {
    Platform::open(config, MIGRATIONS).await
}

/// The four applications.
pub fn applications() -> Applications {
    Applications::new(vec![Arc::new(Books), Arc::new(Expense), Arc::new(Payroll), Arc::new(Inventory)])
}

/// Who does which jobs.
pub fn jobs() -> Vec<Arc<dyn Handler>> {
    let mut handlers = despacho_identity::jobs();
    handlers.push(Arc::new(ImportJob));
    handlers
}

/// Every room's routes.
pub fn routes(platform: &Platform) -> Routes {
    despacho_identity::routes(platform)
        .merge(despacho_organizations::routes(platform))
        .merge(despacho_ledger::routes(platform))
        .merge(despacho_books::routes(platform))
        .merge(despacho_practice::routes(platform))
}

/// The service and the table it was made from.
pub fn service(platform: &Platform) -> (Vec<Route>, Router) {
    let (table, router) = routes(platform).finish();
    let router = router.merge(documentation::routes(&table));
    (table, server::service(platform, router.layer(Extension(applications()))))
}
