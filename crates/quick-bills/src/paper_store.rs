//! Every SQL of documents that bills are typed from.

use despacho_kernel::Id;
use despacho_platform::{
    Error, Result, Tx,
    sql::{self, Connection, FromRow},
    vals,
};

use crate::paper::Paper;

/// Documents that are no bill's yet: those that wait, then those that were set aside.
pub async fn waiting(db: &dyn Connection, organization: Id, limit: i64) -> Result<Vec<Paper>> {
    let sql = format!(
        "SELECT {} FROM bill_papers WHERE organization_id = $1 AND state <> 'used' ORDER BY CASE WHEN state = 'aside' THEN 1 ELSE 0 END, added_at, id LIMIT $2",
        Paper::columns()
    );
    Ok(sql::rows(db, &sql, vals![organization, limit]).await?)
}

/// How many documents are no bill's yet.
pub async fn count(db: &dyn Connection, organization: Id) -> Result<i64> {
    Ok(sql::scalar(db, "SELECT COUNT(*) FROM bill_papers WHERE organization_id = $1 AND state <> 'used'", vals![organization])
        .await?
        .unwrap_or(0))
}

pub async fn find(db: &dyn Connection, organization: Id, id: Id) -> Result<Paper> {
    sql::find(db, vals![organization, id]).await?.ok_or(Error::NotFound)
}

/// The document of a content that is no bill's yet, if any.
pub async fn same(db: &dyn Connection, organization: Id, sha256: &str) -> Result<Option<Paper>> {
    let sql = format!("SELECT {} FROM bill_papers WHERE organization_id = $1 AND sha256 = $2 AND state <> 'used'", Paper::columns());
    Ok(sql::maybe(db, &sql, vals![organization, sha256]).await?)
}

/// The bill that was made of a content, if any.
pub async fn used(db: &dyn Connection, organization: Id, sha256: &str) -> Result<Option<Id>> {
    let sql = "SELECT document_id FROM bill_papers WHERE organization_id = $1 AND sha256 = $2 AND state = 'used' ORDER BY added_at DESC LIMIT 1";
    Ok(sql::scalar::<Option<Id>>(db, sql, vals![organization, sha256]).await?.flatten())
}

pub async fn add(tx: &Tx, paper: &Paper) -> Result<()> {
    Ok(sql::insert(tx, std::slice::from_ref(paper)).await?)
}

/// Keeps what became of a document.
pub async fn settle(tx: &Tx, paper: &Paper) -> Result<()> {
    let sql = "UPDATE bill_papers SET state = $3, reason = $4, document_id = $5, added_at = $6 WHERE organization_id = $1 AND id = $2";
    sql::run(tx, sql, vals![paper.organization_id, paper.id, paper.state.as_str(), paper.reason.as_str(), paper.document_id, paper.added_at]).await?;
    Ok(())
}

/// The document that a bill was made of waits again.
pub async fn give_back(tx: &Tx, organization: Id, document: Id) -> Result<()> {
    let sql = "UPDATE bill_papers SET state = 'waiting', document_id = NULL WHERE organization_id = $1 AND document_id = $2
               AND NOT EXISTS (SELECT 1 FROM bill_papers other WHERE other.organization_id = $1 AND other.sha256 = bill_papers.sha256 AND other.state <> 'used')";
    sql::run(tx, sql, vals![organization, document]).await?;
    Ok(())
}

/// Removes a document.
pub async fn remove(tx: &Tx, organization: Id, id: Id) -> Result<()> {
    sql::delete::<Paper>(tx, vals![organization, id]).await?;
    Ok(())
}

/// The document that a bill was made of, if any.
pub async fn of_document(db: &dyn Connection, organization: Id, document: Id) -> Result<Option<Id>> {
    let sql = "SELECT id FROM bill_papers WHERE organization_id = $1 AND document_id = $2 LIMIT 1";
    Ok(sql::scalar(db, sql, vals![organization, document]).await?)
}
