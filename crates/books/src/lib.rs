//! Contabilidad: chart of accounts, taxes, number series, payment terms, templates.

pub mod documents;
pub mod preferences;

use async_trait::async_trait;
use despacho_kernel::{
    Id,
    access::{Application, OrganizationRight as R},
};
use despacho_organizations::Organization;
use despacho_platform::{Platform, Result, Tx, migration, sql::Connection, texts};
use despacho_settings::{
    FinanceApplication,
    lists::{MasterList, pages::overview},
    preferences::{PreferenceGroup, Snapshot},
};
use despacho_ui::{InOrganization, Room, components::card, format};
use maud::{Markup, html};

/// Contabilidad, and the words that all four applications share.
pub const ROOM: Room = Room {
    name: "books",
    migrations: &[
        migration!("0004_books"),
        migration!("0012_templates"),
        migration!("0017_books_versions"),
        migration!("0026_reminder_templates"),
        migration!("0321_bank_rules"),
        migration!("0463_order_series"),
    ],
    texts: &[texts!("applications")],
    routes: documents::pages::routes,
    ..Room::EMPTY
};

/// Contabilidad behind the common door.
pub struct Books;

#[async_trait]
impl FinanceApplication for Books {
    fn application(&self) -> Application {
        Application::Books
    }

    async fn provision(&self, tx: &Tx, organization: &Organization, initial: &Snapshot, now: i64) -> Result<()> {
        despacho_ledger::provision(tx, organization, initial, now).await?;
        for set in preferences::OWN {
            initial.start(tx, set, organization).await?;
        }
        Ok(())
    }

    fn lists(&self) -> Vec<&'static MasterList> {
        let shared: [&MasterList; 4] =
            [&despacho_ledger::TAXES, &despacho_ledger::TAX_GROUPS, &despacho_ledger::DIMENSIONS, &despacho_ledger::DIMENSION_VALUES];
        shared.into_iter().chain(preferences::OWN).collect()
    }

    fn preference_groups(&self) -> Vec<&'static PreferenceGroup> {
        preferences::GROUPS.to_vec()
    }

    // All four share the ledger; it is asked once.
    async fn names_any(&self, db: &dyn Connection, organization: Id, to: &str, ids: &[Id]) -> Result<bool> {
        Ok(despacho_ledger::names_any(db, organization, to, ids).await? || despacho_ledger_budgets::names_any(db, organization, to, ids).await?)
    }

    async fn holds_amounts(&self, db: &dyn Connection, organization: Id) -> Result<bool> {
        despacho_ledger::journal::store::any(db, organization).await
    }

    async fn home(&self, platform: &Platform, who: &InOrganization) -> Result<Option<Markup>> {
        let lang = who.lang();
        let years = despacho_ledger::fiscal_years::store::list(platform.db.read(), who.organization).await?;
        Ok(Some(html! {
            div.stack {
                @if who.may(R::ReadLedger) { (despacho_ledger::reports::tiles(who)) }
                (despacho_ledger::accounts::pages::tree(platform, who).await?)
                (overview(platform, who, &self.lists()).await?)
                (card(&lang.t("fiscal-years"), html! { ul.list { @for year in &years {
                    li { b { (year.name) } span.grow.muted { (format::stored_date(lang, &year.starts_on)) " – " (format::stored_date(lang, &year.ends_on)) }
                        span.tag.ok { (lang.t(if year.closed_at.is_some() { "fiscal-year-closed" } else { "fiscal-year-open" })) } }
                }
                @if who.may(R::ClosePeriods) { li { a.edit-link href=(who.path("/fiscal-years")) { (lang.t("nav-fiscal-years")) } } } } }))
            }
        }))
    }
}
