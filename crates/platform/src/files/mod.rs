//! Files that people bring, kept once each under the SHA-256 of what is in them.
//!
//! What arrives is written beside its place, synced to the disk and renamed into it; only then its row is written, in the caller's transaction. So no row
//! is without its file, whatever happens meanwhile. A file without a row (of an upload that was refused or killed, or whose last row was removed) goes after
//! [`GRACE`], so that an upload under way loses nothing.

pub mod check;
mod folder;
pub mod incoming;
pub mod kind;
mod space;
pub mod store;

use despacho_kernel::Id;

use crate::{
    clock::DAY,
    db::Tx,
    error::{Error, Result},
    memberships,
    state::Platform,
};
use folder::Folder;
use incoming::Kept;
use store::StoredFile;

/// For how long a file without a row is left alone, in milliseconds.
pub const GRACE: i64 = DAY;

/// Writes the row of a file that was kept.
///
/// Errors: `file` (`storage_full`).
pub async fn add(tx: &Tx, platform: &Platform, tenant: Id, kept: &Kept) -> Result<StoredFile> {
    memberships::hold(tx, tenant).await?;
    space::fits(tx, platform, tenant, kept.size).await?;
    let file = StoredFile {
        tenant_id: tenant,
        id: despacho_kernel::new_id(),
        sha256: kept.sha256.clone(),
        size: i64::try_from(kept.size).unwrap_or(i64::MAX),
        kind: kept.kind.word().into(),
        stored_at: platform.clock.now(),
    };
    store::insert(tx, &file).await?;
    Ok(file)
}

/// Opens what is in a file.
pub async fn open(platform: &Platform, file: &StoredFile) -> Result<tokio::fs::File> {
    let path = Folder::of(platform).path(&file.sha256);
    tokio::fs::File::open(&path).await.map_err(|e| Error::Other(format!("{}: {e}", path.display())))
}

/// What is in a file, whole: for files whose size is bounded by who made them.
pub async fn read(platform: &Platform, file: &StoredFile) -> Result<Vec<u8>> {
    let path = Folder::of(platform).path(&file.sha256);
    tokio::fs::read(&path).await.map_err(|e| Error::Other(format!("{}: {e}", path.display())))
}
