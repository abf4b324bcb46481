//! A company: its profile and regional settings, its team, and the frame that its pages stand in.

pub mod api;
pub mod fields;
pub mod frame;
pub mod kinds;
pub mod organization;
mod roles;
pub mod store;
pub mod team;

use despacho_platform::{Platform, migration, texts};
use despacho_ui::{Invariant, Room, Routes};

pub use organization::{ORGANIZATION, Organization};

/// Companies and who works in them.
pub const ROOM: Room = Room {
    name: "organizations",
    migrations: &[migration!("0002_organizations"), migration!("0022_organization_versions"), migration!("0042_legal_names")],
    texts: &[texts!("organizations")],
    routes,
    frames: &[frame::FRAME],
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
        Invariant {
            meaning: "an organization has a website that is no link",
            query: "SELECT id FROM organizations WHERE website <> '' AND website NOT LIKE 'http://%' AND website NOT LIKE 'https://%' LIMIT 20",
        },
    ],
    ..Room::EMPTY
};

fn routes(platform: &Platform) -> Routes {
    Routes::new(platform).merge(team::routes(platform)).merge(api::routes(platform))
}
