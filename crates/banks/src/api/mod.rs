//! The API of banks.

mod accounts;
mod lines;
mod reconciliations;
pub mod shapes;
mod statements;

use despacho_platform::Platform;
use despacho_ui::Routes;

pub fn routes(platform: &Platform) -> Routes {
    accounts::routes(platform)
        .merge(statements::routes(platform))
        .merge(lines::routes(platform))
        .merge(reconciliations::routes(platform))
}
