//! What the data folder holds.

use std::{fs, path::Path};

use despacho_platform::{
    Platform, Result,
    files::store::{self as files, Totals},
};

use crate::store;

/// Most files of the mail folder that are counted.
const COUNTED: usize = 10_000;

/// What the installation keeps.
pub struct Storage {
    /// Bytes of the database.
    pub database: i64,
    pub mail: Folder,
    /// Of what people bring.
    pub files: Totals,
}

/// The files right inside a folder.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Folder {
    pub files: i64,
    pub bytes: i64,
    /// Whether there are more files than were counted.
    pub cut: bool,
}

impl Storage {
    /// Looks at the database's size and the kept mail.
    pub async fn of(platform: &Platform) -> Result<Self> {
        let embedded = platform.db.is_sqlite();
        let data = platform.config.data.clone();
        // Thousands of files take a while: away from the async threads.
        let look = move || {
            let database = if embedded { size(&data.join("despacho.db")) + size(&data.join("despacho.db-wal")) } else { 0 };
            Self { database, mail: Folder::of(&data.join("mail"), COUNTED), files: Totals::default() }
        };
        let mut found = tokio::task::spawn_blocking(look).await.map_err(|e| despacho_platform::Error::Other(e.to_string()))?;
        if !embedded {
            found.database = store::postgres_size(platform.db.read()).await?;
        }
        found.files = files::totals(platform.db.read()).await?;
        Ok(found)
    }
}

impl Folder {
    /// The folder's files, at most `limit` of them; a folder that is not there has none.
    fn of(path: &Path, limit: usize) -> Self {
        let Ok(entries) = fs::read_dir(path) else { return Self::default() };
        let mut found = Self::default();
        for (nth, entry) in entries.flatten().enumerate() {
            if nth == limit {
                found.cut = true;
                break;
            }
            // One that went meanwhile is not counted.
            if let Some(about) = entry.metadata().ok().filter(fs::Metadata::is_file) {
                found.files += 1;
                found.bytes += bytes(&about);
            }
        }
        found
    }
}

/// Whether the program that prints is where it is looked for: where the command line says, or beside this program.
pub fn has_printer(platform: &Platform) -> bool {
    despacho_paper::is_program(&platform.config.printer.clone().unwrap_or_else(despacho_paper::beside))
}

fn size(path: &Path) -> i64 {
    fs::metadata(path).map_or(0, |about| bytes(&about))
}

fn bytes(about: &fs::Metadata) -> i64 {
    i64::try_from(about.len()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_folder_is_cut_and_a_missing_one_is_empty() {
        let folder = std::env::temp_dir().join(format!("despacho-storage-{}", despacho_kernel::new_id()));
        assert_eq!(Folder::of(&folder, 2), Folder::default());
        fs::create_dir(&folder).expect("a folder");
        for name in ["one", "two", "three"] {
            fs::write(folder.join(name), "abc").expect("a file");
        }
        assert_eq!(Folder::of(&folder, 3), Folder { files: 3, bytes: 9, cut: false });
        assert_eq!(Folder::of(&folder, 2), Folder { files: 2, bytes: 6, cut: true });
        fs::remove_dir_all(&folder).expect("no folder");
    }
}
