//! What an organization is set up with: its applications, its profile, its lists of master data, its preferences and their way to
//! another organization. Applications open the door [`FinanceApplication`].

mod activity;
pub mod door;
pub mod founding;
pub mod lists;
pub mod preferences;
pub mod profile;

use despacho_kernel::access::OrganizationRight as R;
use despacho_platform::{Platform, migration, texts};
use despacho_ui::{Access, Room, Routes};

pub use door::{Applications, Apps, FinanceApplication, Names};

/// Settings of organizations.
pub const ROOM: Room = Room { name: "settings", migrations: &[migration!("0010_preferences")], texts: &[texts!("preferences")], routes, ..Room::EMPTY };

fn routes(platform: &Platform) -> Routes {
    Routes::new(platform)
        .get("/organizations/{organization}/activity", Access::Organization(R::ReadSettings), activity::list)
        .merge(founding::routes(platform))
        .merge(profile::routes(platform))
        .merge(lists::routes(platform))
        .merge(preferences::routes(platform))
}
