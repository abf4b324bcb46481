//! The accounting firm: its team and settings, its clients, and their import.

pub mod beside;
pub mod clients;
pub mod cloning;
pub mod control;
pub mod imports;
pub mod insights;
pub mod practices;
mod rates;
pub mod search;

// The matrix and the insights read what these keep.
use despacho_banks as _;
use despacho_documents as _;
use despacho_platform::{Platform, migration, texts};
use despacho_ui::{Invariant, Room, Routes};

/// The accounting firm's side of the product.
pub const ROOM: Room = Room {
    name: "practice",
    migrations: &[
        migration!("0008_practice"),
        migration!("0014_client_versions"),
        migration!("0028_practice_versions"),
        migration!("0040_client_words"),
        migration!("0041_client_names"),
        migration!("0061_assigned_order"),
        migration!("0078_control"),
        migration!("0096_control"),
        migration!("0402_client_fields"),
    ],
    texts: &[texts!("practice"), texts!("control"), texts!("insights")],
    routes,
    jobs: &[imports::JOB, clients::WORDS, clients::ORDER],
    hourly: &[],
    invariants: INVARIANTS,
    frames: &[practices::frame::FRAME],
};

const INVARIANTS: &[Invariant] = &[
    Invariant {
        meaning: "a practice has no owner",
        query: "SELECT p.id FROM practices p WHERE NOT EXISTS (SELECT 1 FROM memberships m WHERE m.tenant_id = p.id AND m.role = 'owner') LIMIT 20",
    },
    Invariant {
        meaning: "a tenant is neither a practice nor an organization",
        query: "SELECT t.id FROM tenants t WHERE NOT EXISTS (SELECT 1 FROM practices p WHERE p.id = t.id)
                AND NOT EXISTS (SELECT 1 FROM organizations o WHERE o.id = t.id) LIMIT 20",
    },
    Invariant {
        meaning: "a client has no activity",
        query: "SELECT c.id FROM clients c WHERE NOT EXISTS (SELECT 1 FROM activity a WHERE a.tenant_id = c.practice_id AND a.subject_id = c.id) LIMIT 20",
    },
    Invariant {
        meaning: "a client is assigned to someone outside the practice",
        query: "SELECT s.client_id FROM client_assignments s WHERE NOT EXISTS
                (SELECT 1 FROM memberships m WHERE m.tenant_id = s.practice_id AND m.user_id = s.user_id) LIMIT 20",
    },
    Invariant {
        meaning: "an import's counts differ from its items",
        query: "SELECT i.id FROM client_imports i WHERE i.status = 'completed' AND i.total <>
                (SELECT COUNT(*) FROM client_import_items t WHERE t.practice_id = i.practice_id AND t.import_id = i.id AND t.status <> 'pending') LIMIT 20",
    },
    Invariant {
        meaning: "a client has a website that is no link",
        query: "SELECT id FROM clients WHERE website <> '' AND website NOT LIKE 'http://%' AND website NOT LIKE 'https://%' LIMIT 20",
    },
];

fn routes(platform: &Platform) -> Routes {
    practices::routes(platform)
        .merge(clients::routes(platform))
        .merge(imports::routes(platform))
        .merge(cloning::routes(platform))
        .merge(search::routes(platform))
        .merge(rates::routes(platform))
        .merge(control::routes(platform))
        .merge(insights::routes(platform))
}
