//! The accounting firm: its team and settings, its clients, and their import.

pub mod clients;
pub mod cloning;
pub mod imports;
pub mod practices;

use despacho_platform::{Platform, migrations::Migration};
use despacho_ui::Routes;

/// This room's tables.
pub const MIGRATIONS: &[Migration] = &[Migration { name: "0008_practice", sql: include_str!("../migrations/0008_practice.sql") }];

/// This room's routes.
pub fn routes(platform: &Platform) -> Routes {
    practices::routes(platform)
        .merge(clients::routes(platform))
        .merge(imports::routes(platform))
        .merge(cloning::routes(platform))
}
