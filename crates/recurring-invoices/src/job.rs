//! The work in the background: an organization's recurring invoices whose day has come.

use std::collections::{HashMap, hash_map::Entry};

use despacho_documents::desk::Desk;
use despacho_kernel::{Id, Invalid, access::OrganizationRight};
use despacho_ledger::{
    exceptions::store as holders,
    journal::{Allowed, Past},
};
use despacho_platform::{
    Platform, Result, Tx,
    activity::Change,
    clock::HOUR,
    i18n::Lang,
    jobs::{self, Handles, Job, Trouble},
    notifications,
    sql::Connection,
    users::{self, User},
};
use despacho_recurrence::{
    due::{self, Recurs},
    fault::Fault,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    log::recorded,
    making,
    recurring::{ACTIVE, RecurringInvoice},
    store,
};

/// The job that makes what is due in an organization.
#[derive(Debug, Serialize, Deserialize)]
pub struct MakeRecurringInvoices {
    pub organization_id: Id,
}

impl Job for MakeRecurringInvoices {
    const KIND: &'static str = "make_recurring_invoices";
}

/// The work in the background.
pub const JOB: jobs::Kind = jobs::Kind::of::<MakeRecurringInvoices, Invoicer>();

/// Makes recurring invoices.
pub struct Invoicer;

impl Handles<MakeRecurringInvoices> for Invoicer {
    async fn run(platform: &Platform, job: MakeRecurringInvoices) -> Result<(), Trouble> {
        Ok(due::make_due::<Self>(platform, job.organization_id).await?)
    }
}

impl Recurs for Invoicer {
    type Job = MakeRecurringInvoices;
    /// They are made, and sent, in the morning.
    const BEGINS: i64 = 6 * HOUR;

    fn job(organization_id: Id) -> MakeRecurringInvoices {
        MakeRecurringInvoices { organization_id }
    }

    async fn due(db: &dyn Connection, organization: Id, today: &str, limit: i64) -> Result<Vec<Id>> {
        store::due(db, organization, today, limit).await
    }

    async fn organizations_due(db: &dyn Connection, today: &str, after: Id, limit: i64) -> Result<Vec<Id>> {
        store::organizations_due(db, today, after, limit).await
    }

    async fn make(tx: &Tx, organization: Id, ids: &[Id], (today, now): (Date, i64)) -> Result<Vec<Id>> {
        let mut due: Vec<(RecurringInvoice, Date)> = vec![];
        for of in store::of_ids(tx, organization, ids).await? {
            if let Some(day) = of.course().next.filter(|day| of.state == ACTIVE && *day <= today) {
                due.push((of, day));
            }
        }
        due.sort_by_key(|(of, day)| (*day, of.id));
        let mut authors: HashMap<Id, User> = HashMap::new();
        for (of, _) in &due {
            if let Entry::Vacant(author) = authors.entry(of.created_by) {
                author.insert(due::author(tx, organization, of.created_by).await?);
            }
        }
        let mut notified = vec![];
        let mut desk = None;
        for (of, day) in due {
            let by = &authors[&of.created_by];
            // In the name of who saved it, but past no lock.
            let allowed = Allowed { by, now, past: Past::Nothing };
            let desk = match &mut desk {
                Some(desk) => desk,
                None => desk.insert(Desk::of(tx, organization, allowed).await?),
            };
            desk.allowed = allowed;
            let (after, _, unsent) = making::make(desk, of, day).await?;
            if let Some(fault) = unsent {
                notify(tx, &after, by, (&day.to_string(), &fault), "recurring_invoice_unsent", now).await?;
                notified.push(by.id);
            }
        }
        Ok(notified)
    }

    async fn failed(tx: &Tx, organization: Id, id: Id, errors: &Invalid, now: i64) -> Result<Vec<Id>> {
        let text = Fault::text(errors)?;
        let Some(of) = store::find_any(tx, organization, id).await?.filter(|of| of.fault != text) else { return Ok(vec![]) };
        let kept = RecurringInvoice { fault: text, ..of };
        store::put(tx, &kept).await?;
        let change = Change { field: "date".into(), before: String::new(), after: kept.next_on.clone() };
        recorded(tx, &kept, "recurring_invoice_failed", vec![change], (None, now)).await?;
        // Whoever saved it, or who may put it right in their place.
        let author = due::author(tx, organization, kept.created_by).await.ok();
        let told: Vec<Id> = match &author {
            Some(author) => vec![author.id],
            None => holders::holders(tx, organization, OrganizationRight::PostEntries).await?,
        };
        let mut notified = vec![];
        for user in told {
            if let (Some(user), Some(fault)) = (users::find(tx, user).await?, Fault::kept(&kept.fault)) {
                notify(tx, &kept, &user, (&kept.next_on, &fault), "recurring_invoice_failed", now).await?;
                notified.push(user.id);
            }
        }
        Ok(notified)
    }
}

/// Tells a person of a time of one, and why it is as it is.
async fn notify(tx: &Tx, of: &RecurringInvoice, user: &User, (day, fault): (&str, &Fault), kind: &str, now: i64) -> Result<()> {
    let lang = Lang::of(&user.language);
    let data = json!({ "name": of.name, "day": despacho_ui::format::stored_date(lang, day), "why": fault.message(lang) });
    let link = format!("/organizations/{}/recurring-invoices/{}", of.organization_id, of.id);
    notifications::notify(tx, user.id, kind, data, &link, now).await?;
    Ok(())
}
