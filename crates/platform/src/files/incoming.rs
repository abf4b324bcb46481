//! A file on its way in: piece by piece, within its bounds.

use despacho_kernel::{Id, Invalid};

use super::{
    folder::{Draft, Folder},
    kind::Kind,
    space::{fits, megabytes, told},
};
use crate::{
    error::{Error, Result},
    state::Platform,
};

/// Bytes that are written at once.
const PIECE: usize = 256 * 1024;

/// A file that is in its place, and has no row yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub sha256: String,
    pub size: u64,
    pub kind: Kind,
}

/// A file that is being received.
pub struct Incoming {
    folder: Folder,
    /// None while a thread writes to it.
    draft: Option<Draft>,
    waiting: Vec<u8>,
    /// With what waits.
    size: u64,
    most: u64,
}

/// Work of the disk, on a thread that may wait.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> std::io::Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(|e| Error::Other(e.to_string()))?.map_err(told)
}

impl Incoming {
    /// Begins to receive a file.
    pub async fn begin(platform: &Platform) -> Result<Self> {
        let folder = Folder::of(platform);
        let draft = blocking({
            let folder = folder.clone();
            move || folder.begin()
        });
        Ok(Self { draft: Some(draft.await?), folder, waiting: vec![], size: 0, most: platform.config.storage.file })
    }

    fn draft(&mut self) -> Result<Draft> {
        self.draft.take().ok_or_else(|| Error::Other("the file was given up".into()))
    }

    async fn flush(&mut self) -> Result<()> {
        let (mut draft, bytes) = (self.draft()?, std::mem::take(&mut self.waiting));
        let written = blocking(move || {
            draft.write(&bytes)?;
            Ok(draft)
        });
        self.draft = Some(written.await?);
        Ok(())
    }

    /// Takes the next bytes. After an error nothing of the file is left.
    ///
    /// Errors: `file` (`file_too_large`, `disk_full`).
    pub async fn take(&mut self, bytes: &[u8]) -> Result<()> {
        self.size = self.size.saturating_add(bytes.len() as u64);
        if self.size > self.most {
            let mut errors = Invalid::new();
            errors.push_with("file", "file_too_large_mb", vec![("max", megabytes(self.most))]);
            return Err(errors.into());
        }
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= PIECE { self.flush().await } else { Ok(()) }
    }

    /// Puts the whole file in its place, if its tenant has space for it: what is refused leaves nothing.
    ///
    /// Errors: `file` (`storage_full`, `disk_full`).
    pub async fn keep(mut self, platform: &Platform, tenant: Id) -> Result<Kept> {
        fits(platform.db.read(), platform, tenant, self.size).await?;
        self.flush().await?;
        let (draft, folder) = (self.draft()?, self.folder);
        let size = draft.size;
        let (sha256, kind) = blocking(move || folder.keep(draft)).await?;
        Ok(Kept { sha256, size, kind })
    }
}

/// Keeps bytes that are at hand.
pub async fn keep(platform: &Platform, tenant: Id, bytes: &[u8]) -> Result<Kept> {
    let mut incoming = Incoming::begin(platform).await?;
    incoming.take(bytes).await?;
    incoming.keep(platform, tenant).await
}
