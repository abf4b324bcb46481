//! Every SQL of imports.

use std::collections::HashMap;

use despacho_kernel::{Id, new_id, text::like_pattern};
use despacho_organizations::{Organization, store as organizations};
use despacho_platform::sql::{Connection, Value};
use despacho_platform::{Error, Result, Tx, memberships::own_role_names, sql, vals};

use super::import::{Failure, Import, Item, Wanted};

/// An organization that a member may import, with their role in it.
#[derive(Debug, Clone)]
pub struct Importable {
    pub organization: Organization,
    pub role: String,
    /// The role's name, if it is one of the organization's own.
    pub own_role: Option<String>,
}

despacho_platform::row! {
    struct Found {
        id: Id,
        role: String,
    }
}

/// The organizations in which the user is a member and that no client of the practice has, by name; `after` is the folded
/// name and id of the last one seen.
pub async fn importable(db: &dyn Connection, practice: Id, user: Id, search: &str, after: Option<(String, Id)>, limit: i64) -> Result<Vec<Importable>> {
    let (name, id) = after.unwrap_or((String::new(), Id::nil()));
    let pattern = like_pattern(search);
    let sql = "SELECT t.id, m.role FROM memberships m JOIN tenants t ON t.id = m.tenant_id
               WHERE m.user_id = $1 AND m.tenant_kind = 'organization'
               AND NOT EXISTS (SELECT 1 FROM client_organizations l WHERE l.practice_id = $2 AND l.organization_id = t.id)
               AND (t.name_key > $3 OR (t.name_key = $3 AND t.id > $4)) AND t.name_key LIKE $5 ESCAPE '\\'
               ORDER BY t.name_key, t.id LIMIT $6";
    let found: Vec<Found> = sql::rows(db, sql, vals![user, practice, name, id, pattern, limit]).await?;
    let ids: Vec<Id> = found.iter().map(|f| f.id).collect();
    let mut organizations: HashMap<Id, Organization> = organizations::find_many(db, &ids).await?.into_iter().map(|o| (o.id, o)).collect();
    let names = own_role_names(db, found.iter().map(|f| f.role.as_str())).await?;
    let ordered = found.into_iter().filter_map(|f| {
        organizations
            .remove(&f.id)
            .map(|organization| Importable { organization, own_role: names.get(&f.role).cloned(), role: f.role })
    });
    Ok(ordered.collect())
}

/// The organizations, of these, in which the user is a member.
pub async fn memberships(db: &dyn Connection, user: Id, organizations: &[Id]) -> Result<Vec<Id>> {
    let sql = "SELECT tenant_id FROM memberships WHERE user_id = $1 AND tenant_kind = 'organization' AND tenant_id IN ({ids})";
    Ok(sql::column_in(db, sql, vals![user], organizations).await?)
}

pub async fn insert(tx: &Tx, practice: Id, user: Id, wanted: &[Wanted], now: i64) -> Result<Id> {
    let id = new_id();
    let total = i64::try_from(wanted.len()).unwrap_or(i64::MAX);
    let sql = "INSERT INTO client_imports (practice_id, id, user_id, status, total, done, failed, created_at) VALUES ($1, $2, $3, 'queued', $4, 0, 0, $5)";
    sql::run(tx, sql, vals![practice, id, user, total, now]).await?;
    let rows = wanted
        .iter()
        .zip(1i64..)
        .map(|(wanted, position)| vals![practice, id, wanted.organization, wanted.link_to, position, "pending", ""]);
    let columns = ["practice_id", "import_id", "organization_id", "link_to", "position", "status", "error"];
    sql::insert_many(tx, "client_import_items", &columns, rows.collect()).await?;
    Ok(id)
}

const COLUMNS: &str = "id, user_id, status, total, done, failed, created_at, finished_at";

pub async fn find(db: &dyn Connection, practice: Id, id: Id) -> Result<Import> {
    let sql = format!("SELECT {COLUMNS} FROM client_imports WHERE practice_id = $1 AND id = $2");
    sql::maybe(db, &sql, vals![practice, id]).await?.ok_or(Error::NotFound)
}

/// The practice's latest imports.
pub async fn recent(db: &dyn Connection, practice: Id, limit: i64) -> Result<Vec<Import>> {
    let sql = format!("SELECT {COLUMNS} FROM client_imports WHERE practice_id = $1 ORDER BY id DESC LIMIT $2");
    Ok(sql::rows(db, &sql, vals![practice, limit]).await?)
}

/// A stretch of the practice's imports, the latest first; `before` is the last one seen.
pub async fn page(db: &dyn Connection, practice: Id, before: Option<Id>, limit: i64) -> Result<Vec<Import>> {
    let sql = format!("SELECT {COLUMNS} FROM client_imports WHERE practice_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3");
    Ok(sql::rows(db, &sql, vals![practice, before.unwrap_or_else(Id::max), limit]).await?)
}

/// What failed of each of these imports, at most the first 200.
pub async fn failures(db: &dyn Connection, practice: Id, imports: &[Id]) -> Result<Vec<Failure>> {
    let sql = "SELECT import_id, organization_id, error FROM
                 (SELECT import_id, organization_id, error, position, ROW_NUMBER() OVER (PARTITION BY import_id ORDER BY position) AS place
                  FROM client_import_items WHERE practice_id = $1 AND status = 'failed' AND import_id IN ({ids})) AS failed
               WHERE place <= 200 ORDER BY import_id, place";
    Ok(sql::rows_in(db, sql, vals![practice], imports).await?)
}

/// Items in a state, in order, with the organization's name and the client it became.
pub async fn items(db: &dyn Connection, practice: Id, import: Id, status: &str, limit: i64) -> Result<Vec<Item>> {
    let sql = "SELECT i.organization_id, t.name, i.status, i.error, l.client_id, c.display_name AS client_name FROM client_import_items i
               JOIN tenants t ON t.id = i.organization_id
               LEFT JOIN client_organizations l ON l.practice_id = i.practice_id AND l.organization_id = i.organization_id
               LEFT JOIN clients c ON c.practice_id = l.practice_id AND c.id = l.client_id
               WHERE i.practice_id = $1 AND i.import_id = $2 AND i.status = $3 ORDER BY i.position LIMIT $4";
    Ok(sql::rows(db, sql, vals![practice, import, status, limit]).await?)
}

/// The next organizations to import. Their rows are locked where the engine has more than one writer.
pub async fn pending(tx: &Tx, practice: Id, import: Id, limit: i64, lock: bool) -> Result<Vec<Wanted>> {
    despacho_platform::row! {
        struct Pending {
            organization_id: Id,
            link_to: Option<Id>,
        }
    }
    let lock = if lock { " FOR UPDATE" } else { "" };
    let sql = format!(
        "SELECT organization_id, link_to FROM client_import_items WHERE practice_id = $1 AND import_id = $2 AND status = 'pending'
         ORDER BY position LIMIT $3{lock}"
    );
    let found: Vec<Pending> = sql::rows(tx, &sql, vals![practice, import, limit]).await?;
    Ok(found.into_iter().map(|row| Wanted { organization: row.organization_id, link_to: row.link_to }).collect())
}

/// Marks items as done, or as failed for a reason.
pub async fn mark(tx: &Tx, practice: Id, import: Id, organizations: &[Id], error: &str) -> Result<()> {
    if organizations.is_empty() {
        return Ok(());
    }
    let status = if error.is_empty() { "done" } else { "failed" };
    let list = sql::placeholders(5, organizations.len());
    let sql = format!("UPDATE client_import_items SET status = $3, error = $4 WHERE practice_id = $1 AND import_id = $2 AND organization_id IN ({list})");
    let mut values = vals![practice, import, status, error];
    values.extend(organizations.iter().map(|id| Value::from(*id)));
    sql::run(tx, &sql, values).await?;
    Ok(())
}

pub async fn count(tx: &Tx, practice: Id, import: Id, done: usize, failed: usize) -> Result<()> {
    let whole = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let sql = "UPDATE client_imports SET status = 'running', done = done + $3, failed = failed + $4 WHERE practice_id = $1 AND id = $2";
    sql::run(tx, sql, vals![practice, import, whole(done), whole(failed)]).await?;
    Ok(())
}

/// Marks what is pending as failed: the import was interrupted for good.
pub async fn fail_pending(tx: &Tx, practice: Id, import: Id) -> Result<()> {
    let items = "UPDATE client_import_items SET status = 'failed', error = 'interrupted' WHERE practice_id = $1 AND import_id = $2 AND status = 'pending'";
    let failed = sql::run(tx, items, vals![practice, import]).await?;
    count(tx, practice, import, 0, usize::try_from(failed).unwrap_or(0)).await
}

/// Ends an import; answers whether it was not ended before.
pub async fn complete(tx: &Tx, practice: Id, import: Id, now: i64) -> Result<bool> {
    let sql = "UPDATE client_imports SET status = 'completed', finished_at = $3 WHERE practice_id = $1 AND id = $2 AND status <> 'completed'";
    Ok(sql::run(tx, sql, vals![practice, import, now]).await? > 0)
}

/// Puts the failed items of an ended import back; answers how many.
pub async fn reopen(tx: &Tx, practice: Id, import: Id) -> Result<u64> {
    let items = "UPDATE client_import_items SET status = 'pending', error = '' WHERE practice_id = $1 AND import_id = $2 AND status = 'failed'";
    let count = sql::run(tx, items, vals![practice, import]).await?;
    if count > 0 {
        let sql = "UPDATE client_imports SET status = 'queued', failed = 0, finished_at = NULL WHERE practice_id = $1 AND id = $2";
        sql::run(tx, sql, vals![practice, import]).await?;
    }
    Ok(count)
}
