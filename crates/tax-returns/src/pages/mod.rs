//! Tax figures for people: the returns of a year, one with its boxes, the books of VAT and the summary by tax.

mod books;
mod boxes;
mod list;
mod one;
mod summary;
mod tied;
mod words;

use axum::{Extension, extract::State};
use despacho_kernel::access::OrganizationRight as R;
use despacho_ledger_reports::pages::asked::Params;
use despacho_paper::Printer;
use despacho_platform::Platform;
use despacho_ui::{Access, InOrganization, Query, Routes};

use crate::book::Side;

pub fn routes(platform: &Platform) -> Routes {
    let read = Access::Organization(R::ReadLedger);
    Routes::new(platform)
        .get("/organizations/{organization}/tax-returns", read, list::show)
        .get("/organizations/{organization}/tax-returns/{model}/{period}", read, one::show)
        .get("/organizations/{organization}/reports/tax-summary", read, summary::show)
        .get(
            "/organizations/{organization}/reports/vat-book-issued",
            read,
            async |State(platform): State<Platform>, Extension(printer): Extension<Printer>, who: InOrganization, Query(params): Query<Params>| {
                books::show(platform, printer, who, Side::Issued, params).await
            },
        )
        .get(
            "/organizations/{organization}/reports/vat-book-received",
            read,
            async |State(platform): State<Platform>, Extension(printer): Extension<Printer>, who: InOrganization, Query(params): Query<Params>| {
                books::show(platform, printer, who, Side::Received, params).await
            },
        )
}
