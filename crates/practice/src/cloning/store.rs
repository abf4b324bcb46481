//! Every SQL of cloning.

use despacho_kernel::{Id, access::Application};
use despacho_platform::sql::Connection;
use despacho_platform::{Result, sql, vals};

use super::source::Source;

despacho_platform::row! {
    struct Row {
        client_id: Id,
        display_name: String,
        organization_id: Id,
        name: String,
    }
}

/// The organizations that carry preferences of a practice's clients in which the user is a member, by the client's name, at most a
/// thousand; only those of clients assigned to `visible_to`, and only this one of `organization`.
pub async fn sources(db: &dyn Connection, practice: Id, user: Id, visible_to: Option<Id>, client: Option<Id>, organization: Option<Id>) -> Result<Vec<Source>> {
    let carry = Application::ALL.iter().filter(|application| application.carries_preferences());
    let carry = carry.map(|application| format!("'{}'", application.word())).collect::<Vec<_>>().join(", ");
    let mut sql = format!(
        "SELECT c.id AS client_id, c.display_name, l.organization_id, t.name FROM client_organizations l
                   JOIN clients c ON c.practice_id = l.practice_id AND c.id = l.client_id
                   JOIN memberships m ON m.tenant_id = l.organization_id AND m.user_id = $2 AND m.tenant_kind = 'organization'
                   JOIN tenants t ON t.id = l.organization_id
                   WHERE l.practice_id = $1 AND EXISTS
                   (SELECT 1 FROM organization_applications a WHERE a.organization_id = l.organization_id AND a.application IN ({carry}))"
    );
    let mut values = vals![practice, user];
    let conditions = [
        ("EXISTS (SELECT 1 FROM client_assignments s WHERE s.practice_id = c.practice_id AND s.client_id = c.id AND s.user_id = ?)", visible_to),
        ("c.id = ?", client),
        ("l.organization_id = ?", organization),
    ];
    for (condition, value) in conditions {
        if let Some(value) = value {
            values.push(value.into());
            sql.push_str(&format!(" AND {}", condition.replace('?', &format!("${}", values.len()))));
        }
    }
    sql.push_str(" ORDER BY c.name_key, c.id, l.linked_at, l.organization_id LIMIT 1000");
    let rows: Vec<Row> = sql::rows(db, &sql, values).await?;
    let source = |row: Row| Source { client: row.client_id, client_name: row.display_name, organization: row.organization_id, organization_name: row.name };
    Ok(rows.into_iter().map(source).collect())
}
