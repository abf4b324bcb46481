//! What was done with a recurring entry, in the activity.

use despacho_platform::{
    Result, Tx,
    activity::{self, Change, Entry},
    users::User,
};

use super::store::RecurringEntry;

pub async fn recorded(tx: &Tx, of: &RecurringEntry, action: &str, changes: Vec<Change>, (by, now): (&User, i64)) -> Result<()> {
    let subject = ("recurring_entry", of.id, of.name.as_str());
    activity::record(tx, Entry { tenant: of.organization_id, actor: Some(by), action, subject, changes }, now).await
}
