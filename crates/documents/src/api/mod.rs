//! The API of documents: for each kind the same endpoints, and the actions that it takes.

mod ages;
mod deeds;
pub mod documents;
pub mod shapes;
pub mod told;

use despacho_platform::Platform;
use despacho_ui::Routes;

pub fn routes(platform: &Platform) -> Routes {
    documents::routes(platform).merge(deeds::routes(platform)).merge(ages::routes(platform))
}
