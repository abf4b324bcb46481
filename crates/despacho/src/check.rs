//! Whether the stored data is sound.

use despacho_kernel::Id;
use despacho_platform::{Platform, Result, sql};

use crate::{folder::DataFolder, wiring};

/// What is broken in a data folder, a line each; empty when all is well.
pub async fn check(folder: &DataFolder) -> Result<Vec<String>> {
    broken(&wiring::open(folder.config()?).await?).await
}

/// What is broken, a line each. Each room says what must hold in its tables.
pub async fn broken(platform: &Platform) -> Result<Vec<String>> {
    let mut broken = vec![];
    for invariant in wiring::ROOMS.iter().flat_map(|room| room.invariants) {
        let found: Vec<Id> = sql::column(platform.db.read(), invariant.query, vec![]).await?;
        broken.extend(found.into_iter().map(|id| format!("{}: {id}", invariant.meaning)));
    }
    Ok(broken)
}
