//! `despacho`: the accounting practice's server.

use std::process::ExitCode;

use clap::Parser;
use despacho::cli::{Command, run};
use tracing_subscriber::EnvFilter;

#[tokio::main]
async fn main() -> ExitCode {
    // Whatever is made here holds people's data, or a link to it: its owner's alone.
    rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
    let filter = EnvFilter::try_from_env("DESPACHO_LOG").unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    match run(Command::parse()).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("despacho: {error}");
            ExitCode::from(2)
        }
    }
}
