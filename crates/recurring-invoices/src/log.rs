//! What was done with a recurring invoice, in the activity.

use despacho_platform::{
    Result, Tx,
    activity::{self, Change, Entry},
    users::User,
};

use crate::recurring::RecurringInvoice;

pub async fn recorded(tx: &Tx, of: &RecurringInvoice, action: &str, changes: Vec<Change>, (by, now): (Option<&User>, i64)) -> Result<()> {
    let subject = ("recurring_invoice", of.id, of.name.as_str());
    activity::record(tx, Entry { tenant: of.organization_id, actor: by, action, subject, changes }, now).await
}
