//! Several entries at once, pasted from a spreadsheet: looked at first, then posted all or none.

mod pages;
mod read;

use despacho_kernel::access::OrganizationRight as R;
use despacho_platform::Platform;
use despacho_ui::{Access, Routes};

pub fn routes(platform: &Platform) -> Routes {
    let post = Access::Organization(R::PostEntries);
    Routes::new(platform).get("/organizations/{organization}/journal-block", post, pages::show).post(
        "/organizations/{organization}/journal-block",
        post,
        pages::take,
    )
}
