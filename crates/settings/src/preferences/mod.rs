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
        .api(Operation::get(ALL, "The groups of preferences and how many rows each has").list::<api::GroupJson>(), read, api::list)
        .api(Operation::get(ONE, "The rows of a group of preferences").list::<api::ItemJson>(), read, api::show)
        .api(
            Operation::patch(ONE, "Add rows to a group of preferences, or replace those of the same key")
                .versioned()
                .takes::<api::ChangeGroup>()
                .answers::<api::Changed>(200),
            edit,
            api::change,
        )
        .api(Operation::get(APPLICATIONS, "Preferences applied from other organizations").list::<api::ApplicationJson>(), read, api::applications)
        .api(
            Operation::post(APPLICATIONS, "Apply another organization's preferences")
                .takes::<api::Apply>()
                .answers::<api::ApplicationJson>(201),
            edit,
            api::apply,
        )
        .api(Operation::post(REVERSAL, "Undo an application while nothing has used it").answers::<api::ApplicationJson>(201), edit, api::undo)
}
