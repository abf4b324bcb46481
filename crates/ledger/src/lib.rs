//! Where money is: chart of accounts, taxes, fiscal years, the journal and its rules, and the sums that reports are made of. One ledger for all
//! applications of an organization; its pages and most of its API stand in rooms above.

pub mod accounts;
pub mod allowed;
pub mod api;
pub mod attachments;
pub mod catalog;
mod check;
pub mod closing;
pub mod dimensions;
pub mod exceptions;
pub mod fiscal_years;
pub mod journal;
pub mod matching;
pub mod opening;
pub mod rates;
pub mod reports;
pub mod taxes;

use despacho_contacts::KIND as CONTACTS;
use despacho_kernel::Id;
use despacho_organizations::Organization;
use despacho_platform::{Result, Tx, migration, sql::Connection, texts};
use despacho_settings::preferences::{PreferenceSet, Snapshot};
use despacho_ui::Room;

pub use accounts::preferences::{CHART, CHART_GROUP};
pub use dimensions::{DIMENSION_VALUES, DIMENSIONS, DIMENSIONS_GROUP};
pub use rates::actions::kept_by;
pub use taxes::{TAX_GROUPS, TAXES, TAXES_GROUP};

/// The money, and the pages of the chart of accounts.
pub const ROOM: Room = Room {
    name: "ledger",
    migrations: &[
        migration!("0003_ledger"),
        migration!("0011_tax_groups"),
        migration!("0016_ledger_versions"),
        migration!("0023_tax_accounts"),
        migration!("0060_journal"),
        migration!("0064_balances_without_corrections"),
        migration!("0068_contact_balances"),
        migration!("0069_matches"),
        migration!("0075_exchange_rates"),
        migration!("0077_lock_exceptions"),
        migration!("0080_dimensions"),
        migration!("0089_matches_by_time"),
        migration!("0095_attachments"),
        migration!("0090_closing_acceptances"),
        migration!("0100_indexes_of_sums"),
        migration!("0300_tax_treatments"),
        migration!("0360_month_results"),
    ],
    texts: &[
        texts!("ledger"),
        texts!("journal"),
        texts!("ledger_api"),
        texts!("ledger_pages"),
        texts!("dimensions"),
        texts!("contacts_ledger"),
        texts!("taxes"),
    ],
    routes: accounts::routes,
    invariants: check::INVARIANTS,
    ..Room::EMPTY
};

/// Whether postings name one of these rows: accounts, contacts, dimensions and their values can be.
pub async fn names_any(db: &dyn Connection, organization: Id, to: &str, ids: &[Id]) -> Result<bool> {
    Ok(match to {
        to if to == CHART.name() => !journal::store::posted_to(db, organization, ids).await?.is_empty(),
        CONTACTS => !journal::contact_store::named(db, organization, ids).await?.is_empty(),
        to if to == DIMENSIONS.name || to == DIMENSION_VALUES.name => dimensions::store::tagged(db, organization, ids).await?,
        _ => false,
    })
}

/// Gives an organization its chart of accounts, taxes and the present and next fiscal year: the country's, unless `initial`
/// holds others. Does nothing the second time, as applications share one ledger: an organization's fiscal years tell that it has one, as
/// a chart may have come without any account.
pub async fn provision(tx: &Tx, organization: &Organization, initial: &Snapshot, now: i64) -> Result<()> {
    if !fiscal_years::store::list(tx, organization.id).await?.is_empty() {
        return Ok(());
    }
    let sets: [&dyn PreferenceSet; 5] = [&CHART, &TAXES, &TAX_GROUPS, &DIMENSIONS, &DIMENSION_VALUES];
    for set in sets {
        initial.start(tx, set, organization).await?;
    }
    fiscal_years::provision(tx, organization, now).await
}

/// Takes the words for a test: all of them, as whoever speaks first decides for every other test.
#[cfg(test)]
pub(crate) fn speak() {
    let texts: Vec<despacho_platform::i18n::Texts> = std::iter::once(despacho_platform::texts!("common")).chain(ROOM.texts.iter().copied()).collect();
    despacho_platform::i18n::speak(&texts);
}
