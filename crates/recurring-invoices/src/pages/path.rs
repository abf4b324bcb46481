//! Where the page of one is.

use despacho_kernel::Id;
use despacho_ui::InOrganization;
use serde::Deserialize;

/// The recurring invoice that a path names.
#[derive(Deserialize)]
pub struct OfRecurring {
    pub recurring: Id,
}

/// The path of one's page.
pub fn path_to(who: &InOrganization, id: Id) -> String {
    who.path(&format!("/recurring-invoices/{id}"))
}
