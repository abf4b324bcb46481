//! A company: its profile and regional settings, members, applications, and the door that every application opens.

pub mod actions;
pub mod api;
pub mod door;
pub mod kinds;
pub mod members;
pub mod pages;
pub mod preferences;
pub mod records;
pub mod store;

mod organization;

use axum::Extension;
use despacho_kernel::access::OrganizationRight as R;
use despacho_platform::{Platform, migration, texts};
use despacho_ui::{Access, Invariant, Room, Routes};

pub use door::{Applications, FinanceApplication};
pub use organization::{NewOrganization, Organization, OrganizationInput};

/// Companies and their settings.
pub const ROOM: Room = Room {
    name: "organizations",
    migrations: &[migration!("0002_organizations"), migration!("0010_preferences")],
    texts: &[texts!("organizations"), texts!("preferences")],
    routes,
    invariants: &[
        Invariant {
            meaning: "an organization has no administrator",
            query: "SELECT o.id FROM organizations o WHERE NOT EXISTS
                    (SELECT 1 FROM memberships m WHERE m.tenant_id = o.id AND m.role = 'administrator') LIMIT 20",
        },
        Invariant {
            meaning: "an organization has no application",
            query: "SELECT o.id FROM organizations o WHERE NOT EXISTS (SELECT 1 FROM organization_applications a WHERE a.organization_id = o.id) LIMIT 20",
        },
    ],
    ..Room::EMPTY
};

/// The applications, as handlers find them.
pub type Apps = Extension<Applications>;

fn routes(platform: &Platform) -> Routes {
    Routes::new(platform)
        .get("/organizations/new", Access::SignedIn, pages::new)
        .post("/organizations", Access::SignedIn, pages::create)
        .get("/organizations/{organization}", Access::Organization(R::Read), pages::show)
        .get("/organizations/{organization}/applications/{application}", Access::Organization(R::Read), pages::application)
        .post("/organizations/{organization}/applications/{application}", Access::Organization(R::ManageMembers), pages::enable)
        .get("/organizations/{organization}/settings/profile", Access::Organization(R::ReadSettings), pages::settings)
        .post("/organizations/{organization}/settings/profile", Access::Organization(R::EditSettings), pages::update)
        .post("/organizations/{organization}/logo", Access::Organization(R::EditSettings), pages::save_logo)
        .post("/organizations/{organization}/logo/removal", Access::Organization(R::EditSettings), pages::remove_logo)
        .get("/organizations/{organization}/activity", Access::Organization(R::ReadSettings), pages::activity)
        .merge(members::routes(platform))
        .merge(records::routes(platform))
        .merge(preferences::routes(platform))
        .merge(api::routes(platform))
}
