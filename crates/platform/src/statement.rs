//! A statement goes to the database.

use std::time::Instant;

use crate::{
    engines::{Connection, Row},
    fault::may_fail,
    value::{DbErr, Value},
};

/// Runs a write; answers how many rows it touched.
pub async fn run(db: &dyn Connection, sql: &str, values: Vec<Value>) -> Result<u64, DbErr> {
    may_fail()?;
    let begun = Instant::now();
    let done = db.execute(sql, values).await;
    told(sql, begun, done.as_ref().map(|rows| *rows));
    done
}

/// For whoever looks why something is slow: each statement, without its values, at `DESPACHO_LOG=despacho_platform::sql=trace`.
fn told(sql: &str, begun: Instant, done: Result<u64, &DbErr>) {
    let micros = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX);
    match done {
        Ok(rows) => tracing::trace!(sql, rows, micros, "statement"),
        Err(error) => tracing::trace!(sql, %error, micros, "statement failed"),
    }
}

/// Reads every row as the driver gives it, for tables whose columns are known only at run time.
pub async fn raw_rows(db: &dyn Connection, sql: &str, values: Vec<Value>) -> Result<Vec<Row>, DbErr> {
    may_fail()?;
    let begun = Instant::now();
    let found = db.fetch(sql, values).await;
    told(sql, begun, found.as_ref().map(|rows| rows.len() as u64));
    found
}
