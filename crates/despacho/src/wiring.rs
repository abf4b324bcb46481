//! Which rooms there are, and how they are joined.

use std::sync::Arc;

use axum::{Extension, Router};
use despacho_account_statements::AccountStatements;
use despacho_banks::Banks;
use despacho_books::Books;
use despacho_documents::Documents;
use despacho_expense::Expense;
use despacho_firm_documents::portal::Place;
use despacho_identity::elsewhere;
use despacho_inventory::Inventory;
use despacho_payroll::Payroll;
use despacho_platform::{Platform, Result, activity, config::Config, i18n, i18n::Texts, jobs::Kind, migrations::Migration};
use despacho_portal::home::Parts;
use despacho_practice::{beside, beside::Beside, search::WAYS_BACK};
use despacho_recurring_invoices::RecurringInvoices;
use despacho_remittances::Remittances;
use despacho_settings::{Applications, door};
use despacho_ui::{Room, Routes, routes::Route, server};

use crate::documentation;

/// Every room, from the ground up.
pub const ROOMS: &[&Room] = &[
    &despacho_ui::room::ROOM,
    &despacho_identity::ROOM,
    &despacho_operations::ROOM,
    &despacho_organizations::ROOM,
    &despacho_settings::ROOM,
    &despacho_contacts::ROOM,
    &despacho_ledger::ROOM,
    &despacho_recurrence::ROOM,
    &despacho_ledger_budgets::ROOM,
    &despacho_ledger_templates::ROOM,
    &despacho_ledger_entries::ROOM,
    &despacho_ledger_exchange::ROOM,
    &despacho_ledger_reports::ROOM,
    &despacho_ledger_years::ROOM,
    &despacho_books::ROOM,
    &despacho_documents::ROOM,
    &despacho_account_statements::ROOM,
    &despacho_recurring_invoices::ROOM,
    &despacho_quick_bills::ROOM,
    &despacho_banks::ROOM,
    &despacho_remittances::ROOM,
    &despacho_tax_returns::ROOM,
    &despacho_home::ROOM,
    &despacho_expense::ROOM,
    &despacho_payroll::ROOM,
    &despacho_inventory::ROOM,
    &despacho_practice::ROOM,
    &despacho_fiscal::ROOM,
    &despacho_firm_documents::ROOM,
    &despacho_tasks::ROOM,
    &despacho_requests::ROOM,
    &despacho_portal::ROOM,
    &despacho_client_sheets::ROOM,
    &despacho_blueprints::ROOM,
    &despacho_webhooks::ROOM,
];

/// What rooms put into the practice's pages, in the order in which they stand there.
const BESIDE: &[&Beside] = &[
    &despacho_tasks::BESIDE,
    &despacho_firm_documents::BESIDE,
    &despacho_portal::BESIDE,
    &despacho_requests::pages::BESIDE,
    &despacho_fiscal::BESIDE,
    &despacho_client_sheets::BESIDE,
    &despacho_blueprints::BESIDE,
];

/// What rooms put into the portal's first page, in the order in which they stand there.
const PORTAL: Parts = Parts(&[(Place::Waiting, despacho_requests::portal::WAITING), despacho_fiscal::portal::PART]);

/// Every room's tables.
pub fn migrations() -> Vec<&'static [Migration]> {
    ROOMS.iter().map(|room| room.migrations).collect()
}

/// What every room says.
fn texts() -> Vec<Texts> {
    ROOMS.iter().flat_map(|room| room.texts).copied().collect()
}

/// Takes every room's words, tells the ledger who keeps an organization, the practice who stands beside it, and people where else they are at home.
pub fn speak() {
    i18n::speak(&texts());
    despacho_ledger::kept_by(despacho_practice::clients::keepers);
    beside::stand(BESIDE);
    elsewhere::stand(despacho_portal::places);
    door::stand(applications());
    activity::heard_by(despacho_webhooks::hear);
}

/// Opens the platform with every room's tables and words.
pub async fn open(config: Config) -> Result<Platform> {
    speak();
    Platform::open(config, &migrations()).await
}

/// The four applications.
pub fn applications() -> Applications {
    Applications::new(
        vec![Arc::new(Books), Arc::new(Expense), Arc::new(Payroll), Arc::new(Inventory)],
        vec![Arc::new(Documents), Arc::new(RecurringInvoices), Arc::new(AccountStatements), Arc::new(Banks), Arc::new(Remittances)],
    )
}

/// Who does which jobs.
pub fn jobs() -> Vec<Kind> {
    ROOMS.iter().flat_map(|room| room.jobs).copied().collect()
}

/// Every room's routes.
pub fn routes(platform: &Platform) -> Routes {
    let lists = despacho_settings::lists::api::routes(platform, &applications().lists());
    ROOMS.iter().fold(lists, |routes, room| routes.merge((room.routes)(platform)))
}

/// The service and the table it was made from.
pub fn service(platform: &Platform) -> (Vec<Route>, Router) {
    let (table, router) = routes(platform).finish();
    let applications = applications();
    let groups: Vec<&str> = applications.groups().into_iter().map(|group| group.name).collect();
    let router = router.merge(documentation::routes(&table, &groups, &texts()));
    let router = router
        .layer(Extension(applications))
        .layer(Extension(platform.printer.clone()))
        .layer(Extension(WAYS_BACK))
        .layer(Extension(PORTAL));
    (table, server::service(platform, ROOMS, router))
}
