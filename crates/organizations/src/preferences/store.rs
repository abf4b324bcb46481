//! Every SQL of applied preferences.

use despacho_kernel::{Id, new_id};
use despacho_platform::sql::Connection;
use despacho_platform::{Error, Result, Tx, sql, users::User, vals};

despacho_platform::row! {
    /// Preferences that were applied to an organization.
    #[derive(Debug, Clone)]
    pub struct Application {
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

impl Application {
    /// How many rows were added and replaced.
    pub fn counts(&self) -> (i64, i64) {
        let (added, replaced) = self.counts.split_once(',').unwrap_or_default();
        (added.parse().unwrap_or(0), replaced.parse().unwrap_or(0))
    }
}

const COLUMNS: &str = "id, applied_by_name, applied_at, groups, counts, inverse, fingerprint, undone_at FROM preference_applications";

pub async fn insert(tx: &Tx, organization: Id, by: &User, application: &Application) -> Result<Id> {
    let id = new_id();
    let a = application;
    let sql = "INSERT INTO preference_applications (organization_id, id, applied_by, applied_by_name, applied_at, groups, counts, inverse, fingerprint)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values =
        vals![organization, id, by.id, by.name.as_str(), a.applied_at, a.groups.as_str(), a.counts.as_str(), a.inverse.as_str(), a.fingerprint.as_str()];
    sql::run(tx, sql, values).await?;
    Ok(id)
}

pub async fn find(db: &dyn Connection, organization: Id, id: Id) -> Result<Application> {
    let sql = format!("SELECT {COLUMNS} WHERE organization_id = $1 AND id = $2");
    sql::maybe(db, &sql, vals![organization, id]).await?.ok_or(Error::NotFound)
}

/// The latest first, from before an id.
pub async fn list(db: &dyn Connection, organization: Id, before: Option<Id>, limit: i64) -> Result<Vec<Application>> {
    let sql = format!("SELECT {COLUMNS} WHERE organization_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3");
    Ok(sql::rows(db, &sql, vals![organization, before.unwrap_or_else(Id::max), limit]).await?)
}

pub async fn set_undone(tx: &Tx, organization: Id, id: Id, now: i64) -> Result<()> {
    sql::run(tx, "UPDATE preference_applications SET undone_at = $3 WHERE organization_id = $1 AND id = $2", vals![organization, id, now]).await?;
    Ok(())
}
