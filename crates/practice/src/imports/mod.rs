//! Import of existing organizations as clients: a background job with live progress that survives a restart.

pub mod actions;
mod api;
pub mod import;
mod job;
pub mod pages;
pub mod store;

use despacho_kernel::access::PracticeRight as R;
use despacho_platform::{Platform, jobs::Kind};
use despacho_ui::{Access, Routes};

pub use import::{Import, Item, MAX, Wanted, free_name};

pub(crate) const JOB: Kind = Kind::of::<import::ImportClients, job::Importer>();

pub(crate) fn routes(platform: &Platform) -> Routes {
    let manage = Access::Practice(R::ManageClients);
    Routes::new(platform)
        .post("/practices/{practice}/client-imports", manage, pages::start)
        .get("/practices/{practice}/client-imports/{import}", manage, pages::show)
        .get("/practices/{practice}/client-imports/{import}/progress", manage, pages::look)
        .post("/practices/{practice}/client-imports/{import}/retries", manage, pages::retry)
        .merge(api::routes(platform))
}
