//! For tests: a fresh database each, on the embedded engine and on the PostgreSQL server that `DESPACHO_TEST_POSTGRES` names.
//!
//! The schema is made once and copied: a file on the embedded engine, a template database on the server.

use std::path::PathBuf;

use sqlx::{AssertSqlSafe, Connection as _, Executor, PgConnection};
use tempfile::TempDir;
use tokio::sync::OnceCell;

pub use crate::db::Engine;
use crate::{clock::Clock, config::Config, db::Db, migrations, migrations::Migration, secret, state::Platform};

/// A platform of its own, gone with the test.
pub struct Ground {
    pub platform: Platform,
    _folder: TempDir,
}

/// The program that prints, which stands one folder above the tests' own programs.
fn printer() -> Option<PathBuf> {
    Some(std::env::current_exe().ok()?.parent()?.parent()?.join("despacho-printer"))
}

/// A configuration whose data is in a folder.
fn config(folder: &TempDir, database_url: Option<String>) -> Config {
    Config {
        data: folder.path().to_owned(),
        database_url,
        public_url: "http://despacho.test".into(),
        smtp_url: None,
        mail_from: "Despacho <despacho@despacho.test>".into(),
        demo: true,
        printer: printer(),
        administrators: vec!["installation@test.example".into()],
        trusted_proxies: vec![],
        storage: Default::default(),
    }
}

/// A fresh platform; nothing when the engine is PostgreSQL and the tests were told to do without (`DESPACHO_TEST_POSTGRES=none`).
pub async fn ground(engine: Engine, rooms: &[&[Migration]]) -> Option<Ground> {
    let folder = tempfile::tempdir().expect("a folder");
    let database_url = match engine {
        Engine::Sqlite => {
            let file = sqlite_template(rooms).await.path().join("despacho.db");
            std::fs::copy(file, folder.path().join("despacho.db")).expect("a copy");
            None
        }
        Engine::Postgres => {
            let server = std::env::var("DESPACHO_TEST_POSTGRES").expect("DESPACHO_TEST_POSTGRES names a server, or says `none`: see scripts/with-postgres");
            if server == "none" {
                eprintln!("skipped: no PostgreSQL server");
                return None;
            }
            let template = postgres_template(&server, rooms).await;
            let name = format!("t{}", despacho_kernel::new_id().simple());
            let mut admin = connect(&format!("{server}/postgres")).await;
            admin.execute(AssertSqlSafe(format!("CREATE DATABASE {name} TEMPLATE {template}"))).await.expect("a database");
            Some(format!("{server}/{name}"))
        }
    };
    let config = config(&folder, database_url);
    let db = Db::open(&config).await.expect("a database");
    let platform = Platform::over(config, db, Clock::default()).expect("a platform");
    Some(Ground { platform, _folder: folder })
}

impl Ground {
    /// Another server on the same PostgreSQL database.
    pub async fn second_server(&self) -> Platform {
        self.server_with(self.platform.config.clone()).await
    }

    /// Another server over the same data, with a configuration of its own.
    pub async fn server_with(&self, config: Config) -> Platform {
        let db = Db::open(&config).await.expect("a database");
        Platform::over(config, db, self.platform.clock.clone()).expect("a platform")
    }
}

async fn sqlite_template(rooms: &[&[Migration]]) -> &'static TempDir {
    static TEMPLATE: OnceCell<TempDir> = OnceCell::const_new();
    let make = async || {
        let folder = tempfile::tempdir().expect("a folder");
        let db = Db::open(&config(&folder, None)).await.expect("a database");
        migrations::run(&db, &Clock::default(), rooms).await.expect("the schema");
        // The last connection to close writes everything into the one file.
        db.close().await;
        folder
    };
    TEMPLATE.get_or_init(make).await
}

async fn connect(url: &str) -> PgConnection {
    PgConnection::connect(url).await.expect("the test server")
}

async fn postgres_template(server: &str, rooms: &[&[Migration]]) -> &'static str {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();
    let make = async || {
        let schema: String = rooms.iter().flat_map(|room| room.iter()).map(|step| step.sql).collect();
        let name = format!("template_{}", &secret::hash(&schema)[..16]);
        let mut admin = connect(&format!("{server}/postgres")).await;
        // Several test programs may start at once: the first makes the template, under another name until it is whole.
        admin.execute("SELECT pg_advisory_lock(7371002)").await.expect("a lock");
        let known: Option<i32> = sqlx::query_scalar("SELECT 1 FROM pg_database WHERE datname = $1")
            .bind(&name)
            .fetch_optional(&mut admin)
            .await
            .expect("an answer");
        if known.is_none() {
            let making = format!("m{}", despacho_kernel::new_id().simple());
            admin.execute(AssertSqlSafe(format!("CREATE DATABASE {making}"))).await.expect("a database");
            let folder = tempfile::tempdir().expect("a folder");
            let db = Db::open(&config(&folder, Some(format!("{server}/{making}")))).await.expect("a database");
            migrations::run(&db, &Clock::default(), rooms).await.expect("the schema");
            db.close().await;
            admin.execute(AssertSqlSafe(format!("ALTER DATABASE {making} RENAME TO {name}"))).await.expect("a template");
        }
        admin.execute("SELECT pg_advisory_unlock(7371002)").await.expect("a lock");
        name
    };
    TEMPLATE.get_or_init(make).await
}

/// Declares tests that run on both engines: `both! { async fn name(engine) { … } }`.
#[macro_export]
macro_rules! both {
    ($($(#[$meta:meta])* async fn $name:ident($engine:ident) $body:block)+) => { $(
        $(#[$meta])*
        mod $name {
            #[allow(unused_imports)]
            use super::*;
            async fn run($engine: $crate::testkit::Engine) $body
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() { run($crate::testkit::Engine::Sqlite).await }
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() { run($crate::testkit::Engine::Postgres).await }
        }
    )+ };
}
