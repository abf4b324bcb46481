//! Tax figures for people: the returns of a year, one with its boxes, the books of VAT and the summary by tax.

mod books;
mod boxes;
mod forms;
mod list;
mod named;
mod one;
pub(crate) mod sheet;
mod stands;
mod summary;
mod tied;
mod words;

use axum::{
    Extension,
    extract::{DefaultBodyLimit, State},
    handler::Handler,
};
use despacho_kernel::access::OrganizationRight as R;
use despacho_ledger_reports::pages::asked::Params;
use despacho_paper::Printer;
use despacho_platform::Platform;
use despacho_ui::{Access, InOrganization, Query, Routes, received};

use crate::book::Side;

pub fn routes(platform: &Platform) -> Routes {
    let read = Access::Organization(R::ReadLedger);
    let (file, pay, undo) = (Access::Organization(R::ClosePeriods), Access::Organization(R::PostEntries), Access::Organization(R::UndoFilings));
    Routes::new(platform)
        .get("/organizations/{organization}/tax-returns", read, list::show)
        .get("/organizations/{organization}/tax-returns/{model}/{period}", read, one::show)
        .get("/organizations/{organization}/tax-returns/{model}/{period}/sheet", read, sheet::file)
        .get("/organizations/{organization}/tax-returns/{model}/{period}/proof", read, forms::proof)
        .post("/organizations/{organization}/tax-returns/{model}/{period}/approval", file, forms::approve)
        .get("/organizations/{organization}/tax-returns/{model}/{period}/filing", file, forms::filing)
        .post(
            "/organizations/{organization}/tax-returns/{model}/{period}/filing",
            file,
            forms::mark_filed.layer(DefaultBodyLimit::max(received::body_limit(platform))),
        )
        .post("/organizations/{organization}/tax-returns/{model}/{period}/correction", file, forms::correct)
        .get("/organizations/{organization}/tax-returns/{model}/{period}/payment", pay, forms::payment)
        .post("/organizations/{organization}/tax-returns/{model}/{period}/payment", pay, forms::pay)
        .get("/organizations/{organization}/tax-returns/{model}/{period}/reopening", undo, forms::reopening)
        .post("/organizations/{organization}/tax-returns/{model}/{period}/reopening", undo, forms::reopen)
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
