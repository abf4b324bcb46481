//! How long a connection may keep us waiting: for the body of a request, and while an answer can't be written.

use std::{
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use hyper::{
    Request,
    body::{Body as HttpBody, Bytes, Frame, Incoming, SizeHint},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::{Instant, Sleep, sleep},
};

/// Whether a connection is at work: from the end of a request until its answer is on its way. Otherwise we wait for its other end.
#[derive(Debug, Clone, Default)]
pub struct Work(Arc<AtomicBool>);

impl Work {
    /// Whether it is.
    pub fn is_under_way(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    fn set(&self, under_way: bool) {
        self.0.store(under_way, Ordering::Relaxed);
    }
}

/// A request whose body must be whole in time, and what tells when it was not.
pub fn read(request: Request<Incoming>, most: Duration, work: &Work) -> (Request<Body>, Arc<AtomicBool>) {
    let late = Arc::new(AtomicBool::new(false));
    let request = request.map(|body| {
        if body.is_end_stream() {
            work.set(true);
            return Body::new(body);
        }
        let begun = Instant::now();
        Body::new(Reading { body, begun, most, arrived: 0, until: Box::pin(sleep(most)), work: work.clone(), late: late.clone() })
    });
    (request, late)
}

/// The answer to a request, or that its body came late.
pub fn answered(answer: Response, late: &AtomicBool, work: Work) -> Response {
    work.set(true);
    let answer = if late.load(Ordering::Relaxed) {
        let mut answer = (StatusCode::REQUEST_TIMEOUT, "the request took too long to arrive").into_response();
        answer.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
        answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        answer
    } else {
        answer
    };
    answer.map(|body| Body::new(Answering { body, work }))
}

/// Bytes of a second: a body that arrives as fast, a file of a slow line, may take longer.
const PACE: u64 = 20_000;

struct Reading {
    body: Incoming,
    begun: Instant,
    most: Duration,
    arrived: u64,
    until: Pin<Box<Sleep>>,
    work: Work,
    late: Arc<AtomicBool>,
}

impl HttpBody for Reading {
    type Data = Bytes;
    type Error = axum::BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::BoxError>>> {
        if self.until.as_mut().poll(context).is_ready() {
            self.late.store(true, Ordering::Relaxed);
            return Poll::Ready(Some(Err("the body took too long to arrive".into())));
        }
        let frame = Pin::new(&mut self.body).poll_frame(context);
        if matches!(frame, Poll::Ready(None)) || self.body.is_end_stream() {
            self.work.set(true);
        }
        if let Poll::Ready(Some(Ok(frame))) = &frame {
            self.arrived += frame.data_ref().map_or(0, |data| data.len() as u64);
            let until = self.begun + self.most + Duration::from_millis(self.arrived * 1000 / PACE);
            self.until.as_mut().reset(until);
        }
        frame.map(|frame| frame.map(|frame| frame.map_err(axum::BoxError::from)))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

struct Answering {
    body: Body,
    work: Work,
}

impl HttpBody for Answering {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Answering {
    fn drop(&mut self) {
        self.work.set(false);
    }
}

/// A connection that is closed where nothing can be written for too long: its other end reads no more.
pub struct Patient {
    stream: TcpStream,
    most: Duration,
    stalled: Option<Pin<Box<Sleep>>>,
}

impl Patient {
    /// At most so long.
    pub fn new(stream: TcpStream, most: Duration) -> Self {
        Self { stream, most, stalled: None }
    }

    fn within(&mut self, context: &mut Context<'_>, written: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        if written.is_ready() {
            self.stalled = None;
            return written;
        }
        let most = self.most;
        let stalled = self.stalled.get_or_insert_with(|| Box::pin(sleep(most)));
        match stalled.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl AsyncRead for Patient {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Patient {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.within(context, written)
    }

    fn poll_write_vectored(mut self: Pin<&mut Self>, context: &mut Context<'_>, parts: &[io::IoSlice<'_>]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.within(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
