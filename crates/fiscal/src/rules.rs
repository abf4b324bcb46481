//! Rules of obligations as data: whom what is asked of, for which periods, from when to when, and by which law.

use std::{collections::BTreeMap, sync::LazyLock};

use despacho_taxes::{forms, working_days::in_year};
use jiff::{ToSpan, civil::Date};
use serde::Deserialize;

use crate::period::Period;

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    pub es: String,
    pub en: String,
}

/// What is filed, or done.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// `303`, `CCAA`.
    pub model: String,
    pub name: Words,
    /// What stands over a column.
    pub short: Words,
}

/// What a rule asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Periods {
    /// Each month.
    Month,
    /// Each quarter of the calendar.
    Quarter,
    /// Each calendar year.
    Year,
    /// Each fiscal year, by the year in which it ends.
    FiscalYear,
    /// Some months of the year.
    Instalments,
    /// Once, in the year before that of a fact.
    Once,
}

/// So much after a fiscal year's end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct After {
    /// Whole months, to the last day of the last one.
    months: i64,
    /// And so many days.
    #[serde(default)]
    days: i64,
    /// And so many months from date to date.
    #[serde(default)]
    then_months: i64,
}

impl After {
    fn of(self, end: Date) -> Option<Date> {
        let months = end.checked_add(self.months.months()).ok()?.last_of_month();
        months.checked_add(self.then_months.months()).ok()?.checked_add(self.days.days()).ok()
    }
}

/// A rule.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its own name, which obligations keep: `303-quarter`.
    pub rule: String,
    pub model: String,
    pub periods: Periods,
    /// Why, in a sentence.
    pub because: Words,
    /// One of these: each fact with the values it may have.
    pub when: Vec<BTreeMap<String, Vec<String>>>,
    #[serde(default = "state")]
    authorities: Vec<String>,
    #[serde(default)]
    form: bool,
    #[serde(default)]
    due: Vec<String>,
    day: Option<i8>,
    #[serde(default)]
    days: BTreeMap<String, String>,
    #[serde(default)]
    months: Vec<String>,
    after: Option<After>,
    opens_after: Option<After>,
    opens: Option<String>,
    /// The year of what is done once follows from this fact.
    pub fact: Option<String>,
    /// Its last day is that of the month itself.
    #[serde(default)]
    within: bool,
    /// Its last day is that of the next month.
    #[serde(default)]
    last_of_next: bool,
    /// Whether a last day that is no working day goes on to the next one.
    #[serde(default = "yes")]
    pub moves: bool,
    /// Whether the result may be charged to an account.
    #[serde(default)]
    pub direct_debit: bool,
    pub source: String,
    valid_from: Date,
    valid_to: Option<Date>,
}

fn state() -> Vec<String> {
    vec!["aeat".into()]
}

fn yes() -> bool {
    true
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Obligations {
    models: Vec<Model>,
    rules: Vec<Rule>,
}

static SPAIN: LazyLock<Obligations> =
    LazyLock::new(|| toml::from_str(include_str!("../../../catalog/obligations/es.toml")).expect("the catalogue is well formed"));

/// Every rule, in the order of the catalogue.
pub fn all() -> &'static [Rule] {
    &SPAIN.rules
}

/// A rule by its name.
pub fn find(rule: &str) -> Option<&'static Rule> {
    SPAIN.rules.iter().find(|own| own.rule == rule)
}

/// Every model, in the order in which columns stand.
pub fn models() -> &'static [Model] {
    &SPAIN.models
}

/// A model of the catalogue.
pub fn model(model: &str) -> Option<&'static Model> {
    SPAIN.models.iter().find(|own| own.model == model)
}

impl Rule {
    /// Whether it is for what ends on a day.
    pub fn is_valid(&self, end: Date) -> bool {
        self.valid_from <= end && self.valid_to.is_none_or(|to| end <= to)
    }

    /// Whether whoever collects somebody's taxes has such a rule.
    pub fn is_of(&self, authority: &str) -> bool {
        self.authorities.iter().any(|own| own == "any" || own == authority)
    }

    /// Its periods in a year; `once` is the year told by its fact.
    pub fn in_year(&self, year: i16, once: impl Fn(&str) -> Option<i16>) -> Vec<Period> {
        match self.periods {
            Periods::Month => (1..=12).map(|month| Period::Month(year, month)).collect(),
            Periods::Quarter => (1..=4).map(|quarter| Period::Quarter(year, quarter)).collect(),
            Periods::Year | Periods::FiscalYear => vec![Period::Year(year)],
            Periods::Instalments => self.months.iter().filter_map(|month| Some(Period::Month(year, month.parse().ok()?))).collect(),
            Periods::Once => {
                let told = self.fact.as_deref().and_then(once);
                (told == Some(year + 1)).then_some(Period::Year(year)).into_iter().collect()
            }
        }
    }

    /// The days that a period is about: those of the fiscal year that ends in a month, else its own.
    pub fn days(&self, period: Period, year_end: i8) -> (Date, Date) {
        match (self.periods, period) {
            (Periods::FiscalYear, Period::Year(year)) => {
                let end = Date::new(year, year_end.clamp(1, 12), 1).unwrap_or(Date::MIN).last_of_month();
                let first = end.checked_sub(1.year()).unwrap_or(end).last_of_month().tomorrow().unwrap_or(end);
                (first, end)
            }
            _ => period.days(),
        }
    }

    /// The last day as the law tells it, before it is moved; none where the data has none for the period.
    pub fn last_day(&self, period: Period, (first, end): (Date, Date)) -> Option<Date> {
        // A day that is told comes after the period, or is its last one.
        let told = |day: &str| in_year(end.year(), day).filter(|day| *day >= end).or_else(|| in_year(end.year() + 1, day));
        if self.form {
            let period = period.of_returns()?;
            let form = forms::on("ES", end).into_iter().find(|form| form.model == self.model && form.is_for(period))?;
            return form.last_day(period);
        }
        if let Some(after) = self.after {
            return after.of(end);
        }
        if self.within {
            return Some(end);
        }
        let next = end.tomorrow().ok()?;
        if self.last_of_next {
            return Some(next.last_of_month());
        }
        if let (Periods::Instalments, Some(day)) = (self.periods, self.day) {
            return first.with().day(day).build().ok();
        }
        if let (Period::Month(_, month), Some(day)) = (period, self.day) {
            return match self.days.get(&format!("{month:02}")) {
                Some(day) => told(day),
                None => next.with().day(day).build().ok(),
            };
        }
        let at = if let Period::Quarter(_, quarter) = period { usize::try_from(quarter).ok()?.checked_sub(1)? } else { 0 };
        told(self.due.get(at)?)
    }

    /// The first day of its window, where its last one is known.
    pub fn first_day(&self, (first, end): (Date, Date), last: Date) -> Option<Date> {
        if let Some(after) = self.opens_after {
            return after.of(end);
        }
        if let Some(day) = &self.opens {
            return in_year(last.year(), day).filter(|day| *day <= last).or_else(|| in_year(last.year() - 1, day));
        }
        if self.within || self.periods == Periods::Instalments { Some(first) } else { end.tomorrow().ok() }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::profile::entity::PROFILE;

    #[test]
    fn every_rule_is_of_a_model_asks_of_known_facts_and_names_its_source() {
        let mut names = BTreeSet::new();
        for rule in all() {
            assert!(names.insert(&rule.rule), "{} twice", rule.rule);
            assert!(model(&rule.model).is_some() && !rule.source.is_empty() && !rule.when.is_empty(), "{}", rule.rule);
            for (fact, values) in rule.when.iter().flatten() {
                let field = PROFILE.get(fact).unwrap_or_else(|| panic!("{} asks of {fact}", rule.rule));
                match field.kind {
                    despacho_ui::fields::Kind::Choice(words, _) => assert!(values.iter().all(|value| words.contains(&value.as_str())), "{} {fact}", rule.rule),
                    despacho_ui::fields::Kind::Flag => assert!(values.iter().all(|value| value == "yes" || value == "no"), "{} {fact}", rule.rule),
                    _ => panic!("{} compares {fact}", rule.rule),
                }
            }
        }
        // Each model has a rule, and nothing is asked twice of a period: rules of one model exclude each other, which `derive` holds too.
        assert!(models().iter().all(|model| all().iter().any(|rule| rule.model == model.model)));
    }

    #[test]
    fn every_window_of_two_years_opens_before_it_closes() {
        for rule in all() {
            for year in [2026, 2027] {
                for period in rule.in_year(year, |_| Some(year + 1)) {
                    let days = rule.days(period, 12);
                    let last = rule.last_day(period, days).unwrap_or_else(|| panic!("{} {}", rule.rule, period.text()));
                    let first = rule.first_day(days, last).expect("a first day");
                    assert!(first <= last && (last >= days.1 || rule.periods == Periods::Instalments), "{} {}: {first} {last}", rule.rule, period.text());
                }
            }
        }
    }
}
