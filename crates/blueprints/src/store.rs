//! Every SQL of blueprints.

use std::collections::HashMap;

use despacho_kernel::Id;
use despacho_kernel::access::OrganizationRight;
use despacho_platform::{
    Error, Result, Tx, memberships, sql,
    sql::{Connection, FromRow, Value},
    vals,
};

use crate::blueprint::{Application, Applied, Blueprint, Follower, Published};

/// Most blueprints of a practice.
pub const MAX: i64 = 200;

pub async fn find(db: &dyn Connection, practice: Id, id: Id) -> Result<Blueprint> {
    sql::find(db, vals![practice, id]).await?.ok_or(Error::NotFound)
}

/// Every blueprint, by name.
pub async fn all(db: &dyn Connection, practice: Id) -> Result<Vec<Blueprint>> {
    let sql = format!("SELECT {} FROM blueprints WHERE practice_id = $1 ORDER BY name_key LIMIT $2", Blueprint::columns());
    Ok(sql::rows(db, &sql, vals![practice, MAX]).await?)
}

/// The blueprint of a folded name.
pub async fn named(db: &dyn Connection, practice: Id, name_key: &str) -> Result<Option<Id>> {
    Ok(sql::scalar(db, "SELECT id FROM blueprints WHERE practice_id = $1 AND name_key = $2", vals![practice, name_key]).await?)
}

pub async fn version(db: &dyn Connection, practice: Id, blueprint: Id, number: i64) -> Result<Published> {
    sql::find(db, vals![practice, blueprint, number]).await?.ok_or(Error::NotFound)
}

/// The versions of a blueprint, the latest first.
pub async fn versions(db: &dyn Connection, practice: Id, blueprint: Id) -> Result<Vec<Published>> {
    let sql = format!("SELECT {} FROM blueprint_versions WHERE practice_id = $1 AND blueprint_id = $2 ORDER BY number DESC LIMIT 500", Published::columns());
    Ok(sql::rows(db, &sql, vals![practice, blueprint]).await?)
}

/// Those of some organizations of the practice's clients in which somebody may change settings.
pub async fn editable(db: &dyn Connection, practice: Id, user: Id, organizations: &[Id]) -> Result<Vec<Id>> {
    let sql = format!(
        "SELECT l.organization_id FROM client_organizations l JOIN memberships m ON m.tenant_id = l.organization_id
         WHERE l.practice_id = $1 AND m.user_id = $2 AND {} AND l.organization_id IN ({{ids}})",
        memberships::allows(db.engine(), OrganizationRight::EditSettings)
    );
    Ok(sql::column_in(db, &sql, vals![practice, user], organizations).await?)
}

pub async fn insert_application(tx: &Tx, application: &Application, organizations: &[Id]) -> Result<()> {
    sql::insert(tx, std::slice::from_ref(application)).await?;
    let columns = ["practice_id", "application_id", "organization_id", "position", "status", "added", "replaced", "left_alone", "error"];
    let rows = (1i64..)
        .zip(organizations)
        .map(|(position, organization)| vals![application.practice_id, application.id, *organization, position, "pending", 0i64, 0i64, 0i64, ""]);
    Ok(sql::insert_many(tx, "blueprint_application_items", &columns, rows.collect()).await?)
}

pub async fn application(db: &dyn Connection, practice: Id, id: Id) -> Result<Application> {
    sql::find(db, vals![practice, id]).await?.ok_or(Error::NotFound)
}

/// The latest applications of a practice.
pub async fn applications(db: &dyn Connection, practice: Id, before: Option<Id>, limit: i64) -> Result<Vec<Application>> {
    let sql = format!("SELECT {} FROM blueprint_applications WHERE practice_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3", Application::columns());
    Ok(sql::rows(db, &sql, vals![practice, before.unwrap_or_else(Id::max), limit]).await?)
}

/// What became of each organization of an application, in order.
pub async fn results(db: &dyn Connection, practice: Id, application: Id) -> Result<Vec<Applied>> {
    let sql =
        format!("SELECT {} FROM blueprint_application_items WHERE practice_id = $1 AND application_id = $2 ORDER BY position LIMIT 5000", Applied::columns());
    Ok(sql::rows(db, &sql, vals![practice, application]).await?)
}

/// Organizations that wait, in order.
pub async fn waiting(db: &dyn Connection, practice: Id, application: Id, status: &str, limit: i64) -> Result<Vec<Id>> {
    let sql = "SELECT organization_id FROM blueprint_application_items WHERE practice_id = $1 AND application_id = $2 AND status = $3
               ORDER BY position LIMIT $4";
    Ok(sql::column(db, sql, vals![practice, application, status, limit]).await?)
}

/// One organization of an application, if it is in a state.
pub async fn item(tx: &Tx, practice: Id, application: Id, organization: Id, status: &str) -> Result<Option<Applied>> {
    let sql = format!(
        "SELECT {} FROM blueprint_application_items WHERE practice_id = $1 AND application_id = $2 AND organization_id = $3 AND status = $4",
        Applied::columns()
    );
    Ok(sql::maybe(tx, &sql, vals![practice, application, organization, status]).await?)
}

/// Notes what became of an organization, and counts it.
pub async fn settle(tx: &Tx, practice: Id, application: Id, done: &Applied) -> Result<()> {
    let item = "UPDATE blueprint_application_items SET status = $4, added = $5, replaced = $6, left_alone = $7, error = $8, adoption_id = $9
                WHERE practice_id = $1 AND application_id = $2 AND organization_id = $3";
    let values = vals![
        practice,
        application,
        done.organization_id,
        done.status.as_str(),
        done.added,
        done.replaced,
        done.left_alone,
        done.error.as_str(),
        done.adoption_id
    ];
    sql::run(tx, item, values).await?;
    let failed = i64::from(done.status == "failed");
    let counts = "UPDATE blueprint_applications SET status = 'running', done = done + $3, failed = failed + $4 WHERE practice_id = $1 AND id = $2";
    sql::run(tx, counts, vals![practice, application, 1 - failed, failed]).await?;
    Ok(())
}

/// Ends an application; answers whether it was not ended before.
pub async fn complete(tx: &Tx, practice: Id, id: Id, now: i64) -> Result<bool> {
    let sql = "UPDATE blueprint_applications SET status = 'completed', finished_at = $3 WHERE practice_id = $1 AND id = $2 AND status <> 'completed'";
    Ok(sql::run(tx, sql, vals![practice, id, now]).await? > 0)
}

/// Marks what waits as failed: it ended before its end.
pub async fn fail_waiting(tx: &Tx, practice: Id, id: Id) -> Result<()> {
    let items =
        "UPDATE blueprint_application_items SET status = 'failed', error = 'interrupted' WHERE practice_id = $1 AND application_id = $2 AND status = 'pending'";
    let failed = i64::try_from(sql::run(tx, items, vals![practice, id]).await?).unwrap_or(0);
    sql::run(tx, "UPDATE blueprint_applications SET failed = failed + $3 WHERE practice_id = $1 AND id = $2", vals![practice, id, failed]).await?;
    Ok(())
}

/// Begins to take an application back.
pub async fn revert(tx: &Tx, practice: Id, id: Id) -> Result<()> {
    let sql =
        "UPDATE blueprint_applications SET status = 'queued', reverting = $3, done = 0, failed = 0, finished_at = NULL WHERE practice_id = $1 AND id = $2";
    sql::run(tx, sql, vals![practice, id, true]).await?;
    // What changed nothing has nothing to take back.
    let items =
        "UPDATE blueprint_application_items SET status = 'undone' WHERE practice_id = $1 AND application_id = $2 AND status = 'done' AND adoption_id IS NULL";
    let same = i64::try_from(sql::run(tx, items, vals![practice, id]).await?).unwrap_or(0);
    sql::run(tx, "UPDATE blueprint_applications SET done = done + $3 WHERE practice_id = $1 AND id = $2", vals![practice, id, same]).await?;
    Ok(())
}

/// Notes that an organization follows a version of a blueprint.
pub async fn follow(tx: &Tx, practice: Id, blueprint: Id, organization: Id, number: i64, groups: &str) -> Result<()> {
    let columns = ["practice_id", "blueprint_id", "organization_id", "number", "group_names", "differences", "seen_number"];
    let or =
        " ON CONFLICT (practice_id, blueprint_id, organization_id) DO UPDATE SET number = excluded.number, group_names = excluded.group_names, seen_number = 0";
    Ok(sql::insert_or(tx, "blueprint_followers", &columns, vec![vals![practice, blueprint, organization, number, groups, "{}", 0i64]], or).await?)
}

/// Notes that an organization follows a blueprint no longer.
pub async fn unfollow(tx: &Tx, practice: Id, blueprint: Id, organization: Id) -> Result<()> {
    let sql = "DELETE FROM blueprint_followers WHERE practice_id = $1 AND blueprint_id = $2 AND organization_id = $3";
    sql::run(tx, sql, vals![practice, blueprint, organization]).await?;
    Ok(())
}

/// Who follows a blueprint, by name, with the latest of their activity; of those that see some clients only, theirs.
pub async fn followers(db: &dyn Connection, practice: Id, blueprint: Id, visible_to: Option<Id>) -> Result<Vec<Follower>> {
    let (seen, mut values) = (visible_to.is_some(), vals![practice, blueprint]);
    values.extend(visible_to.map(Value::from));
    let narrow = if seen {
        "AND EXISTS (SELECT 1 FROM client_organizations l JOIN client_assignments s ON s.practice_id = l.practice_id AND s.client_id = l.client_id
         WHERE l.practice_id = f.practice_id AND l.organization_id = f.organization_id AND s.user_id = $3)"
    } else {
        ""
    };
    let sql = format!(
        "SELECT f.organization_id, t.name AS organization_name, f.number, f.group_names, f.differences, f.seen_activity, f.seen_number,
                (SELECT a.id FROM activity a WHERE a.tenant_id = f.organization_id ORDER BY a.id DESC LIMIT 1) AS latest_activity
         FROM blueprint_followers f JOIN tenants t ON t.id = f.organization_id
         WHERE f.practice_id = $1 AND f.blueprint_id = $2 {narrow} ORDER BY t.name_key, t.id LIMIT 5000"
    );
    Ok(sql::rows(db, &sql, values).await?)
}

/// Keeps how followers differ, as of the latest of their activity: `(organization, differences, activity, version)`.
pub async fn seen(tx: &Tx, practice: Id, blueprint: Id, rows: Vec<(Id, String, Option<Id>, i64)>) -> Result<()> {
    let columns = ["practice_id", "blueprint_id", "organization_id", "number", "group_names", "differences", "seen_activity", "seen_number"];
    let rows = rows
        .into_iter()
        .map(|(organization, differences, activity, number)| vals![practice, blueprint, organization, number, "", differences, activity, number]);
    let or = " ON CONFLICT (practice_id, blueprint_id, organization_id) DO UPDATE SET differences = excluded.differences,
              seen_activity = excluded.seen_activity, seen_number = excluded.seen_number";
    Ok(sql::insert_or(tx, "blueprint_followers", &columns, rows.collect(), or).await?)
}

despacho_platform::row! {
    /// A difference that somebody accepted.
    #[derive(Debug, Clone)]
    pub struct Acceptance {
        pub organization_id: Id,
        pub group_name: String,
        /// Of the differing rows when they were accepted.
        pub fingerprint: String,
        pub reason: String,
        pub accepted_at: i64,
    }
}

/// What was accepted of a blueprint's followers.
pub async fn acceptances(db: &dyn Connection, practice: Id, blueprint: Id) -> Result<HashMap<(Id, String), Acceptance>> {
    let sql = "SELECT organization_id, group_name, fingerprint, reason, accepted_at FROM blueprint_acceptances
               WHERE practice_id = $1 AND blueprint_id = $2 LIMIT 50000";
    let found: Vec<Acceptance> = sql::rows(db, sql, vals![practice, blueprint]).await?;
    Ok(found.into_iter().map(|one| ((one.organization_id, one.group_name.clone()), one)).collect())
}

/// Accepts how an organization differs in a group.
pub async fn accept(tx: &Tx, (practice, blueprint): (Id, Id), one: &Acceptance, by: Id) -> Result<()> {
    let columns = ["practice_id", "blueprint_id", "organization_id", "group_name", "fingerprint", "reason", "accepted_by", "accepted_at"];
    let row = vals![practice, blueprint, one.organization_id, one.group_name.as_str(), one.fingerprint.as_str(), one.reason.as_str(), by, one.accepted_at];
    let or = " ON CONFLICT (practice_id, blueprint_id, organization_id, group_name) DO UPDATE SET fingerprint = excluded.fingerprint,
              reason = excluded.reason, accepted_by = excluded.accepted_by, accepted_at = excluded.accepted_at";
    Ok(sql::insert_or(tx, "blueprint_acceptances", &columns, vec![row], or).await?)
}
