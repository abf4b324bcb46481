//! A statement of account, as a pure sum of items that documents and payments left open.

use std::collections::BTreeMap;

use despacho_documents::open::ages::{Side, due_within};
use despacho_kernel::{
    place::{self, Currency},
    words,
};
use despacho_platform::{Error, Result};
use jiff::civil::Date;

/// Most lines of a statement: what a printer takes.
pub const MOST: i64 = 5000;

words! {
    /// What a statement tells.
    Shape {
        /// What was charged and paid between two days, after what was carried forward.
        Movements = "movements",
        /// What is left open at the end of a day.
        Open = "open",
    }
}

/// What is asked for. `first` is of movements alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    pub shape: Shape,
    pub first: Date,
    pub last: Date,
}

despacho_platform::row! {
    /// An item, or what several of one document or payment come to. Amounts are minor units of its currency, debits positive.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Item {
        /// A kind of document, `payment` or `write_off`.
        pub source: String,
        pub source_id: despacho_kernel::Id,
        pub label: String,
        /// What the other side calls it.
        pub reference: String,
        /// `receivable` or `payable`.
        pub control: String,
        pub currency: String,
        pub amount: i64,
        /// What is left of it: now, or at the end of the day that is asked about.
        pub remaining: i64,
        /// ISO 8601, as the day on which it is due.
        pub date: String,
        pub due_on: String,
    }
}

despacho_platform::row! {
    /// What was before the first day, in minor units of a currency.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Carried {
        pub control: String,
        pub currency: String,
        pub amount: i64,
    }
}

/// A line of a section. What is owed by a customer, or to a vendor, is positive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub item: Item,
    pub amount: i64,
    /// What is left of it.
    pub open: i64,
    /// The sum through this line: of amounts among movements, of what is open else.
    pub balance: i64,
}

/// What is owed on one side in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    pub side: Side,
    pub currency: &'static Currency,
    /// What is carried forward; nothing where what is open is told.
    pub opening: i64,
    pub lines: Vec<Line>,
    pub closing: i64,
    /// What is open by age, the youngest first; nothing among movements.
    pub ages: [i64; 5],
}

fn side(control: &str) -> Result<Side> {
    match control {
        "receivable" => Ok(Side::Receivable),
        "payable" => Ok(Side::Payable),
        other => Err(Error::Other(format!("an open item on an account whose control is {other:?}"))),
    }
}

/// The section of a side and a currency.
fn within<'a>(found: &'a mut BTreeMap<(bool, String), Section>, control: &str, code: &str) -> Result<&'a mut Section> {
    let side = side(control)?;
    let currency = place::currency(code).map_err(|_| Error::Other(format!("an open item in {code}")))?;
    let new = || Section { side, currency, opening: 0, lines: vec![], closing: 0, ages: [0; 5] };
    Ok(found.entry((side == Side::Payable, code.to_owned())).or_insert_with(new))
}

/// The sections of a statement: customers' first, each currency by itself. Those of which there is nothing to tell are left out.
pub fn sections(asked: Asked, carried: Vec<Carried>, items: Vec<Item>) -> Result<Vec<Section>> {
    let mut found: BTreeMap<(bool, String), Section> = BTreeMap::new();
    for sum in carried {
        let section = within(&mut found, &sum.control, &sum.currency)?;
        section.opening = sign(section.side) * sum.amount;
        section.closing = section.opening;
    }
    for item in items {
        let section = within(&mut found, &item.control, &item.currency)?;
        let (amount, open) = (sign(section.side) * item.amount, sign(section.side) * item.remaining);
        section.closing += if asked.shape == Shape::Movements { amount } else { open };
        if asked.shape == Shape::Open {
            section.ages[age(&item.due_on, asked.last)] += open;
        }
        section.lines.push(Line { amount, open, balance: section.closing, item });
    }
    Ok(found.into_values().filter(|section| section.opening != 0 || !section.lines.is_empty()).collect())
}

fn sign(side: Side) -> i64 {
    if side == Side::Payable { -1 } else { 1 }
}

/// Of what age what is due on a day is, as seen from another.
fn age(due: &str, day: Date) -> usize {
    (0..5).find(|age| (due_within(*age, day).0.as_str()..=due_within(*age, day).1.as_str()).contains(&due)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use despacho_kernel::Id;

    use super::*;

    fn item(source: &str, control: &str, (amount, remaining): (i64, i64), (date, due_on): (&str, &str)) -> Item {
        Item {
            source: source.into(),
            source_id: Id::nil(),
            label: String::new(),
            reference: String::new(),
            control: control.into(),
            currency: "EUR".into(),
            amount,
            remaining,
            date: date.into(),
            due_on: due_on.into(),
        }
    }

    fn asked(shape: Shape) -> Asked {
        Asked { shape, first: "2026-01-01".parse().expect("a day"), last: "2026-03-31".parse().expect("a day") }
    }

    #[test]
    fn movements_go_on_from_what_is_carried_forward_and_each_side_stands_by_itself() {
        let carried = vec![
            Carried { control: "payable".into(), currency: "EUR".into(), amount: -500 },
            Carried { control: "receivable".into(), currency: "EUR".into(), amount: 0 },
        ];
        let items = vec![
            item("invoice", "receivable", (1000, 400), ("2026-01-10", "2026-02-10")),
            item("payment", "payable", (500, 0), ("2026-01-20", "2026-01-20")),
            item("payment", "receivable", (-600, 0), ("2026-02-01", "2026-02-01")),
        ];
        let found = sections(asked(Shape::Movements), carried, items).expect("a statement");
        let told: Vec<_> = found
            .iter()
            .map(|of| (of.side, of.opening, of.lines.iter().map(|line| (line.amount, line.balance)).collect::<Vec<_>>(), of.closing, of.ages))
            .collect();
        assert_eq!(told, [(Side::Receivable, 0, vec![(1000, 1000), (-600, 400)], 400, [0; 5]), (Side::Payable, 500, vec![(-500, 0)], 0, [0; 5]),]);
    }

    #[test]
    fn what_is_open_is_told_by_age_and_a_section_of_nothing_is_left_out() {
        let items = vec![
            item("invoice", "receivable", (1000, 400), ("2025-11-01", "2025-12-01")),
            item("invoice", "receivable", (300, 300), ("2026-03-15", "2026-04-15")),
            item("payment", "receivable", (-50, -50), ("2026-03-20", "2026-03-20")),
        ];
        let found = sections(asked(Shape::Open), vec![], items).expect("a statement");
        assert_eq!((found.len(), found[0].closing, found[0].ages), (1, 650, [300, -50, 0, 0, 400]));
        assert_eq!(found[0].lines.iter().map(|line| line.balance).collect::<Vec<_>>(), [400, 700, 650]);
        let nothing = Carried { control: "payable".into(), currency: "EUR".into(), amount: 0 };
        assert_eq!(sections(asked(Shape::Movements), vec![nothing], vec![]).expect("a statement"), []);
    }
}
