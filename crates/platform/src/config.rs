//! What the operator chose on the command line.

use std::path::PathBuf;

use crate::network::Range;

/// Who looks after the firm of the demonstration, and everyone's password there.
pub const DEMO: (&str, &str) = ("gerencia@despacho.example", "despacho-demo");

/// The server's configuration.
#[derive(Debug, Clone)]
pub struct Config {
    /// Folder of the embedded database, kept mail and files.
    pub data: PathBuf,
    /// A PostgreSQL URL instead of the embedded database.
    pub database_url: Option<String>,
    /// Where people reach the server, for links in mail; no trailing slash.
    pub public_url: String,
    /// Mail server; without one, messages are kept as files.
    pub smtp_url: Option<String>,
    /// Sender of mail.
    pub mail_from: String,
    /// Whether developer pages are shown.
    pub demo: bool,
    /// The program that prints; the one beside this program unless told.
    pub printer: Option<PathBuf>,
    /// E-mails of the installation's administrators: they see its operations page.
    pub administrators: Vec<String>,
    /// Proxies in front of the server: what they say of where a request comes from is believed.
    pub trusted_proxies: Vec<Range>,
    pub storage: Storage,
}

/// How much is kept of the files that people bring, in bytes.
#[derive(Debug, Clone, Copy)]
pub struct Storage {
    /// Of one file.
    pub file: u64,
    /// Of all files of a practice or an organization.
    pub tenant: u64,
}

impl Default for Storage {
    fn default() -> Self {
        Self { file: 25_000_000, tenant: 5_000_000_000 }
    }
}
