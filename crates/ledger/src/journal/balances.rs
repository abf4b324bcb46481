//! What postings add to the balances: those of accounts, and of contacts on control accounts.

use std::collections::BTreeMap;

use despacho_kernel::Id;
use despacho_platform::{Result, Tx};

use super::{
    contact_store::{self, ContactBalance},
    store::{self, Balance, PostingRow},
};

/// Where a posting counts: account, month, part and currency.
type Place = (Id, String, String, String);

/// What is added, gathered by where it counts.
#[derive(Debug, Default)]
pub(super) struct Added {
    accounts: BTreeMap<Place, Balance>,
    contacts: BTreeMap<(Id, Place), ContactBalance>,
}

impl Added {
    /// Adds a posting. One that does not `count` is told among the balance's postings, without its amounts.
    pub fn add(&mut self, row: &PostingRow, counts: bool) {
        let month = row.date.get(..7).unwrap_or_default().to_owned();
        let place = (row.account_id, month.clone(), row.part.clone(), row.currency.clone());
        let (debit, credit, currency_amount) = if counts { (row.amount.max(0), -row.amount.min(0), row.currency_amount) } else { (0, 0, 0) };
        let sum = self.accounts.entry(place.clone()).or_insert_with(|| Balance {
            organization_id: row.organization_id,
            account_id: row.account_id,
            month: month.clone(),
            part: row.part.clone(),
            currency: row.currency.clone(),
            debit: 0,
            credit: 0,
            currency_amount: 0,
            postings: 0,
        });
        sum.debit += debit;
        sum.credit += credit;
        sum.currency_amount += currency_amount;
        sum.postings += 1;
        let Some(contact_id) = row.contact_id else { return };
        let sum = self.contacts.entry((contact_id, place)).or_insert_with(|| ContactBalance {
            organization_id: row.organization_id,
            account_id: row.account_id,
            contact_id,
            month,
            part: row.part.clone(),
            currency: row.currency.clone(),
            debit: 0,
            credit: 0,
            currency_amount: 0,
            postings: 0,
        });
        sum.debit += debit;
        sum.credit += credit;
        sum.currency_amount += currency_amount;
        sum.postings += 1;
    }

    pub async fn write(self, tx: &Tx) -> Result<()> {
        store::add_to_balances(tx, &self.accounts.into_values().collect::<Vec<_>>()).await?;
        contact_store::add_to_balances(tx, &self.contacts.into_values().collect::<Vec<_>>()).await
    }
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
        let mut added = Added::default();
        for row in [row(1, Some(7), "2026-01-05", 121), row(1, None, "2026-01-09", 9), row(1, Some(7), "2026-01-20", -21), row(1, Some(8), "2026-02-01", 5)] {
            added.add(&row, true);
        }
        added.add(&row(1, Some(8), "2026-02-02", 1000), false);
        let accounts: Vec<_> = added.accounts.values().map(|b| (b.month.as_str(), b.debit, b.credit, b.postings)).collect();
        assert_eq!(accounts, [("2026-01", 130, 21, 3), ("2026-02", 5, 0, 2)]);
        let contacts: Vec<_> = added.contacts.values().map(|b| (b.contact_id.as_u128(), b.debit, b.credit, b.postings)).collect();
        assert_eq!(contacts, [(7, 121, 21, 2), (8, 5, 0, 2)]);
    }
}
