//! What is the same of both engines, and what goes to their drivers: values, rows, statements.

use std::{future::Future, pin::Pin};

use despacho_kernel::{Id, address::Address};
use sqlx::{
    AssertSqlSafe, Column as _, Executor, Postgres, Row as _, Sqlite,
    postgres::{PgArguments, PgRow},
    sqlite::{SqliteArguments, SqliteRow},
};

use crate::value::{DbErr, NullCharacter, Value};

/// The engine behind a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// What a connection answers, later.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, DbErr>> + Send + 'a>>;

/// What a statement goes through: the readers' pool or a write transaction. Use it by the functions of [`crate::sql`].
pub trait Connection: Send + Sync {
    /// The engine, where a statement must differ.
    fn engine(&self) -> Engine;
    /// Runs a statement; answers how many rows it touched.
    fn execute<'a>(&'a self, sql: &str, values: Vec<Value>) -> Answer<'a, u64>;
    /// Reads every row of a statement.
    fn fetch<'a>(&'a self, sql: &str, values: Vec<Value>) -> Answer<'a, Vec<Row>>;
}

/// A row as the driver gives it.
pub enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

/// A value that can be read from a row on both engines.
pub trait Cell: Sized {
    /// The value of a column, counted from 0.
    fn at(row: &Row, column: usize) -> Result<Self, DbErr>;
    /// The value of a named column.
    fn named(row: &Row, column: &str) -> Result<Self, DbErr>;
}

macro_rules! cells {
    ($($type:ty),+) => { $(
        impl Cell for $type {
            fn at(row: &Row, column: usize) -> Result<Self, DbErr> {
                match row {
                    Row::Sqlite(row) => row.try_get(column),
                    Row::Postgres(row) => row.try_get(column),
                }
            }

            fn named(row: &Row, column: &str) -> Result<Self, DbErr> {
                match row {
                    Row::Sqlite(row) => row.try_get(column),
                    Row::Postgres(row) => row.try_get(column),
                }
            }
        }
    )+ };
}

cells!(bool, i64, String, Id, Option<bool>, Option<i64>, Option<String>, Option<Id>);

/// Addresses are stored as JSON. What can't be read is an empty one.
impl Cell for Address {
    fn at(row: &Row, column: usize) -> Result<Self, DbErr> {
        Ok(serde_json::from_str(&String::at(row, column)?).unwrap_or_default())
    }

    fn named(row: &Row, column: &str) -> Result<Self, DbErr> {
        Ok(serde_json::from_str(&String::named(row, column)?).unwrap_or_default())
    }
}

impl Row {
    /// The value of a named column.
    pub fn get<T: Cell>(&self, column: &str) -> Result<T, DbErr> {
        T::named(self, column)
    }

    /// The names of its columns, in order.
    pub fn columns(&self) -> Vec<&str> {
        match self {
            Self::Sqlite(row) => row.columns().iter().map(|c| c.name()).collect(),
            Self::Postgres(row) => row.columns().iter().map(|c| c.name()).collect(),
        }
    }
}

/// Binds values for an engine's driver.
fn bound<A: sqlx::Arguments + Default>(values: Vec<Value>, mut add: impl FnMut(&mut A, Value) -> Result<(), sqlx::error::BoxDynError>) -> Result<A, DbErr> {
    let mut arguments = A::default();
    for value in values {
        // PostgreSQL keeps none, and what one engine refuses the other does not take either.
        if matches!(&value, Value::Text(Some(text)) if text.contains('\0')) {
            return Err(DbErr::Encode(Box::new(NullCharacter)));
        }
        add(&mut arguments, value).map_err(DbErr::Encode)?;
    }
    Ok(arguments)
}

fn for_sqlite(values: Vec<Value>) -> Result<SqliteArguments, DbErr> {
    bound(values, |to: &mut SqliteArguments, value| match value {
        Value::Bool(v) => sqlx::Arguments::add(to, v),
        Value::Int(v) => sqlx::Arguments::add(to, v),
        Value::Text(v) => sqlx::Arguments::add(to, v),
        Value::Id(v) => sqlx::Arguments::add(to, v),
        Value::Bytes(v) => sqlx::Arguments::add(to, v),
    })
}

fn for_postgres(values: Vec<Value>) -> Result<PgArguments, DbErr> {
    bound(values, |to: &mut PgArguments, value| match value {
        Value::Bool(v) => sqlx::Arguments::add(to, v),
        Value::Int(v) => sqlx::Arguments::add(to, v),
        Value::Text(v) => sqlx::Arguments::add(to, v),
        Value::Id(v) => sqlx::Arguments::add(to, v),
        Value::Bytes(v) => sqlx::Arguments::add(to, v),
    })
}

pub(crate) async fn run_sqlite<'e>(on: impl Executor<'e, Database = Sqlite>, sql: String, values: Vec<Value>) -> Result<u64, DbErr> {
    Ok(sqlx::query_with(AssertSqlSafe(sql), for_sqlite(values)?).execute(on).await?.rows_affected())
}

pub(crate) async fn run_postgres<'e>(on: impl Executor<'e, Database = Postgres>, sql: String, values: Vec<Value>) -> Result<u64, DbErr> {
    Ok(sqlx::query_with(AssertSqlSafe(sql), for_postgres(values)?).execute(on).await?.rows_affected())
}

pub(crate) async fn read_sqlite<'e>(on: impl Executor<'e, Database = Sqlite>, sql: String, values: Vec<Value>) -> Result<Vec<Row>, DbErr> {
    let rows = sqlx::query_with(AssertSqlSafe(sql), for_sqlite(values)?).fetch_all(on).await?;
    Ok(rows.into_iter().map(Row::Sqlite).collect())
}

pub(crate) async fn read_postgres<'e>(on: impl Executor<'e, Database = Postgres>, sql: String, values: Vec<Value>) -> Result<Vec<Row>, DbErr> {
    let rows = sqlx::query_with(AssertSqlSafe(sql), for_postgres(values)?).fetch_all(on).await?;
    Ok(rows.into_iter().map(Row::Postgres).collect())
}
