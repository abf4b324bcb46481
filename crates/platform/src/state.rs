use std::{ops::Deref, sync::Arc};

use despacho_kernel::Id;
use tokio::sync::{Notify, broadcast};

use crate::{
    clock::Clock,
    config::Config,
    db::Db,
    error::Result,
    limits::Limits,
    mail::Mailer,
    migrations::{self, Migration},
};

/// Something that a page in a browser may be waiting for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A user has a new notification.
    Notified(Id),
    /// A job moved on: the id of what it works at.
    Progress(Id),
}

/// The services every room stands on. Cheap to clone.
#[derive(Clone)]
pub struct Platform(Arc<Services>);

/// See [`Platform`].
pub struct Services {
    pub config: Config,
    pub db: Db,
    pub clock: Clock,
    pub limits: Limits,
    pub mailer: Mailer,
    events: broadcast::Sender<Event>,
    workers: Notify,
}

impl Deref for Platform {
    type Target = Services;
    fn deref(&self) -> &Services {
        &self.0
    }
}

impl Platform {
    /// Opens the database, brings its schema up to date and sets up the services.
    pub async fn open(config: Config, migrations: &[&[Migration]]) -> Result<Self> {
        let db = Db::open(&config).await?;
        let clock = Clock::default();
        for room in migrations {
            migrations::run(&db, &clock, room).await?;
        }
        let mailer = Mailer::new(&config)?;
        let (events, _) = broadcast::channel(1024);
        let services = Services { config, db, clock, limits: Limits::default(), mailer, events, workers: Notify::new() };
        Ok(Self(Arc::new(services)))
    }

    /// Tells the open pages.
    pub fn tell(&self, event: Event) {
        // Nobody listening is no error.
        let _ = self.events.send(event);
    }

    /// Listens to what is told from now on.
    pub fn listen(&self) -> broadcast::Receiver<Event> {
        self.events.subscribe()
    }

    /// Calls a worker: there is a job. Call it after the commit.
    pub fn wake_workers(&self) {
        self.workers.notify_one();
    }

    pub(crate) async fn worker_call(&self) {
        self.workers.notified().await;
    }
}
