//! What lines are held against.

use std::collections::HashMap;

use despacho_kernel::{Id, text::fold};
use jiff::civil::Date;

/// A line as it is matched.
#[derive(Debug, Clone)]
pub struct Facts {
    pub id: Id,
    pub bank_account: Id,
    /// ISO 4217.
    pub currency: String,
    pub date: Date,
    /// Minor units; money in is positive.
    pub amount: i64,
    /// The words of its text, references and counterparty, folded.
    pub words: Vec<String>,
    pub iban: String,
    /// What it is called without what changes each time.
    pub payee: String,
    /// Each part by itself, as rules look at it, folded: text, counterparty, reference.
    pub parts: [String; 3],
}

/// A posting of a bank account in the books that no line is yet.
#[derive(Debug, Clone)]
pub struct Booked {
    /// Its entry and its position there.
    pub at: (Id, i64),
    pub bank_account: Id,
    pub date: Date,
    pub amount: i64,
    pub text: String,
    pub reference: String,
}

/// What is open of a document.
#[derive(Debug, Clone)]
pub struct Item {
    pub document: Id,
    /// Its number.
    pub label: String,
    /// What the other side calls it.
    pub reference: String,
    pub contact: Id,
    pub contact_name: String,
    pub date: Date,
    pub currency: String,
    /// What is owed to the organization is positive.
    pub amount: i64,
}

/// A rule as it is applied.
#[derive(Debug, Clone)]
pub struct Ruling {
    pub id: Id,
    pub name: String,
    /// `both`, `in` or `out`.
    pub direction: String,
    pub field: String,
    pub comparator: String,
    /// Folded.
    pub value: String,
    pub account_code: String,
}

/// What lines of a payee were matched with before.
#[derive(Debug, Clone, Default)]
pub struct Habit {
    /// The code of the account that they went to.
    pub account: Option<String>,
    pub contact: Option<Id>,
    /// How often in a row.
    pub times: i64,
}

/// What lines of payees went to, each the last times in a row: of payees, accounts and contacts, the latest first.
pub fn habits(before: impl Iterator<Item = (String, Option<String>, Option<Id>)>) -> HashMap<String, Habit> {
    let mut found: HashMap<String, (Habit, bool)> = HashMap::new();
    for (payee, account, contact) in before {
        let (habit, ended) = found.entry(payee).or_default();
        if habit.times == 0 {
            *habit = Habit { account, contact, times: 1 };
        } else if *ended || habit.account != account || habit.contact != contact {
            *ended = true;
        } else {
            habit.times += 1;
        }
    }
    found.into_iter().map(|(key, (habit, _))| (key, habit)).collect()
}

/// An own account.
#[derive(Debug, Clone)]
pub struct Own {
    pub id: Id,
    pub name: String,
    pub iban: String,
    pub account_code: String,
}

impl Ruling {
    /// Whether it says what a line is.
    pub fn applies(&self, line: &Facts) -> bool {
        let side = match self.direction.as_str() {
            "in" => line.amount > 0,
            "out" => line.amount < 0,
            _ => true,
        };
        let iban = fold(&line.iban);
        let part = match self.field.as_str() {
            "counterparty" => &line.parts[1],
            "reference" => &line.parts[2],
            "iban" => &iban,
            _ => &line.parts[0],
        };
        let fits = match self.comparator.as_str() {
            "starts_with" => part.starts_with(&self.value),
            "equals" => *part == self.value,
            _ => part.contains(&self.value),
        };
        side && fits && !self.value.is_empty()
    }
}
