//! Whether the stored data is sound.

use despacho_platform::{Result, sql};

use crate::{cli::Place, wiring};

/// What must find nothing, with what it means if it does.
const INVARIANTS: &[(&str, &str)] = &[
    (
        "an organization has no administrator",
        "SELECT o.id FROM organizations o WHERE NOT EXISTS
         (SELECT 1 FROM memberships m WHERE m.tenant_id = o.id AND m.role = 'administrator') LIMIT 20",
    ),
    (
        "an organization has no application",
        "SELECT o.id FROM organizations o WHERE NOT EXISTS (SELECT 1 FROM organization_applications a WHERE a.organization_id = o.id) LIMIT 20",
    ),
    (
        "an organization has no chart of accounts",
        "SELECT o.id FROM organizations o WHERE NOT EXISTS (SELECT 1 FROM accounts a WHERE a.organization_id = o.id) LIMIT 20",
    ),
    (
        "a practice has no owner",
        "SELECT p.id FROM practices p WHERE NOT EXISTS (SELECT 1 FROM memberships m WHERE m.tenant_id = p.id AND m.role = 'owner') LIMIT 20",
    ),
    (
        "a tenant is neither a practice nor an organization",
        "SELECT t.id FROM tenants t WHERE NOT EXISTS (SELECT 1 FROM practices p WHERE p.id = t.id)
         AND NOT EXISTS (SELECT 1 FROM organizations o WHERE o.id = t.id) LIMIT 20",
    ),
    (
        "a client has no activity",
        "SELECT c.id FROM clients c WHERE NOT EXISTS (SELECT 1 FROM activity a WHERE a.tenant_id = c.practice_id AND a.subject_id = c.id) LIMIT 20",
    ),
    (
        "a client is assigned to someone outside the practice",
        "SELECT s.client_id FROM client_assignments s WHERE NOT EXISTS
         (SELECT 1 FROM memberships m WHERE m.tenant_id = s.practice_id AND m.user_id = s.user_id) LIMIT 20",
    ),
    (
        "an import's counts differ from its items",
        "SELECT i.id FROM client_imports i WHERE i.status = 'completed' AND i.total <>
         (SELECT COUNT(*) FROM client_import_items t WHERE t.practice_id = i.practice_id AND t.import_id = i.id AND t.status <> 'pending') LIMIT 20",
    ),
];

/// What is broken, a line each; empty when all is well.
pub async fn check(place: &Place) -> Result<Vec<String>> {
    let platform = wiring::open(place.config()).await?;
    let mut broken = vec![];
    for (meaning, query) in INVARIANTS {
        for id in sql::column::<despacho_kernel::Id>(platform.db.read(), query, vec![]).await? {
            broken.push(format!("{meaning}: {id}"));
        }
    }
    for application in wiring::applications().iter() {
        broken.extend(application.check(&platform.db).await?);
    }
    Ok(broken)
}
