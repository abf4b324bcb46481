//! Founding an organization with the applications that it begins with, and enabling others later.

pub mod actions;
pub mod api;
mod pages;

use despacho_kernel::access::OrganizationRight as R;
use despacho_platform::Platform;
use despacho_ui::{Access, Routes, openapi::Operation};

pub(crate) fn routes(platform: &Platform) -> Routes {
    Routes::new(platform)
        .get("/organizations/new", Access::SignedIn, pages::new)
        .post("/organizations", Access::SignedIn, pages::create)
        .get("/organizations/{organization}", Access::Organization(R::Read), pages::show)
        .get("/organizations/{organization}/applications/{application}", Access::Organization(R::Read), pages::application)
        .post("/organizations/{organization}/applications/{application}", Access::Organization(R::ManageMembers), pages::enable)
        .api(
            Operation::post("/api/v1/organizations", "Create an organization").takes::<api::CreateOrganization>().answers_schema(
                201,
                "Organization",
                despacho_organizations::api::schema(),
            ),
            Access::SignedIn,
            api::create,
        )
}
