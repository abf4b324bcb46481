//! One code base on two engines: SQLite (one writer, many readers) and PostgreSQL.

use std::time::Duration;

use sea_orm::{
    ConnectOptions, Database, DatabaseConnection, DatabaseExecutor, DatabaseTransaction, DbBackend, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};

use crate::{
    config::Config,
    error::{Error, Result},
};

/// A write transaction: all or nothing, rolled back when dropped.
pub type Tx = DatabaseTransaction;

/// What a read goes through where either would do: a connection or a write transaction.
pub type Reader<'a> = DatabaseExecutor<'a>;

/// The database.
#[derive(Clone)]
pub struct Db {
    read: DatabaseConnection,
    write: DatabaseConnection,
}

impl Db {
    /// Opens the database named by the configuration, creating the embedded file if missing.
    pub async fn open(config: &Config) -> Result<Self> {
        match &config.database_url {
            Some(url) => {
                let mut options = ConnectOptions::new(url);
                options.max_connections(16).acquire_timeout(Duration::from_secs(30)).sqlx_logging(false);
                let pool = Database::connect(options).await?;
                Ok(Self { read: pool.clone(), write: pool })
            }
            None => {
                std::fs::create_dir_all(&config.data).map_err(|e| Error::Other(format!("{}: {e}", config.data.display())))?;
                let url = format!("sqlite://{}?mode=rwc", config.data.join("despacho.db").display());
                let write = sqlite(&url, 1, "FULL").await?;
                let read = sqlite(&url, 4, "NORMAL").await?;
                Ok(Self { read, write })
            }
        }
    }

    /// For reads.
    pub fn read(&self) -> &DatabaseConnection {
        &self.read
    }

    /// For migrations, outside any transaction.
    pub(crate) fn write(&self) -> &DatabaseConnection {
        &self.write
    }

    /// Whether this is the embedded engine.
    pub fn is_sqlite(&self) -> bool {
        self.write.get_database_backend() == DbBackend::Sqlite
    }

    /// Begins a write transaction. On SQLite it takes the write lock at once, so it never fails half way for a reader
    /// that became a writer.
    pub async fn begin(&self) -> Result<Tx> {
        let sqlite_transaction_mode = self.is_sqlite().then_some(SqliteTransactionMode::Immediate);
        let options = TransactionOptions { sqlite_transaction_mode, ..Default::default() };
        Ok(self.write.begin_with_options(options).await?)
    }
}

async fn sqlite(url: &str, connections: u32, synchronous: &'static str) -> Result<DatabaseConnection> {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(connections)
        .acquire_timeout(Duration::from_secs(30))
        .sqlx_logging(false)
        .test_before_acquire(false)
        .map_sqlx_sqlite_opts(move |o| {
            o.pragma("journal_mode", "WAL")
                .pragma("synchronous", synchronous)
                .pragma("foreign_keys", "ON")
                .pragma("busy_timeout", "10000")
                .pragma("cache_size", "-16000")
                .pragma("temp_store", "MEMORY")
        });
    Ok(Database::connect(options).await?)
}
