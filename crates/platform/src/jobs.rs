//! Work for later: enqueued in the writer's transaction, done at least once, retried with backoff, or given up.
//!
//! A job is a typed payload ([`Job`]); whoever does it says so with [`Handles`], and its room lists the pair as a [`Kind`]. A handler
//! must be idempotent: a job whose server died is given to the next worker.

use std::{marker::PhantomData, panic::AssertUnwindSafe, pin::Pin, time::Duration};

use despacho_kernel::{Id, new_id};
use futures_util::FutureExt;
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    clock::DAY,
    db::Tx,
    error::{Error, Result},
    events::Event,
    sql::{self, Connection},
    state::Platform,
    vals,
};

/// How long a worker may be silent before its job is given to another, in milliseconds.
const LEASE: i64 = 30_000;
/// A job is tried this often.
pub const ATTEMPTS: i64 = 6;
/// Most characters kept of an error.
const ERROR: usize = 1000;

/// What is to be done, as it waits in the queue.
pub trait Job: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// Its stable name.
    const KIND: &'static str;
    /// How long one run may take; a longer one is stopped and tried again.
    const TIME: Duration = Duration::from_secs(600);
}

/// Why a job was not done.
#[derive(Debug)]
pub enum Trouble {
    /// It may go better later: a database or a mail server that is away.
    Retry(String),
    /// It never will: what it is about is gone, or can't be understood.
    Fail(String),
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        match error {
            Error::Database(_) | Error::Other(_) | Error::TooMany(_) => Self::Retry(error.to_string()),
            _ => Self::Fail(error.to_string()),
        }
    }
}

impl From<sql::DbErr> for Trouble {
    fn from(error: sql::DbErr) -> Self {
        Error::from(error).into()
    }
}

/// Does jobs of one kind.
pub trait Handles<J: Job>: Send + Sync + 'static {
    /// Does the job.
    fn run(platform: &Platform, job: J) -> impl Future<Output = Result<(), Trouble>> + Send;

    /// Tells whoever waits that the job will never be done, in the transaction that gives it up.
    fn given_up(_tx: &Tx, _job: J, _now: i64) -> impl Future<Output = Result<()>> + Send {
        async { Ok(()) }
    }
}

type Later<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A kind of job and who does it.
#[derive(Clone, Copy)]
pub struct Kind {
    name: &'static str,
    time: Duration,
    run: for<'a> fn(&'a Platform, &'a str) -> Later<'a, Result<(), Trouble>>,
    given_up: for<'a> fn(&'a Tx, &'a str, i64) -> Later<'a, Result<()>>,
}

struct Done<J, H>(PhantomData<(J, H)>);

impl<J: Job, H: Handles<J>> Done<J, H> {
    fn run<'a>(platform: &'a Platform, payload: &'a str) -> Later<'a, Result<(), Trouble>> {
        Box::pin(async move {
            let job = serde_json::from_str(payload).map_err(|e| Trouble::Fail(format!("the payload can't be read: {e}")))?;
            H::run(platform, job).await
        })
    }

    fn given_up<'a>(tx: &'a Tx, payload: &'a str, now: i64) -> Later<'a, Result<()>> {
        Box::pin(async move {
            match serde_json::from_str(payload) {
                Ok(job) => H::given_up(tx, job, now).await,
                Err(_) => Ok(()),
            }
        })
    }
}

impl Kind {
    /// Jobs `J`, done by `H`.
    pub const fn of<J: Job, H: Handles<J>>() -> Self {
        Self { name: J::KIND, time: J::TIME, run: Done::<J, H>::run, given_up: Done::<J, H>::given_up }
    }

    /// The kind's stable name.
    pub fn name(&self) -> &'static str {
        self.name
    }
}

crate::row! {
    struct Claimed {
        id: Id,
        kind: String,
        payload: String,
        attempts: i64,
    }
}

crate::row! {
    /// A job as the installation's administrator sees it. Its payload may name what is private, so it is not read.
    #[derive(Debug, Clone)]
    pub struct Listed {
        pub id: Id,
        pub kind: String,
        /// `queued`, `running`, `done` or `failed`.
        pub status: String,
        pub attempts: i64,
        pub run_at: i64,
        pub error: String,
        pub created_at: i64,
        pub finished_at: Option<i64>,
    }
}

crate::row! {
    /// How many jobs of a kind are in a state.
    #[derive(Debug, Clone)]
    pub struct Count {
        pub kind: String,
        pub status: String,
        pub jobs: i64,
    }
}

/// Enqueues a job in the caller's transaction; call [`Platform::wake_workers`] after the commit.
pub async fn enqueue<J: Job>(db: &dyn Connection, job: &J, now: i64) -> Result<Id> {
    let id = new_id();
    let payload = serde_json::to_string(job).map_err(|e| Error::Other(e.to_string()))?;
    let sql = "INSERT INTO jobs (id, kind, payload, status, attempts, run_at, locked_until, error, created_at)
               VALUES ($1, $2, $3, 'queued', 0, $4, 0, '', $4)";
    sql::run(db, sql, vals![id, J::KIND, payload, now]).await?;
    Ok(id)
}

/// A stretch of the jobs in a state, the latest first; `before` is the id of the last one seen.
pub async fn list(db: &dyn Connection, status: &str, before: Option<Id>, limit: i64) -> Result<Vec<Listed>> {
    let columns = <Listed as sql::FromRow>::columns();
    let sql = format!("SELECT {columns} FROM jobs WHERE status = $1 AND id < $2 ORDER BY id DESC LIMIT $3");
    Ok(sql::rows(db, &sql, vals![status, before.unwrap_or_else(Id::max), limit]).await?)
}

/// Jobs that failed and will be tried again, the next one first.
pub async fn waiting_again(db: &dyn Connection, limit: i64) -> Result<Vec<Listed>> {
    let columns = <Listed as sql::FromRow>::columns();
    let sql = format!("SELECT {columns} FROM jobs WHERE status = 'queued' AND attempts > 0 ORDER BY run_at, id LIMIT $1");
    Ok(sql::rows(db, &sql, vals![limit]).await?)
}

/// How many jobs there are of each kind in each state.
pub async fn counts(db: &dyn Connection) -> Result<Vec<Count>> {
    Ok(sql::rows(db, "SELECT kind, status, COUNT(*) AS jobs FROM jobs GROUP BY kind, status ORDER BY kind, status LIMIT 1000", vals![]).await?)
}

/// Puts a job that was given up back into the queue; answers whether it was one.
pub async fn retry(db: &dyn Connection, id: Id, now: i64) -> Result<bool> {
    let sql = "UPDATE jobs SET status = 'queued', attempts = 0, run_at = $2, locked_until = 0, finished_at = NULL WHERE id = $1 AND status = 'failed'";
    Ok(sql::run(db, sql, vals![id, now]).await? > 0)
}

/// Puts the oldest jobs that were given up back into the queue, at most `limit`; answers how many.
pub async fn retry_oldest(db: &dyn Connection, limit: i64, now: i64) -> Result<u64> {
    let sql = "UPDATE jobs SET status = 'queued', attempts = 0, run_at = $1, locked_until = 0, finished_at = NULL
               WHERE status = 'failed' AND id IN (SELECT id FROM jobs WHERE status = 'failed' ORDER BY id LIMIT $2)";
    Ok(sql::run(db, sql, vals![now, limit]).await?)
}

/// Forgets jobs done more than a week ago, and those given up more than ninety days ago.
pub async fn forget(db: &dyn Connection, now: i64) -> Result<()> {
    let sql = "DELETE FROM jobs WHERE (status = 'done' AND finished_at < $1) OR (status = 'failed' AND finished_at < $2)";
    sql::run(db, sql, vals![now - 7 * DAY, now - 90 * DAY]).await?;
    Ok(())
}

/// Gives back the jobs of a server that died. Only for the embedded database, which one server owns.
pub async fn recover(platform: &Platform) -> Result<()> {
    if platform.db.is_sqlite() {
        let tx = platform.db.begin().await?;
        sql::run(&tx, "UPDATE jobs SET locked_until = 0 WHERE status = 'running'", vec![]).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Starts workers, which go on until the platform ends; the answer is done when the last of them is.
pub fn start(platform: &Platform, kinds: Vec<Kind>, workers: usize) -> impl Future<Output = ()> + use<> {
    let started: Vec<_> = (0..workers).map(|_| tokio::spawn(work(platform.clone(), kinds.clone()))).collect();
    async move {
        for worker in started {
            // A worker catches its jobs' panics, so there is nothing to learn from how it ended.
            let _ = worker.await;
        }
    }
}

async fn work(platform: Platform, kinds: Vec<Kind>) {
    while !platform.is_ending() {
        match run_next(&platform, &kinds).await {
            Ok(true) => {}
            // A job whose time comes is nobody's call, so the queue is looked at each second.
            Ok(false) => platform.worker_call(Duration::from_secs(1)).await,
            Err(error) => {
                tracing::error!(%error, "the queue of jobs can't be read");
                platform.worker_call(Duration::from_secs(1)).await;
            }
        }
    }
}

/// Does every job that is due; for tests and the command line.
pub async fn run_due(platform: &Platform, kinds: &[Kind]) -> Result<()> {
    while run_next(platform, kinds).await? {}
    Ok(())
}

async fn claim(platform: &Platform) -> Result<Option<Claimed>> {
    const NEXT: &str = "SELECT id, kind, payload, attempts FROM jobs
                        WHERE (status = 'queued' AND run_at <= $1) OR (status = 'running' AND locked_until < $1)
                        ORDER BY run_at, id LIMIT 1";
    let now = platform.clock.now();
    if sql::maybe::<Claimed>(platform.db.read(), NEXT, vals![now]).await?.is_none() {
        return Ok(None);
    }
    let tx = platform.db.begin().await?;
    let lock = if platform.db.is_sqlite() { "" } else { " FOR UPDATE SKIP LOCKED" };
    let Some(mut job) = sql::maybe::<Claimed>(&tx, &format!("{NEXT}{lock}"), vals![now]).await? else {
        return Ok(None);
    };
    // The attempt counts from here, so that a job that ends its server is given up too.
    job.attempts += 1;
    let sql = "UPDATE jobs SET status = 'running', attempts = $2, locked_until = $3 WHERE id = $1";
    sql::run(&tx, sql, vals![job.id, job.attempts, now + LEASE]).await?;
    tx.commit().await?;
    Ok(Some(job))
}

async fn run_next(platform: &Platform, kinds: &[Kind]) -> Result<bool> {
    let Some(job) = claim(platform).await? else { return Ok(false) };
    let kind = kinds.iter().find(|kind| kind.name == job.kind);
    let outcome = match kind {
        _ if job.attempts > ATTEMPTS => Err(Trouble::Fail("the server ended in the midst of it, time after time".into())),
        Some(kind) => attempt(platform, kind, &job).await,
        None => Err(Trouble::Fail(format!("nobody does jobs of kind {}", job.kind))),
    };
    settle(platform, kind, &job, outcome).await?;
    Ok(true)
}

/// One run: stopped at its time or when another worker has the job, and a panic is an error like any other.
async fn attempt(platform: &Platform, kind: &Kind, job: &Claimed) -> Result<(), Trouble> {
    let run = AssertUnwindSafe((kind.run)(platform, &job.payload)).catch_unwind();
    tokio::select! {
        ended = tokio::time::timeout(kind.time, run) => match ended {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(panic)) => Err(Trouble::Retry(format!("panic: {}", told(&*panic)))),
            Err(_) => Err(Trouble::Retry(format!("it took more than {} s", kind.time.as_secs()))),
        },
        () = keep_lease(platform, job) => Err(Trouble::Retry("another worker took it over".into())),
    }
}

fn told(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default()
}

/// Writes what came of a job, unless it is another worker's by now.
async fn settle(platform: &Platform, kind: Option<&Kind>, job: &Claimed, outcome: Result<(), Trouble>) -> Result<()> {
    const MINE: &str = "WHERE id = $1 AND status = 'running' AND attempts = $2";
    let now = platform.clock.now();
    let tx = platform.db.begin().await?;
    let (error, again) = match outcome {
        Ok(()) => {
            let sql = format!("UPDATE jobs SET status = 'done', error = '', finished_at = $3 {MINE}");
            sql::run(&tx, &sql, vals![job.id, job.attempts, now]).await?;
            return tx.commit().await;
        }
        Err(Trouble::Retry(error)) => (error, job.attempts < ATTEMPTS),
        Err(Trouble::Fail(error)) => (error, false),
    };
    tracing::warn!(kind = job.kind, attempts = job.attempts, error, again, "a job failed");
    let error: String = error.replace('\0', "").chars().take(ERROR).collect();
    if again {
        let sql = format!("UPDATE jobs SET status = 'queued', run_at = $3, error = $4 {MINE}");
        sql::run(&tx, &sql, vals![job.id, job.attempts, now + (1000 << (2 * job.attempts)), error]).await?;
        return tx.commit().await;
    }
    let sql = format!("UPDATE jobs SET status = 'failed', finished_at = $3, error = $4 {MINE}");
    if sql::run(&tx, &sql, vals![job.id, job.attempts, now, error]).await? > 0
        && let Some(kind) = kind
    {
        (kind.given_up)(&tx, &job.payload, now).await?;
    }
    tx.commit().await?;
    platform.wake_workers();
    // Only the kind knows whom giving up concerns, and it is rare: every open page looks again.
    platform.tell(Event::Missed);
    Ok(())
}

/// Prolongs the lease as long as the job is this worker's; ends when it is not.
async fn keep_lease(platform: &Platform, job: &Claimed) {
    loop {
        tokio::time::sleep(Duration::from_millis(LEASE as u64 / 3)).await;
        let prolong = async {
            let tx = platform.db.begin().await?;
            let sql = "UPDATE jobs SET locked_until = $3 WHERE id = $1 AND status = 'running' AND attempts = $2";
            let mine = sql::run(&tx, sql, vals![job.id, job.attempts, platform.clock.now() + LEASE]).await? > 0;
            tx.commit().await?;
            Ok::<_, Error>(mine)
        };
        match prolong.await {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => tracing::warn!(%error, kind = job.kind, "a job's lease could not be prolonged"),
        }
    }
}
