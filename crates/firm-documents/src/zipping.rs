//! Many documents as one file, made while it is sent.

use std::{
    collections::HashSet,
    io::{self, Write},
    sync::Arc,
};

use axum::{
    body::Body,
    http::header,
    response::{IntoResponse, Response},
};
use despacho_kernel::text::fold;
use despacho_platform::{
    Error, Platform, Result,
    files::{self, store::StoredFile},
};
use despacho_ui::stored::disposition;
use tokio::{
    runtime::Handle,
    sync::{Semaphore, mpsc},
};
use tokio_stream::wrappers::ReceiverStream;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// How many are made at once: each holds a thread as long as somebody reads it.
const AT_ONCE: usize = 4;
/// Bytes on their way to the reader, in pieces.
const PIECE: usize = 64 * 1024;
const WAITING: usize = 4;

static PLACES: Semaphore = Semaphore::const_new(AT_ONCE);

/// What goes into it: a path within it and the file.
pub struct Member {
    pub path: String,
    pub file: StoredFile,
}

/// Paths of which no two are the same to any system: `Nómina.pdf`, `Nómina (2).pdf`.
pub fn apart(paths: impl Iterator<Item = String>) -> Vec<String> {
    let mut taken = HashSet::new();
    let free = |path: String| {
        let start = path.rfind('/').map_or(0, |at| at + 1);
        let at = path[start..].rfind('.').filter(|at| *at > 0).map_or(path.len(), |at| start + at);
        let (stem, ending) = path.split_at(at);
        let mut numbered = path.clone();
        for nth in 2.. {
            if taken.insert(fold(&numbered)) {
                break;
            }
            numbered = format!("{stem} ({nth}){ending}");
        }
        numbered
    };
    paths.map(free).collect()
}

/// Bytes that are handed to the answer as they come.
struct Pipe {
    to: mpsc::Sender<io::Result<Vec<u8>>>,
    piece: Vec<u8>,
}

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.piece.extend_from_slice(bytes);
        if self.piece.len() >= PIECE {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.piece.is_empty() {
            return Ok(());
        }
        // Whoever read it has gone.
        let gone = |_| io::Error::from(io::ErrorKind::BrokenPipe);
        self.to.blocking_send(Ok(std::mem::take(&mut self.piece))).map_err(gone)
    }
}

fn write(platform: &Platform, members: Vec<Member>, runtime: &Handle, to: mpsc::Sender<io::Result<Vec<u8>>>) -> io::Result<()> {
    let mut all = ZipWriter::new_stream(Pipe { to, piece: Vec::with_capacity(PIECE) });
    for Member { path, file } in members {
        // Papers are compressed already.
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored).large_file(file.size > i64::from(u32::MAX));
        all.start_file(path, options).map_err(io::Error::other)?;
        let open = runtime.block_on(files::open(platform, &file)).map_err(io::Error::other)?;
        let mut open = runtime.block_on(open.into_std());
        io::copy(&mut open, &mut all)?;
    }
    let mut pipe = all.finish().map_err(io::Error::other)?.into_inner();
    pipe.flush()
}

/// The files as one, called `name`, to be saved. Nothing of it is kept.
///
/// Errors: too many where as many are being made as can be.
pub fn answer(platform: &Platform, members: Vec<Member>, name: &str) -> Result<Response> {
    let place = PLACES.try_acquire().map_err(|_| Error::TooMany(10))?;
    let (to, from) = mpsc::channel(WAITING);
    let (platform, runtime, failed) = (Arc::new(platform.clone()), Handle::current(), to.clone());
    tokio::task::spawn_blocking(move || {
        let _place = place;
        if let Err(error) = write(&platform, members, &runtime, to)
            && error.kind() != io::ErrorKind::BrokenPipe
        {
            tracing::error!(%error, "an archive was cut short");
            // The answer is cut off, so that nobody takes it for whole.
            let _ = failed.blocking_send(Err(error));
        }
    });
    let headers = [
        (header::CONTENT_TYPE, axum::http::HeaderValue::from_static("application/zip")),
        (header::CONTENT_DISPOSITION, disposition(name, false)),
        (header::CONTENT_ENCODING, axum::http::HeaderValue::from_static("identity")),
    ];
    Ok((headers, Body::from_stream(ReceiverStream::new(from))).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_paths_are_the_same_to_any_system() {
        let paths = ["a/Nómina.pdf", "a/nomina.PDF", "a/Nómina.pdf", "b/Nómina.pdf", ".env", ".env", "sin", "sin", "sin (2)"];
        assert_eq!(
            apart(paths.into_iter().map(str::to_owned)),
            ["a/Nómina.pdf", "a/nomina (2).PDF", "a/Nómina (3).pdf", "b/Nómina.pdf", ".env", ".env (2)", "sin", "sin (2)", "sin (2) (2)"]
        );
    }
}
