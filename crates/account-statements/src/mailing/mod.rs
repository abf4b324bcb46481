//! Statements by e-mail: a message with the statement on paper, as it was when it was asked for.

mod actions;
mod api;
mod job;
mod message;
mod pages;
pub mod store;

use despacho_platform::{Platform, jobs::Kind};
use despacho_ui::Routes;

pub(crate) const JOB: Kind = Kind::of::<message::SendStatement, job::Mails>();

pub(crate) fn routes(platform: &Platform) -> Routes {
    api::routes(platform).merge(pages::routes(platform))
}
