//! Every SQL of exceptions to locks.

use despacho_kernel::{Id, access::OrganizationRight};
use despacho_platform::{
    Error, Result, Tx, memberships,
    sql::{self, Connection, FromRow},
    vals,
};

use super::exception::LockException;

/// The exceptions that are given and not over, at most 500.
pub async fn open(db: &dyn Connection, organization: Id, now: i64) -> Result<Vec<LockException>> {
    let sql = format!(
        "SELECT {} FROM lock_exceptions WHERE organization_id = $1 AND state = 'granted' AND expires_at > $2 ORDER BY expires_at DESC, id LIMIT 500",
        LockException::columns()
    );
    Ok(sql::rows(db, &sql, vals![organization, now]).await?)
}

/// A page of all of them, the latest first.
pub async fn page(db: &dyn Connection, organization: Id, before: Option<Id>, limit: i64) -> Result<Vec<LockException>> {
    let sql = format!("SELECT {} FROM lock_exceptions WHERE organization_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3", LockException::columns());
    Ok(sql::rows(db, &sql, vals![organization, before.unwrap_or_else(Id::max), limit]).await?)
}

pub async fn find(db: &dyn Connection, organization: Id, id: Id) -> Result<LockException> {
    sql::find(db, vals![organization, id]).await?.ok_or(Error::NotFound)
}

/// What a person asks for and nobody has decided.
pub async fn asked_by(db: &dyn Connection, organization: Id, user: Id) -> Result<Option<LockException>> {
    let sql = format!("SELECT {} FROM lock_exceptions WHERE organization_id = $1 AND asked_by = $2 AND state = 'asked'", LockException::columns());
    Ok(sql::maybe(db, &sql, vals![organization, user]).await?)
}

pub async fn insert(tx: &Tx, exception: &LockException) -> Result<()> {
    Ok(sql::insert(tx, std::slice::from_ref(exception)).await?)
}

pub async fn update(tx: &Tx, exception: &LockException) -> Result<()> {
    if sql::update(tx, exception).await? { Ok(()) } else { Err(Error::NotFound) }
}

/// The members whose role has a right, at most 50.
pub async fn holders(db: &dyn Connection, organization: Id, right: OrganizationRight) -> Result<Vec<Id>> {
    let allowed = memberships::allows(db.engine(), right);
    let sql =
        format!("SELECT m.user_id FROM memberships m WHERE m.tenant_id = $1 AND m.tenant_kind = 'organization' AND {allowed} ORDER BY m.created_at LIMIT 50");
    Ok(sql::column(db, &sql, vals![organization]).await?)
}

/// The names of people who belong to an organization, or did.
pub async fn names(db: &dyn Connection, users: &[Id]) -> Result<std::collections::HashMap<Id, String>> {
    despacho_platform::row! {
        struct Named {
            id: Id,
            name: String,
        }
    }
    let rows: Vec<Named> = sql::rows_in(db, "SELECT id, name FROM users WHERE id IN ({ids})", vec![], users).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}
