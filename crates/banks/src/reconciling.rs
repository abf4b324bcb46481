//! What the bank says and what the books say of an account, and closing a day on which both agree.

use despacho_kernel::{Id, Invalid, money::plain, new_id};
use despacho_organizations::store as organizations;
use despacho_platform::{Error, Result, Tx, memberships, sql::Connection, users::User};
use jiff::civil::Date;

use crate::{
    account::BankAccount,
    account_actions::recorded,
    line::{EXCLUDED, Reconciliation, UNMATCHED},
    line_store::{self, MOST, Unseen},
    store,
};

/// The first and the last day that there may be.
pub const EVER: (&str, &str) = ("0001-01-01", "9999-12-31");

/// The balances of a bank account through a day. In minor units of its currency.
#[derive(Debug, Clone)]
pub struct Standing {
    /// The day; that of the last line where none was asked for, empty where there are none.
    pub through: String,
    /// What the bank says; none where no statement told a balance.
    pub bank: Option<i64>,
    pub books: i64,
    /// The lines that are not matched: how many, and their sum.
    pub unmatched: (i64, i64),
    /// The sum of the lines that were left out of the books.
    pub excluded: i64,
    /// Postings that no line is, from the first statement on: what the bank does not have yet.
    pub unseen: Vec<Unseen>,
    /// What of the books is matched with lines of the days after, less what lines have that the books have later.
    pub crossing: i64,
    /// What the books held otherwise than the bank when the first statement began: bank less books.
    pub start: i64,
    /// Matched lines whose entry was undone elsewhere.
    pub undone: i64,
}

impl Standing {
    /// Bank less books.
    pub fn difference(&self) -> Option<i64> {
        self.bank.map(|bank| bank - self.books)
    }

    /// What of the books the bank does not have yet.
    pub fn outstanding(&self) -> i64 {
        self.unseen.iter().map(|of| of.amount).sum::<i64>() + self.crossing
    }
}

/// What the bank says of an account through a day: the balance before the earliest statement that tells one, and the lines since; where none does, the
/// balance that was told when it was first closed.
async fn bank_balance(db: &dyn Connection, account: &BankAccount, through: &str) -> Result<Option<i64>> {
    let organization = account.organization_id;
    if let Some(first) = store::first_statement(db, organization, account.id).await? {
        let lines = line_store::sum(db, organization, account.id, (&first.first_date, through), None).await?;
        return Ok(first.opening.map(|opening| opening + lines.amount));
    }
    let Some(closed) = store::first_closed(db, organization, account.id).await?.filter(|closed| closed.through.as_str() <= through) else { return Ok(None) };
    let until = line_store::sum(db, organization, account.id, (EVER.0, through), None).await?.amount;
    let before = line_store::sum(db, organization, account.id, (EVER.0, &closed.through), None).await?.amount;
    Ok(Some(closed.bank_balance + until - before))
}

/// The same before a day; none where nothing is known of the days before it.
pub async fn bank_balance_before(db: &dyn Connection, account: &BankAccount, day: Date) -> Result<Option<i64>> {
    let Some(first) = store::first_statement(db, account.organization_id, account.id).await? else { return Ok(None) };
    match day.yesterday() {
        Ok(before) if day.to_string() > first.first_date => bank_balance(db, account, &before.to_string()).await,
        _ => Ok(None),
    }
}

/// The day through which the bank has told: that of the last statement or line; none where there is neither.
async fn told_through(db: &dyn Connection, account: &BankAccount) -> Result<Option<String>> {
    let (organization, id) = (account.organization_id, account.id);
    let statement = store::statements(db, organization, id, 1).await?.pop().map(|of| of.last_date);
    let line = Some(line_store::sum(db, organization, id, EVER, None).await?.last_date);
    Ok(statement.max(line).filter(|day| !day.is_empty()))
}

/// How an account stands through a day; without one, through the last that the bank has told of.
pub async fn standing(db: &dyn Connection, account: &BankAccount, through: Option<&str>) -> Result<Standing> {
    let organization = account.organization_id;
    let foreign = organizations::currency(db, organization).await?.code != account.currency;
    let asked = match through {
        Some(day) => day.to_owned(),
        None => told_through(db, account).await?.unwrap_or_default(),
    };
    let day = if asked.is_empty() { EVER.1 } else { asked.as_str() };
    let first = store::first_statement(db, organization, account.id).await?;
    let open = line_store::sum(db, organization, account.id, (EVER.0, day), Some(UNMATCHED)).await?;
    let excluded = line_store::sum(db, organization, account.id, (EVER.0, day), Some(EXCLUDED)).await?;
    let begins = first.map(|first| first.first_date).unwrap_or_default();
    let mut unseen = line_store::unseen(db, organization, &[account.account_id], day, MOST).await?;
    unseen.retain(|of| of.date >= begins);
    for of in unseen.iter_mut().filter(|_| foreign) {
        of.amount = of.currency_amount;
    }
    let bank = bank_balance(db, account, day).await?;
    let books = line_store::book_balance(db, organization, account.account_id, day, foreign).await?;
    let crossing = line_store::crossing(db, organization, account.account_id, day, foreign).await?;
    let undone = i64::try_from(line_store::undone(db, organization, Some(account.id), day).await?.len()).unwrap_or(i64::MAX);
    let mut standing =
        Standing { bank, books, unmatched: (open.lines, open.amount), excluded: excluded.amount, unseen, crossing, start: 0, undone, through: asked };
    standing.start = standing.difference().map_or(0, |difference| difference - open.amount - excluded.amount + standing.outstanding());
    Ok(standing)
}

/// Closes an account through a day on which its lines are all matched and the balance is what the bank says; without a day, through its last statement or line.
///
/// Errors: `through` `required`, `reconciled_later`; `balance` `reconciliation_unknown`, `reconciliation_balance` (with what was found); `lines`
/// `reconciliation_unmatched`, `reconciliation_undone` (with how many).
pub async fn close(tx: &Tx, organization: Id, account: Id, (through, told): (Option<&str>, Option<i64>), who: (&User, i64)) -> Result<Reconciliation> {
    memberships::hold(tx, organization).await?;
    let account = store::account(tx, organization, account).await?;
    let digits = account.own_currency()?.digits;
    let asked = match through {
        Some(day) => Some(day.to_owned()),
        None => told_through(tx, &account).await?,
    };
    let Some(through) = asked else { return Err(Invalid::one("through", "required").into()) };
    let mut errors = Invalid::new();
    if let Some(last) = store::last_closed(tx, organization, account.id).await?.filter(|of| of.through >= through) {
        errors.push_with("through", "reconciled_later", vec![("through", last.through)]);
    }
    let standing = standing(tx, &account, Some(&through)).await?;
    let Some(bank) = standing.bank.or(told) else {
        return Err(Invalid::one("balance", "reconciliation_unknown").into());
    };
    if let Some(told) = told.filter(|told| *told != bank) {
        errors.push_with("balance", "reconciliation_balance", vec![("told", plain(told, digits)), ("found", plain(bank, digits))]);
    }
    for (count, code) in [(standing.unmatched.0, "reconciliation_unmatched"), (standing.undone, "reconciliation_undone")] {
        if count > 0 {
            errors.push_with("lines", code, vec![("count", count.to_string())]);
        }
    }
    errors.finish()?;
    let new = Reconciliation {
        organization_id: organization,
        id: new_id(),
        bank_account_id: account.id,
        through: through.clone(),
        bank_balance: bank,
        book_balance: standing.books,
        outstanding: standing.outstanding(),
        status: "closed".into(),
        closed_by: who.0.id,
        closed_at: who.1,
        reopened_by: None,
        reopened_at: None,
    };
    store::insert_reconciliation(tx, &new).await?;
    line_store::close(tx, organization, account.id, &through, new.id).await?;
    recorded(tx, &account, "bank_reconciled", vec![], who).await?;
    Ok(new)
}

/// Opens the latest closing of an account again.
///
/// Errors: conflict `reconciliation_not_latest`.
pub async fn reopen(tx: &Tx, organization: Id, (account, id): (Id, Id), who: (&User, i64)) -> Result<Reconciliation> {
    memberships::hold(tx, organization).await?;
    let account = store::account(tx, organization, account).await?;
    let found = store::reconciliation(tx, organization, account.id, id).await?;
    if store::last_closed(tx, organization, account.id).await?.is_none_or(|last| last.id != id) {
        return Err(Error::Conflict("reconciliation_not_latest"));
    }
    let opened = Reconciliation { status: "reopened".into(), reopened_by: Some(who.0.id), reopened_at: Some(who.1), ..found };
    store::update_reconciliation(tx, &opened).await?;
    line_store::open(tx, organization, id).await?;
    recorded(tx, &account, "bank_reopened", vec![], who).await?;
    Ok(opened)
}
