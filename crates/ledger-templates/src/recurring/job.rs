//! The work in the background: an organization's entries whose day has come.

use despacho_kernel::{Id, Invalid};
use despacho_ledger::journal::{Allowed, Past, drafts, post};
use despacho_platform::{
    Platform, Result, Tx,
    activity::Change,
    jobs::{Handles, Trouble},
    sql::Connection,
    users::{self, User},
};
use despacho_recurrence::{
    due::{self, Recurs},
    fault::Fault,
};
use jiff::civil::Date;

use super::{
    log::recorded,
    rule::{self, ACTIVE, MakeRecurring},
    store::{self, RecurringEntry},
};
use crate::templates::actions as templates;

/// Makes recurring entries.
pub struct Maker;

impl Handles<MakeRecurring> for Maker {
    async fn run(platform: &Platform, job: MakeRecurring) -> Result<(), Trouble> {
        Ok(due::make_due::<Self>(platform, job.organization_id).await?)
    }
}

impl Recurs for Maker {
    type Job = MakeRecurring;

    fn job(organization_id: Id) -> MakeRecurring {
        MakeRecurring { organization_id }
    }

    async fn due(db: &dyn Connection, organization: Id, today: &str, limit: i64) -> Result<Vec<Id>> {
        store::due(db, organization, today, limit).await
    }

    async fn organizations_due(db: &dyn Connection, today: &str, after: Id, limit: i64) -> Result<Vec<Id>> {
        store::organizations_due(db, today, after, limit).await
    }

    async fn make(tx: &Tx, organization: Id, ids: &[Id], (today, now): (Date, i64)) -> Result<Vec<Id>> {
        for id in ids {
            // It may have been removed meanwhile.
            let Some(of) = store::find_any(tx, organization, *id).await?.filter(|of| of.state == ACTIVE) else { continue };
            if let Some(day) = rule::course(&of).next.filter(|day| *day <= today) {
                let by = due::author(tx, organization, of.created_by).await?;
                make(tx, of, day, (&by, now)).await?;
            }
        }
        Ok(vec![])
    }

    async fn failed(tx: &Tx, organization: Id, id: Id, errors: &Invalid, now: i64) -> Result<Vec<Id>> {
        let Some(of) = store::find_any(tx, organization, id).await? else { return Ok(vec![]) };
        let fault = Fault::text(errors)?;
        let Some(by) = users::find(tx, of.created_by).await?.filter(|_| of.fault != fault) else { return Ok(vec![]) };
        let change = Change { field: "date".into(), before: String::new(), after: of.next_on.clone() };
        let kept = RecurringEntry { fault, ..of };
        store::put(tx, &kept).await?;
        recorded(tx, &kept, "recurring_failed", vec![change], (&by, now)).await?;
        Ok(vec![])
    }
}

/// Makes one for its day.
async fn make(tx: &Tx, of: RecurringEntry, day: Date, (by, now): (&User, i64)) -> Result<()> {
    let organization = of.organization_id;
    let rule = rule::rule(&of)?;
    let entry = templates::filled(tx, organization, &rule.body, day, &rule.answers).await?;
    // In the name of who saved it, but past no lock.
    let allowed = Allowed { by, now, past: Past::Nothing };
    let entry_id = if rule.posts {
        let draft = drafts::read(tx, organization, &entry).await?;
        post::post(tx, organization, &draft, allowed).await?.id
    } else {
        drafts::create(tx, organization, &entry, allowed).await?.id
    };
    store::noted(tx, &of, Some(entry_id), now).await?;
    store::put(tx, &rule::came(of)?).await
}
