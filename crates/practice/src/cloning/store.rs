//! Every SQL of cloning.

use despacho_kernel::{Id, text::like_pattern};
use despacho_platform::sql::{Conditions, Connection};
use despacho_platform::{Result, sql};
use despacho_settings::preferences::store as preferences;

use super::source::{Asked, Eyes, Source};

despacho_platform::row! {
    struct Row {
        client_id: Id,
        display_name: String,
        organization_id: Id,
        name: String,
    }
}

/// The organizations of a practice's clients whose preferences the user may take over, by the client's name, at most `limit`; only what
/// is asked for.
pub async fn sources(db: &dyn Connection, eyes: Eyes, asked: &Asked<'_>, limit: i64) -> Result<Vec<Source>> {
    let Eyes { practice, user, visible_to } = eyes;
    let Asked { client, organization, search } = *asked;
    let mut found = Conditions::new("l.practice_id = ?", practice);
    found.and("m.user_id = ?", user);
    let assigned = "EXISTS (SELECT 1 FROM client_assignments s WHERE s.practice_id = c.practice_id AND s.client_id = c.id AND s.user_id = ?)";
    for (condition, value) in [(assigned, visible_to), ("c.id = ?", client), ("l.organization_id = ?", organization)] {
        if let Some(value) = value {
            found.and(condition, value);
        }
    }
    if !search.trim().is_empty() {
        found.and("(c.name_key LIKE ? ESCAPE '\\' OR t.name_key LIKE ? ESCAPE '\\')", like_pattern(search));
    }
    let Conditions { text, mut values } = found;
    values.push(limit.into());
    let sql = format!(
        "SELECT c.id AS client_id, c.display_name, l.organization_id, t.name FROM client_organizations l
         JOIN clients c ON c.practice_id = l.practice_id AND c.id = l.client_id
         JOIN memberships m ON m.tenant_id = l.organization_id AND m.tenant_kind = 'organization'
         JOIN tenants t ON t.id = l.organization_id
         WHERE {text} AND {} ORDER BY c.name_key, c.id, l.linked_at, l.organization_id LIMIT ${}",
        preferences::lends(db),
        values.len()
    );
    let rows: Vec<Row> = sql::rows(db, &sql, values).await?;
    let source = |row: Row| Source { client: row.client_id, client_name: row.display_name, organization: row.organization_id, organization_name: row.name };
    Ok(rows.into_iter().map(source).collect())
}
