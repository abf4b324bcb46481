//! One code base on two engines: SQLite (one writer, many readers) and PostgreSQL.

use std::{future::Future, pin::Pin, str::FromStr, time::Duration};

use despacho_kernel::{Id, address::Address};
use sqlx::{
    AssertSqlSafe, Column as _, Executor, Postgres, Row as _, Sqlite, SqlitePool,
    postgres::{PgArguments, PgPool, PgPoolOptions, PgRow},
    sqlite::{SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow, SqliteSynchronous},
};
use tokio::sync::Mutex;

use crate::{
    config::Config,
    error::{Error, Result},
    fault,
    value::{DbErr, NullCharacter, Value},
};

/// Most connections to PostgreSQL.
const CONNECTIONS: u32 = 16;
/// Readers of the embedded database.
const READERS: u32 = 4;
/// How long one waits for a connection.
const PATIENCE: Duration = Duration::from_secs(30);

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

async fn run_sqlite<'e>(on: impl Executor<'e, Database = Sqlite>, sql: String, values: Vec<Value>) -> Result<u64, DbErr> {
    Ok(sqlx::query_with(AssertSqlSafe(sql), for_sqlite(values)?).execute(on).await?.rows_affected())
}

async fn run_postgres<'e>(on: impl Executor<'e, Database = Postgres>, sql: String, values: Vec<Value>) -> Result<u64, DbErr> {
    Ok(sqlx::query_with(AssertSqlSafe(sql), for_postgres(values)?).execute(on).await?.rows_affected())
}

async fn read_sqlite<'e>(on: impl Executor<'e, Database = Sqlite>, sql: String, values: Vec<Value>) -> Result<Vec<Row>, DbErr> {
    let rows = sqlx::query_with(AssertSqlSafe(sql), for_sqlite(values)?).fetch_all(on).await?;
    Ok(rows.into_iter().map(Row::Sqlite).collect())
}

async fn read_postgres<'e>(on: impl Executor<'e, Database = Postgres>, sql: String, values: Vec<Value>) -> Result<Vec<Row>, DbErr> {
    let rows = sqlx::query_with(AssertSqlSafe(sql), for_postgres(values)?).fetch_all(on).await?;
    Ok(rows.into_iter().map(Row::Postgres).collect())
}

/// A pool of connections.
#[derive(Clone)]
pub enum Pool {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

impl Connection for Pool {
    fn engine(&self) -> Engine {
        match self {
            Self::Sqlite(_) => Engine::Sqlite,
            Self::Postgres(_) => Engine::Postgres,
        }
    }

    fn execute<'a>(&'a self, sql: &str, values: Vec<Value>) -> Answer<'a, u64> {
        let sql = sql.to_owned();
        match self {
            Self::Sqlite(pool) => Box::pin(run_sqlite(pool, sql, values)),
            Self::Postgres(pool) => Box::pin(run_postgres(pool, sql, values)),
        }
    }

    fn fetch<'a>(&'a self, sql: &str, values: Vec<Value>) -> Answer<'a, Vec<Row>> {
        let sql = sql.to_owned();
        match self {
            Self::Sqlite(pool) => Box::pin(read_sqlite(pool, sql, values)),
            Self::Postgres(pool) => Box::pin(read_postgres(pool, sql, values)),
        }
    }
}

enum Begun {
    Sqlite(sqlx::Transaction<'static, Sqlite>),
    Postgres(sqlx::Transaction<'static, Postgres>),
}

/// A write transaction: all or nothing, rolled back when dropped.
pub struct Tx {
    engine: Engine,
    begun: Mutex<Begun>,
}

impl Tx {
    /// Makes everything that was written last.
    pub async fn commit(self) -> Result<()> {
        fault::may_fail()?;
        match self.begun.into_inner() {
            Begun::Sqlite(tx) => tx.commit().await?,
            Begun::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }

    /// Undoes everything that was written.
    pub async fn rollback(self) -> Result<()> {
        match self.begun.into_inner() {
            Begun::Sqlite(tx) => tx.rollback().await?,
            Begun::Postgres(tx) => tx.rollback().await?,
        }
        Ok(())
    }

    /// Runs several statements without values, as migrations do.
    pub(crate) async fn script(&self, script: &'static str) -> Result<(), DbErr> {
        match &mut *self.begun.lock().await {
            Begun::Sqlite(tx) => sqlx::raw_sql(script).execute(&mut **tx).await.map(drop),
            Begun::Postgres(tx) => sqlx::raw_sql(script).execute(&mut **tx).await.map(drop),
        }
    }
}

impl Connection for Tx {
    fn engine(&self) -> Engine {
        self.engine
    }

    fn execute<'a>(&'a self, sql: &str, values: Vec<Value>) -> Answer<'a, u64> {
        let sql = sql.to_owned();
        Box::pin(async move {
            match &mut *self.begun.lock().await {
                Begun::Sqlite(tx) => run_sqlite(&mut **tx, sql, values).await,
                Begun::Postgres(tx) => run_postgres(&mut **tx, sql, values).await,
            }
        })
    }

    fn fetch<'a>(&'a self, sql: &str, values: Vec<Value>) -> Answer<'a, Vec<Row>> {
        let sql = sql.to_owned();
        Box::pin(async move {
            match &mut *self.begun.lock().await {
                Begun::Sqlite(tx) => read_sqlite(&mut **tx, sql, values).await,
                Begun::Postgres(tx) => read_postgres(&mut **tx, sql, values).await,
            }
        })
    }
}

/// The database.
#[derive(Clone)]
pub struct Db {
    read: Pool,
    write: Pool,
}

impl Db {
    /// Opens the database named by the configuration, creating the embedded file if missing.
    pub async fn open(config: &Config) -> Result<Self> {
        match &config.database_url {
            Some(url) => {
                let pool = PgPoolOptions::new().max_connections(CONNECTIONS).acquire_timeout(PATIENCE).connect(url).await?;
                Ok(Self { read: Pool::Postgres(pool.clone()), write: Pool::Postgres(pool) })
            }
            None => {
                std::fs::create_dir_all(&config.data).map_err(|e| Error::Other(format!("{}: {e}", config.data.display())))?;
                let file = config.data.join("despacho.db");
                let url = format!("sqlite://{}?mode=rwc", file.display());
                let write = sqlite(&url, 1, SqliteSynchronous::Full, false).await?;
                let read = sqlite(&url, READERS, SqliteSynchronous::Normal, true).await?;
                Ok(Self { read, write })
            }
        }
    }

    /// For reads. On the embedded engine it can do nothing else.
    pub fn read(&self) -> &Pool {
        &self.read
    }

    /// The pool of a PostgreSQL server, for what the embedded engine has no need of: listening to other servers.
    pub(crate) fn postgres(&self) -> Option<&PgPool> {
        match &self.write {
            Pool::Postgres(pool) => Some(pool),
            Pool::Sqlite(_) => None,
        }
    }

    /// Whether this is the embedded engine.
    pub fn is_sqlite(&self) -> bool {
        self.write.engine() == Engine::Sqlite
    }

    /// Begins a write transaction. On SQLite it takes the write lock at once, so it never fails half way for a reader
    /// that became a writer.
    pub async fn begin(&self) -> Result<Tx> {
        fault::may_fail()?;
        let begun = match &self.write {
            Pool::Sqlite(pool) => Begun::Sqlite(pool.begin_with("BEGIN IMMEDIATE").await?),
            Pool::Postgres(pool) => Begun::Postgres(pool.begin().await?),
        };
        Ok(Tx { engine: self.write.engine(), begun: Mutex::new(begun) })
    }

    /// Ends every connection, after what is under way.
    pub async fn close(&self) {
        for pool in [&self.read, &self.write] {
            match pool {
                Pool::Sqlite(pool) => pool.close().await,
                Pool::Postgres(pool) => pool.close().await,
            }
        }
    }
}

async fn sqlite(url: &str, connections: u32, synchronous: SqliteSynchronous, only_reads: bool) -> Result<Pool> {
    let options = SqliteConnectOptions::from_str(url)?
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(synchronous)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(10))
        // Whoever writes touches pages of many indexes again and again, and brings them into the file in fewer, larger goes.
        .pragma("cache_size", if only_reads { "-16000" } else { "-64000" })
        .pragma("wal_autocheckpoint", "4000")
        .pragma("temp_store", "MEMORY")
        .pragma("query_only", if only_reads { "ON" } else { "OFF" });
    let pool = SqlitePoolOptions::new()
        .max_connections(connections)
        .min_connections(connections)
        .acquire_timeout(PATIENCE)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false);
    Ok(Pool::Sqlite(pool.connect_with(options).await?))
}
