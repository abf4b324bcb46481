//! One code base on two engines: SQLite (one writer, many readers) and PostgreSQL.

use std::{str::FromStr, time::Duration};

use sqlx::{
    Postgres, SqlitePool,
    postgres::{PgPool, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use tokio::sync::Mutex;

pub use crate::engines::{Answer, Cell, Connection, Engine, Row};
use crate::{
    config::Config,
    embedded,
    engines::{read_postgres, read_sqlite, run_postgres, run_sqlite},
    error::{Error, Result},
    fault,
    value::{DbErr, Value},
};

/// Most connections to PostgreSQL.
const CONNECTIONS: u32 = 16;
/// Readers of the embedded database.
const READERS: u32 = 4;
/// How long one waits for a connection.
const PATIENCE: Duration = Duration::from_secs(30);

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
    Sqlite(embedded::Begun),
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
            Begun::Sqlite(tx) => tx.script(script).await,
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
                Begun::Sqlite(tx) => tx.execute(sql, values).await,
                Begun::Postgres(tx) => run_postgres(&mut **tx, sql, values).await,
            }
        })
    }

    fn fetch<'a>(&'a self, sql: &str, values: Vec<Value>) -> Answer<'a, Vec<Row>> {
        let sql = sql.to_owned();
        Box::pin(async move {
            match &mut *self.begun.lock().await {
                Begun::Sqlite(tx) => tx.fetch(sql, values).await,
                Begun::Postgres(tx) => read_postgres(&mut **tx, sql, values).await,
            }
        })
    }
}

/// What writes.
#[derive(Clone)]
enum Writer {
    Sqlite(embedded::Writer),
    Postgres(PgPool),
}

/// The database.
#[derive(Clone)]
pub struct Db {
    read: Pool,
    write: Writer,
}

impl Db {
    /// Opens the database named by the configuration, creating the embedded file if missing.
    pub async fn open(config: &Config) -> Result<Self> {
        match &config.database_url {
            Some(url) => {
                let pool = PgPoolOptions::new().max_connections(CONNECTIONS).acquire_timeout(PATIENCE).connect(url).await?;
                Ok(Self { read: Pool::Postgres(pool.clone()), write: Writer::Postgres(pool) })
            }
            None => {
                std::fs::create_dir_all(&config.data).map_err(|e| Error::Other(format!("{}: {e}", config.data.display())))?;
                let file = config.data.join("despacho.db");
                let url = format!("sqlite://{}?mode=rwc", file.display());
                let write = embedded::Writer::open(&sqlite(&url, SqliteSynchronous::Full, false)?).await?;
                let readers = SqlitePoolOptions::new()
                    .max_connections(READERS)
                    .min_connections(READERS)
                    .acquire_timeout(PATIENCE)
                    .idle_timeout(None)
                    .max_lifetime(None)
                    .test_before_acquire(false);
                let read = readers.connect_with(sqlite(&url, SqliteSynchronous::Normal, true)?).await?;
                Ok(Self { read: Pool::Sqlite(read), write: Writer::Sqlite(write) })
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
            Writer::Postgres(pool) => Some(pool),
            Writer::Sqlite(_) => None,
        }
    }

    /// Whether this is the embedded engine.
    pub fn is_sqlite(&self) -> bool {
        matches!(self.write, Writer::Sqlite(_))
    }

    /// Begins a write transaction. On SQLite it takes the write lock before anything is read, so it never fails half way for a reader
    /// that became a writer.
    pub async fn begin(&self) -> Result<Tx> {
        fault::may_fail()?;
        let (engine, begun) = match &self.write {
            Writer::Sqlite(writer) => (Engine::Sqlite, Begun::Sqlite(writer.begin(PATIENCE).await?)),
            Writer::Postgres(pool) => (Engine::Postgres, Begun::Postgres(pool.begin().await?)),
        };
        Ok(Tx { engine, begun: Mutex::new(begun) })
    }

    /// Ends every connection, after what is under way.
    pub async fn close(&self) {
        match &self.read {
            Pool::Sqlite(pool) => pool.close().await,
            Pool::Postgres(pool) => pool.close().await,
        }
        if let Writer::Sqlite(writer) = &self.write {
            writer.close().await;
        }
    }
}

fn sqlite(url: &str, synchronous: SqliteSynchronous, only_reads: bool) -> Result<SqliteConnectOptions> {
    Ok(SqliteConnectOptions::from_str(url)?
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(synchronous)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(10))
        // Whoever writes touches pages of many indexes again and again, and brings them into the file in fewer, larger goes.
        .pragma("cache_size", if only_reads { "-16000" } else { "-64000" })
        .pragma("wal_autocheckpoint", "4000")
        .pragma("temp_store", "MEMORY")
        // Readers look at the file's pages where they are; the one who writes takes copies, as changes need them.
        .pragma("mmap_size", if only_reads { "1073741824" } else { "0" })
        // Rows come from a thread of their own: a few hundred at once, as it is the coming and going that takes time.
        .row_buffer_size(1000)
        .pragma("query_only", if only_reads { "ON" } else { "OFF" }))
}
