//! Server-sent events: one stream for each browser, over which what is told is pushed to the pages that wait for it.

use std::{
    collections::{HashMap, VecDeque},
    convert::Infallible,
    sync::{LazyLock, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use axum::response::sse::{Event as Sent, KeepAlive, Sse};
use despacho_kernel::Id;
use despacho_platform::{Event, Platform, sessions};
use futures_util::{Stream, StreamExt, stream};
use tokio::sync::{broadcast, oneshot};
use tokio_stream::wrappers::BroadcastStream;

/// Most streams of one session. A browser needs one for all its tabs; one that can't share it has one for each tab, and few such tabs at once.
pub const STREAMS: usize = 8;

/// How often a stream looks whether its session is still there: one may end without anybody telling, by its age.
const LOOK: Duration = Duration::from_secs(20);

/// A stream for a user's session that sends what `make` answers to each event, until it answers `None` or the session ends. The first is
/// [`Event::Missed`]: whoever begins to listen, or comes back, knows nothing of what was told before.
pub fn stream<F, Fut>(platform: &Platform, user: Id, session: Id, mut make: F) -> Sse<impl Stream<Item = Result<Sent, Infallible>> + use<F, Fut>>
where
    F: FnMut(Event) -> Fut + Send + 'static,
    Fut: Future<Output = Option<Vec<Sent>>> + Send + 'static,
{
    let events = BroadcastStream::new(platform.listen());
    // A reader that fell behind may have missed what it waits for.
    let told = events.map(|event| event.unwrap_or(Event::Missed));
    let at_once = stream::once(async { Event::Missed });
    let sent = at_once.chain(told).scan((), move |(), event| make(event)).flat_map(|sent| stream::iter(sent.into_iter().map(Ok)));
    let (ending, place) = (platform.clone(), Place::take(session));
    let signed_out = session_ended(platform.clone(), platform.listen(), user, session);
    // A server that ends does not wait for those who only listen.
    let ended = async move {
        tokio::select! { () = ending.ended() => {}, () = place.lost() => {}, () = signed_out => {} }
    };
    Sse::new(sent.take_until(Box::pin(ended))).keep_alive(KeepAlive::new().interval(LOOK))
}

/// Waits until the session is no more.
async fn session_ended(platform: Platform, mut told: broadcast::Receiver<Event>, user: Id, session: Id) {
    loop {
        // What was missed may have been just that.
        let ended = async { while matches!(told.recv().await, Ok(event) if event != Event::SessionsEnded(user) && event != Event::Missed) {} };
        // Nobody told: look all the same.
        let _ = tokio::time::timeout(LOOK, ended).await;
        // A database that is away for a moment ends no stream.
        if let Ok(false) = sessions::is_open(platform.db.read(), session, platform.clock.now()).await {
            return;
        }
    }
}

/// The open streams of each session, the oldest first: a number, and what ends the stream when it is dropped.
type Open = HashMap<Id, VecDeque<(u64, oneshot::Sender<()>)>>;

static OPEN: LazyLock<Mutex<(u64, Open)>> = LazyLock::new(Mutex::default);

fn open() -> MutexGuard<'static, (u64, Open)> {
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A stream's place among those of its session; given back when the stream is dropped.
struct Place {
    session: Id,
    number: u64,
    lost: oneshot::Receiver<()>,
}

impl Place {
    /// Takes a place; the oldest stream of a session that has too many loses its own.
    fn take(session: Id) -> Self {
        let (hold, lost) = oneshot::channel();
        let (last, open) = &mut *open();
        *last += 1;
        let streams = open.entry(session).or_default();
        streams.push_back((*last, hold));
        if streams.len() > STREAMS {
            streams.pop_front();
        }
        Self { session, number: *last, lost }
    }

    /// Waits until a later stream takes the place.
    async fn lost(mut self) {
        // Nobody sends: the other end is dropped. It is waited for by reference, so that the place is whole when it is given back.
        let _ = (&mut self.lost).await;
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let (_, open) = &mut *open();
        if let Some(streams) = open.get_mut(&self.session) {
            streams.retain(|(number, _)| *number != self.number);
            if streams.is_empty() {
                open.remove(&self.session);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use despacho_kernel::new_id;
    use futures_util::FutureExt;

    #[test]
    fn the_oldest_of_too_many_streams_loses_its_place() {
        let session = new_id();
        let mut places: Vec<Place> = (0..STREAMS).map(|_| Place::take(session)).collect();
        let other = Place::take(new_id());
        assert!(places.iter_mut().all(|place| (&mut place.lost).now_or_never().is_none()));
        let late = Place::take(session);
        assert!((&mut places[0].lost).now_or_never().is_some());
        assert!(places[1..].iter_mut().all(|place| (&mut place.lost).now_or_never().is_none()));
        assert!(other.lost().now_or_never().is_none(), "each session has its own");
        drop((places, late));
        assert!(!open().1.contains_key(&session), "nothing is left of a session without streams");
    }
}
