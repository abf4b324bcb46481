//! A form with files that are read piece by piece: what is in them goes to the disk, never whole into memory.

use axum::{
    extract::{
        FromRequest, Multipart, Request,
        multipart::{Field, MultipartError},
    },
    http::StatusCode,
};
use despacho_kernel::{Id, Invalid};
use despacho_platform::{
    Error, Platform, Result,
    files::{
        incoming::{Incoming, Kept},
        kind,
    },
};

use crate::{error::Failure, forms::FormData};

/// Most bytes of a form: several files at once, and what is typed beside them.
pub fn body_limit(platform: &Platform) -> usize {
    let bytes = platform.config.storage.file.saturating_mul(AT_ONCE as u64).saturating_add(1_000_000);
    usize::try_from(bytes).unwrap_or(usize::MAX)
}

/// Most files of a form.
pub const AT_ONCE: usize = 10;
/// Most fields that are no files, and the bytes of each.
const FIELDS: usize = 100;
const TYPED: usize = 64 * 1024;

/// A form that is still on its way.
pub struct Parts(Multipart);

/// A file of a form, in its place on the disk.
#[derive(Debug)]
pub struct Brought {
    /// As it is kept.
    pub name: String,
    pub kept: Kept,
}

/// A form that has arrived.
#[derive(Debug, Default)]
pub struct Received {
    pub files: Vec<Brought>,
    /// Files that were not kept: their names, and why.
    pub refused: Vec<(String, Invalid)>,
    pub typed: FormData,
}

impl<S: Send + Sync> FromRequest<S> for Parts {
    type Rejection = Failure;
    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        Multipart::from_request(request, state).await.map(Self).map_err(|e| Failure(Error::Malformed(e.to_string())))
    }
}

fn malformed(error: &MultipartError) -> Error {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE { Invalid::one("file", "upload_too_large").into() } else { Error::Malformed(error.to_string()) }
}

async fn kept(platform: &Platform, tenant: Id, part: &mut Field<'_>) -> Result<Option<Kept>> {
    let mut incoming = Incoming::begin(platform).await?;
    let mut any = false;
    while let Some(bytes) = part.chunk().await.map_err(|e| malformed(&e))? {
        any |= !bytes.is_empty();
        incoming.take(&bytes).await?;
    }
    if any { Ok(Some(incoming.keep(platform, tenant).await?)) } else { Ok(None) }
}

impl Parts {
    /// Reads the form to its end. A file that is too large, or for which there is no space, keeps none of the others out.
    pub async fn receive(mut self, platform: &Platform, tenant: Id) -> Result<Received> {
        let mut received = Received::default();
        let mut parts = 0;
        while let Some(mut part) = self.0.next_field().await.map_err(|e| malformed(&e))? {
            let Some(sent) = part.file_name().map(str::to_owned) else {
                let field = part.name().unwrap_or_default().to_owned();
                let mut text = vec![];
                while let Some(bytes) = part.chunk().await.map_err(|e| malformed(&e))? {
                    text.extend_from_slice(&bytes[..bytes.len().min(TYPED - text.len())]);
                }
                if received.typed.0.len() < FIELDS {
                    received.typed.set(&field, String::from_utf8_lossy(&text));
                }
                continue;
            };
            parts += 1;
            let outcome = if parts > AT_ONCE { Err(Invalid::too_many("file", AT_ONCE).into()) } else { kept(platform, tenant, &mut part).await };
            let name = kind::name(&sent);
            match outcome {
                Ok(Some(kept)) => received.files.push(Brought { name, kept }),
                // An input in which nothing was chosen is sent as an empty file without a name.
                Ok(None) if sent.is_empty() => {}
                Ok(None) => received.refused.push((name, Invalid::one("file", "file_empty_here"))),
                Err(Error::Invalid(why)) => {
                    // The rest of it is read and left, so that whoever sends it hears why; the form's own bound holds.
                    while part.chunk().await.map_err(|e| malformed(&e))?.is_some() {}
                    received.refused.push((name, why));
                }
                Err(error) => return Err(error),
            }
        }
        Ok(received)
    }
}
