//! How the last bill of a vendor was: what the next one is proposed.

use despacho_documents::{document::Document, open::store as open, store as documents};
use despacho_kernel::Id;
use despacho_ledger::accounts::{Account, store as accounts};
use despacho_platform::{Result, sql::Connection};

use crate::store;

/// The last bill of a vendor, as far as the next one is likely to be the same.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Last {
    pub bill: Document,
    /// Of its first line, as the taxes.
    pub account: Account,
    pub description: String,
    pub taxes: Vec<String>,
    /// The code of what was withheld, if anything was, and its percentage, decimal text.
    pub withheld: Option<(String, String)>,
    /// The code of the control account that it was owed on.
    pub control: String,
}

impl Last {
    /// The tax that is no withholding; empty where nothing was charged.
    pub fn tax(&self) -> &str {
        let withheld = self.withheld.as_ref().map(|(code, _)| code.as_str());
        self.taxes.iter().map(String::as_str).find(|code| Some(*code) != withheld).unwrap_or_default()
    }
}

/// The last bill of a vendor; none where it has none.
pub async fn of(db: &dyn Connection, organization: Id, contact: Id) -> Result<Option<Last>> {
    let Some(bill) = store::last_bill(db, organization, contact).await? else { return Ok(None) };
    let whole = documents::whole(db, bill).await?;
    let Some(line) = whole.lines.first() else { return Ok(None) };
    let owed = open::of_sources(db, organization, &[whole.document.id]).await?.into_iter().next().map(|item| item.account_id);
    let ids: Vec<Id> = owed.into_iter().chain([line.account_id]).collect();
    let found = accounts::of_ids(db, organization, &ids).await?;
    let account = |id: Id| found.iter().find(|account| account.id == id).cloned().unwrap_or_default();
    let taxes: Vec<String> = line.taxes.lines().map(str::to_owned).collect();
    let withheld = whole.taxes.iter().find(|tax| tax.effect == "withheld" && taxes.contains(&tax.code));
    Ok(Some(Last {
        account: account(line.account_id),
        description: line.description.clone(),
        withheld: withheld.map(|tax| (tax.code.clone(), tax.rate.trim_start_matches('-').to_owned())),
        control: owed.map(|id| account(id).code).unwrap_or_default(),
        taxes,
        bill: whole.document,
    }))
}
