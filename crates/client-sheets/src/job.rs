//! The background job of an import.

use despacho_platform::{
    Event, Platform, Result, Tx,
    jobs::{Handles, Trouble},
};
use despacho_settings::door;

use crate::{actions, import::ImportClientFile};

/// Does imports.
pub struct Importer;

impl Handles<ImportClientFile> for Importer {
    async fn run(platform: &Platform, job: ImportClientFile) -> Result<(), Trouble> {
        let applications = door::standing();
        loop {
            let more = actions::step(platform, &applications, job.practice_id, job.import_id).await?;
            platform.tell(Event::Progress(job.import_id));
            // A server that ends leaves the rest to the next one.
            if !more || platform.is_ending() {
                return if more { Err(Trouble::Retry("the server ended".into())) } else { Ok(()) };
            }
        }
    }

    async fn given_up(tx: &Tx, job: ImportClientFile, now: i64) -> Result<()> {
        actions::end(tx, job.practice_id, job.import_id, "interrupted", now).await.map(|_| ())
    }
}
