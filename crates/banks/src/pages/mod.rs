//! The pages of banks: the list of accounts, and an account with its lines to reconcile.

mod acceptance;
mod bringing;
mod by_hand;
mod deeds;
mod form;
mod index;
mod options;
mod rows;
mod rule;
mod sheet;
mod view;

use axum::{extract::DefaultBodyLimit, handler::Handler};
use despacho_kernel::access::OrganizationRight as R;
use despacho_platform::Platform;
use despacho_ui::{Access, Routes};

use crate::importing::KILOBYTES;

pub fn routes(platform: &Platform) -> Routes {
    let (read, post) = (Access::Organization(R::ReadLedger), Access::Organization(R::PostEntries));
    let settings = Access::Organization(R::EditSettings);
    Routes::new(platform)
        .get("/organizations/{organization}/bank-accounts", read, index::list)
        .get("/organizations/{organization}/bank-accounts/new", post, form::new)
        .post("/organizations/{organization}/bank-accounts", post, form::create)
        .get("/organizations/{organization}/bank-accounts/{bank_account}", read, sheet::show)
        .get("/organizations/{organization}/bank-accounts/{bank_account}/edit", post, form::edit)
        .post("/organizations/{organization}/bank-accounts/{bank_account}", post, form::update)
        .post("/organizations/{organization}/bank-accounts/{bank_account}/deletion", post, form::remove)
        .get("/organizations/{organization}/bank-accounts/{bank_account}/statements", read, bringing::show)
        .post(
            "/organizations/{organization}/bank-accounts/{bank_account}/statements",
            post,
            bringing::bring.layer(DefaultBodyLimit::max(KILOBYTES as usize * 1024)),
        )
        .get("/organizations/{organization}/bank-accounts/{bank_account}/statements/{statement}/file", read, bringing::download)
        .post("/organizations/{organization}/bank-accounts/{bank_account}/statements/{statement}/deletion", post, bringing::remove)
        .get("/organizations/{organization}/bank-accounts/{bank_account}/acceptance", post, acceptance::list)
        .post("/organizations/{organization}/bank-accounts/{bank_account}/acceptance", post, acceptance::accept)
        .get("/organizations/{organization}/bank-accounts/{bank_account}/lines/new", post, by_hand::new)
        .post("/organizations/{organization}/bank-accounts/{bank_account}/lines", post, by_hand::create)
        .post("/organizations/{organization}/bank-lines/{bank_line}/deletion", post, by_hand::remove)
        .get("/organizations/{organization}/bank-lines/{bank_line}/rule", settings, rule::show)
        .post("/organizations/{organization}/bank-lines/{bank_line}/rule", settings, rule::save)
        .post("/organizations/{organization}/bank-accounts/{bank_account}/reconciliations", post, deeds::close)
        .post("/organizations/{organization}/bank-accounts/{bank_account}/reconciliations/{reconciliation}/reopening", post, deeds::reopen)
        .post("/organizations/{organization}/bank-lines/{bank_line}/match", post, deeds::match_line)
        .post("/organizations/{organization}/bank-lines/{bank_line}/unmatch", post, deeds::unmatch)
        .post("/organizations/{organization}/bank-lines/{bank_line}/exclusion", post, deeds::exclude)
}
