//! The trial balance (balance de sumas y saldos).

use std::collections::{BTreeMap, HashMap};

use despacho_kernel::Id;
use despacho_platform::{Result, sql::Connection};
use jiff::civil::Date;

use super::sums::{self, Period};
use crate::{
    accounts::store as accounts,
    journal::{entry::Part, list::Slice},
};

/// A line of it; amounts in minor units of the organization's currency.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    pub code: String,
    pub name: String,
    /// Before the period, debit positive.
    pub opening: i64,
    pub debit: i64,
    pub credit: i64,
    /// At its end, debit positive.
    pub closing: i64,
    /// What its accounts hold at the end that are debtors, and creditors: a line that gathers several may have both.
    pub debtor: i64,
    pub creditor: i64,
}

impl Row {
    /// Counts another line in this one.
    pub fn add(&mut self, other: &Self) {
        self.opening += other.opening;
        self.debit += other.debit;
        self.credit += other.credit;
        self.closing += other.closing;
        self.debtor += other.debtor;
        self.creditor += other.creditor;
    }
}

/// Every account that has moved, and their sums.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrialBalance {
    pub rows: Vec<Row>,
    /// Sums of the rows. Opening and closing are zero: what is owed is had.
    pub totals: Row,
}

/// What a trial balance shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    pub period: Period,
    /// Digits of the codes that the accounts are gathered under; none for the accounts themselves.
    pub level: Option<usize>,
    /// Whether entries of regularisation, closing and opening within the period count. Without them a year that is closed reads as
    /// before, and a period over two years as if the first had not been closed.
    pub closing_entries: bool,
}

/// The trial balance of a period. The opening entry of its first day is part of the opening, and where entries of years are not shown any within it.
pub async fn trial_balance(db: &dyn Connection, of: impl Into<Slice>, asked: Asked) -> Result<TrialBalance> {
    let of = of.into();
    let Period { from, to } = asked.period;
    let mut lines: HashMap<Id, Row> = HashMap::new();
    if let Ok(yesterday) = from.yesterday() {
        let before = Period { from: Date::constant(1, 1, 1), to: yesterday };
        for ((account, _), sums) in sums::over(db, of, before).await? {
            lines.entry(account).or_default().opening += sums.balance();
        }
    }
    // Entries of years that are not shown are part of the opening too, but for a closing of the last day: the opening of the next one gives it back.
    let edge = if asked.closing_entries { from.min(to) } else { to };
    let at_edge = sums::ends_on(db, of, edge).await?;
    for ((account, part), mut sums) in sums::over(db, of, asked.period).await? {
        let there = at_edge.get(&(account, part)).copied().unwrap_or_default();
        let line = lines.entry(account).or_default();
        match part {
            Part::Opening if asked.closing_entries => {
                line.opening += there.balance();
                sums.debit -= there.debit;
                sums.credit -= there.credit;
            }
            Part::Opening => line.opening += sums.balance(),
            Part::Closing if !asked.closing_entries => line.opening += sums.balance() - there.balance(),
            _ => {}
        }
        if part == Part::Normal || asked.closing_entries {
            line.debit += sums.debit;
            line.credit += sums.credit;
        }
    }
    let mut named: HashMap<String, String> = HashMap::new();
    let mut rows: BTreeMap<String, Row> = BTreeMap::new();
    for account in accounts::named(db, of.organization).await? {
        named.insert(account.code.clone(), account.name);
        let Some(mut line) = lines.remove(&account.id) else { continue };
        line.closing = line.opening + line.debit - line.credit;
        (line.debtor, line.creditor) = (line.closing.max(0), (-line.closing).max(0));
        let code: String = asked.level.map_or_else(|| account.code.clone(), |level| account.code.chars().take(level).collect());
        rows.entry(code).or_default().add(&line);
    }
    let mut totals = Row::default();
    let rows: Vec<Row> = rows
        .into_iter()
        .map(|(code, row)| Row { name: named.get(&code).cloned().unwrap_or_default(), code, ..row })
        .filter(|row| (row.opening, row.debit, row.credit) != (0, 0, 0))
        .collect();
    rows.iter().for_each(|row| totals.add(row));
    Ok(TrialBalance { rows, totals })
}
