//! Every SQL of attachments.

use std::collections::HashMap;

use despacho_kernel::Id;
use despacho_platform::{
    Error, Result, Tx, files,
    sql::{self, Connection, FromRow},
    vals,
};

despacho_platform::row! {
    /// A stored file of an entry; it has the stored file's id.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Attachment in "entry_attachments" key (organization_id, id) {
        pub organization_id: Id,
        pub id: Id,
        /// The first entry of its chain of corrections.
        pub entry_id: Id,
        /// Of what is in it.
        pub sha256: String,
        pub name: String,
        pub created_by: Id,
        /// UTC milliseconds.
        pub created_at: i64,
    }
}

despacho_platform::row! {
    /// An attachment as it is listed.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Listed {
        pub id: Id,
        pub name: String,
        pub sha256: String,
        /// Bytes.
        pub size: i64,
        /// The media type that what is in it tells.
        pub kind: String,
        pub created_by: Id,
        pub author: String,
        pub created_at: i64,
    }
}

/// Most corrections of an entry that are gone back.
const CORRECTIONS: i64 = 10_000;

/// The first entry of the chain of corrections that an entry is in, itself where it corrects none. What undid a corrected entry is in its chain too.
pub async fn first_of(db: &dyn Connection, organization: Id, entry: Id) -> Result<Id> {
    let sql = "WITH RECURSIVE chain(id, before, depth) AS (
                 SELECT e.id, COALESCE(e.supersedes_id, CASE WHEN e.mirror THEN e.reverses_id END), 0
                 FROM journal_entries e WHERE e.organization_id = $1 AND e.id = $2
                 UNION ALL
                 SELECT e.id, COALESCE(e.supersedes_id, CASE WHEN e.mirror THEN e.reverses_id END), chain.depth + 1
                 FROM chain JOIN journal_entries e ON e.organization_id = $1 AND e.id = chain.before WHERE chain.depth < $3
               ) SELECT id FROM chain ORDER BY depth DESC LIMIT 1";
    sql::scalar(db, sql, vals![organization, entry, CORRECTIONS]).await?.ok_or(Error::NotFound)
}

/// What is attached to the first entry of a chain, in the order in which it came.
pub async fn list(db: &dyn Connection, organization: Id, first: Id, limit: i64) -> Result<Vec<Listed>> {
    let sql = "SELECT a.id, a.name, a.sha256, f.size, f.kind, a.created_by, u.name AS author, a.created_at
               FROM entry_attachments a JOIN stored_files f ON f.tenant_id = a.organization_id AND f.id = a.id JOIN users u ON u.id = a.created_by
               WHERE a.organization_id = $1 AND a.entry_id = $2 ORDER BY a.id LIMIT $3";
    Ok(sql::rows(db, sql, vals![organization, first, limit]).await?)
}

/// One of them.
pub async fn find(db: &dyn Connection, organization: Id, first: Id, id: Id) -> Result<Attachment> {
    let found: Option<Attachment> = sql::find(db, vals![organization, id]).await?;
    found.filter(|attachment| attachment.entry_id == first).ok_or(Error::NotFound)
}

/// The one that has the same in it.
pub async fn same(db: &dyn Connection, organization: Id, first: Id, sha256: &str) -> Result<Option<Attachment>> {
    let sql = format!("SELECT {} FROM entry_attachments WHERE organization_id = $1 AND entry_id = $2 AND sha256 = $3", Attachment::columns());
    Ok(sql::maybe(db, &sql, vals![organization, first, sha256]).await?)
}

pub async fn count(db: &dyn Connection, organization: Id, first: Id) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM entry_attachments WHERE organization_id = $1 AND entry_id = $2";
    Ok(sql::scalar(db, sql, vals![organization, first]).await?.unwrap_or(0))
}

pub async fn insert(tx: &Tx, attachment: &Attachment) -> Result<()> {
    Ok(sql::insert(tx, std::slice::from_ref(attachment)).await?)
}

/// Removes attachments and their stored files.
async fn remove_all(tx: &Tx, organization: Id, ids: &[Id]) -> Result<()> {
    sql::run_in(tx, "DELETE FROM entry_attachments WHERE organization_id = $1 AND id IN ({ids})", vals![organization], ids).await?;
    files::store::remove(tx, organization, ids).await
}

pub async fn remove(tx: &Tx, attachment: &Attachment) -> Result<()> {
    remove_all(tx, attachment.organization_id, &[attachment.id]).await
}

/// Removes whatever is attached to a draft that is deleted.
pub async fn remove_of(tx: &Tx, organization: Id, entry: Id) -> Result<()> {
    let ids: Vec<Id> = sql::column(tx, "SELECT id FROM entry_attachments WHERE organization_id = $1 AND entry_id = $2", vals![organization, entry]).await?;
    remove_all(tx, organization, &ids).await
}

/// How many files these entries have; entries without any are left out. Those of corrections are counted at the first entry of their chain.
pub async fn counts(db: &dyn Connection, organization: Id, first: &[Id]) -> Result<HashMap<Id, i64>> {
    despacho_platform::row! {
        struct Count {
            entry_id: Id,
            files: i64,
        }
    }
    let sql = "SELECT entry_id, COUNT(*) AS files FROM entry_attachments WHERE organization_id = $1 AND entry_id IN ({ids}) GROUP BY entry_id";
    let rows: Vec<Count> = sql::rows_in(db, sql, vals![organization], first).await?;
    Ok(rows.into_iter().map(|row| (row.entry_id, row.files)).collect())
}
