//! Where the data is.

use std::path::PathBuf;

use clap::Args;
use despacho_platform::config::Config;

/// Where the data is.
#[derive(Debug, Args)]
pub struct DataFolder {
    /// Data folder; holds the embedded database
    #[arg(long, default_value = "./data")]
    pub data: PathBuf,
    /// A PostgreSQL database instead of the embedded one: postgres://…
    #[arg(long, env = "DESPACHO_DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<String>,
}

impl DataFolder {
    /// The configuration of a command that serves nobody.
    pub fn config(&self) -> Config {
        Config {
            data: self.data.clone(),
            database_url: self.database_url.clone(),
            public_url: "http://127.0.0.1:8080".into(),
            smtp_url: None,
            mail_from: "Despacho <despacho@localhost>".into(),
            demo: false,
            printer: None,
            administrators: vec![],
            trusted_proxies: vec![],
        }
    }
}
