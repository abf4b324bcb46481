//! An organization's profile: names, address, regional settings, logo.

pub mod actions;
pub mod api;
mod pages;

use despacho_kernel::access::OrganizationRight as R;
use despacho_organizations::{ORGANIZATION, api::schema};
use despacho_platform::Platform;
use despacho_ui::{Access, Routes, fields::Use, openapi::Operation};

pub(crate) fn routes(platform: &Platform) -> Routes {
    let edit = Access::Organization(R::EditSettings);
    Routes::new(platform)
        .get("/organizations/{organization}/settings/profile", Access::Organization(R::ReadSettings), pages::show)
        .post("/organizations/{organization}/settings/profile", edit, pages::update)
        .post("/organizations/{organization}/logo", edit, pages::save_logo)
        .post("/organizations/{organization}/logo/removal", edit, pages::remove_logo)
        .api(
            Operation::patch("/api/v1/organizations/{organization}", "api-organization-change")
                .takes_schema("ChangeOrganization", ORGANIZATION.schema(Use::Change, serde_json::json!({})))
                .example(serde_json::json!({ "industry": "Jardinería", "regional": { "language": "es" } }))
                .versioned()
                .answers_schema(200, "Organization", schema()),
            edit,
            api::change,
        )
}
