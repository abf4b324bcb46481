//! Whether the stored data is sound.

use despacho_kernel::Id;
use despacho_platform::{
    Platform, Result,
    files::check::{self as files, Orphans},
    sql,
};

use crate::{folder::DataFolder, wiring};

/// What is broken in a data folder, a line each; empty when all is well. Where it is to be repaired, files that no row has are removed first, and it is
/// told how many.
pub async fn check(folder: &DataFolder, repair: bool) -> Result<Vec<String>> {
    let platform = wiring::open(folder.config()?).await?;
    if repair {
        let removed = files::remove(files::orphans(&platform).await?).await?;
        println!("removed {removed} stored files that nothing has");
    }
    broken(&platform).await
}

/// Most files without a row that are listed.
const TOLD: usize = 20;

/// What is broken, a line each. Each room says what must hold in its tables.
pub async fn broken(platform: &Platform) -> Result<Vec<String>> {
    let mut broken = vec![];
    for invariant in wiring::ROOMS.iter().flat_map(|room| room.invariants) {
        let found: Vec<Id> = sql::column(platform.db.read(), invariant.query, vec![]).await?;
        broken.extend(found.into_iter().map(|id| format!("{}: {id}", invariant.meaning)));
    }
    broken.extend(files::lacking(platform).await?);
    let Orphans { paths, .. } = files::orphans(platform).await?;
    broken.extend(paths.iter().take(TOLD).map(|path| format!("nothing has a stored file: {}", path.display())));
    if paths.len() > TOLD {
        broken.push(format!("nothing has {} stored files more", paths.len() - TOLD));
    }
    Ok(broken)
}
