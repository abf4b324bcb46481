//! What a page in a browser may be waiting for, told on every server that shares the database.
//!
//! On PostgreSQL servers tell each other by `NOTIFY`: what is told is only that there is something to look at, so one that misses a
//! call (its connection was cut) looks again and has lost nothing.

use std::time::Duration;

use despacho_kernel::{Id, new_id};
use sqlx::postgres::PgListener;
use tokio::sync::{broadcast, mpsc};

use crate::state::Platform;

/// The channel of `NOTIFY`.
const CHANNEL: &str = "despacho";
/// Most calls that wait to be told to other servers; more than that are dropped, as a page that misses one looks again later.
const WAITING: usize = 1024;

/// Something that a page or a worker may be waiting for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// A user has a new notification.
    Notified(Id),
    /// A job moved on: the id of what it works at.
    Progress(Id),
    /// A job was enqueued.
    Job,
    /// Some events may have been missed: look again.
    Missed,
}

impl Event {
    fn encode(self) -> String {
        match self {
            Self::Notified(id) => format!("notified {id}"),
            Self::Progress(id) => format!("progress {id}"),
            Self::Job => "job".into(),
            Self::Missed => "missed".into(),
        }
    }

    fn decode(text: &str) -> Option<Self> {
        match text.split_once(' ') {
            Some(("notified", id)) => id.parse().ok().map(Self::Notified),
            Some(("progress", id)) => id.parse().ok().map(Self::Progress),
            None if text == "job" => Some(Self::Job),
            None if text == "missed" => Some(Self::Missed),
            _ => None,
        }
    }
}

/// Those who listen on this server, and the way to the others.
pub(crate) struct Events {
    here: broadcast::Sender<Event>,
    others: mpsc::Sender<Event>,
    outgoing: std::sync::Mutex<Option<mpsc::Receiver<Event>>>,
}

impl Default for Events {
    fn default() -> Self {
        let (others, outgoing) = mpsc::channel(WAITING);
        Self { here: broadcast::channel(1024).0, others, outgoing: std::sync::Mutex::new(Some(outgoing)) }
    }
}

impl Events {
    pub(crate) fn tell(&self, event: Event) {
        self.tell_here(event);
        self.tell_others(event);
    }

    fn tell_here(&self, event: Event) {
        // Nobody listening is no error.
        let _ = self.here.send(event);
    }

    pub(crate) fn tell_others(&self, event: Event) {
        // Without other servers nobody takes them out, and a full channel is no error.
        let _ = self.others.try_send(event);
    }

    pub(crate) fn listen(&self) -> broadcast::Receiver<Event> {
        self.here.subscribe()
    }

    fn outgoing(&self) -> Option<mpsc::Receiver<Event>> {
        self.outgoing.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take()
    }
}

/// Joins the other servers of a PostgreSQL database until the platform ends. Does nothing on the embedded engine, or when called again.
pub async fn join(platform: &Platform) -> crate::Result<()> {
    let (Some(pool), Some(outgoing)) = (platform.db.postgres(), platform.events.outgoing()) else { return Ok(()) };
    let me = new_id().simple().to_string();
    let mut listener = PgListener::connect_with(pool).await?;
    listener.listen(CHANNEL).await?;
    tokio::spawn(hear(platform.clone(), listener, me.clone()));
    tokio::spawn(speak(platform.clone(), outgoing, me));
    Ok(())
}

async fn hear(platform: Platform, mut listener: PgListener, me: String) {
    loop {
        let heard = tokio::select! { heard = listener.try_recv() => heard, () = platform.ended() => return };
        let event = match heard {
            Ok(Some(call)) => match call.payload().split_once(' ') {
                Some((from, event)) if from != me => Event::decode(event),
                _ => None,
            },
            // The connection was cut and is made again: what was told meanwhile is lost.
            Ok(None) => Some(Event::Missed),
            Err(error) => {
                tracing::warn!(%error, "other servers can't be heard");
                tokio::time::sleep(Duration::from_secs(1)).await;
                Some(Event::Missed)
            }
        };
        match event {
            Some(Event::Job) => platform.workers.notify_one(),
            Some(event) => platform.events.tell_here(event),
            None => {}
        }
    }
}

async fn speak(platform: Platform, mut outgoing: mpsc::Receiver<Event>, me: String) {
    loop {
        let first = tokio::select! { event = outgoing.recv() => event, () = platform.ended() => return };
        let Some(first) = first else { return };
        // What piled up is told once.
        let mut events = vec![first];
        while let Ok(event) = outgoing.try_recv() {
            if !events.contains(&event) {
                events.push(event);
            }
        }
        let Some(pool) = platform.db.postgres() else { return };
        for event in events {
            let told = sqlx::query("SELECT pg_notify($1, $2)").bind(CHANNEL).bind(format!("{me} {}", event.encode())).execute(pool).await;
            if let Err(error) = told {
                tracing::warn!(%error, "other servers can't be told");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_told_as_text() {
        let id = new_id();
        for event in [Event::Notified(id), Event::Progress(id), Event::Job, Event::Missed] {
            assert_eq!(Event::decode(&event.encode()), Some(event));
        }
        assert_eq!(Event::decode("progress nothing"), None);
        assert_eq!(Event::decode(""), None);
    }
}
