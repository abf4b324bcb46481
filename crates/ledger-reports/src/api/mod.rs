//! Reports and matches as the API gives them.

pub(crate) mod matching;
mod reports;
mod shapes;
mod statements;
mod tag_analysis;

use despacho_platform::Platform;
use despacho_ui::Routes;

pub fn routes(platform: &Platform) -> Routes {
    reports::routes(platform)
        .merge(statements::routes(platform))
        .merge(tag_analysis::routes(platform))
        .merge(matching::routes(platform))
}
