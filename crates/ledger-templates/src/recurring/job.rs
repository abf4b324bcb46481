//! The work in the background: an organization's entries whose day has come.

use despacho_platform::{
    Platform, Result,
    jobs::{Handles, Trouble},
};

use super::{actions, rule::MakeRecurring};

/// Makes recurring entries.
pub(crate) struct Maker;

impl Handles<MakeRecurring> for Maker {
    async fn run(platform: &Platform, job: MakeRecurring) -> Result<(), Trouble> {
        Ok(actions::make_due(platform, job.organization_id).await?)
    }
}
