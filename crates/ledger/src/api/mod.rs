//! The API of the journal, of fiscal years and of reports.

pub(crate) mod common;
mod entries;
mod exports;
pub(crate) mod reports;
pub(crate) mod shapes;
mod statements;
mod tag_analysis;
mod years;

use despacho_platform::Platform;
use despacho_ui::Routes;

pub(crate) fn routes(platform: &Platform) -> Routes {
    entries::routes(platform)
        .merge(reports::routes(platform))
        .merge(statements::routes(platform))
        .merge(years::routes(platform))
        .merge(exports::routes(platform))
        .merge(tag_analysis::routes(platform))
}
