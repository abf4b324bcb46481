//! The schema grows by named steps. Each room keeps its own; they run in one order, that of their names.

use crate::{
    clock::Clock,
    db::{Connection, Db},
    error::{Error, Result},
    secret,
    sql::{self, Engine},
    vals,
};

/// One step of the schema: portable DDL, run once. Once released it is never edited: add another.
#[derive(Clone, Copy)]
pub struct Migration {
    /// Its name, never changed: a number of four digits, one greater than the last of any room, and the room.
    pub name: &'static str,
    /// Statements that both engines take.
    pub sql: &'static str,
}

/// A migration from a file of the room's folder `migrations`: `migration!("0001_platform")`.
#[macro_export]
macro_rules! migration {
    ($name:literal) => {
        $crate::migrations::Migration { name: $name, sql: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/", $name, ".sql")) }
    };
}

/// The ground's own tables.
pub const MIGRATIONS: &[Migration] = &[
    crate::migration!("0001_platform"),
    crate::migration!("0009_roles"),
    crate::migration!("0013_jobs"),
    crate::migration!("0015_role_versions"),
    crate::migration!("0027_sign_ups"),
    crate::migration!("0035_people"),
    crate::migration!("0049_activity_search"),
    crate::migration!("0094_stored_files"),
];

crate::row! {
    struct Applied {
        name: String,
        checksum: String,
    }
}

/// Every room's steps in the order of their names.
fn ordered(rooms: &[&[Migration]]) -> Result<Vec<Migration>> {
    let mut steps: Vec<Migration> = rooms.iter().flat_map(|room| room.iter().copied()).collect();
    steps.sort_by_key(|step| step.name);
    match steps.windows(2).find(|pair| pair[0].name.split('_').next() == pair[1].name.split('_').next()) {
        Some(pair) => Err(Error::Other(format!("two migrations have one number: {} and {}", pair[0].name, pair[1].name))),
        None => Ok(steps),
    }
}

/// Runs what has not run yet, each step in a transaction. A step that was edited after it ran is refused.
pub async fn run(db: &Db, clock: &Clock, rooms: &[&[Migration]]) -> Result<()> {
    let steps = ordered(rooms)?;
    prepare(db).await?;
    for step in &steps {
        let tx = db.begin().await?;
        if tx.engine() == Engine::Postgres {
            tx.script("SELECT pg_advisory_xact_lock(7371001)").await?;
        }
        let done: Option<Applied> = sql::maybe(&tx, "SELECT name, checksum FROM schema_migrations WHERE name = $1", vals![step.name]).await?;
        let checksum = secret::hash(step.sql);
        match done {
            None => {
                let named = |e: sql::DbErr| Error::Other(format!("migration {}: {e}", step.name));
                tx.script(step.sql).await.map_err(named)?;
                let insert = "INSERT INTO schema_migrations (name, checksum, applied_at) VALUES ($1, $2, $3)";
                sql::run(&tx, insert, vals![step.name, checksum, clock.now()]).await?;
            }
            // From before checksums were kept: taken as it is.
            Some(done) if done.checksum.is_empty() => {
                sql::run(&tx, "UPDATE schema_migrations SET checksum = $2 WHERE name = $1", vals![step.name, checksum]).await?;
            }
            Some(done) if done.checksum != checksum => {
                return Err(Error::Other(format!("migration {} was edited after it ran here: {} is not {checksum}", done.name, done.checksum)));
            }
            Some(_) => {}
        }
        tx.commit().await?;
    }
    Ok(())
}

/// The table of steps; one of before checksums gets their column.
async fn prepare(db: &Db) -> Result<()> {
    let tx = db.begin().await?;
    if tx.engine() == Engine::Postgres {
        tx.script("SELECT pg_advisory_xact_lock(7371001)").await?;
    }
    tx.script("CREATE TABLE IF NOT EXISTS schema_migrations (name TEXT PRIMARY KEY, applied_at BIGINT NOT NULL)").await?;
    let columns = match tx.engine() {
        Engine::Sqlite => "SELECT name FROM pragma_table_info('schema_migrations')",
        Engine::Postgres => {
            "SELECT column_name::text FROM information_schema.columns WHERE table_name = 'schema_migrations' AND table_schema = current_schema()"
        }
    };
    if !sql::column::<String>(&tx, columns, vals![]).await?.iter().any(|column| column == "checksum") {
        tx.script("ALTER TABLE schema_migrations ADD COLUMN checksum TEXT NOT NULL DEFAULT ''").await?;
    }
    tx.commit().await
}
