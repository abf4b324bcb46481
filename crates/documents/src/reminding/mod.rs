//! Reminders of invoices that are due or overdue: the organization's rules, when each fires, and their sending, which ends once an invoice is paid, void,
//! disputed, or nobody wants it.

pub mod actions;
mod api;
mod job;
mod pages;
pub mod rule;
pub mod store;

use despacho_platform::{Platform, Result, jobs::Kind};
use despacho_ui::Routes;

pub(crate) use pages::card;

pub(crate) const JOB: Kind = Kind::of::<rule::RemindCustomers, job::Reminder>();

/// Calls for the day's reminders in every organization where they are on.
pub(crate) async fn call_due(platform: Platform) -> Result<()> {
    actions::call_due(&platform).await
}

pub(crate) fn routes(platform: &Platform) -> Routes {
    pages::routes(platform).merge(api::routes(platform))
}
