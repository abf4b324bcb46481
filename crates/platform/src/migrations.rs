//! The schema grows by named steps; each room keeps its own.

use sea_orm::{ConnectionTrait, DbErr};

use crate::{clock::Clock, db::Db, error::Result, sql};

/// One step of the schema: portable DDL, run once.
pub struct Migration {
    /// Its name, never changed.
    pub name: &'static str,
    /// Statements that both engines take.
    pub sql: &'static str,
}

/// This room's tables.
pub const MIGRATIONS: &[Migration] = &[
    Migration { name: "0001_platform", sql: include_str!("../migrations/0001_platform.sql") },
    Migration { name: "0009_roles", sql: include_str!("../migrations/0009_roles.sql") },
];

/// Runs what has not run yet, each step in a transaction.
pub async fn run(db: &Db, clock: &Clock, migrations: &[Migration]) -> Result<()> {
    let create = "CREATE TABLE IF NOT EXISTS schema_migrations (name TEXT PRIMARY KEY, applied_at BIGINT NOT NULL)";
    // Two servers starting at once on an empty PostgreSQL may both try to create it.
    if let Err(error) = db.write().execute_unprepared(create).await {
        tracing::debug!(%error, "the table of migrations was being created by another server");
    }
    for migration in migrations {
        let tx = db.begin().await?;
        if !db.is_sqlite() {
            tx.execute_unprepared("SELECT pg_advisory_xact_lock(7371001)").await?;
        }
        let done: Option<String> = sql::scalar(&tx, "SELECT name FROM schema_migrations WHERE name = $1", crate::vals![migration.name]).await?;
        if done.is_none() {
            let named = |e: DbErr| DbErr::Migration(format!("{}: {e}", migration.name));
            tx.execute_unprepared(migration.sql).await.map_err(named)?;
            let insert = "INSERT INTO schema_migrations (name, applied_at) VALUES ($1, $2)";
            sql::run(&tx, insert, crate::vals![migration.name, clock.now()]).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}
