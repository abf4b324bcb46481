//! The background job of an import.

use despacho_platform::{
    Platform, Result, Tx,
    jobs::{Handles, Trouble},
};

use super::{actions, import::ImportJournal};

/// Takes files.
pub(crate) struct Importer;

impl Handles<ImportJournal> for Importer {
    async fn run(platform: &Platform, job: ImportJournal) -> Result<(), Trouble> {
        Ok(actions::take(platform, job.organization_id, job.import_id).await?)
    }

    async fn given_up(tx: &Tx, job: ImportJournal, now: i64) -> Result<()> {
        actions::give_up(tx, job.organization_id, job.import_id, now).await
    }
}
