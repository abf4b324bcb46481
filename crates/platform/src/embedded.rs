//! The one who writes to the embedded database: a single connection, whose transactions go to its thread and back as seldom as may be.

use std::{
    future::{Future, poll_fn},
    hint::spin_loop,
    pin::pin,
    sync::{Arc, LazyLock},
    task::Poll,
    thread,
    time::{Duration, Instant},
};

use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, SqliteConnection, sqlite::SqliteConnectOptions};
use tokio::sync::{Mutex, OwnedMutexGuard};

use crate::{
    engines::{Row, read_sqlite, run_sqlite},
    value::{DbErr, Value},
};

/// The connection that writes; none once it is closed.
#[derive(Clone)]
pub struct Writer(Arc<Mutex<Option<SqliteConnection>>>);

impl Writer {
    pub async fn open(options: &SqliteConnectOptions) -> Result<Self, DbErr> {
        Ok(Self(Arc::new(Mutex::new(Some(options.connect().await?)))))
    }

    /// Begins a transaction, once those before it have ended.
    pub async fn begin(&self, patience: Duration) -> Result<Begun, DbErr> {
        let held = tokio::time::timeout(patience, self.0.clone().lock_owned()).await.map_err(|_| DbErr::PoolTimedOut)?;
        if held.is_none() {
            return Err(DbErr::PoolClosed);
        }
        Ok(Begun { held: Some(held), open: false })
    }

    /// Closes the connection, after what is under way.
    pub async fn close(&self) {
        if let Some(connection) = self.0.lock().await.take() {
            connection.close().await.ok();
        }
    }
}

/// A transaction. Its first statement takes the write lock of the file; dropped, it is rolled back.
pub struct Begun {
    held: Option<OwnedMutexGuard<Option<SqliteConnection>>>,
    /// Whether the database may know of it.
    open: bool,
}

const BEGIN: &str = "BEGIN IMMEDIATE";

/// How long whoever writes stays awake for an answer: about what falling asleep and being woken takes. Only one writes at a time.
const AWAKE: Duration = Duration::from_micros(100);

/// Waits for an answer of the database's thread, awake at first where there is another core for that thread.
async fn awake<F: Future>(answer: F) -> F::Output {
    static SEVERAL: LazyLock<bool> = LazyLock::new(|| thread::available_parallelism().is_ok_and(|cores| cores.get() > 1));
    let mut answer = pin!(answer);
    let begun = Instant::now();
    poll_fn(|context| {
        loop {
            match answer.as_mut().poll(context) {
                Poll::Pending if *SEVERAL && begun.elapsed() < AWAKE => spin_loop(),
                polled => return polled,
            }
        }
    })
    .await
}

impl Begun {
    fn connection(&mut self) -> Result<&mut SqliteConnection, DbErr> {
        self.held.as_mut().and_then(|held| held.as_mut()).ok_or(DbErr::PoolClosed)
    }

    async fn plain(&mut self, sql: &'static str) -> Result<(), DbErr> {
        sqlx::query(sql).execute(self.connection()?).await.map(drop)
    }

    /// Takes the write lock where no statement has yet.
    async fn opened(&mut self) -> Result<(), DbErr> {
        if !self.open {
            self.open = true;
            let begun = awake(self.plain(BEGIN)).await;
            self.open = begun.is_ok();
            begun?;
        }
        Ok(())
    }

    /// Runs a statement, or several.
    pub async fn execute(&mut self, sql: String, values: Vec<Value>) -> Result<u64, DbErr> {
        self.opened().await?;
        awake(run_sqlite(self.connection()?, sql, values)).await
    }

    /// Reads every row of a statement; the first takes the write lock on its way.
    pub async fn fetch(&mut self, sql: String, values: Vec<Value>) -> Result<Vec<Row>, DbErr> {
        if self.open {
            return awake(read_sqlite(self.connection()?, sql, values)).await;
        }
        self.open = true;
        let found = awake(read_sqlite(self.connection()?, format!("{BEGIN}; {sql}"), values)).await;
        if found.is_err() {
            // Nothing else has been done: the next statement begins anew.
            self.plain("ROLLBACK").await.ok();
            self.open = false;
        }
        found
    }

    /// Runs several statements without values.
    pub async fn script(&mut self, script: &'static str) -> Result<(), DbErr> {
        self.opened().await?;
        sqlx::raw_sql(AssertSqlSafe(script)).execute(self.connection()?).await.map(drop)
    }

    /// Makes what was written last.
    pub async fn commit(mut self) -> Result<(), DbErr> {
        if self.open {
            self.plain("COMMIT").await?;
            self.open = false;
        }
        Ok(())
    }

    /// Undoes what was written.
    pub async fn rollback(mut self) -> Result<(), DbErr> {
        if self.open {
            self.plain("ROLLBACK").await?;
            self.open = false;
        }
        Ok(())
    }
}

impl Drop for Begun {
    fn drop(&mut self) {
        let Some(mut held) = self.held.take().filter(|_| self.open) else { return };
        // Nobody else writes until it is undone. Without a runtime there is nobody else, and what is not committed ends with its connection.
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                if let Some(connection) = held.as_mut() {
                    // One that was committed meanwhile, or never begun, has nothing to undo.
                    sqlx::query("ROLLBACK").execute(connection).await.ok();
                }
            });
        }
    }
}
