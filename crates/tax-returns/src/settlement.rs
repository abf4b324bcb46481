//! What filing a return writes in the ledger, and what paying it does.

use std::collections::BTreeMap;

use despacho_kernel::{Id, Invalid, money::plain};
use despacho_ledger::{
    accounts::{Account, store as accounts},
    catalog,
    journal::{AccountRef, Posting, store as journal},
};
use despacho_platform::{Error, Result, sql::Connection};
use despacho_taxes::forms::{Corrects, Form, Given, Settles};

use crate::{
    accrual,
    filing::{Filing, Outcome},
    ground::Ground,
    returns::{self, Return},
    ties,
};

/// What is written: amounts by account, debit positive, in the order of their codes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan(pub Vec<(Account, i64)>);

impl Plan {
    /// As postings.
    pub fn postings(&self) -> Vec<Posting> {
        self.0.iter().map(|(account, amount)| Posting::new(AccountRef::Id(account.id), *amount)).collect()
    }

    /// What it lacks to balance.
    fn difference(&self) -> i64 {
        self.0.iter().map(|(_, amount)| amount).sum()
    }

    /// Of a plan that balances.
    ///
    /// Errors: `settlement_unbalanced` at `settlement` (difference).
    fn balanced(self, ground: &Ground) -> Result<Self> {
        let difference = self.difference();
        if difference == 0 {
            return Ok(self);
        }
        let mut errors = Invalid::new();
        errors.push_with("settlement", "settlement_unbalanced", vec![("difference", plain(difference, ground.currency.digits))]);
        Err(errors.into())
    }
}

/// The account of a code that the pack names: it, or the longest beginning of it that the chart has.
///
/// Errors: `role_account_missing` at `settlement` (role).
async fn named(db: &dyn Connection, ground: &Ground, code: &str, role: &'static str) -> Result<Account> {
    let beginnings: Vec<&str> = (3..=code.len()).rev().map(|end| &code[..end]).collect();
    let found = accounts::of_codes(db, ground.id(), &beginnings).await?;
    let account = beginnings.iter().find_map(|code| found.iter().find(|account| account.active && account.code == **code));
    account.cloned().ok_or_else(|| {
        let mut errors = Invalid::new();
        errors.push_with("settlement", "role_account_missing", vec![("role", role.to_owned())]);
        Error::Invalid(errors)
    })
}

async fn pack_account(db: &dyn Connection, ground: &Ground, payable: bool) -> Result<Account> {
    let missing = || Error::Other(format!("no accounts of returns for {}", ground.organization.country));
    let of = catalog::pack(&ground.organization.country).returns.as_ref().ok_or_else(missing)?;
    if payable { named(db, ground, &of.payable, "tax_payable").await } else { named(db, ground, &of.receivable, "tax_receivable").await }
}

/// What the taxes of a return hold on their accounts by its documents, debit positive.
async fn held(db: &dyn Connection, ground: &Ground, of: &Return) -> Result<BTreeMap<Id, i64>> {
    let (country, end) = (ground.organization.country.as_str(), of.period.days().1);
    let groups = accrual::groups(db, ground, of.days).await?;
    Ok(ties::of_documents(ground, &groups, |own| returns::takes(country, of.form, end, &own.tax)).into_iter().collect())
}

/// What accounts are to be moved, less what these entries moved already.
async fn plan(db: &dyn Connection, ground: &Ground, mut wanted: BTreeMap<Id, i64>, entries: &[Id]) -> Result<Plan> {
    for row in journal::postings_of(db, ground.id(), entries).await? {
        *wanted.entry(row.account_id).or_default() -= row.amount;
    }
    wanted.retain(|_, amount| *amount != 0);
    let ids: Vec<Id> = wanted.keys().copied().collect();
    let mut lines: Vec<(Account, i64)> = accounts::of_ids(db, ground.id(), &ids)
        .await?
        .into_iter()
        .map(|account| {
            let amount = wanted[&account.id];
            (account, amount)
        })
        .collect();
    lines.sort_by(|a, b| (a.1 < 0, &a.0.code).cmp(&(b.1 < 0, &b.0.code)));
    Ok(Plan(lines))
}

/// The figure of a box that a form has.
fn figure(of: &Return, number: Option<&str>) -> i64 {
    number.and_then(|number| of.figure(number)).map_or(0, |figure| figure.value)
}

/// What becomes of what a return comes to: as it is asked, where the law leaves a choice.
///
/// Errors: `outcome` `choice` where it is asked what there is no choice of; `result` `complementary_less`.
pub fn outcome(of: &Return, asked: Option<Outcome>) -> Result<Outcome> {
    let Some(result) = of.result().filter(|_| of.form.settles.is_some()) else { return Ok(Outcome::Inform) };
    let corrects = figure(of, of.form.taking(Given::Earlier)) > 0;
    if corrects && result.value < 0 && of.form.corrects == Corrects::Complementary {
        // Less is not declared, it is asked for (Spain: LGT, art. 120.3).
        return Err(Invalid::one("result", "complementary_less").into());
    }
    let possible: &[Outcome] = match result.value {
        1.. => &[Outcome::Pay],
        0 => &[Outcome::Zero],
        // What was paid too much comes back; what was never paid is carried on, or comes back where the law says so.
        _ if corrects => &[Outcome::Refund, Outcome::Carry],
        _ if of.form.left.is_none() => &[Outcome::Zero],
        _ if of.form.may_refund(of.period) => &[Outcome::Carry, Outcome::Refund],
        _ => &[Outcome::Carry],
    };
    match asked {
        Some(asked) if !possible.contains(&asked) => Err(Invalid::one("outcome", "choice").into()),
        asked => Ok(asked.unwrap_or(possible[0])),
    }
}

/// Whether there is a choice of what becomes of a result.
pub fn may_choose(of: &Return) -> bool {
    [Outcome::Carry, Outcome::Refund].into_iter().all(|one| outcome(of, Some(one)).is_ok())
}

/// What filing a return writes; nothing where it stays on the accounts of taxes. `earlier` are the filings of its period that it corrects.
///
/// Errors: `settlement` `role_account_missing`, `settlement_unbalanced`.
pub async fn settlement(db: &dyn Connection, ground: &Ground, of: &Return, earlier: &[Filing]) -> Result<Plan> {
    if of.form.settles != Some(Settles::Settlement) {
        return Ok(Plan::default());
    }
    let form: &Form = of.form;
    let mut wanted: BTreeMap<Id, i64> = held(db, ground, of).await?.into_iter().map(|(account, amount)| (account, -amount)).collect();
    let result = of.result().map_or(0, |figure| figure.value);
    let (paid, refunded) = (figure(of, form.taking(Given::Earlier)), figure(of, form.taking(Given::Refunded)));
    let payable = paid + result.max(0);
    let receivable = (-result).max(0) + refunded - figure(of, form.used());
    let entries: Vec<Id> = earlier.iter().filter(|filing| filing.is_filed()).filter_map(|filing| filing.entry_id).collect();
    if payable != 0 || !entries.is_empty() {
        *wanted.entry(pack_account(db, ground, true).await?.id).or_default() -= payable;
    }
    if receivable != 0 || !entries.is_empty() {
        *wanted.entry(pack_account(db, ground, false).await?.id).or_default() += receivable;
    }
    plan(db, ground, wanted, &entries).await?.balanced(ground)
}

/// What paying a filing writes beside the account that it is paid from: debit positive.
///
/// Errors: as [`settlement`].
pub async fn payment(db: &dyn Connection, ground: &Ground, of: &Return, filing: &Filing) -> Result<Plan> {
    let pack = catalog::pack(&ground.organization.country);
    let account = match of.form.settles {
        Some(Settles::Settlement) => pack_account(db, ground, filing.outcome() == Some(Outcome::Pay)).await?,
        // What is kept back of others stands on one account, however many taxes there are of it; otherwise on that of the pack.
        Some(Settles::Withheld) => {
            let held = held(db, ground, of).await?;
            match held.keys().collect::<Vec<_>>().as_slice() {
                [one] => accounts::find(db, ground.id(), **one).await?,
                _ => named(db, ground, &pack.documents.withheld_from_vendors, "withheld_from_vendors").await?,
            }
        }
        Some(Settles::Instalment) => named(db, ground, &pack.documents.withheld_by_customers, "withheld_by_customers").await?,
        None => return Ok(Plan::default()),
    };
    Ok(Plan(vec![(account, filing.result)]))
}
