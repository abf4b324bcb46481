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
use despacho_platform::{Platform, Result, Tx, migration, texts};
use despacho_ui::{InOrganization, Room, components::card};
use maud::{Markup, html};

/// Contabilidad, and the words that all four applications share.
pub const ROOM: Room = Room {
    name: "books",
    migrations: &[migration!("0004_books"), migration!("0012_templates"), migration!("0017_books_versions")],
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
}
