//! What the books of a client's organizations filed of an obligation's model and period.

use despacho_kernel::Id;
use despacho_platform::{Result, sql::Connection};
use despacho_practice::clients::store as clients;
use despacho_tax_returns::filing::Filing;

use super::obligation::Obligation;

/// What was filed in the books.
pub type Filed = Filing;

/// The last filing of an obligation's model and period by an organization of its client; none where no books have such a return.
pub async fn filed(db: &dyn Connection, practice: Id, own: &Obligation) -> Result<Option<Filed>> {
    let Some(period) = own.period().and_then(crate::period::Period::of_returns) else { return Ok(None) };
    let organizations = clients::organizations_of(db, practice, own.client_id).await?;
    despacho_tax_returns::filed_by(db, &organizations, &own.model, period).await
}
