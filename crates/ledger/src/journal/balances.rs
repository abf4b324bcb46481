//! What postings add to the balances: those of accounts, of contacts on control accounts, and of the results by month.

use std::collections::BTreeMap;

use despacho_kernel::Id;
use despacho_platform::{Result, Tx, sql::Writes};

use super::{
    contact_store::{self, ContactBalance},
    entry::Part,
    results_store::{self, MonthResult},
    store::{self, Balance, PostingRow},
};

/// Where a posting counts: account, month, part and currency.
type Place = (Id, String, String, String);

#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    debit: i64,
    credit: i64,
    currency_amount: i64,
    postings: i64,
}

impl Sums {
    fn add(&mut self, row: &PostingRow, counts: bool) {
        if counts {
            self.debit += row.amount.max(0);
            self.credit -= row.amount.min(0);
            self.currency_amount += row.currency_amount;
        }
        self.postings += 1;
    }
}

/// What is added, gathered by where it counts.
#[derive(Debug)]
pub(super) struct Added {
    organization: Id,
    accounts: BTreeMap<Place, Sums>,
    contacts: BTreeMap<(Id, Place), Sums>,
    /// Income and expenses of months.
    results: BTreeMap<String, (i64, i64)>,
}

impl Added {
    pub fn of(organization: Id) -> Self {
        Self { organization, accounts: BTreeMap::new(), contacts: BTreeMap::new(), results: BTreeMap::new() }
    }

    /// Adds a posting to an account of a type. One that does not `count` is told among the balance's postings, without its amounts.
    pub fn add(&mut self, row: &PostingRow, of_type: &str, counts: bool) {
        let month = row.date.get(..7).unwrap_or_default().to_owned();
        if counts && row.part == Part::Normal.word() && matches!(of_type, "income" | "expense") {
            let (income, expenses) = self.results.entry(month.clone()).or_default();
            if of_type == "income" { *income -= row.amount } else { *expenses += row.amount }
        }
        let place = (row.account_id, month, row.part.clone(), row.currency.clone());
        if let Some(contact) = row.contact_id {
            self.contacts.entry((contact, place.clone())).or_default().add(row, counts);
        }
        self.accounts.entry(place).or_default().add(row, counts);
    }

    pub fn add_to(mut self, writes: &mut Writes<'_>) {
        let organization_id = self.organization;
        let result = |(month, (income, expenses)): (String, (i64, i64))| MonthResult { organization_id, month, income, expenses };
        let results: Vec<MonthResult> = std::mem::take(&mut self.results).into_iter().map(result).collect();
        results_store::add(writes, &results);
        let (accounts, contacts) = self.rows();
        store::add_to_balances(writes, &accounts);
        contact_store::add_to_balances(writes, &contacts);
    }

    fn rows(self) -> (Vec<Balance>, Vec<ContactBalance>) {
        let organization_id = self.organization;
        let account = |((account_id, month, part, currency), sums): (Place, Sums)| {
            let Sums { debit, credit, currency_amount, postings } = sums;
            Balance { organization_id, account_id, month, part, currency, debit, credit, currency_amount, postings }
        };
        let contact = |((contact_id, (account_id, month, part, currency)), sums): ((Id, Place), Sums)| {
            let Sums { debit, credit, currency_amount, postings } = sums;
            ContactBalance { organization_id, account_id, contact_id, month, part, currency, debit, credit, currency_amount, postings }
        };
        (self.accounts.into_iter().map(account).collect(), self.contacts.into_iter().map(contact).collect())
    }
}

/// Takes entries off the balances of accounts and of contacts.
pub(super) async fn take_off(tx: &Tx, organization: Id, entries: &[Id]) -> Result<()> {
    results_store::take_off(tx, organization, entries).await?;
    store::take_from_balances(tx, organization, entries).await?;
    contact_store::take_from_balances(tx, organization, entries).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(account: u128, contact: Option<u128>, date: &str, amount: i64) -> PostingRow {
        PostingRow {
            organization_id: Id::nil(),
            entry_id: Id::nil(),
            position: 0,
            account_id: Id::from_u128(account),
            date: date.into(),
            part: "normal".into(),
            amount,
            currency: "EUR".into(),
            currency_amount: amount,
            rate: String::new(),
            description: String::new(),
            contact_id: contact.map(Id::from_u128),
            tags: vec![],
        }
    }

    #[test]
    fn what_names_a_contact_counts_for_it_and_for_its_account() {
        let mut added = Added::of(Id::nil());
        for row in [row(1, Some(7), "2026-01-05", 121), row(1, None, "2026-01-09", 9), row(1, Some(7), "2026-01-20", -21), row(1, Some(8), "2026-02-01", 5)] {
            added.add(&row, "asset", true);
        }
        added.add(&row(1, Some(8), "2026-02-02", 1000), "asset", false);
        let (accounts, contacts) = added.rows();
        let accounts: Vec<_> = accounts.iter().map(|b| (b.month.as_str(), b.debit, b.credit, b.postings)).collect();
        assert_eq!(accounts, [("2026-01", 130, 21, 3), ("2026-02", 5, 0, 2)]);
        let contacts: Vec<_> = contacts.iter().map(|b| (b.contact_id.as_u128(), b.debit, b.credit, b.postings)).collect();
        assert_eq!(contacts, [(7, 121, 21, 2), (8, 5, 0, 2)]);
    }

    #[test]
    fn income_and_expenses_make_the_months_result() {
        let mut added = Added::of(Id::nil());
        added.add(&row(1, None, "2026-01-05", -1000), "income", true);
        added.add(&row(1, None, "2026-01-31", 100), "income", true);
        added.add(&row(2, None, "2026-01-09", 300), "expense", true);
        // Neither what undoes, nor what closes, nor what is no flow.
        added.add(&row(2, None, "2026-01-09", -300), "expense", false);
        added.add(&PostingRow { part: "regularisation".into(), ..row(2, None, "2026-01-31", -300) }, "expense", true);
        added.add(&row(3, None, "2026-02-01", 700), "asset", true);
        assert_eq!(added.results, BTreeMap::from([("2026-01".to_owned(), (900, 300))]));
    }
}
