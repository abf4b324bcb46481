//! Every SQL of batches.

use despacho_documents::document::Document;
use despacho_kernel::Id;
use despacho_platform::{
    Error, Result, Tx,
    sql::{self, Connection, FromRow},
    vals,
};

use crate::batch::{Batch, Row, Sums};

/// The batch that a person is at.
pub async fn open(db: &dyn Connection, organization: Id, by: Id) -> Result<Option<Batch>> {
    let sql = format!("SELECT {} FROM bill_batches WHERE organization_id = $1 AND made_by = $2 AND ended_at IS NULL", Batch::columns());
    Ok(sql::maybe(db, &sql, vals![organization, by]).await?)
}

pub async fn find(db: &dyn Connection, organization: Id, id: Id) -> Result<Batch> {
    sql::find(db, vals![organization, id]).await?.ok_or(Error::NotFound)
}

pub async fn begin(tx: &Tx, batch: &Batch) -> Result<()> {
    Ok(sql::insert(tx, std::slice::from_ref(batch)).await?)
}

/// Keeps the month and the account that its next bill begins with.
pub async fn go_on(tx: &Tx, batch: &Batch) -> Result<()> {
    let sql = "UPDATE bill_batches SET month = $3, paid_account = $4 WHERE organization_id = $1 AND id = $2";
    sql::run(tx, sql, vals![batch.organization_id, batch.id, batch.month.as_str(), batch.paid_account.as_str()]).await?;
    Ok(())
}

pub async fn end(tx: &Tx, organization: Id, id: Id, now: i64) -> Result<()> {
    sql::run(tx, "UPDATE bill_batches SET ended_at = $3 WHERE organization_id = $1 AND id = $2", vals![organization, id, now]).await?;
    Ok(())
}

/// The rows of a batch, the last first.
pub async fn rows(db: &dyn Connection, organization: Id, batch: Id, limit: i64) -> Result<Vec<Row>> {
    let sql = format!("SELECT {} FROM bill_batch_rows WHERE organization_id = $1 AND batch_id = $2 ORDER BY position DESC LIMIT $3", Row::columns());
    Ok(sql::rows(db, &sql, vals![organization, batch, limit]).await?)
}

/// The row of a bill in a batch.
pub async fn row(db: &dyn Connection, organization: Id, batch: Id, document: Id) -> Result<Row> {
    let found: Option<Row> = sql::find(db, vals![organization, document]).await?;
    found.filter(|row| row.batch_id == batch).ok_or(Error::NotFound)
}

/// The place of the next row. The organization is held.
pub async fn next(tx: &Tx, organization: Id, batch: Id) -> Result<i64> {
    let sql = "SELECT MAX(position) FROM bill_batch_rows WHERE organization_id = $1 AND batch_id = $2";
    let last: Option<Option<i64>> = sql::scalar(tx, sql, vals![organization, batch]).await?;
    Ok(last.flatten().unwrap_or(0) + 1)
}

pub async fn add(tx: &Tx, row: &Row) -> Result<()> {
    Ok(sql::insert(tx, std::slice::from_ref(row)).await?)
}

pub async fn remove(tx: &Tx, organization: Id, document: Id) -> Result<()> {
    sql::delete::<Row>(tx, vals![organization, document]).await?;
    Ok(())
}

/// What a batch comes to.
pub async fn sums(db: &dyn Connection, organization: Id, batch: Id) -> Result<Sums> {
    let sum = |column: &str| format!("CAST(COALESCE(SUM(d.{column}), 0) AS BIGINT) AS {column}");
    let sql = format!(
        "SELECT COUNT(*) AS bills, {}, {}, {}, {}, COALESCE(MIN(d.number), '') AS first, COALESCE(MAX(d.number), '') AS last
         FROM bill_batch_rows r JOIN documents d ON d.organization_id = r.organization_id AND d.id = r.document_id
         WHERE r.organization_id = $1 AND r.batch_id = $2 AND d.stage = 'issued'",
        sum("net"),
        sum("taxes"),
        sum("withheld"),
        sum("payable")
    );
    Ok(sql::maybe(db, &sql, vals![organization, batch]).await?.unwrap_or_default())
}

/// The last bill of a vendor that is in the books.
pub async fn last_bill(db: &dyn Connection, organization: Id, contact: Id) -> Result<Option<Document>> {
    let sql = format!(
        "SELECT {} FROM documents WHERE organization_id = $1 AND contact_id = $2 AND kind = 'bill' AND stage = 'issued' ORDER BY date DESC, id DESC LIMIT 1",
        Document::columns()
    );
    Ok(sql::maybe(db, &sql, vals![organization, contact]).await?)
}

despacho_platform::row! {
    /// A control account that a vendor's bills were owed on.
    pub struct OwedOn {
        pub contact_id: Id,
        pub account_id: Id,
    }
}

/// The control accounts that bills of vendors were owed on.
pub async fn owed_on(db: &dyn Connection, organization: Id, vendors: &[Id]) -> Result<Vec<OwedOn>> {
    let sql = "SELECT DISTINCT contact_id, account_id FROM open_items WHERE organization_id = $1 AND source = 'bill' AND contact_id IN ({ids})";
    Ok(sql::rows_in(db, sql, vals![organization], vendors).await?)
}
