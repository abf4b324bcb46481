//! Every SQL of applied preferences and logos, and of the organizations that preferences may be taken from.

use despacho_kernel::{
    Id,
    access::{Application, OrganizationRight},
    new_id,
    text::like_pattern,
};
use despacho_platform::sql::Connection;
use despacho_platform::{Error, Result, Tx, memberships, sql, users::User, vals};

use super::set::PreferenceGroup;

despacho_platform::row! {
    /// Preferences that were applied to an organization.
    #[derive(Debug, Clone)]
    pub struct Adoption {
        pub id: Id,
        pub applied_by_name: String,
        pub applied_at: i64,
        /// Names of groups, by commas.
        pub groups: String,
        /// How many rows were added and how many replaced, by a comma.
        pub counts: String,
        /// What undoes it, as JSON.
        pub inverse: String,
        /// Of the groups right after.
        pub fingerprint: String,
        pub undone_at: Option<i64>,
    }
}

impl Adoption {
    /// How many rows were added and replaced.
    pub fn counts(&self) -> (i64, i64) {
        let (added, replaced) = self.counts.split_once(',').unwrap_or_default();
        (added.parse().unwrap_or(0), replaced.parse().unwrap_or(0))
    }
}

const COLUMNS: &str = "id, applied_by_name, applied_at, groups, counts, inverse, fingerprint, undone_at FROM preference_applications";

pub async fn insert(tx: &Tx, organization: Id, by: &User, adoption: &Adoption) -> Result<Id> {
    let id = new_id();
    let a = adoption;
    let sql = "INSERT INTO preference_applications (organization_id, id, applied_by, applied_by_name, applied_at, groups, counts, inverse, fingerprint)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values =
        vals![organization, id, by.id, by.name.as_str(), a.applied_at, a.groups.as_str(), a.counts.as_str(), a.inverse.as_str(), a.fingerprint.as_str()];
    sql::run(tx, sql, values).await?;
    Ok(id)
}

pub async fn find(db: &dyn Connection, organization: Id, id: Id) -> Result<Adoption> {
    let sql = format!("SELECT {COLUMNS} WHERE organization_id = $1 AND id = $2");
    sql::maybe(db, &sql, vals![organization, id]).await?.ok_or(Error::NotFound)
}

/// The latest first, from before an id.
pub async fn list(db: &dyn Connection, organization: Id, before: Option<Id>, limit: i64) -> Result<Vec<Adoption>> {
    let sql = format!("SELECT {COLUMNS} WHERE organization_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3");
    Ok(sql::rows(db, &sql, vals![organization, before.unwrap_or_else(Id::max), limit]).await?)
}

pub async fn set_undone(tx: &Tx, organization: Id, id: Id, now: i64) -> Result<()> {
    sql::run(tx, "UPDATE preference_applications SET undone_at = $3 WHERE organization_id = $1 AND id = $2", vals![organization, id, now]).await?;
    Ok(())
}

despacho_platform::row! {
    /// A logo as it is stored.
    pub struct StoredLogo {
        pub media_type: String,
        /// Base 64.
        pub data: String,
    }
}

pub async fn logo(db: &dyn Connection, organization: Id) -> Result<Option<StoredLogo>> {
    Ok(sql::maybe(db, "SELECT media_type, data FROM organization_logos WHERE organization_id = $1", vals![organization]).await?)
}

pub async fn has_logo(db: &dyn Connection, organization: Id) -> Result<bool> {
    let found: Option<String> = sql::scalar(db, "SELECT media_type FROM organization_logos WHERE organization_id = $1", vals![organization]).await?;
    Ok(found.is_some())
}

/// Stores a logo in the place of the former one.
pub async fn put_logo(tx: &Tx, organization: Id, media_type: &str, data: &str) -> Result<()> {
    let sql = "INSERT INTO organization_logos (organization_id, media_type, data) VALUES ($1, $2, $3)
               ON CONFLICT (organization_id) DO UPDATE SET media_type = excluded.media_type, data = excluded.data";
    sql::run(tx, sql, vals![organization, media_type, data]).await?;
    Ok(())
}

pub async fn remove_logo(tx: &Tx, organization: Id) -> Result<()> {
    sql::run(tx, "DELETE FROM organization_logos WHERE organization_id = $1", vals![organization]).await?;
    Ok(())
}

/// How many rows an organization has of each group, in one statement.
pub async fn counts(db: &dyn Connection, organization: Id, groups: &[&'static PreferenceGroup]) -> Result<Vec<i64>> {
    despacho_platform::row! {
        struct Count {
            nth: i64,
            number: i64,
        }
    }
    let sets = groups.iter().enumerate().flat_map(|(nth, group)| group.sets.iter().map(move |set| (nth, set.table())));
    let counting: Vec<String> = sets
        .map(|(nth, (table, column))| format!("SELECT CAST({nth} AS BIGINT) AS nth, COUNT(*) AS number FROM {table} WHERE {column} = $1"))
        .collect();
    let mut counts = vec![0; groups.len()];
    if counting.is_empty() {
        return Ok(counts);
    }
    for row in sql::rows::<Count>(db, &counting.join(" UNION ALL "), vals![organization]).await? {
        if let Some(count) = usize::try_from(row.nth).ok().and_then(|nth| counts.get_mut(nth)) {
            *count += row.number;
        }
    }
    Ok(counts)
}

/// A condition: whether the membership `m` of a statement lets its user take over the preferences of its organization, which carries some
/// and lets them read settings.
pub fn lends(db: &dyn Connection) -> String {
    let carry = Application::ALL.iter().filter(|application| application.carries_preferences());
    let carry = carry.map(|application| format!("'{}'", application.word())).collect::<Vec<_>>().join(", ");
    let may = memberships::allows(db.engine(), OrganizationRight::ReadSettings);
    format!("EXISTS (SELECT 1 FROM organization_applications a WHERE a.organization_id = m.tenant_id AND a.application IN ({carry})) AND {may}")
}

despacho_platform::row! {
    /// An organization whose preferences somebody may take over.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Lender {
        pub id: Id,
        pub name: String,
    }
}

/// The organizations, other than `but`, whose preferences a user may take over and whose name holds `search`, by name.
pub async fn lenders(db: &dyn Connection, user: Id, but: Id, search: &str, limit: i64) -> Result<Vec<Lender>> {
    let sql = format!(
        "SELECT t.id, t.name FROM memberships m JOIN tenants t ON t.id = m.tenant_id
         WHERE m.user_id = $1 AND m.tenant_kind = 'organization' AND t.id <> $2 AND t.name_key LIKE $3 ESCAPE '\\' AND {}
         ORDER BY t.name_key, t.id LIMIT $4",
        lends(db)
    );
    Ok(sql::rows(db, &sql, vals![user, but, like_pattern(search), limit]).await?)
}
