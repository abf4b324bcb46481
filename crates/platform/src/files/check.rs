//! Whether the folder and the rows agree.

use std::{
    collections::HashSet,
    path::PathBuf,
    time::{Duration, SystemTime},
};

use super::{
    GRACE,
    folder::{self, Folder, There},
    store,
};
use crate::{
    error::{Error, Result},
    state::Platform,
};

/// Rows, and files, that are looked at together.
const TOGETHER: usize = 500;

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> std::io::Result<T> + Send + 'static) -> Result<T> {
    Ok(tokio::task::spawn_blocking(work).await.map_err(|e| Error::Other(e.to_string()))??)
}

/// Files that are in a row and are not there, or are not what they were, a line each. Every file is read.
pub async fn lacking(platform: &Platform) -> Result<Vec<String>> {
    let (folder, mut after, mut found) = (Folder::of(platform), String::new(), vec![]);
    loop {
        let contents = store::contents(platform.db.read(), &after, i64::try_from(TOGETHER).unwrap_or(0)).await?;
        let Some(last) = contents.last() else { return Ok(found) };
        after = last.sha256.clone();
        let folder = folder.clone();
        let looked = move || {
            let wrong = contents.into_iter().filter_map(|content| match folder::measured(&folder.path(&content.sha256)) {
                Ok((sha256, size)) if sha256 == content.sha256 && i64::try_from(size) == Ok(content.size) => None,
                Ok(_) => Some(format!("a stored file is not what it was: {}", content.sha256)),
                Err(error) => Some(format!("a stored file can't be read: {}: {error}", content.sha256)),
            });
            Ok(wrong.collect::<Vec<_>>())
        };
        found.extend(blocking(looked).await?);
    }
}

/// Files that no row has, and uploads that never became whole, neither touched for [`GRACE`].
pub struct Orphans {
    pub paths: Vec<PathBuf>,
    before: SystemTime,
}

/// Finds what no row has.
pub async fn orphans(platform: &Platform) -> Result<Orphans> {
    let before = SystemTime::now() - Duration::from_millis(u64::try_from(GRACE).unwrap_or(0));
    let folder = Folder::of(platform);
    let begun = folder.clone();
    let (mut paths, shards) = blocking(move || Ok((begun.left(before)?, begun.shards()?))).await?;
    for shard in shards {
        let old: Vec<There> = blocking(move || Folder::old(&shard, before)).await?;
        for some in old.chunks(TOGETHER) {
            let hashes: Vec<String> = some.iter().map(|there| there.sha256.clone()).collect();
            let known: HashSet<String> = store::known(platform.db.read(), &hashes).await?.into_iter().collect();
            paths.extend(some.iter().filter(|there| !known.contains(&there.sha256)).map(|there| there.path.clone()));
        }
    }
    Ok(Orphans { paths, before })
}

/// Removes them; answers how many. What somebody brings again meanwhile stays.
pub async fn remove(orphans: Orphans) -> Result<usize> {
    let Orphans { paths, before } = orphans;
    let removed = move || {
        let mut removed = 0;
        for path in paths {
            match folder::remove(&path, before) {
                Ok(true) => removed += 1,
                Ok(false) => {}
                // Another server was there first.
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        Ok(removed)
    };
    blocking(removed).await
}
