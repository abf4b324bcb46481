//! Reports for people: on the page, and as a file of what is seen.

mod around;
pub mod asked;
pub mod bar;
mod budget_page;
mod compared;
pub(crate) mod contact_balances_page;
pub mod files;
pub(crate) mod general_ledger_page;
mod general_ledger_table;
mod index;
pub(crate) mod journal_page;
mod lines;
mod matching_deeds;
mod proposals_page;
pub(crate) mod statements_page;
mod tag_analysis_page;
mod ticking;
pub(crate) mod trial_balance_page;

use despacho_kernel::access::OrganizationRight as R;
use despacho_platform::Platform;
use despacho_ui::{Access, Routes};

pub fn routes(platform: &Platform) -> Routes {
    let (read, post) = (Access::Organization(R::ReadLedger), Access::Organization(R::PostEntries));
    Routes::new(platform)
        .get("/organizations/{organization}/reports", read, index::show)
        .get("/organizations/{organization}/reports/accounts", read, general_ledger_page::accounts_found)
        .get("/organizations/{organization}/reports/trial-balance", read, trial_balance_page::show)
        .get("/organizations/{organization}/reports/general-ledger", read, general_ledger_page::show)
        .post("/organizations/{organization}/reports/general-ledger", post, matching_deeds::act)
        .get("/organizations/{organization}/reports/general-ledger/proposals", post, proposals_page::show)
        .post("/organizations/{organization}/reports/general-ledger/proposals", post, proposals_page::accept)
        .post("/organizations/{organization}/reports/general-ledger/proposals/undo", post, proposals_page::undo)
        .get("/organizations/{organization}/reports/contact-balances", read, contact_balances_page::show)
        .get("/organizations/{organization}/reports/contacts", read, general_ledger_page::contacts_found)
        .get("/organizations/{organization}/reports/journal", read, journal_page::show)
        .get("/organizations/{organization}/reports/profit-and-loss", read, statements_page::profit_and_loss)
        .get("/organizations/{organization}/reports/balance-sheet", read, statements_page::balance_sheet)
        .get("/organizations/{organization}/reports/cash-flow", read, statements_page::cash_flows)
        .get("/organizations/{organization}/reports/changes-in-equity", read, statements_page::changes_in_equity)
        .get("/organizations/{organization}/reports/tag-analysis", read, tag_analysis_page::show)
        .get("/organizations/{organization}/reports/budget", read, budget_page::show)
}
