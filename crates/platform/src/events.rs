//! What a page in a browser may be waiting for, told on every server that shares the database.

use despacho_kernel::Id;
use tokio::sync::{broadcast, mpsc};

/// Most calls that wait to be told to other servers; more than that are dropped, as a page that misses one looks again later.
const WAITING: usize = 1024;

/// Something that a page or a worker may be waiting for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// A user has a new notification.
    Notified(Id),
    /// A job moved on: the id of what it works at.
    Progress(Id),
    /// Sessions of a user ended: whoever listens in one of them looks whether it is still there.
    SessionsEnded(Id),
    /// A job was enqueued.
    Job,
    /// Some events may have been missed: look again.
    Missed,
}

impl Event {
    pub(crate) fn encode(self) -> String {
        match self {
            Self::Notified(id) => format!("notified {id}"),
            Self::Progress(id) => format!("progress {id}"),
            Self::SessionsEnded(id) => format!("sessions {id}"),
            Self::Job => "job".into(),
            Self::Missed => "missed".into(),
        }
    }

    pub(crate) fn decode(text: &str) -> Option<Self> {
        match text.split_once(' ') {
            Some(("notified", id)) => id.parse().ok().map(Self::Notified),
            Some(("progress", id)) => id.parse().ok().map(Self::Progress),
            Some(("sessions", id)) => id.parse().ok().map(Self::SessionsEnded),
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

    pub(crate) fn tell_here(&self, event: Event) {
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

    pub(crate) fn outgoing(&self) -> Option<mpsc::Receiver<Event>> {
        self.outgoing.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take()
    }
}

#[cfg(test)]
mod tests {
    use despacho_kernel::new_id;

    use super::*;

    #[test]
    fn events_are_told_as_text() {
        let id = new_id();
        for event in [Event::Notified(id), Event::Progress(id), Event::SessionsEnded(id), Event::Job, Event::Missed] {
            assert_eq!(Event::decode(&event.encode()), Some(event));
        }
        assert_eq!(Event::decode("progress nothing"), None);
        assert_eq!(Event::decode(""), None);
    }
}
