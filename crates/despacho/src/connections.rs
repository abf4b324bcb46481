//! The server's door. There is a bound on connections, on those of one network address, and on how long each keeps us waiting; where
//! a bound is reached, the one that has kept us waiting longest makes room, so that slow or half-open ones keep nobody out.

use std::{
    collections::{BTreeMap, HashMap},
    convert::Infallible,
    io::ErrorKind,
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use axum::{Router, extract::ConnectInfo};
use despacho_platform::{Platform, network};
use hyper::{Request, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::oneshot,
    task::JoinSet,
    time,
};
use tower::ServiceExt;

use crate::patience::{self, Patient, Work};

/// Files that the process asks to have open at once: a connection is one.
const FILES: u64 = 16_384;
/// Those that are no connections: the database, the printer, the log.
const OTHER_FILES: u64 = 128;
/// Most connections, whatever the process may have open.
const MOST: u64 = 8192;
/// Most bytes of a request's head; they are kept until it is whole.
const HEAD: usize = 32 * 1024;
/// How long a trusted proxy may keep a connection for its next request.
const PROXY: Duration = Duration::from_secs(90);

/// How many connections there may be, and how long each may keep us waiting.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// All connections.
    pub all: usize,
    /// Those of one network address; trusted proxies are not counted.
    pub of_one: usize,
    /// From the end of an answer, or the beginning, until the head of the next request is whole.
    pub head: Duration,
    /// From the head of a request until its body is whole, and longer for one that arrives fast enough.
    pub body: Duration,
    /// While nothing of an answer can be written.
    pub write: Duration,
}

impl Bounds {
    /// Those of this process, which asks to have as many files open as it may need.
    pub fn of_process() -> Self {
        let files = rlimit::increase_nofile_limit(FILES).unwrap_or(1024);
        let all = usize::try_from(files.saturating_sub(OTHER_FILES).clamp(16, MOST)).unwrap_or(16);
        // An office may share one address, and each of its browsers keeps one connection for what it is told.
        Self { all, of_one: all / 4, head: Duration::from_secs(10), body: Duration::from_secs(30), write: Duration::from_secs(30) }
    }
}

/// An open connection: whose it is, whether it is at work, and what closes it when it is dropped.
struct Held {
    from: Option<String>,
    work: Work,
    _open: oneshot::Sender<()>,
}

/// The open connections, the oldest first.
#[derive(Default)]
struct Book {
    last: u64,
    held: BTreeMap<u64, Held>,
    of: HashMap<String, usize>,
}

impl Book {
    fn remove(&mut self, number: u64) {
        let Some(from) = self.held.remove(&number).and_then(|held| held.from) else { return };
        if let Some(count) = self.of.get_mut(&from) {
            *count -= 1;
            if *count == 0 {
                self.of.remove(&from);
            }
        }
    }

    /// Closes the oldest connection that keeps us waiting, of an address or of all; answers whether there was one.
    fn make_room(&mut self, of: Option<&String>) -> bool {
        let waits = |held: &Held| !held.work.is_under_way() && (of.is_none() || held.from.as_ref() == of);
        let oldest = self.held.iter().find(|(_, held)| waits(held)).map(|(number, _)| *number);
        oldest.inspect(|number| self.remove(*number)).is_some()
    }

    fn take(&mut self, from: Option<String>, bounds: Bounds) -> Option<(u64, Work, oneshot::Receiver<()>)> {
        let own = from.as_ref().map_or(0, |from| self.of.get(from).copied().unwrap_or(0));
        if (own >= bounds.of_one && !self.make_room(from.as_ref())) || (self.held.len() >= bounds.all && !self.make_room(None)) {
            return None;
        }
        let (open, closed) = oneshot::channel();
        let work = Work::default();
        self.last += 1;
        if let Some(from) = &from {
            *self.of.entry(from.clone()).or_default() += 1;
        }
        self.held.insert(self.last, Held { from, work: work.clone(), _open: open });
        Some((self.last, work, closed))
    }
}

type Shared = Arc<Mutex<Book>>;

fn open(book: &Shared) -> MutexGuard<'_, Book> {
    book.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A connection's place in the book, given back when it ends.
struct Place {
    book: Shared,
    number: u64,
}

impl Drop for Place {
    fn drop(&mut self) {
        open(&self.book).remove(self.number);
    }
}

/// Answers whoever connects until the platform ends, then what is under way.
pub async fn serve(listener: TcpListener, router: Router, platform: &Platform, bounds: Bounds) {
    let book = Shared::default();
    let mut connections = JoinSet::new();
    let ended = platform.ended();
    tokio::pin!(ended);
    loop {
        let taken = tokio::select! {
            taken = listener.accept() => taken,
            Some(_) = connections.join_next() => continue,
            () = &mut ended => break,
        };
        let (stream, peer) = match taken {
            Ok(taken) => taken,
            Err(error) if matches!(error.kind(), ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset | ErrorKind::ConnectionRefused) => continue,
            Err(error) => {
                // No file is left for one more: one that waits gives its own.
                tracing::warn!(%error, "a connection could not be taken");
                open(&book).make_room(None);
                time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let proxy = network::is_among(peer.ip(), &platform.config.trusted_proxies);
        let from = (!proxy).then(|| network::counted(peer.ip()));
        // Where everything is at work there is no room, and the connection is closed as it was opened.
        let Some((number, work, closed)) = open(&book).take(from, bounds) else { continue };
        let place = Place { book: book.clone(), number };
        let bounds = if proxy { Bounds { head: PROXY, ..bounds } } else { bounds };
        connections.spawn(hold(stream, peer, router.clone(), platform.clone(), bounds, work, closed, place));
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
}

/// One connection, until its other end or we close it.
#[expect(clippy::too_many_arguments, reason = "what a connection is made of")]
async fn hold(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    platform: Platform,
    bounds: Bounds,
    work: Work,
    closed: oneshot::Receiver<()>,
    _place: Place,
) {
    // Events are short and are told one by one.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request: Request<Incoming>| {
        let (router, work) = (router.clone(), work.clone());
        async move {
            let (mut request, late) = patience::read(request, bounds.body, &work);
            request.extensions_mut().insert(ConnectInfo(peer));
            let answer = match router.oneshot(request).await {
                Ok(answer) => answer,
                Err(never) => match never {},
            };
            Ok::<_, Infallible>(patience::answered(answer, &late, work))
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(bounds.head)
        .max_buf_size(HEAD)
        .serve_connection(TokioIo::new(Patient::new(stream, bounds.write)), service);
    tokio::pin!(connection);
    let ended = platform.ended();
    tokio::select! {
        // How it ended is its other end's business.
        _ = connection.as_mut() => return,
        _ = closed => return,
        () = ended => {}
    }
    connection.as_mut().graceful_shutdown();
    let _ = connection.await;
}
