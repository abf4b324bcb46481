//! An organization's taxes as what they are, and what documents with them write in the journal.

use despacho_kernel::Id;
use despacho_platform::{Result, sql::Connection};
use despacho_settings::lists::{ListRow, store};
use despacho_taxes::{
    plan::{Planned, TaxAccounts},
    tax::{Cause, Direction, Nature, Tax, Treatment},
};
use rust_decimal::Decimal;

use super::list::TAXES;
use crate::journal::{AccountRef, ContactRef, Posting};

/// A tax of an organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnTax {
    /// Its row.
    pub id: Id,
    /// Whether it may be chosen.
    pub active: bool,
    /// What it is.
    pub tax: Tax,
    /// The account of what is charged, deducted or withheld.
    pub account: Option<Id>,
    /// The account of what the buyer owes.
    pub due_account: Option<Id>,
    /// The account where it waits until it is collected or paid.
    pub pending_account: Option<Id>,
}

/// A row of the list as what it is.
pub fn read(row: &ListRow) -> OwnTax {
    let values = TAXES.values(row);
    let decimal = |column: &str| values.get(column).parse::<Decimal>().ok();
    let (id, day) = (|column: &str| values.get(column).parse().ok(), |column: &str| values.get(column).parse().ok());
    let direction = if values.get("kind") == "withholding" { values.get("direction") } else { values.get("kind") };
    let tax = Tax {
        code: values.get("code").to_owned(),
        direction: direction.parse().unwrap_or(Direction::Purchase),
        treatment: values.get("treatment").parse().unwrap_or(Treatment::Standard),
        nature: values.get("nature").parse().unwrap_or(Nature::Any),
        cause: values.get("cause").parse().unwrap_or(Cause::None),
        rate: decimal("rate").unwrap_or_default(),
        deductible: decimal("deductible_percent").unwrap_or(Decimal::ONE_HUNDRED),
        has_due_account: !values.get("due_account_id").is_empty(),
        valid: (day("valid_from"), day("valid_to")),
    };
    OwnTax { id: row.id, active: row.active, tax, account: id("account_id"), due_account: id("due_account_id"), pending_account: id("pending_account_id") }
}

/// Every tax of an organization, in its order.
pub async fn all(db: &dyn Connection, organization: Id) -> Result<Vec<OwnTax>> {
    Ok(store::list(db, &TAXES, organization, store::MAX).await?.iter().map(read).collect())
}

impl OwnTax {
    /// Its accounts, as postings are planned with them.
    pub fn accounts(&self) -> TaxAccounts<Id> {
        TaxAccounts { account: self.account, due: self.due_account, pending: self.pending_account }
    }
}

/// A planned posting as an entry takes it, in the organization's currency: that of the control account names the contact.
pub fn posting(planned: &Planned<Id>, contact: Option<ContactRef>) -> Posting {
    Posting { contact: contact.filter(|_| planned.control), ..Posting::new(AccountRef::Id(planned.account), planned.amount) }
}
