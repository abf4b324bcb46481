//! Tax figures as the API gives them.

mod books;
mod filings;
mod returns;
mod shapes;
mod summary;
mod told;

use despacho_platform::Platform;
use despacho_ui::Routes;

pub fn routes(platform: &Platform) -> Routes {
    summary::routes(platform)
        .merge(books::routes(platform))
        .merge(returns::routes(platform))
        .merge(filings::routes(platform))
}
