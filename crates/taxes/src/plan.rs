//! What a computed document writes in the books: debits and credits by account, for sales and purchases, with both legs of what the buyer
//! accounts for.

use crate::{
    document::{Computed, Line, LineKind},
    tax::{Direction, Effect},
};

/// The accounts of a tax; `A` is how an account is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaxAccounts<A> {
    /// Of what is charged, deducted or withheld.
    pub account: Option<A>,
    /// Of what the buyer owes.
    pub due: Option<A>,
    /// Where it waits until it is collected or paid, under cash accounting (Ley 37/1992, art. 163 decies): it takes the place of `account`.
    pub pending: Option<A>,
}

/// The accounts of a document.
#[derive(Debug, Clone, Copy)]
pub struct Accounts<'a, A> {
    /// Of the customer or vendor; what was paid at once goes to a bank instead.
    pub control: &'a A,
    /// One for each line: income of a sale, cost of a purchase, where what is paid for another waits.
    pub lines: &'a [A],
    /// One for each of the document's taxes.
    pub taxes: &'a [TaxAccounts<A>],
}

/// A posting of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned<A> {
    /// Its account.
    pub account: A,
    /// Minor units: a debit is positive, a credit negative, none is zero.
    pub amount: i64,
    /// Whether it is that of the customer or vendor, which names the contact.
    pub control: bool,
}

/// An account that a posting needs and the tax lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccountMissing {
    /// The tax's place in the document's.
    pub tax: usize,
    /// Whether it is that of what the buyer owes.
    pub due: bool,
}

/// The postings of a document, which add up to zero: the control account first, then lines and taxes in their order, those of one account and
/// side together. Of an invoice or bill as it was computed, of a credit note its mirror.
///
/// `lines` are the document's. Nothing is posted for customs value, which this document does not owe.
///
/// Answers the first account that lacks.
pub fn postings<A: Clone + PartialEq>(
    direction: Direction,
    computed: &Computed,
    lines: &[Line],
    accounts: Accounts<'_, A>,
) -> Result<Vec<Planned<A>>, AccountMissing> {
    // What is debited on a purchase is credited on a sale.
    let side = if direction == Direction::Purchase { 1 } else { -1 };
    let mut planned = vec![Planned { account: accounts.control.clone(), amount: -side * computed.totals.payable, control: true }];
    let mut put =
        |account: &A, amount: i64| match planned.iter_mut().find(|one| !one.control && one.account == *account && one.amount.signum() == amount.signum()) {
            _ if amount == 0 => {}
            Some(one) => one.amount += amount,
            None => planned.push(Planned { account: account.clone(), amount, control: false }),
        };
    for ((line, found), account) in lines.iter().zip(&computed.lines).zip(accounts.lines) {
        let own = match line.kind {
            LineKind::Normal => found.base,
            LineKind::PassedThrough => found.net,
            LineKind::BaseOnly => 0,
        };
        // Output tax is owed whole: only what was borne can be a cost.
        let cost = if direction == Direction::Purchase { found.not_deductible } else { 0 };
        put(account, side * (own + cost));
    }
    for row in &computed.taxes {
        let own = accounts.taxes.get(row.tax);
        let need = |account: Option<&A>, amount: i64, due: bool| match account {
            Some(account) => Ok(Some(account.clone())),
            None if amount == 0 => Ok(None),
            None => Err(AccountMissing { tax: row.tax, due }),
        };
        let main = own.and_then(|own| own.pending.as_ref().or(own.account.as_ref()));
        let amount = match (direction, row.effect) {
            (_, Effect::Withheld) => -side * row.amount,
            (Direction::Purchase, _) => row.deductible,
            (Direction::Sale, _) => -row.amount,
        };
        if let Some(account) = need(main, amount, false)? {
            put(&account, amount);
        }
        if row.effect == Effect::SelfAssessed
            && let Some(account) = need(own.and_then(|own| own.due.as_ref()), row.amount, true)?
        {
            put(&account, -row.amount);
        }
    }
    planned.retain(|one| one.amount != 0);
    Ok(planned)
}
