//! What the books of a client file is filed among its obligations too.

use despacho_platform::{
    Platform,
    i18n::Lang,
    jobs::{Handles, Trouble},
    memberships, users,
};
use despacho_practice::clients::keepers;
use despacho_tax_returns::{Period as OfReturns, filed_by, filing::ReturnFiled};
use despacho_ui::format;

use super::{
    actions::{self, Edit},
    obligation::State,
    store,
};
use crate::{period::Period, profile::actions::Hand};

/// Files the obligation of a return's model and period in each practice that keeps the organization. What was filed by hand, or is not asked, stays as it is; done twice, it does the
/// same.
pub struct Follower;

impl Handles<ReturnFiled> for Follower {
    async fn run(platform: &Platform, told: ReturnFiled) -> Result<(), Trouble> {
        let period = OfReturns::read(&told.period, None).ok_or_else(|| Trouble::Fail(format!("no period: {}", told.period)))?;
        let own = period.quarter.map_or(Period::Year(period.year), |quarter| Period::Quarter(period.year, quarter)).text();
        for practice in keepers(platform.db.read(), told.organization_id).await? {
            let tx = platform.db.begin().await?;
            memberships::hold(&tx, practice).await?;
            let Some(filing) = filed_by(&tx, &[told.organization_id], &told.model, period).await? else { continue };
            let Some(by) = (match filing.filed_by {
                Some(user) => users::find(&tx, user).await?,
                None => None,
            }) else {
                continue;
            };
            let now = platform.clock.now();
            let today = format::local_date(&by.time_zone, now).unwrap_or_default();
            let hand = Hand { practice, by: &by, visible_to: None, today, now };
            for found in store::of_organization(&tx, practice, told.organization_id, (&told.model, &own)).await? {
                let is_paid = !filing.paid_on.is_empty();
                if !(found.state().is_open() || (is_paid && found.state() == State::Filed && found.reference == filing.reference)) {
                    continue;
                }
                let lang = Lang::of(&by.language);
                let edit = Edit {
                    state: Some(if is_paid { State::Paid } else { State::Filed }),
                    reference: Some(filing.reference.clone()),
                    csv: Some(filing.csv.clone()),
                    filed_on: Some(filing.filed_on.clone()),
                    amount: Some(Some(filing.result)),
                    late_reason: Some(from_books(lang)),
                    paid_on: Some(filing.paid_on.clone()),
                    ..Edit::default()
                };
                actions::change(&tx, hand, found.id, None, edit).await?;
            }
            tx.commit().await?;
        }
        Ok(())
    }
}

/// Why what the books filed late is late, as far as anybody told.
fn from_books(lang: Lang) -> String {
    lang.t("fiscal-from-books")
}
