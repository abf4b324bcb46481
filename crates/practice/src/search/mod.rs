//! The search box of the top bar: clients, practices and organizations, entries, contacts, accounts, and pages by their names.

mod hit;
mod ledger;
mod pages;
mod store;

use std::pin::Pin;

use despacho_kernel::{
    Id,
    access::{OrganizationRight, PracticeRight},
};
use despacho_platform::{Platform, Result};
use despacho_ui::{
    Access, Routes,
    caller::{WayBack, WaysBack},
};

pub(crate) fn routes(platform: &Platform) -> Routes {
    Routes::new(platform)
        .get("/practices/{practice}/search", Access::Practice(PracticeRight::ReadClients), pages::in_practice)
        .get("/practices/{practice}/search/suggestions", Access::Practice(PracticeRight::ReadClients), pages::suggest_in_practice)
        .get("/organizations/{organization}/search", Access::Organization(OrganizationRight::Read), pages::in_organization)
        .get("/organizations/{organization}/search/suggestions", Access::Organization(OrganizationRight::Read), pages::suggest_in_organization)
}

/// The clients that the practices of a member keep an organization as.
pub const WAYS_BACK: WaysBack = WaysBack(ways_back);

fn ways_back(platform: &Platform, user: Id, organization: Id) -> Pin<Box<dyn Future<Output = Result<Vec<WayBack>>> + Send + '_>> {
    Box::pin(async move {
        let clients = store::clients_of(platform.db.read(), user, organization).await?;
        Ok(clients.into_iter().map(|client| WayBack { path: client.path(), practice: client.practice }).collect())
    })
}
