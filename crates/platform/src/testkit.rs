//! For tests: a fresh database each, on the embedded engine and, where `DESPACHO_TEST_POSTGRES` names a server, on it too.

use sea_orm::{ConnectionTrait, Database};
use tempfile::TempDir;

use crate::{config::Config, migrations::Migration, state::Platform};

/// The engine that a test runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// A platform of its own, gone with the test.
pub struct Ground {
    pub platform: Platform,
    _folder: TempDir,
}

/// A fresh platform, or nothing when the engine is PostgreSQL and no server is named.
pub async fn ground(engine: Engine, migrations: &[&[Migration]]) -> Option<Ground> {
    let folder = tempfile::tempdir().expect("a folder");
    let database_url = match engine {
        Engine::Sqlite => None,
        Engine::Postgres => {
            let Ok(server) = std::env::var("DESPACHO_TEST_POSTGRES") else {
                assert!(std::env::var("CI").is_err(), "CI must test on PostgreSQL too");
                return None;
            };
            let name = format!("t{}", despacho_kernel::new_id().simple());
            let admin = Database::connect(format!("{server}/postgres")).await.expect("the test server");
            admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.expect("a database");
            Some(format!("{server}/{name}"))
        }
    };
    let config = Config {
        data: folder.path().to_owned(),
        database_url,
        public_url: "http://despacho.test".into(),
        smtp_url: None,
        mail_from: "Despacho <despacho@despacho.test>".into(),
        demo: true,
    };
    let platform = Platform::open(config, migrations).await.expect("a platform");
    Some(Ground { platform, _folder: folder })
}

/// Declares a test that runs on both engines: `both!(name, |engine| async move { … })`.
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
