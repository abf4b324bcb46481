//! The reports that there are.

use despacho_kernel::access::OrganizationRight as R;
use despacho_ui::{InOrganization, assets::icon};
use maud::{Markup, html};

/// Their paths, icons and names, and what they are for.
pub const REPORTS: [(&str, &str, &str, &str); 15] = [
    ("trial-balance", "scale", "trial-balance", "trial-balance-about"),
    ("general-ledger", "book-open", "general-ledger", "general-ledger-about"),
    ("contact-balances", "users", "contact-balances", "contact-balances-about"),
    ("aged-receivables", "calendar-check", "aged-receivables", "aged-receivables-about"),
    ("aged-payables", "calendar-check", "aged-payables", "aged-payables-about"),
    ("journal", "notebook-text", "journal-book", "journal-book-about"),
    ("profit-and-loss", "trending-up", "profit-and-loss", "profit-and-loss-about"),
    ("balance-sheet", "landmark", "balance-sheet", "balance-sheet-about"),
    ("cash-flow", "wallet", "cash-flow", "cash-flow-about"),
    ("changes-in-equity", "chart-column", "changes-in-equity", "changes-in-equity-about"),
    ("tax-summary", "percent", "tax-summary", "tax-summary-about"),
    ("vat-book-issued", "notebook-text", "vat-book-issued", "vat-book-issued-about"),
    ("vat-book-received", "notebook-text", "vat-book-received", "vat-book-received-about"),
    ("tag-analysis", "columns-3", "tag-analysis", "tag-analysis-about"),
    ("budget", "sliders-horizontal", "budget-report", "budget-report-about"),
];

/// The reports as tiles, each leading to its page.
pub fn tiles(who: &InOrganization) -> Markup {
    let lang = who.lang();
    html! {
        div.tiles {
            @for (path, of, key, about) in REPORTS {
                a.tile href=(who.path(&format!("/reports/{path}"))) { (icon(of)) b { (lang.t(key)) } span.muted { (lang.t(about)) } }
            }
            // Whoever closes years has this beside them; whoever only posts has no other way to it.
            @if who.may(R::PostEntries) && !who.may(R::ClosePeriods) {
                a.tile href=(who.path("/opening-balances")) { (icon("list-tree")) b { (lang.t("opening-balances")) } span.muted { (lang.t("opening-short")) } }
            }
        }
    }
}
