//! The day's reminders of an organization.

use despacho_platform::{
    Platform,
    jobs::{Handles, Trouble},
};

use super::{actions, rule::RemindCustomers};

/// Sends them.
pub struct Reminder;

impl Handles<RemindCustomers> for Reminder {
    async fn run(platform: &Platform, job: RemindCustomers) -> Result<(), Trouble> {
        Ok(actions::remind(platform, job.organization_id).await?)
    }
}
