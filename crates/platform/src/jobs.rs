//! Work for later: enqueued in the writer's transaction, done at least once, retried with backoff.
//!
//! A handler must be idempotent: a job whose server died is given to the next worker.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use despacho_kernel::{Id, new_id};
use sea_orm::{ConnectionTrait, FromQueryResult};

use crate::{error::Result, sql, state::Platform, vals};

/// How long a worker may be silent before its job is given to another.
const LEASE: i64 = 30_000;
/// A job is tried this often.
const ATTEMPTS: i64 = 6;

/// Does one kind of job.
#[async_trait]
pub trait Handler: Send + Sync {
    /// The kind that it does.
    fn kind(&self) -> &'static str;
    /// Does the job; an error means: try again later.
    async fn run(&self, platform: &Platform, payload: serde_json::Value) -> Result<()>;
}

#[derive(FromQueryResult)]
struct Job {
    id: Id,
    kind: String,
    payload: String,
    attempts: i64,
}

/// Enqueues a job in the caller's transaction; call [`Platform::wake_workers`] after the commit.
pub async fn enqueue(db: &impl ConnectionTrait, kind: &str, payload: serde_json::Value, now: i64) -> Result<Id> {
    let id = new_id();
    let sql = "INSERT INTO jobs (id, kind, payload, status, attempts, run_at, locked_until, error, created_at)
               VALUES ($1, $2, $3, 'queued', 0, $4, 0, '', $4)";
    sql::run(db, sql, vals![id, kind, payload.to_string(), now]).await?;
    Ok(id)
}

/// Gives back the jobs of a server that died. Only for the embedded database, which one server owns.
pub async fn recover(platform: &Platform) -> Result<()> {
    if platform.db.is_sqlite() {
        let tx = platform.db.begin().await?;
        sql::run(&tx, "UPDATE jobs SET status = 'queued' WHERE status = 'running'", vec![]).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Starts workers that run until the process ends.
pub fn start(platform: &Platform, handlers: Vec<Arc<dyn Handler>>, workers: usize) {
    let handlers: Arc<[Arc<dyn Handler>]> = handlers.into();
    for _ in 0..workers {
        let (platform, handlers) = (platform.clone(), handlers.clone());
        tokio::spawn(async move {
            loop {
                match run_next(&platform, &handlers).await {
                    Ok(true) => {}
                    Ok(false) => {
                        // Another server may enqueue: look again after a second even if nobody calls.
                        let _ = tokio::time::timeout(Duration::from_secs(1), platform.worker_call()).await;
                    }
                    Err(error) => {
                        tracing::error!(%error, "the queue of jobs can't be read");
                        tokio::time::sleep(Duration::from_secs(1)).await;
                    }
                }
            }
        });
    }
}

/// Does every job that is due; for tests and the command line.
pub async fn run_due(platform: &Platform, handlers: &[Arc<dyn Handler>]) -> Result<()> {
    while run_next(platform, handlers).await? {}
    Ok(())
}

async fn claim(platform: &Platform) -> Result<Option<Job>> {
    const NEXT: &str = "SELECT id, kind, payload, attempts FROM jobs
                        WHERE (status = 'queued' AND run_at <= $1) OR (status = 'running' AND locked_until < $1)
                        ORDER BY run_at, id LIMIT 1";
    let now = platform.clock.now();
    if sql::maybe::<Job>(platform.db.read(), NEXT, vals![now]).await?.is_none() {
        return Ok(None);
    }
    let tx = platform.db.begin().await?;
    let lock = if platform.db.is_sqlite() { "" } else { " FOR UPDATE SKIP LOCKED" };
    let Some(mut job) = sql::maybe::<Job>(&tx, &format!("{NEXT}{lock}"), vals![now]).await? else {
        return Ok(None);
    };
    job.attempts += 1;
    let sql = "UPDATE jobs SET status = 'running', attempts = $2, locked_until = $3 WHERE id = $1";
    sql::run(&tx, sql, vals![job.id, job.attempts, now + LEASE]).await?;
    tx.commit().await?;
    Ok(Some(job))
}

async fn run_next(platform: &Platform, handlers: &[Arc<dyn Handler>]) -> Result<bool> {
    let Some(job) = claim(platform).await? else { return Ok(false) };
    let payload = serde_json::from_str(&job.payload).unwrap_or_default();
    let outcome = match handlers.iter().find(|h| h.kind() == job.kind) {
        Some(handler) => {
            let heartbeat = tokio::spawn(keep_lease(platform.clone(), job.id));
            let outcome = handler.run(platform, payload).await;
            heartbeat.abort();
            outcome.map_err(|e| e.to_string())
        }
        None => Err(format!("nobody does jobs of kind {}", job.kind)),
    };
    let now = platform.clock.now();
    let tx = platform.db.begin().await?;
    match outcome {
        Ok(()) => {
            sql::run(&tx, "UPDATE jobs SET status = 'done', finished_at = $2 WHERE id = $1", vals![job.id, now]).await?;
        }
        Err(error) => {
            tracing::warn!(kind = job.kind, attempts = job.attempts, error, "a job failed");
            let (status, delay) = if job.attempts >= ATTEMPTS { ("failed", 0) } else { ("queued", 1000 << (2 * job.attempts)) };
            let sql = "UPDATE jobs SET status = $2, run_at = $3, error = $4 WHERE id = $1";
            sql::run(&tx, sql, vals![job.id, status, now + delay, error]).await?;
        }
    }
    tx.commit().await?;
    Ok(true)
}

async fn keep_lease(platform: Platform, job: Id) {
    loop {
        tokio::time::sleep(Duration::from_millis(LEASE as u64 / 3)).await;
        let Ok(tx) = platform.db.begin().await else { continue };
        let sql = "UPDATE jobs SET locked_until = $2 WHERE id = $1";
        if sql::run(&tx, sql, vals![job, platform.clock.now() + LEASE]).await.is_ok() {
            let _ = tx.commit().await;
        }
    }
}
