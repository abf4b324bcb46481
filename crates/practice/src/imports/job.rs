//! The background job of an import.

use super::{actions, import::ImportClients};
use despacho_platform::{
    Event, Platform, Result, Tx,
    jobs::{Handles, Trouble},
};

/// Does imports.
pub(crate) struct Importer;

impl Handles<ImportClients> for Importer {
    async fn run(platform: &Platform, job: ImportClients) -> Result<(), Trouble> {
        loop {
            let more = actions::batch(platform, job.practice_id, job.import_id).await?;
            platform.tell(Event::Progress(job.import_id));
            // A server that ends leaves the rest to the next one.
            if !more || platform.is_ending() {
                return if more { Err(Trouble::Retry("the server ended".into())) } else { Ok(()) };
            }
        }
    }

    async fn given_up(tx: &Tx, job: ImportClients, now: i64) -> Result<()> {
        actions::give_up(tx, job.practice_id, job.import_id, now).await
    }
}
