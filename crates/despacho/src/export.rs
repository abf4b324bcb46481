//! An organization's books on standard output.

use std::io::Write;

use despacho_kernel::Id;
use despacho_ledger::reports::Period;
use despacho_ledger_exchange::exports::{Format, export::Export};
use despacho_platform::{Error, Result};

use crate::{folder::DataFolder, wiring};

/// A format by its word.
pub fn format(word: &str) -> std::result::Result<Format, String> {
    let words: Vec<&str> = Format::ALL.iter().map(|format| format.word()).collect();
    word.parse().map_err(|_| format!("it is one of {}", words.join(", ")))
}

/// Writes the entries of a period.
pub async fn export(folder: &DataFolder, organization: Id, format: Format, period: Period) -> Result<()> {
    let platform = wiring::open(folder.config()?).await?;
    let db = platform.db.read();
    let mut export = Export::open(db, organization, format, period).await?;
    while let Some(piece) = export.next(db).await? {
        std::io::stdout().lock().write_all(&piece).map_err(|e| Error::Other(e.to_string()))?;
    }
    Ok(())
}
