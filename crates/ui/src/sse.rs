//! Server-sent events: what is told is pushed to the pages that wait for it.

use std::{convert::Infallible, time::Duration};

use axum::response::sse::{Event as Sent, KeepAlive, Sse};
use despacho_platform::{Event, Platform};
use futures_util::{Stream, StreamExt};
use tokio_stream::wrappers::BroadcastStream;

/// A stream that sends `make()` at once and after each event that `wanted` accepts, until it answers `None`.
pub fn stream<W, F, Fut>(platform: &Platform, wanted: W, make: F) -> Sse<impl Stream<Item = Result<Sent, Infallible>> + use<W, F, Fut>>
where
    W: Fn(&Event) -> bool + Send + 'static,
    F: FnMut() -> Fut + Send + 'static,
    Fut: Future<Output = Option<Sent>> + Send + 'static,
{
    let events = BroadcastStream::new(platform.listen());
    // A reader that fell behind, or whose server did, looks again, as it may have missed what it waits for.
    let calls = events.filter_map(move |event| {
        let call = event.map_or(true, |event| event == Event::Missed || wanted(&event));
        async move { call.then_some(()) }
    });
    let ending = platform.clone();
    let at_once = futures_util::stream::once(async {});
    let sent = at_once.chain(calls).scan(make, |make, ()| make()).map(Ok);
    // A server that ends does not wait for those who only listen.
    let sent = sent.take_until(Box::pin(async move { ending.ended().await }));
    Sse::new(sent).keep_alive(KeepAlive::new().interval(Duration::from_secs(20)))
}
