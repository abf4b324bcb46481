//! A company whose books a benchmark is of.

use despacho::wiring;
use despacho_kernel::{Id, access::Application};
use despacho_ledger::fiscal_years::store as years;
use despacho_organizations::Organization;
use despacho_platform::{
    Platform,
    testkit::{Engine, Ground, ground},
    users::{self, NewUser, User},
};
use despacho_settings::{founding::actions as organizations, preferences::Snapshot};
use jiff::civil::Date;

/// A company with its books on a database of its own, and whoever keeps them.
pub struct Company {
    ground: Ground,
    pub user: User,
    pub organization: Id,
    /// The first day of its present year.
    pub first: Date,
}

impl Company {
    /// Nothing, which is told, where the engine is PostgreSQL and no server is named.
    pub async fn open(engine: Engine, name: &str) -> Option<Self> {
        wiring::speak();
        let Some(ground) = ground(engine, &wiring::migrations()).await else {
            eprintln!("no PostgreSQL server is named: its rows are left out");
            return None;
        };
        let platform = &ground.platform;
        let now = platform.clock.now();
        let new = NewUser {
            email: "bench@bench.example".into(),
            name: "Bench".into(),
            language: "es".into(),
            time_zone: "Europe/Madrid".into(),
            ..NewUser::default()
        };
        let tx = platform.db.begin().await.expect("a transaction");
        let user = users::insert(&tx, &new, "-", true, now).await.expect("a user");
        let named = Organization::named(name, "ES", &[Application::Books]);
        let organization = organizations::create(&tx, &wiring::applications(), named, &Snapshot::default(), &user, now)
            .await
            .expect("an organization")
            .id;
        tx.commit().await.expect("a commit");
        let all = years::list(platform.db.read(), organization).await.expect("years");
        let first = all.last().expect("a year").starts_on.parse().expect("a date");
        Some(Self { ground, user, organization, first })
    }

    pub fn platform(&self) -> &Platform {
        &self.ground.platform
    }
}
