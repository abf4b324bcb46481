//! The background job of an application.

use despacho_platform::{
    Event, Platform, Result, Tx,
    jobs::{Handles, Trouble},
};
use despacho_settings::door;

use crate::{actions, blueprint::ApplyBlueprint};

/// Applies blueprints.
pub struct Applier;

impl Handles<ApplyBlueprint> for Applier {
    async fn run(platform: &Platform, job: ApplyBlueprint) -> Result<(), Trouble> {
        let applications = door::standing();
        loop {
            let more = actions::step(platform, &applications, job.practice_id, job.application_id).await?;
            platform.tell(Event::Progress(job.application_id));
            // A server that ends leaves the rest to the next one.
            if !more || platform.is_ending() {
                return if more { Err(Trouble::Retry("the server ended".into())) } else { Ok(()) };
            }
        }
    }

    async fn given_up(tx: &Tx, job: ApplyBlueprint, now: i64) -> Result<()> {
        actions::give_up(tx, job.practice_id, job.application_id, now).await
    }
}
