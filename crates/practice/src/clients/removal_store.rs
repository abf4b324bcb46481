//! Every SQL of taking clients away that were made by mistake: only those with whom nothing has been done.

use std::collections::BTreeSet;

use despacho_kernel::Id;
use despacho_platform::{Result, Tx, erasing, sql, sql::Connection, vals};

/// Tables whose rows are the client's own.
const OWN: [&str; 6] = ["client_words", "client_tags", "client_custom_values", "client_contacts", "client_assignments", "client_organizations"];
/// What is done when a client is made, and with its organization.
const MAKING: &str = "'client_created', 'client_assigned', 'client_invited', 'organization_created', 'preferences_cloned', 'invitation_sent', 'member_invited'";

/// Those of some clients and organizations with which something has been done since they were made: by the activity, which tells every change.
pub async fn touched(db: &dyn Connection, practice: Id, clients: &[Id], organizations: &[Id]) -> Result<(BTreeSet<Id>, BTreeSet<Id>)> {
    let of_clients = format!("SELECT DISTINCT subject_id FROM activity WHERE tenant_id = $1 AND action NOT IN ({MAKING}) AND subject_id IN ({{ids}})");
    let of_organizations = format!("SELECT DISTINCT tenant_id FROM activity WHERE action NOT IN ({MAKING}) AND tenant_id IN ({{ids}})");
    let clients = sql::column_in(db, &of_clients, vals![practice], clients).await?;
    let organizations = sql::column_in(db, &of_organizations, vals![], organizations).await?;
    Ok((clients.into_iter().collect(), organizations.into_iter().collect()))
}

/// Those of some clients that rows of rooms above name, besides those of these tables.
pub async fn named_above(db: &dyn Connection, besides: &[&str], clients: &[Id]) -> Result<BTreeSet<Id>> {
    let besides: Vec<&str> = OWN.iter().chain(besides).copied().collect();
    erasing::named_elsewhere(db, "client_id", &besides, clients).await
}

/// Takes clients away, with everything that is theirs. Nothing else names them.
pub async fn remove(tx: &Tx, practice: Id, clients: &[Id]) -> Result<()> {
    for table in OWN {
        sql::run_in(tx, &format!("DELETE FROM {table} WHERE practice_id = $1 AND client_id IN ({{ids}})"), vals![practice], clients).await?;
    }
    sql::run_in(tx, "DELETE FROM activity WHERE tenant_id = $1 AND subject_kind = 'client' AND subject_id IN ({ids})", vals![practice], clients).await?;
    Ok(sql::run_in(tx, "DELETE FROM clients WHERE practice_id = $1 AND id IN ({ids})", vals![practice], clients).await?)
}
