//! Portable SQL by hand: `$1` placeholders work on both engines.

use std::cell::Cell;

use despacho_kernel::Id;
pub use sea_orm::Value;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, FromQueryResult, QueryResult, Statement, TryGetable};

/// Values of a statement, in order: `vals![id, name, true]`.
#[macro_export]
macro_rules! vals {
    ($($value:expr),* $(,)?) => { vec![$($crate::sql::Value::from($value)),*] };
}

tokio::task_local! {
    /// In tests: how many more statements succeed before one fails.
    static FAULT: Cell<i64>;
}

/// Runs `work` so that its statement number `n` (from 0) fails. For tests of all-or-nothing.
pub async fn with_fault<F: Future>(n: i64, work: F) -> F::Output {
    FAULT.scope(Cell::new(n), work).await
}

fn statement(db: &impl ConnectionTrait, sql: &str, values: Vec<Value>) -> Result<Statement, DbErr> {
    let left = FAULT.try_with(|left| left.replace(left.get() - 1)).unwrap_or(-1);
    if left == 0 {
        return Err(DbErr::Custom("injected fault".into()));
    }
    Ok(Statement::from_sql_and_values(db.get_database_backend(), sql, values))
}

/// Runs a write; answers how many rows it touched.
pub async fn run(db: &impl ConnectionTrait, sql: &str, values: Vec<Value>) -> Result<u64, DbErr> {
    Ok(db.execute_raw(statement(db, sql, values)?).await?.rows_affected())
}

/// Reads every row.
pub async fn rows<T: FromQueryResult>(db: &impl ConnectionTrait, sql: &str, values: Vec<Value>) -> Result<Vec<T>, DbErr> {
    raw_rows(db, sql, values).await?.iter().map(|row| T::from_query_result(row, "")).collect()
}

/// Reads every row as the driver gives it, for tables whose columns are known only at run time.
pub async fn raw_rows(db: &impl ConnectionTrait, sql: &str, values: Vec<Value>) -> Result<Vec<QueryResult>, DbErr> {
    db.query_all_raw(statement(db, sql, values)?).await
}

/// Reads at most one row.
pub async fn maybe<T: FromQueryResult>(db: &impl ConnectionTrait, sql: &str, values: Vec<Value>) -> Result<Option<T>, DbErr> {
    let found = db.query_one_raw(statement(db, sql, values)?).await?;
    found.map(|row| T::from_query_result(&row, "")).transpose()
}

/// Reads the first column of the first row.
pub async fn scalar<T: TryGetable>(db: &impl ConnectionTrait, sql: &str, values: Vec<Value>) -> Result<Option<T>, DbErr> {
    let found = db.query_one_raw(statement(db, sql, values)?).await?;
    found.map(|row| row.try_get_by_index(0)).transpose()
}

/// Reads the first column of every row.
pub async fn column<T: TryGetable>(db: &impl ConnectionTrait, sql: &str, values: Vec<Value>) -> Result<Vec<T>, DbErr> {
    let found = db.query_all_raw(statement(db, sql, values)?).await?;
    found.iter().map(|row| row.try_get_by_index(0)).collect()
}

/// Inserts many rows with as few statements as the engines' limit on values allows.
pub async fn insert_many(db: &impl ConnectionTrait, table: &str, columns: &[&str], rows: Vec<Vec<Value>>) -> Result<(), DbErr> {
    insert_or(db, table, columns, rows, "").await
}

/// Changes many rows, each given whole: where one of its `key` is there, the columns of `changed` take its values.
pub async fn update_many(db: &impl ConnectionTrait, table: &str, key: &str, columns: &[&str], changed: &[&str], rows: Vec<Vec<Value>>) -> Result<(), DbErr> {
    let sets = changed.iter().map(|column| format!("{column} = excluded.{column}")).collect::<Vec<_>>().join(", ");
    insert_or(db, table, columns, rows, &format!(" ON CONFLICT ({key}) DO UPDATE SET {sets}")).await
}

async fn insert_or(db: &impl ConnectionTrait, table: &str, columns: &[&str], rows: Vec<Vec<Value>>, or: &str) -> Result<(), DbErr> {
    // SQLite takes 32,766 values a statement and PostgreSQL 65,535.
    let per_statement = (30_000 / columns.len().max(1)).max(1);
    // SQLite looks a numbered value up among all the others, which is slow for thousands: there they go by position alone.
    let numbered = db.get_database_backend() != DbBackend::Sqlite;
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let mut sql = format!("INSERT INTO {table} ({}) VALUES ", columns.join(", "));
        let mut values = vec![];
        for (nth, row) in rows.by_ref().take(per_statement).enumerate() {
            sql.push_str(if nth == 0 { "(" } else { ", (" });
            for (at, value) in row.into_iter().enumerate() {
                values.push(value);
                if at > 0 {
                    sql.push_str(", ");
                }
                if numbered {
                    sql.push('$');
                    sql.push_str(&values.len().to_string());
                } else {
                    sql.push('?');
                }
            }
            sql.push(')');
        }
        sql.push_str(or);
        run(db, &sql, values).await?;
    }
    Ok(())
}

/// Ids of one statement: SQLite looks each numbered value up among the others.
const IDS: usize = 1000;

fn listed(sql: &str, values: &[Value], ids: &[Id]) -> (String, Vec<Value>) {
    let text = sql.replace("{ids}", &placeholders(values.len() + 1, ids.len()));
    let all = values.iter().cloned().chain(ids.iter().map(|id| Value::from(*id)));
    (text, all.collect())
}

/// Reads every row of a statement with `IN ({ids})`, in as many statements as the ids need; `values` come before them.
pub async fn rows_in<T: FromQueryResult>(db: &impl ConnectionTrait, sql: &str, values: Vec<Value>, ids: &[Id]) -> Result<Vec<T>, DbErr> {
    let mut found = vec![];
    for ids in ids.chunks(IDS) {
        let (sql, values) = listed(sql, &values, ids);
        found.extend(rows(db, &sql, values).await?);
    }
    Ok(found)
}

/// Runs a write with `IN ({ids})`, in as many statements as the ids need.
pub async fn run_in(db: &impl ConnectionTrait, sql: &str, values: Vec<Value>, ids: &[Id]) -> Result<(), DbErr> {
    for ids in ids.chunks(IDS) {
        let (sql, values) = listed(sql, &values, ids);
        run(db, &sql, values).await?;
    }
    Ok(())
}

/// The first column of [`rows_in`].
pub async fn column_in<T: TryGetable>(db: &impl ConnectionTrait, sql: &str, values: Vec<Value>, ids: &[Id]) -> Result<Vec<T>, DbErr> {
    let mut found = vec![];
    for ids in ids.chunks(IDS) {
        let (sql, values) = listed(sql, &values, ids);
        found.extend(column(db, &sql, values).await?);
    }
    Ok(found)
}

/// `$n, $n+1, …` for `count` values, for an `IN (…)`.
pub fn placeholders(first: usize, count: usize) -> String {
    (first..first + count).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ")
}
