//! Contabilidad: chart of accounts, taxes, number series, payment terms, templates.

pub mod documents;
mod preferences;

use async_trait::async_trait;
use despacho_kernel::access::Application;
use despacho_organizations::{
    FinanceApplication, Organization,
    preferences::{PreferenceGroup, Snapshot},
    records::{RecordSet, pages::overview},
};
use despacho_platform::{Db, Platform, Result, Tx, migrations::Migration};
use despacho_ui::{InOrganization, Routes, components::card};
use maud::{Markup, html};

/// This room's tables.
pub const MIGRATIONS: &[Migration] = &[
    Migration { name: "0004_books", sql: include_str!("../migrations/0004_books.sql") },
    Migration { name: "0012_templates", sql: include_str!("../migrations/0012_templates.sql") },
];

/// This room's routes.
pub fn routes(platform: &Platform) -> Routes {
    documents::pages::routes(platform)
}

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

    fn record_sets(&self) -> Vec<&'static RecordSet> {
        let shared: [&RecordSet; 2] = [&despacho_ledger::TAXES, &despacho_ledger::TAX_GROUPS];
        shared.into_iter().chain(preferences::OWN).collect()
    }

    fn preference_groups(&self) -> Vec<&'static PreferenceGroup> {
        preferences::GROUPS.to_vec()
    }

    async fn home(&self, platform: &Platform, who: &InOrganization) -> Result<Markup> {
        let lang = who.lang();
        let years = despacho_ledger::fiscal_years::list(platform.db.read(), who.organization).await?;
        Ok(html! {
            div.stack {
                (despacho_ledger::accounts::pages::tree(platform, who).await?)
                (overview(platform, who, &self.record_sets()).await?)
                (card(&lang.t("fiscal-years"), html! { ul.list { @for year in &years {
                    li { b { (year.name) } span.grow.muted { (year.starts_on) " – " (year.ends_on) }
                        span.tag.ok { (lang.t(if year.closed_at.is_some() { "fiscal-year-closed" } else { "fiscal-year-open" })) } }
                } } }))
            }
        })
    }

    async fn check(&self, db: &Db) -> Result<Vec<String>> {
        despacho_ledger::check(db).await
    }
}
