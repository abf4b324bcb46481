//! The folder of files on the disk. Everything here blocks.

use std::{
    fs::{self, File},
    io::{self, Read, Write},
    path::{Path, PathBuf},
    time::SystemTime,
};

use data_encoding::HEXLOWER;
use despacho_kernel::new_id;
use sha2::{Digest, Sha256};

use super::kind::{self, Kind};
use crate::state::Platform;

/// Where files are that are not whole yet.
const INCOMING: &str = "incoming";
/// What a file is called between the look at it and its removal.
const GOING: &str = "going";

/// `DATA/files`: `ab/cd…` is what has the SHA-256 `abcd…`.
#[derive(Debug, Clone)]
pub struct Folder(PathBuf);

/// A file that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct There {
    pub sha256: String,
    pub path: PathBuf,
}

impl Folder {
    pub fn of(platform: &Platform) -> Self {
        Self(platform.config.data.join("files"))
    }

    /// Where a file stands; what is no hash stands nowhere.
    pub fn path(&self, sha256: &str) -> PathBuf {
        let (shard, rest) = sha256.split_at_checked(2).unwrap_or(("", sha256));
        self.0.join(shard).join(rest)
    }

    /// Begins a file that is to be kept.
    pub fn begin(&self) -> io::Result<Draft> {
        let folder = self.0.join(INCOMING);
        fs::create_dir_all(&folder)?;
        let path = folder.join(new_id().to_string());
        Ok(Draft { file: File::create_new(&path)?, path, hash: Sha256::new(), size: 0, head: vec![] })
    }

    /// Puts a whole file in its place. One that has the same in it is replaced, so that it counts as new.
    pub fn keep(&self, mut draft: Draft) -> io::Result<(String, Kind)> {
        draft.file.sync_all()?;
        let sha256 = HEXLOWER.encode(&std::mem::replace(&mut draft.hash, Sha256::new()).finalize());
        let to = self.path(&sha256);
        if let Some(shard) = to.parent()
            && !shard.is_dir()
        {
            fs::create_dir_all(shard)?;
            synced(&self.0)?;
        }
        fs::rename(&draft.path, &to)?;
        synced(to.parent().unwrap_or(&self.0))?;
        Ok((sha256, kind::sniffed(&draft.head)))
    }

    /// The folders that files stand in.
    pub fn shards(&self) -> io::Result<Vec<PathBuf>> {
        let found = listed(&self.0)?.into_iter().filter(|path| path.is_dir() && !path.ends_with(INCOMING));
        Ok(found.collect())
    }

    /// The files of a shard that nobody brought since `before`. One whose removal was cut short is put back.
    pub fn old(shard: &Path, before: SystemTime) -> io::Result<Vec<There>> {
        let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        for path in listed(shard)?.into_iter().filter(|path| path.extension().is_some_and(|extension| extension == GOING)) {
            // Unless it was brought again meanwhile.
            match fs::hard_link(&path, path.with_extension("")) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
                _ => fs::remove_file(&path)?,
            }
        }
        let there = listed(shard)?.into_iter().filter(|path| is_old(path, before));
        Ok(there.map(|path| There { sha256: format!("{}{}", name(shard), name(&path)), path }).collect())
    }

    /// Uploads that never became whole, untouched since `before`.
    pub fn left(&self, before: SystemTime) -> io::Result<Vec<PathBuf>> {
        Ok(listed(&self.0.join(INCOMING))?.into_iter().filter(|path| is_old(path, before)).collect())
    }
}

/// Removes a file that has no row and was not brought again since `before`; answers whether it did. It is moved aside first: what somebody brings meanwhile
/// takes its place, and what was brought just before the move is seen and put back.
pub fn remove(path: &Path, before: SystemTime) -> io::Result<bool> {
    let going = path.with_extension(GOING);
    fs::rename(path, &going)?;
    if !is_old(&going, before) {
        fs::rename(&going, path)?;
        return Ok(false);
    }
    fs::remove_file(&going)?;
    Ok(true)
}

/// The hash and the size of a file.
pub fn measured(path: &Path) -> io::Result<(String, u64)> {
    let (mut file, mut hash, mut size) = (File::open(path)?, Sha256::new(), 0);
    let mut buffer = vec![0; 256 * 1024];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok((HEXLOWER.encode(&hash.finalize()), size));
        }
        hash.update(&buffer[..read]);
        size += read as u64;
    }
}

fn listed(folder: &Path) -> io::Result<Vec<PathBuf>> {
    match fs::read_dir(folder) {
        Ok(entries) => entries.map(|entry| entry.map(|entry| entry.path())).collect(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(vec![]),
        Err(error) => Err(error),
    }
}

/// One that went meanwhile is not old.
fn is_old(path: &Path, before: SystemTime) -> bool {
    fs::metadata(path).and_then(|about| about.modified()).is_ok_and(|modified| modified < before)
}

/// What a folder names is on the disk.
fn synced(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// A file that is being written; gone again unless it is kept.
#[derive(Debug)]
pub struct Draft {
    path: PathBuf,
    file: File,
    hash: Sha256,
    pub size: u64,
    /// Its first bytes, by which its kind is told.
    head: Vec<u8>,
}

impl Draft {
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)?;
        self.hash.update(bytes);
        self.size += bytes.len() as u64;
        let lacks = kind::HEAD.saturating_sub(self.head.len()).min(bytes.len());
        self.head.extend_from_slice(&bytes[..lacks]);
        Ok(())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // One that was kept stands elsewhere by now.
        let _ = fs::remove_file(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn folder() -> (PathBuf, Folder) {
        let path = std::env::temp_dir().join(format!("despacho-files-{}", new_id()));
        (path.clone(), Folder(path))
    }

    fn kept(folder: &Folder, text: &str) -> (String, Kind) {
        let mut draft = folder.begin().expect("a file");
        for byte in text.as_bytes() {
            draft.write(&[*byte]).expect("written");
        }
        folder.keep(draft).expect("kept")
    }

    #[test]
    fn a_file_stands_under_its_hash_once_and_an_upload_that_is_dropped_leaves_nothing() {
        let (path, folder) = folder();
        assert_eq!(folder.shards().expect("an answer"), Vec::<PathBuf>::new());
        let (sha256, kind) = kept(&folder, "abc");
        // NIST's example of SHA-256.
        assert_eq!(sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(kind, Kind::Other);
        assert_eq!(kept(&folder, "abc").0, sha256);
        assert_eq!(fs::read_to_string(path.join("ba").join(&sha256[2..])).expect("a file"), "abc");
        assert_eq!(measured(&folder.path(&sha256)).expect("measured"), (sha256.clone(), 3));
        let mut draft = folder.begin().expect("a file");
        draft.write(b"half").expect("written");
        let soon = SystemTime::now() + Duration::from_secs(60);
        assert_eq!(folder.left(soon).expect("an answer").len(), 1);
        drop(draft);
        assert_eq!(folder.left(soon).expect("an answer").len(), 0);
        let [shard] = folder.shards().expect("shards").try_into().expect("one");
        let old = Folder::old(&shard, soon).expect("files");
        assert_eq!(old, [There { sha256: sha256.clone(), path: folder.path(&sha256) }]);
        assert_eq!(Folder::old(&shard, SystemTime::UNIX_EPOCH).expect("files"), []);
        fs::remove_dir_all(path).expect("no folder");
    }

    #[test]
    fn what_was_brought_again_is_not_removed_and_what_was_half_removed_is_put_back() {
        let (path, folder) = folder();
        let (sha256, _) = kept(&folder, "%PDF-1.7");
        let at = folder.path(&sha256);
        assert!(!remove(&at, SystemTime::UNIX_EPOCH).expect("an answer") && at.exists());
        fs::rename(&at, at.with_extension(GOING)).expect("moved");
        let shard = at.parent().expect("a shard");
        let soon = SystemTime::now() + Duration::from_secs(60);
        assert_eq!(Folder::old(shard, soon).expect("files").len(), 1);
        assert!(at.exists() && remove(&at, soon).expect("an answer") && !at.exists());
        assert_eq!(Folder::old(shard, soon).expect("files"), []);
        fs::remove_dir_all(path).expect("no folder");
    }
}
