//! A journal entry before it is posted, and the rules that need no database.

use std::borrow::Cow;

use despacho_kernel::{Id, Invalid, money, place::Currency, words};
use jiff::civil::Date;

use crate::dimensions::Tags;

/// The largest amount of a posting, in minor units: sums of thousands of them stay whole numbers of 64 bits.
pub const MAX_AMOUNT: i64 = 1_000_000_000_000_000;

/// Most postings of an entry: the closing of a year names every account of the chart.
pub const MAX_POSTINGS: usize = 10_000;

words! {
    /// A journal: its entries have numbers of their own, and a lock may stop it alone.
    Journal {
        /// What the accountant writes, and whatever has no journal of its own.
        General = "general",
        /// Invoices and credit notes to customers.
        Sales = "sales",
        /// Bills and credits of suppliers.
        Purchases = "purchases",
        /// Payments, receipts and transfers.
        Bank = "bank",
        /// Pay runs.
        Payroll = "payroll",
    }
}

words! {
    /// What an entry is.
    Kind {
        /// Typed by a person.
        Manual = "manual",
        /// Made by a document, named by the entry's source.
        Document = "document",
        /// The mirror of another entry on a later day.
        Reversal = "reversal",
        /// What is held in other currencies at a day's rate.
        Revaluation = "revaluation",
        /// What a business had before its first entry here, or carried over from the year before.
        Opening = "opening",
        /// Income and expenses to the year's result (Spain: 129, PGC third part).
        Regularisation = "regularisation",
        /// Every balance to zero at the end of the year.
        Closing = "closing",
    }
}

words! {
    /// The part of a balance that reports may leave out.
    Part {
        /// What happened in the year.
        Normal = "normal",
        /// What it began with.
        Opening = "opening",
        /// Income and expenses to the result.
        Regularisation = "regularisation",
        /// Balances to zero.
        Closing = "closing",
    }
}

words! {
    /// Where an entry stands.
    State {
        /// Typed, and nowhere in the books.
        Draft = "draft",
        /// In the books.
        Posted = "posted",
        /// In the books, and undone by another.
        Reversed = "reversed",
        /// Corrected: it and its mirror are hidden unless corrections are asked for.
        Superseded = "superseded",
    }
}

impl Kind {
    /// The part of the balances that its postings count in.
    pub fn part(self) -> Part {
        match self {
            Self::Manual | Self::Document | Self::Reversal | Self::Revaluation => Part::Normal,
            Self::Opening => Part::Opening,
            Self::Regularisation => Part::Regularisation,
            Self::Closing => Part::Closing,
        }
    }
}

/// An account as an entry names it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum AccountRef {
    Id(Id),
    Code(String),
}

/// A contact as a posting names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ContactRef {
    Id(Id),
    Number(i64),
}

/// The amount of a posting in another currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foreign {
    /// ISO 4217.
    pub currency: String,
    /// Minor units of it, of the posting's sign; zero where only the value in the organization's currency changes.
    pub amount: i64,
    /// Units of the organization's currency for one of this, decimal text; empty where none was told.
    pub rate: String,
}

/// One line of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posting {
    pub account: AccountRef,
    /// Minor units of the organization's currency: a debit is positive, a credit negative, none is zero.
    pub amount: i64,
    pub foreign: Option<Foreign>,
    /// At most 300 characters; the entry's own where it is empty.
    pub description: String,
    /// Its values in dimensions.
    pub tags: Tags,
    /// Whose it is, on a control account; without one it counts among what names nobody.
    pub contact: Option<ContactRef>,
}

impl Posting {
    /// An amount on an account, without any of what else a posting may say.
    pub fn new(account: AccountRef, amount: i64) -> Self {
        Self { account, amount, foreign: None, description: String::new(), tags: Tags::new(), contact: None }
    }
}

/// What made an entry: the kind of document and its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    pub kind: Cow<'static, str>,
    pub id: Id,
}

/// An entry to be posted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryDraft {
    pub date: Date,
    pub journal: Journal,
    pub kind: Kind,
    /// At most 500 characters.
    pub description: String,
    /// The number of the paper behind it, at most 100 characters.
    pub reference: String,
    pub source: Option<Source>,
    pub postings: Vec<Posting>,
}

impl EntryDraft {
    /// An entry of the general journal as a person writes it.
    pub fn manual(date: Date, description: &str, postings: Vec<Posting>) -> Self {
        Self { date, journal: Journal::General, kind: Kind::Manual, description: description.into(), reference: String::new(), source: None, postings }
    }

    /// Notes what is wrong with it by itself: texts, amounts, two postings or more, debits and credits that differ.
    pub fn check(&self, currency: &Currency, errors: &mut Invalid) {
        errors.optional("description", &self.description, 500);
        errors.optional("reference", &self.reference, 100);
        if self.postings.len() < 2 {
            errors.push("postings", "too_few_postings");
        }
        if self.postings.len() > MAX_POSTINGS {
            errors.push_with("postings", "too_many_rows", vec![("max", MAX_POSTINGS.to_string())]);
        }
        let (mut sum, mut debits): (i128, i128) = (0, 0);
        let mut whole = true;
        // What opens and closes a year turns sums of many entries.
        let within = |amount: i64| within(amount) || self.kind.part() != Part::Normal;
        for (at, posting) in self.postings.iter().enumerate() {
            let field = |name: &str| format!("postings[{at}].{name}");
            errors.optional(&field("description"), &posting.description, 300);
            if posting.amount == 0 || !within(posting.amount) {
                whole = false;
                errors.push(&field("debit"), "amount_invalid");
            }
            if let Some(foreign) = &posting.foreign
                && (!within(foreign.amount) || (self.kind == Kind::Manual && foreign.amount.signum() * posting.amount.signum() < 0))
            {
                errors.push(&field("amount_in_currency"), "amount_invalid");
            }
            sum += i128::from(posting.amount);
            debits += i128::from(posting.amount.max(0));
        }
        if whole && self.kind.part() == Part::Normal && debits > i128::from(MAX_AMOUNT) {
            errors.push("postings", "entry_too_large");
        }
        if whole && self.postings.len() >= 2 && sum != 0 {
            let difference = i64::try_from(sum).map_or_else(|_| sum.to_string(), |sum| money::plain(sum, currency.digits));
            errors.push_with("postings", "unbalanced", vec![("difference", difference)]);
        }
    }

    /// What undoes it: each posting the other way.
    pub fn mirrored(&self) -> Vec<Posting> {
        let turned = |posting: &Posting| Posting {
            amount: -posting.amount,
            foreign: posting.foreign.as_ref().map(|foreign| Foreign { amount: -foreign.amount, ..foreign.clone() }),
            ..posting.clone()
        };
        self.postings.iter().map(turned).collect()
    }

    /// The sum of its debits, in minor units.
    pub fn total(&self) -> i64 {
        self.postings.iter().map(|posting| posting.amount.max(0)).sum()
    }
}

fn within(amount: i64) -> bool {
    (-MAX_AMOUNT..=MAX_AMOUNT).contains(&amount)
}

#[cfg(test)]
mod tests {
    use despacho_kernel::place::currency;
    use proptest::prelude::*;

    use super::*;

    fn entry(amounts: &[i64]) -> EntryDraft {
        let posting = |amount: &i64| Posting::new(AccountRef::Code("572".into()), *amount);
        EntryDraft::manual(Date::constant(2026, 1, 15), "Prueba", amounts.iter().map(posting).collect())
    }

    fn faults(entry: &EntryDraft) -> Vec<(String, &'static str, String)> {
        let mut errors = Invalid::new();
        entry.check(currency("EUR").expect("the euro"), &mut errors);
        errors.0.into_iter().map(|e| (e.field, e.code, e.params.first().map(|p| p.1.clone()).unwrap_or_default())).collect()
    }

    #[test]
    fn what_is_wrong_is_told_at_its_place() {
        let none = String::new;
        assert_eq!(faults(&entry(&[12_100, -12_100])), []);
        assert_eq!(faults(&entry(&[])), [("postings".into(), "too_few_postings", none())]);
        assert_eq!(faults(&entry(&[5])), [("postings".into(), "too_few_postings", none())]);
        assert_eq!(faults(&entry(&[12_100, -12_000])), [("postings".into(), "unbalanced", "1.00".into())]);
        assert_eq!(faults(&entry(&[100, 0, -100])), [("postings[1].debit".into(), "amount_invalid", none())]);
        assert_eq!(faults(&entry(&[MAX_AMOUNT + 1, -MAX_AMOUNT - 1])).len(), 2);
        assert_eq!(faults(&entry(&[MAX_AMOUNT, -MAX_AMOUNT])), []);
        assert_eq!(faults(&entry(&[MAX_AMOUNT, 1, -1, -MAX_AMOUNT])), [("postings".into(), "entry_too_large", none())]);
        // What closes a year turns the sums of many.
        assert_eq!(faults(&EntryDraft { kind: Kind::Closing, ..entry(&[MAX_AMOUNT + 1, -MAX_AMOUNT - 1]) }), []);
        let mut foreign = entry(&[100, -100]);
        foreign.postings[1].foreign = Some(Foreign { currency: "USD".into(), amount: 110, rate: String::new() });
        assert_eq!(faults(&foreign), [("postings[1].amount_in_currency".into(), "amount_invalid", none())]);
    }

    proptest! {
        #[test]
        fn a_mirror_undoes_its_entry(mut amounts in prop::collection::vec(-1_000_000i64..1_000_000, 1..20)) {
            amounts.retain(|amount| *amount != 0);
            let rest: i64 = amounts.iter().sum();
            if rest != 0 { amounts.push(-rest) }
            let one = entry(&amounts);
            let other = EntryDraft { postings: one.mirrored(), ..one.clone() };
            prop_assert!(one.postings.iter().zip(&other.postings).all(|(a, b)| a.amount + b.amount == 0));
            prop_assert_eq!(EntryDraft { postings: other.mirrored(), ..other.clone() }, one.clone());
            prop_assert_eq!(one.total(), other.total());
            if amounts.len() >= 2 { prop_assert_eq!(faults(&one), []) }
        }
    }
}
