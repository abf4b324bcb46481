//! The pages of items: their list, the form of one, and its profile; and what a text finds in a line of a document.

mod form;
mod found;
mod list;

use axum::extract::State;
use despacho_kernel::access::OrganizationRight as R;
use despacho_platform::Platform;
use despacho_taxes::tax::Direction;
use despacho_ui::{Access, InOrganization, Query, Routes};

pub fn routes(platform: &Platform) -> Routes {
    let (read, write) = (Access::Organization(R::ReadLedger), Access::Organization(R::PostEntries));
    Routes::new(platform)
        .get("/organizations/{organization}/items", read, list::list)
        .post("/organizations/{organization}/items", write, form::create)
        .get("/organizations/{organization}/items/new", write, form::new)
        .get(
            "/organizations/{organization}/items/sold",
            read,
            async |State(platform): State<Platform>, who: InOrganization, Query(asked): Query<found::Asked>| {
                found::search(platform, who, Direction::Sale, asked).await
            },
        )
        .get(
            "/organizations/{organization}/items/bought",
            read,
            async |State(platform): State<Platform>, who: InOrganization, Query(asked): Query<found::Asked>| {
                found::search(platform, who, Direction::Purchase, asked).await
            },
        )
        .get("/organizations/{organization}/items/{item}", read, form::show)
        .post("/organizations/{organization}/items/{item}", write, form::update)
        .get("/organizations/{organization}/items/{item}/edit", write, form::edit)
        .post("/organizations/{organization}/items/{item}/deletion", write, form::delete)
}
