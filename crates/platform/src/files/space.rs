//! How much space there is, and what whoever brings a file hears when there is none.

use std::io;

use despacho_kernel::{Id, Invalid};

use super::store;
use crate::{
    error::{Error, Result},
    sql::Connection,
    state::Platform,
};

/// What a failure of the disk means to whoever brings a file.
pub fn told(error: io::Error) -> Error {
    if [io::ErrorKind::StorageFull, io::ErrorKind::QuotaExceeded].contains(&error.kind()) {
        tracing::error!(%error, "no space is left for files");
        return Invalid::one("file", "disk_full").into();
    }
    error.into()
}

/// A limit in megabytes, as people are told it.
pub fn megabytes(bytes: u64) -> String {
    (bytes / 1_000_000).max(1).to_string()
}

/// Refuses what goes beyond the space of a tenant.
pub async fn fits(db: &dyn Connection, platform: &Platform, tenant: Id, size: u64) -> Result<()> {
    let (used, most) = (store::used(db, tenant).await?, platform.config.storage.tenant);
    if u64::try_from(used).unwrap_or(0).saturating_add(size) > most {
        let mut errors = Invalid::new();
        errors.push_with("file", "storage_full", vec![("max", megabytes(most))]);
        return Err(errors.into());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_at_the_file_and_limits_in_megabytes() {
        for kind in [io::ErrorKind::StorageFull, io::ErrorKind::QuotaExceeded] {
            assert!(matches!(told(kind.into()), Error::Invalid(errors) if errors.0[0].field == "file" && errors.0[0].code == "disk_full"));
        }
        assert!(matches!(told(io::ErrorKind::PermissionDenied.into()), Error::Other(_)));
        assert_eq!((megabytes(25_000_000).as_str(), megabytes(10).as_str()), ("25", "1"));
    }
}
