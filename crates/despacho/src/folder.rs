//! Where the data is, and the secrets that lead to it.

use std::{fs, path::Path, path::PathBuf};

use clap::Args;
use despacho_platform::{Error, Result, config::Config};

/// Where the data is.
#[derive(Debug, Args)]
pub struct DataFolder {
    /// Data folder; holds the embedded database
    #[arg(long, default_value = "./data")]
    pub data: PathBuf,
    /// A PostgreSQL database instead of the embedded one: postgres://…
    #[arg(long, env = "DESPACHO_DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// A file that holds the database's URL, so that no list of processes shows its password
    #[arg(long, env = "DESPACHO_DATABASE_URL_FILE", conflicts_with = "database_url")]
    pub database_url_file: Option<PathBuf>,
}

impl DataFolder {
    /// The configuration of a command that serves nobody.
    pub fn config(&self) -> Result<Config> {
        warn_if_open(&self.data);
        Ok(Config {
            data: self.data.clone(),
            database_url: secret(self.database_url.clone(), self.database_url_file.as_deref())?,
            public_url: "http://127.0.0.1:8080".into(),
            smtp_url: None,
            mail_from: "Despacho <despacho@localhost>".into(),
            demo: false,
            printer: None,
            administrators: vec![],
            trusted_proxies: vec![],
            storage: Default::default(),
        })
    }
}

/// A secret as it was given, or as it stands alone in a file.
pub fn secret(given: Option<String>, file: Option<&Path>) -> Result<Option<String>> {
    let Some(file) = file else { return Ok(given) };
    let text = fs::read_to_string(file).map_err(|e| Error::Other(format!("{}: {e}", file.display())))?;
    match text.trim() {
        "" => Err(Error::Other(format!("{} is empty", file.display()))),
        secret => Ok(Some(secret.to_owned())),
    }
}

/// Tells when others of the machine may look into the data folder. What the program makes is its owner's alone, but what was made before
/// it is left as it is: whoever widened it may have had a reason.
fn warn_if_open(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let Ok(found) = fs::metadata(folder) else { return };
    let mode = found.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        let folder = folder.display();
        tracing::warn!("others of this machine may look into {folder} (mode {mode:o}): chmod -R go= {folder}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_given_or_stands_in_a_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("secret");
        assert_eq!(secret(Some("a".into()), None).expect("an answer").as_deref(), Some("a"));
        assert_eq!(secret(None, None).expect("an answer"), None);
        assert!(secret(None, Some(&file)).expect_err("no file").to_string().starts_with(&file.display().to_string()));
        fs::write(&file, "postgres://u:p@host/db\n").expect("a file");
        assert_eq!(secret(None, Some(&file)).expect("an answer").as_deref(), Some("postgres://u:p@host/db"));
        fs::write(&file, " \n").expect("a file");
        assert!(secret(None, Some(&file)).is_err());
    }
}
