//! What a revaluation would write, without a database.

use despacho_kernel::{Id, place};
use despacho_ledger::{
    catalog::PackExchange,
    journal::entry::{AccountRef, EntryDraft, Foreign, Journal, Kind, Posting, Source},
    rates::rate::into_base,
};
use jiff::civil::Date;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

use super::store::Exposed;

/// A day's rate of a currency, and the day of its quotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closing {
    pub rate: Decimal,
    /// None where it was told.
    pub date: Option<Date>,
    pub rounded: bool,
}

/// An account in a currency, revalued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub account_id: Id,
    pub code: String,
    pub name: String,
    pub currency: String,
    /// Minor units of it, debit positive.
    pub held: i64,
    /// Minor units of the organization's currency: what it is carried at, and what it is worth.
    pub carried: i64,
    pub value: i64,
    pub rate: Decimal,
}

impl Line {
    /// What its value changes by, debit positive: a gain where it is positive, of what is held and owed alike.
    pub fn difference(&self) -> i64 {
        self.value - self.carried
    }
}

/// What a revaluation comes to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    pub lines: Vec<Line>,
    pub rates: BTreeMap<String, Closing>,
    /// Currencies that are held and have no rate for the day.
    pub missing: Vec<String>,
    pub gains: i64,
    pub losses: i64,
}

/// Whether what an account holds is money, or to be had or paid in money: the others keep the rate of their day (advances, stock, assets).
pub fn is_monetary(exchange: &PackExchange, code: &str) -> bool {
    !exchange.not_monetary.iter().any(|beginning| code.starts_with(beginning.as_str()))
}

/// Values what is held at the rates of a day. Accounts that are left out, and those that hold no money, are not in it.
pub fn plan(exposed: Vec<Exposed>, rates: BTreeMap<String, Closing>, base: &str, exchange: &PackExchange, left_out: &[String]) -> Plan {
    let mut plan = Plan { rates, ..Plan::default() };
    for row in exposed.into_iter().filter(|row| is_monetary(exchange, &row.code) && !left_out.contains(&row.code)) {
        let (Ok(of), Ok(own)) = (place::currency(&row.currency), place::currency(base)) else { continue };
        let Some(closing) = plan.rates.get(&row.currency) else {
            if !plan.missing.contains(&row.currency) {
                plan.missing.push(row.currency.clone());
            }
            continue;
        };
        let Some(value) = into_base(row.held, of, closing.rate, own) else { continue };
        let line = Line {
            account_id: row.account_id,
            code: row.code,
            name: row.name,
            currency: row.currency,
            held: row.held,
            carried: row.carried,
            value,
            rate: closing.rate,
        };
        plan.gains += line.difference().max(0);
        plan.losses -= line.difference().min(0);
        plan.lines.push(line);
    }
    let held: Vec<String> = plan.lines.iter().map(|line| line.currency.clone()).collect();
    plan.rates.retain(|currency, _| held.contains(currency));
    plan
}

impl Plan {
    /// Whether there is something to write.
    pub fn changes(&self) -> bool {
        self.gains > 0 || self.losses > 0
    }

    /// The entry: each account that changes, against gains and losses. The amounts in other currencies stay as they are.
    pub fn entry(&self, date: Date, exchange: &PackExchange, (id, description): (Id, &str)) -> EntryDraft {
        let changed = self.lines.iter().filter(|line| line.difference() != 0);
        let mut postings: Vec<Posting> = changed
            .map(|line| Posting {
                foreign: Some(Foreign { currency: line.currency.clone(), amount: 0, rate: line.rate.to_string() }),
                ..Posting::new(AccountRef::Id(line.account_id), line.difference())
            })
            .collect();
        for (code, amount) in [(&exchange.gain, -self.gains), (&exchange.loss, self.losses)] {
            if amount != 0 {
                postings.push(Posting::new(AccountRef::Code(code.clone()), amount));
            }
        }
        let source = Some(Source { kind: "revaluation".into(), id });
        EntryDraft { date, journal: Journal::General, kind: Kind::Revaluation, description: description.into(), reference: String::new(), source, postings }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use despacho_ledger::catalog::pack;

    fn exposed(code: &str, currency: &str, held: i64, carried: i64) -> Exposed {
        Exposed { account_id: Id::nil(), code: code.into(), name: String::new(), kind: "asset".into(), currency: currency.into(), carried, held }
    }

    fn rates(all: &[(&str, &str)]) -> BTreeMap<String, Closing> {
        all.iter()
            .map(|(currency, rate)| ((*currency).to_owned(), Closing { rate: rate.parse().expect("a rate"), date: None, rounded: false }))
            .collect()
    }

    #[test]
    fn what_is_held_and_owed_is_valued_at_the_day_s_rate() {
        let exchange = &pack("ES").exchange;
        // 600 USD carried at 547.38 and 1,000 owed at 912.30, at 0.94; 200 paid in advance keep theirs.
        let held = vec![
            exposed("430", "USD", 60_000, 54_738),
            exposed("400", "USD", -100_000, -91_230),
            exposed("407", "USD", 20_000, 18_000),
            exposed("573", "GBP", 10_000, 11_500),
        ];
        let made = plan(held.clone(), rates(&[("USD", "0.94"), ("JPY", "0.006")]), "EUR", exchange, &[]);
        assert_eq!(
            made.lines.iter().map(|line| (line.code.as_str(), line.value, line.difference())).collect::<Vec<_>>(),
            [("430", 56_400, 1_662), ("400", -94_000, -2_770)]
        );
        assert_eq!((made.gains, made.losses, made.missing.as_slice()), (1_662, 2_770, ["GBP".to_owned()].as_slice()));
        assert_eq!(made.rates.keys().collect::<Vec<_>>(), ["USD"]);
        let entry = made.entry(Date::constant(2026, 12, 31), exchange, (Id::nil(), "Diferencias de cambio"));
        let amounts: Vec<i64> = entry.postings.iter().map(|posting| posting.amount).collect();
        assert_eq!((amounts.as_slice(), amounts.iter().sum::<i64>()), ([1_662, -2_770, -1_662, 2_770].as_slice(), 0));
        assert_eq!(entry.postings[0].foreign, Some(Foreign { currency: "USD".into(), amount: 0, rate: "0.94".into() }));
        assert_eq!(entry.postings[2].account, AccountRef::Code("768".into()));
        // Left out, or at the rate that it is carried at, nothing changes.
        let without = plan(held, rates(&[("USD", "0.9123"), ("GBP", "1.15")]), "EUR", exchange, &["430".into()]);
        assert_eq!((without.changes(), without.lines.len()), (false, 2));
    }
}
