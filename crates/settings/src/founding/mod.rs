//! Founding an organization with the applications that it begins with, and enabling others later.

pub mod actions;
pub mod api;
mod pages;
pub mod tiles;

use despacho_kernel::access::OrganizationRight as R;
use despacho_organizations::api::schema;
use despacho_platform::Platform;
use despacho_ui::{Access, Routes, openapi::Operation};
use serde_json::json;

pub(crate) fn routes(platform: &Platform) -> Routes {
    Routes::new(platform)
        .get("/organizations/new", Access::SignedIn, pages::new)
        .post("/organizations", Access::SignedIn, pages::create)
        .get("/organizations/{organization}/applications/{application}", Access::Organization(R::Read), pages::application)
        .post("/organizations/{organization}/applications/{application}", Access::Organization(R::ManageMembers), pages::enable)
        .api(
            Operation::post("/api/v1/organizations", "api-organizations-create")
                .takes_schema("CreateOrganization", api::body())
                .example(json!({ "name": "Viveros Quintana, S. L.", "country": "ES", "applications": ["books", "payroll"] }))
                .answers_schema(201, "Organization", schema()),
            Access::SignedIn,
            api::create,
        )
        .api(
            Operation::post("/api/v1/organizations/{organization}/applications", "api-applications-enable")
                .takes::<api::EnableApplication>()
                .example(json!({ "application": "payroll" }))
                .answers_schema(201, "Organization", schema()),
            Access::Organization(R::ManageMembers),
            api::enable,
        )
}
