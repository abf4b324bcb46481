//! What a client must file in a year, by what its profile was: pure.

use std::collections::BTreeMap;

use despacho_taxes::working_days::{Place, direct_debit};
use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{
    period::Period,
    profile::history::History,
    rules::{self, Periods, Rule},
};

/// A fact that an obligation follows from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// A field of the profile.
    pub field: String,
    /// Its value; `yes` or `no` of what is ticked or not.
    pub value: String,
    /// Since when, ISO 8601; empty of what has always been so.
    pub valid_from: String,
}

/// Why somebody must file something, and why on that day: kept with the obligation as it was when it was derived.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Explained {
    pub facts: Vec<Fact>,
    /// The law.
    pub source: String,
    /// Holidays that moved the last day on, and where they were published.
    pub moved: Vec<(String, String)>,
    /// Whether the calendars of the country and its community were there for the year of the last day.
    pub calendar_known: bool,
}

/// An obligation that follows from a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Derived {
    pub rule: &'static Rule,
    pub period: Period,
    pub opens_on: Date,
    /// The last day as the law tells it.
    pub nominal_due_on: Date,
    /// The last day, moved on to a working one.
    pub legal_due_on: Date,
    pub direct_debit_on: Option<Date>,
    pub explained: Explained,
}

impl Derived {
    /// The quarter in whose campaign it is filed.
    pub fn campaign(&self) -> Period {
        campaign(self.period, self.rule.periods, self.nominal_due_on)
    }
}

/// The quarter in whose campaign something is filed: its own where it is of a quarter or a month, else that of the month before its last day, as what is filed in January belongs to
/// the fourth quarter.
pub fn campaign(period: Period, periods: Periods, due: Date) -> Period {
    match (periods, period) {
        (Periods::Quarter | Periods::Month, period) => Period::quarter_of(period.days().0),
        _ => Period::quarter_of(due.first_of_month().yesterday().unwrap_or(due)),
    }
}

/// What a client must file of the periods of a year, by the order of the catalogue and the periods.
pub fn derive(history: &History, year: i16) -> Vec<Derived> {
    if history.0.is_empty() {
        return vec![];
    }
    let mut found: Vec<Derived> = vec![];
    for rule in rules::all() {
        let once = |fact: &str| history.on(Date::MAX, 0).value(fact).parse().ok();
        for period in rule.in_year(year, once) {
            // Where a year has both, as somebody goes from quarters to months, each period is asked of once.
            if !found.iter().any(|own| own.rule.model == rule.model && own.period == period) {
                found.extend(of_period(history, rule, period));
            }
        }
    }
    found
}

/// The same of one model and period.
pub fn derive_one(history: &History, model: &str, period: Period) -> Option<Derived> {
    derive(history, period.year()).into_iter().find(|own| own.rule.model == model && own.period == period)
}

fn of_period(history: &History, rule: &'static Rule, period: Period) -> Option<Derived> {
    // When activity began and ended is what is known of it now, whenever it was told.
    let latest = history.on(Date::MAX, 0);
    let year_end = history.on(period.days().1, 0).fiscal_year_end.parse().unwrap_or(12);
    let (first, end) = rule.days(period, year_end);
    if !rule.is_valid(end) {
        return None;
    }
    let active_from: Option<Date> = latest.active_from.parse().ok();
    let active_to: Option<Date> = latest.active_to.parse().ok();
    let (from, to) = (active_from.map_or(first, |day| day.max(first)), active_to.map_or(end, |day| day.min(end)));
    if from > to {
        return None;
    }
    let facts = history.turns(from, to).into_iter().rev().find_map(|day| facts(history, rule, day))?;
    let nominal = rule.last_day(period, (first, end))?;
    let on = history.on(nominal, 0);
    let place = Place::of(&on.community, &on.municipality);
    let legal = if rule.moves { place.moved(nominal) } else { nominal };
    let opens = rule.first_day((first, end), nominal)?;
    let moved = place.between(nominal, legal).into_iter().map(|holiday| (holiday.name.to_owned(), holiday.source.to_owned())).collect();
    // What the system of the agency takes does not wait for a holiday of one place.
    let debit = rule.direct_debit.then(|| direct_debit(Place::spain().moved(nominal)));
    Some(Derived {
        rule,
        period,
        opens_on: opens,
        nominal_due_on: nominal,
        legal_due_on: legal,
        direct_debit_on: debit,
        explained: Explained { facts, source: rule.source.clone(), moved, calendar_known: !rule.moves || place.is_known(nominal.year()) },
    })
}

/// The facts by which a rule holds on a day; none where it does not.
fn facts(history: &History, rule: &Rule, day: Date) -> Option<Vec<Fact>> {
    let profile = history.on(day, 0);
    if !rule.is_of(&profile.tax_authority) {
        return None;
    }
    let value = |name: &str| -> String {
        let field = crate::profile::entity::PROFILE.get(name);
        let text = profile.value(name);
        if field.is_some_and(|field| matches!(field.kind, despacho_ui::fields::Kind::Flag)) && text.is_empty() { "no".into() } else { text }
    };
    let holds = |of: &&BTreeMap<String, Vec<String>>| of.iter().all(|(name, values)| values.contains(&value(name)));
    let held = rule.when.iter().find(holds)?;
    let fact = |name: &String| {
        let valid_from = history.said(name, day).map(|said| said.valid_from.clone()).unwrap_or_default();
        Fact { field: name.clone(), value: value(name), valid_from }
    };
    Some(held.keys().chain(&rule.fact).map(fact).collect())
}

/// The years that a practice looks at on a day: those whose obligations are filed about then.
pub fn years_about(day: Date) -> Vec<i16> {
    let first = day.checked_sub(3.months()).unwrap_or(day).year();
    (first..=day.year()).collect()
}

#[cfg(test)]
mod tests;
