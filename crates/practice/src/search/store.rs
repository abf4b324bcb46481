//! Every SQL of the search box.

use despacho_kernel::{
    Id,
    access::PracticeRole,
    text::{fold, like_pattern},
};
use despacho_platform::{
    Result,
    sql::{self, Conditions, Connection},
};

despacho_platform::row! {
    /// A client that somebody may see.
    pub(super) struct Found {
        pub practice_id: Id,
        pub id: Id,
        pub display_name: String,
        pub active: bool,
        pub practice: String,
    }
}

impl Found {
    pub(super) fn path(&self) -> String {
        format!("/practices/{}/clients/{}", self.practice_id, self.id)
    }
}

/// The clients that a user sees in their practices.
fn visible(user: Id) -> Conditions {
    let mut found = Conditions::new("m.user_id = ?", user);
    let assigned =
        "(m.role <> ? OR EXISTS (SELECT 1 FROM client_assignments s WHERE s.practice_id = c.practice_id AND s.client_id = c.id AND s.user_id = m.user_id))";
    found.and(assigned, PracticeRole::Staff.word());
    found
}

async fn rows(db: &dyn Connection, found: Conditions, limit: i64) -> Result<Vec<Found>> {
    let Conditions { text, mut values } = found;
    values.push(limit.into());
    let sql = format!(
        "SELECT c.practice_id, c.id, c.display_name, c.active, t.name AS practice
         FROM memberships m JOIN clients c ON c.practice_id = m.tenant_id JOIN tenants t ON t.id = m.tenant_id
         WHERE {text} ORDER BY c.name_key, c.id LIMIT ${}",
        values.len()
    );
    Ok(sql::rows(db, &sql, values).await?)
}

/// Clients of the user's practices, inactive ones too, whose words hold each word that is looked for.
pub(super) async fn clients(db: &dyn Connection, user: Id, search: &str, limit: i64) -> Result<Vec<Found>> {
    let mut found = visible(user);
    for word in fold(search).split_whitespace().take(8) {
        found.and("c.search_text LIKE ? ESCAPE '\\'", like_pattern(word));
    }
    rows(db, found, limit).await
}

/// The clients that an organization is kept as in a user's practices, at most five.
pub(super) async fn clients_of(db: &dyn Connection, user: Id, organization: Id) -> Result<Vec<Found>> {
    let mut found = visible(user);
    found.and(
        "EXISTS (SELECT 1 FROM client_organizations l WHERE l.practice_id = c.practice_id AND l.client_id = c.id AND l.organization_id = ?)",
        organization,
    );
    rows(db, found, 5).await
}
