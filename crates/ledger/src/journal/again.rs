//! A stored entry as it would be typed again.

use despacho_kernel::{Id, money::plain, place::Currency};
use despacho_platform::{Result, sql::Connection};

use super::{
    drafts,
    entry::State,
    store::{JournalEntry, PostingRow},
    typed::{TypedEntry, TypedLine},
    view::Shown,
};
use crate::{accounts::Account, dimensions::tags};

/// What would be typed to have this entry once more; a draft is as it was typed.
pub async fn typed(db: &dyn Connection, organization: Id, head: &JournalEntry, currency: &'static Currency) -> Result<TypedEntry> {
    if head.state == State::Draft.word() {
        return drafts::typed(head);
    }
    let whole = Shown::of(db, organization, vec![head.clone()]).await?;
    let line = |(row, account): (&PostingRow, &Account)| {
        let side = |minor: i64| if minor > 0 { plain(minor, currency.digits) } else { String::new() };
        let foreign = (row.currency != currency.code).then(|| despacho_kernel::place::currency(&row.currency).ok()).flatten();
        TypedLine {
            account_code: account.code.clone(),
            debit: side(row.amount),
            credit: side(-row.amount),
            description: row.description.clone(),
            currency: foreign.map(|of| of.code.clone()).unwrap_or_default(),
            amount_in_currency: foreign.map(|of| plain(row.currency_amount.abs(), of.digits)).unwrap_or_default(),
            rate: if foreign.is_some() { row.rate.clone() } else { String::new() },
            tags: tags::by_code(&row.tags),
            contact: whole.contact(row).map(|contact| contact.number.to_string()).unwrap_or_default(),
        }
    };
    Ok(TypedEntry {
        date: head.date.clone(),
        journal: head.journal.clone(),
        description: head.description.clone(),
        reference: head.reference.clone(),
        reverse_on: String::new(),
        postings: whole.postings(head.id).map(line).collect(),
    })
}
