//! Every SQL of stored files.

use despacho_kernel::Id;

use crate::{
    db::Tx,
    error::{Error, Result},
    sql::{self, Connection, FromRow},
    vals,
};

crate::row! {
    /// A file of a practice or an organization.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct StoredFile in "stored_files" key (tenant_id, id) {
        pub tenant_id: Id,
        pub id: Id,
        /// Of what is in it, in lower-case hexadecimal digits.
        pub sha256: String,
        /// Bytes.
        pub size: i64,
        /// A [`Kind`](super::kind::Kind).
        pub kind: String,
        /// UTC milliseconds.
        pub stored_at: i64,
    }
}

pub async fn find(db: &dyn Connection, tenant: Id, id: Id) -> Result<StoredFile> {
    sql::find(db, vals![tenant, id]).await?.ok_or(Error::NotFound)
}

pub async fn insert(tx: &Tx, file: &StoredFile) -> Result<()> {
    Ok(sql::insert(tx, std::slice::from_ref(file)).await?)
}

/// Removes rows; what was in them goes by itself once no row has it.
pub async fn remove(tx: &Tx, tenant: Id, ids: &[Id]) -> Result<()> {
    Ok(sql::run_in(tx, "DELETE FROM stored_files WHERE tenant_id = $1 AND id IN ({ids})", vals![tenant], ids).await?)
}

/// Bytes of a tenant's files.
pub async fn used(db: &dyn Connection, tenant: Id) -> Result<i64> {
    let sql = "SELECT CAST(COALESCE(SUM(size), 0) AS BIGINT) FROM stored_files WHERE tenant_id = $1";
    Ok(sql::scalar(db, sql, vals![tenant]).await?.unwrap_or(0))
}

crate::row! {
    /// What is in files, each once.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Content {
        pub sha256: String,
        pub size: i64,
    }
}

crate::row! {
    /// How many there are and their bytes, those with the same in them counted once.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Totals {
        pub files: i64,
        pub bytes: i64,
    }
}

/// What the whole installation keeps.
pub async fn totals(db: &dyn Connection) -> Result<Totals> {
    let sql = "SELECT COUNT(*) AS files, CAST(COALESCE(SUM(size), 0) AS BIGINT) AS bytes FROM (SELECT DISTINCT sha256, size FROM stored_files) AS contents";
    Ok(sql::maybe(db, sql, vals![]).await?.unwrap_or_default())
}

/// What is in files, by hash, after one.
pub async fn contents(db: &dyn Connection, after: &str, limit: i64) -> Result<Vec<Content>> {
    let sql = format!("SELECT DISTINCT {} FROM stored_files WHERE sha256 > $1 ORDER BY sha256, size LIMIT $2", Content::columns());
    Ok(sql::rows(db, &sql, vals![after, limit]).await?)
}

/// Which of these hashes some file has.
pub async fn known(db: &dyn Connection, hashes: &[String]) -> Result<Vec<String>> {
    let sql = format!("SELECT DISTINCT sha256 FROM stored_files WHERE sha256 IN ({})", sql::placeholders(1, hashes.len()));
    Ok(sql::column(db, &sql, hashes.iter().map(sql::Value::from).collect()).await?)
}
