//! Preferences: an organization's own configuration, in groups that can be read, compared and copied to another organization.

pub mod actions;
pub mod api;
pub mod compare;
pub mod logo;
pub mod pages;
pub mod profile;
pub mod roles;
pub mod set;
pub mod snapshot;
pub mod store;

use despacho_kernel::access::OrganizationRight as R;
use despacho_platform::Platform;
use despacho_ui::{Access, Routes, openapi::Operation};
use serde_json::json;

pub use compare::{Effect, GroupPreview, ItemChange, Missing, Preview, Target, preview};
pub use logo::{LOGO, LOGO_GROUP};
pub use profile::{PROFILE, PROFILE_GROUP};
pub use set::{Chosen, Item, PreferenceGroup, PreferenceSet, choose};
pub use snapshot::Snapshot;

pub(crate) fn routes(platform: &Platform) -> Routes {
    const ALL: &str = "/api/v1/organizations/{organization}/preferences";
    const ONE: &str = "/api/v1/organizations/{organization}/preferences/{group}";
    const APPLICATIONS: &str = "/api/v1/organizations/{organization}/preference-applications";
    const REVERSAL: &str = "/api/v1/organizations/{organization}/preference-applications/{preference_application}/reversal";
    let (read, edit) = (Access::Organization(R::ReadSettings), Access::Organization(R::EditSettings));
    Routes::new(platform)
        .get("/organizations/{organization}/settings", read, pages::index)
        .get("/organizations/{organization}/preference-applications", edit, pages::applications)
        .get("/organizations/{organization}/preference-applications/new", edit, pages::new)
        .post("/organizations/{organization}/preference-applications", edit, pages::apply)
        .post("/organizations/{organization}/preference-applications/{preference_application}/reversal", edit, pages::undo)
        .get("/organizations/{organization}/logo", Access::Organization(R::Read), pages::logo)
        .api(Operation::get(ALL, "api-preferences").list::<api::GroupJson>(), read, api::list)
        .api(Operation::get(ONE, "api-preferences-group").list::<api::ItemJson>(), read, api::show)
        .api(
            Operation::patch(ONE, "api-preferences-change")
                .fingerprinted()
                .takes::<api::ChangeGroup>()
                .example(json!({ "items": [{ "values": { "name": "A 45 días", "days": "45", "kind": "net" } }] }))
                .answers::<api::Changed>(200),
            edit,
            api::change,
        )
        .api(Operation::get(APPLICATIONS, "api-preferences-applications").list::<api::ApplicationJson>().without_search(), read, api::applications)
        .api(
            Operation::post(APPLICATIONS, "api-preferences-apply")
                .takes::<api::Apply>()
                .example(json!({ "source_organization_id": "01928f2e-7b1c-7d3a-9f10-2b6c5d4e3f21", "groups": ["taxes", "payment_terms"] }))
                .conflicts(&["preferences_same"])
                .answers::<api::ApplicationJson>(201),
            edit,
            api::apply,
        )
        .api(
            Operation::post(REVERSAL, "api-preferences-undo")
                .conflicts(&["preferences_undone", "preferences_used"])
                .answers::<api::ApplicationJson>(201),
            edit,
            api::undo,
        )
}
