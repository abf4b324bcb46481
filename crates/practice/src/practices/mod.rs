//! Practices: onboarding, settings, custom fields, team, the first page.

pub mod actions;
pub mod pages;
pub mod store;
mod team;

use despacho_kernel::{
    Id, Invalid,
    access::PracticeRight as R,
    place,
    region::{Region, RegionInput},
};
use despacho_platform::Platform;
use despacho_ui::{Access, Routes};

/// An accounting firm.
#[derive(Debug, Clone)]
pub struct Practice {
    pub id: Id,
    pub name: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    pub region: Region,
}

/// A practice as it was typed.
#[derive(Debug, Clone, Default)]
pub struct PracticeInput {
    pub name: String,
    pub country: String,
    pub region: RegionInput,
}

/// A checked practice.
#[derive(Debug, Clone)]
pub struct NewPractice {
    pub name: String,
    pub country: String,
    pub region: Region,
}

impl TryFrom<PracticeInput> for NewPractice {
    type Error = Invalid;

    fn try_from(input: PracticeInput) -> Result<Self, Invalid> {
        let mut errors = Invalid::new();
        let name = errors.required("name", &input.name, 200);
        let country = input.country.trim().to_uppercase();
        errors.take("country", place::country(&country));
        let region = Region::parse(&input.region, &country, "regional.", &mut errors);
        errors.finish()?;
        Ok(Self { name, country, region })
    }
}

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
}
