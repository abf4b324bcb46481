//! Practices: onboarding, settings, custom fields, team, the first page.

pub mod actions;
mod api;
mod client_fields_api;
pub mod custom_field;
pub mod frame;
pub mod log;
pub mod pages;
pub mod practice;
pub mod store;
mod team;

use despacho_kernel::access::PracticeRight as R;
use despacho_platform::Platform;
use despacho_ui::{Access, Routes};

pub use practice::{PRACTICE, Practice};

pub(crate) fn routes(platform: &Platform) -> Routes {
    Routes::new(platform)
        .get("/practices/new", Access::SignedIn, pages::new)
        .post("/practices", Access::SignedIn, pages::create)
        .get("/practices/{practice}", Access::Practice(R::ReadClients), pages::home)
        .get("/practices/{practice}/settings", Access::Practice(R::ManagePractice), pages::settings)
        .post("/practices/{practice}/settings", Access::Practice(R::ManagePractice), pages::update)
        .post("/practices/{practice}/custom-fields", Access::Practice(R::ManagePractice), pages::add_field)
        .post("/practices/{practice}/custom-fields/{field}/activation", Access::Practice(R::ManagePractice), pages::activate_field)
        .post("/practices/{practice}/custom-fields/{field}/deactivation", Access::Practice(R::ManagePractice), pages::deactivate_field)
        .get("/practices/{practice}/activity", Access::Practice(R::ReadActivity), pages::activity)
        .merge(team::routes(platform))
        .merge(api::routes(platform))
        .merge(client_fields_api::routes(platform))
}
