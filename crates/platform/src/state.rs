use std::{ops::Deref, sync::Arc, time::Duration};

use despacho_paper::{Printer, Settings};
use tokio::sync::{Notify, watch};

use crate::{
    clock::Clock,
    config::Config,
    db::Db,
    error::Result,
    events::{Event, Events},
    first_start::FirstStart,
    limits::Limits,
    mail::Mailer,
    migrations::{self, Migration},
};

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
    /// What prints documents: the program that the operator named, or the one beside this.
    pub printer: Printer,
    pub first_start: FirstStart,
    /// When this server started.
    pub started_at: i64,
    pub(crate) events: Events,
    pub(crate) workers: Notify,
    ending: watch::Sender<bool>,
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
        migrations::run(&db, &clock, migrations).await?;
        Self::over(config, db, clock)
    }

    /// Sets up the services over a database whose schema is up to date.
    pub(crate) fn over(config: Config, db: Db, clock: Clock) -> Result<Self> {
        let mailer = Mailer::new(&config)?;
        let printer = Printer::new(Settings::new(config.printer.clone().unwrap_or_else(despacho_paper::beside)));
        let services = Services {
            config,
            db,
            started_at: clock.now(),
            clock,
            limits: Limits::default(),
            mailer,
            printer,
            first_start: FirstStart::default(),
            events: Events::default(),
            workers: Notify::new(),
            ending: watch::Sender::new(false),
        };
        Ok(Self(Arc::new(services)))
    }

    /// Tells the open pages, on every server.
    pub fn tell(&self, event: Event) {
        self.events.tell(event);
    }

    /// Listens to what is told from now on.
    pub fn listen(&self) -> tokio::sync::broadcast::Receiver<Event> {
        self.events.listen()
    }

    /// Calls a worker, on every server: there is a job. Call it after the commit.
    pub fn wake_workers(&self) {
        self.workers.notify_one();
        self.events.tell_others(Event::Job);
    }

    /// Waits until a worker is called or the platform ends, at most so long.
    pub(crate) async fn worker_call(&self, at_most: Duration) {
        let called = async {
            tokio::select! { () = self.workers.notified() => {}, () = self.ended() => {} }
        };
        // Nobody called: look at the queue all the same.
        let _ = tokio::time::timeout(at_most, called).await;
    }

    /// Asks workers and open streams to end.
    pub fn end(&self) {
        self.ending.send_replace(true);
    }

    /// Whether the platform was asked to end.
    pub fn is_ending(&self) -> bool {
        *self.ending.borrow()
    }

    /// Waits until the platform is asked to end.
    pub async fn ended(&self) {
        let mut ending = self.ending.subscribe();
        // The sender lives as long as this platform.
        let _ = ending.wait_for(|ending| *ending).await;
    }
}
