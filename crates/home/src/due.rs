//! What is due within seven days: returns, what is to be paid, what is expected.

use std::collections::BTreeMap;

use despacho_documents::open::{
    ages::{DaySum, Side},
    ages_store,
};
use despacho_kernel::Id;
use despacho_platform::{Result, sql::Connection};
use despacho_tax_returns::deadlines::{self, Deadline};
use despacho_taxes::period::Period;
use jiff::{ToSpan, civil::Date};

use crate::standing::Ground;

/// How many days ahead.
const DAYS: i32 = 7;
/// Items whose contacts are read, of all days.
const READ: i64 = 200;
/// Contacts of a day that are told by name.
const NAMED: usize = 2;

/// Something that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    Return(Deadline),
    /// Items of one side that are due on the day: how many, what they come to, and the first contacts.
    Items {
        side: Side,
        items: i64,
        amount: i64,
        contacts: Vec<String>,
    },
}

/// What is due on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueOn {
    pub day: Date,
    pub what: What,
}

/// What is due, the earliest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Due {
    pub items: Vec<DueOn>,
    /// When the next is due after these days, and of which period where it is a return's.
    pub next: Option<(Date, Option<Period>)>,
}

async fn of_side(db: &dyn Connection, ground: &Ground, side: Side, (from, to): (Date, Date)) -> Result<Vec<DueOn>> {
    let asked = (side, ground.today);
    let sums = ages_store::by_day(db, ground.id(), asked, (from, to)).await?;
    if sums.is_empty() {
        return Ok(vec![]);
    }
    let mut contacts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for item in ages_store::items(db, ground.id(), asked, (&from.to_string(), &to.to_string()), ("", Id::nil()), READ).await? {
        let names = contacts.entry(item.due_on).or_default();
        if !names.contains(&item.contact_name) && names.len() < NAMED {
            names.push(item.contact_name);
        }
    }
    let on = |sum: DaySum| {
        let contacts = contacts.remove(&sum.due_on).unwrap_or_default();
        Some(DueOn { day: sum.due_on.parse().ok()?, what: What::Items { side, items: sum.items, amount: sum.amount, contacts } })
    };
    Ok(sums.into_iter().filter_map(on).collect())
}

/// What is due from today through seven days from it. What credits outweigh on a day is not told: nobody waits for it.
pub async fn due(db: &dyn Connection, ground: &Ground) -> Result<Due> {
    let (from, to) = (ground.today, ground.today.checked_add(DAYS.days()).unwrap_or(ground.today));
    let calendar = deadlines::between(db, ground.id(), (from, to)).await?;
    let mut items: Vec<DueOn> = calendar.deadlines.into_iter().map(|of| DueOn { day: of.due, what: What::Return(of) }).collect();
    for side in [Side::Payable, Side::Receivable] {
        let found = of_side(db, ground, side, (from, to)).await?;
        items.extend(found.into_iter().filter(|of| !matches!(of.what, What::Items { amount, .. } if amount <= 0)));
    }
    items.sort_by_key(|of| of.day);
    let document: Option<Date> = ages_store::next_due(db, ground.id(), to).await?.and_then(|day| day.parse().ok());
    let returns = calendar.next.map(|(day, period)| (day, Some(period)));
    let next = returns.into_iter().chain(document.map(|day| (day, None))).min_by_key(|(day, _)| *day);
    Ok(Due { items, next })
}
