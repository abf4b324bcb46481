//! The rules against a table made by hand, and what holds of any profile.

use std::collections::{BTreeMap, BTreeSet};

use despacho_ui::fields::Kind;
use proptest::prelude::*;

use super::*;
use crate::profile::{
    entity::PROFILE,
    history::{Said, tests::said},
};

type Rows = BTreeMap<String, (BTreeSet<(String, String)>, String)>;

struct Taxpayer {
    name: String,
    history: History,
    rows: Rows,
}

/// The table, read.
fn taxpayers() -> Vec<Taxpayer> {
    let text = include_str!("taxpayers.txt");
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    let mut found: Vec<Taxpayer> = vec![];
    let mut expects_facts = false;
    for line in lines {
        if expects_facts {
            let facts = line.split_whitespace().map(|fact| {
                let (field, value) = fact.split_once('=').expect("a fact");
                let (value, from) = value.split_once('@').unwrap_or((value, ""));
                said(field, value, from)
            });
            found.last_mut().expect("a block").history = History(facts.collect());
            expects_facts = false;
        } else if let Some((model, rest)) = line.split_once(" | ") {
            let (rows, source) = rest.split_once(" | ").expect("a law");
            let rows = rows
                .split(", ")
                .map(|row| row.split_once(' ').expect("a period and a day"))
                .map(|(period, day)| (period.to_owned(), day.to_owned()));
            found.last_mut().expect("a block").rows.insert(model.to_owned(), (rows.collect(), source.to_owned()));
        } else if let Some((model, of)) = line.split_once(" = ") {
            let rows = found
                .iter()
                .find(|own| own.name.starts_with(&format!("{of}:")))
                .and_then(|own| own.rows.get(model))
                .expect("an earlier block")
                .clone();
            found.last_mut().expect("a block").rows.insert(model.to_owned(), rows);
        } else {
            found.push(Taxpayer { name: line.to_owned(), history: History::default(), rows: Rows::new() });
            expects_facts = true;
        }
    }
    found
}

#[test]
fn taxpayers_of_the_table_file_what_it_says_until_the_days_it_says() {
    let table = taxpayers();
    assert!(table.len() >= 12);
    for taxpayer in table {
        for said in &taxpayer.history.0 {
            let field = PROFILE.get(&said.field).unwrap_or_else(|| panic!("{}: no field {}", taxpayer.name, said.field));
            assert!(!matches!(field.kind, Kind::Choice(words, _) if !words.contains(&said.value.as_str())), "{}: {said:?}", taxpayer.name);
        }
        let mut derived = Rows::new();
        for own in [2026, 2027].into_iter().flat_map(|year| derive(&taxpayer.history, year)) {
            let of = derived.entry(own.rule.model.clone()).or_insert_with(|| (BTreeSet::new(), String::new()));
            of.0.insert((own.period.text(), own.legal_due_on.to_string()));
            let law = &taxpayer
                .rows
                .get(&own.rule.model)
                .unwrap_or_else(|| panic!("{}: {} is not in the table", taxpayer.name, own.rule.model))
                .1;
            assert!(own.explained.source.contains(law.as_str()), "{}: {} is by {}, not {law}", taxpayer.name, own.rule.rule, own.explained.source);
            assert!(!own.explained.facts.is_empty(), "{}: {} says why", taxpayer.name, own.rule.rule);
        }
        for (model, (rows, _)) in &taxpayer.rows {
            assert_eq!(derived.get(model).map(|of| &of.0), Some(rows), "{}: {model}", taxpayer.name);
        }
    }
}

fn of(taxpayer: &str, model: &str, period: &str) -> Derived {
    let taxpayer = taxpayers().into_iter().find(|own| own.name.starts_with(taxpayer)).expect("a taxpayer");
    derive_one(&taxpayer.history, model, Period::read(period).expect("a period")).expect("an obligation")
}

#[test]
fn an_obligation_explains_itself() {
    let own = of("M", "111", "2026-Q2");
    let facts: Vec<(&str, &str, &str)> = own.explained.facts.iter().map(|fact| (fact.field.as_str(), fact.value.as_str(), fact.valid_from.as_str())).collect();
    assert_eq!(facts, [("has_employees", "yes", "2026-05-01"), ("large_company", "no", "")]);
    assert_eq!((own.direct_debit_on.map(|day| day.to_string()).as_deref(), own.opens_on.to_string().as_str()), (Some("2026-07-15"), "2026-07-01"));
    // A holiday of one community moves the last day, not that of direct debit.
    let moved = of("B", "347", "2026");
    assert_eq!(moved.explained.moved.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["Día de Andalucía, trasladado"]);
    let monthly = of("H", "303", "2027-01");
    assert_eq!((monthly.legal_due_on.to_string().as_str(), monthly.direct_debit_on.map(|day| day.to_string()).as_deref()), ("2027-03-02", Some("2027-02-24")));
    // The calendar of Madrid for 2027 is not there, that of Andalusia is.
    assert!(!of("A", "303", "2027-Q1").explained.calendar_known && of("B", "303", "2027-Q1").explained.calendar_known);
}

#[test]
fn what_is_filed_in_january_belongs_to_the_fourth_quarter() {
    for (taxpayer, model, period, campaign) in [
        ("A", "303", "2026-Q4", "2026-Q4"),
        ("A", "390", "2026", "2026-Q4"),
        ("A", "347", "2026", "2027-Q1"),
        ("E", "202", "2026-04", "2026-Q1"),
        ("E", "202", "2026-12", "2026-Q4"),
        ("E", "200", "2026", "2027-Q2"),
        ("E", "LIBROS", "2026", "2027-Q1"),
        ("G", "303", "2026-02", "2026-Q1"),
        ("F", "232", "2026", "2027-Q4"),
    ] {
        assert_eq!(of(taxpayer, model, period).campaign().text(), campaign, "{model} {period}");
    }
}

fn any_fact() -> impl Strategy<Value = Said> {
    let fields: Vec<&'static str> = PROFILE
        .list
        .iter()
        .filter(|field| matches!(field.kind, Kind::Choice(..) | Kind::Flag))
        .map(|field| field.name)
        .collect();
    (proptest::sample::select(fields), any::<proptest::sample::Index>(), 0i16..4, 1i8..=12).prop_map(|(field, at, year, month)| {
        let value = match PROFILE.get(field).map(|field| field.kind) {
            Some(Kind::Choice(words, _)) => words[at.index(words.len())],
            _ => ["", "yes"][at.index(2)],
        };
        let from = if year == 0 { String::new() } else { Date::new(2024 + year, month, 1).expect("a date").to_string() };
        said(field, value, &from)
    })
}

proptest! {
    #[test]
    fn any_profile_asks_each_model_once_a_period_within_its_window(facts in proptest::collection::vec(any_fact(), 1..40), year in 2025i16..=2028) {
        let history = History(facts);
        let found = derive(&history, year);
        let mut seen = BTreeSet::new();
        for own in &found {
            prop_assert!(seen.insert((own.rule.model.clone(), own.period)), "{} {} twice", own.rule.model, own.period.text());
            prop_assert!(own.opens_on <= own.nominal_due_on && own.nominal_due_on <= own.legal_due_on);
            prop_assert!(own.direct_debit_on.is_none_or(|day| day < own.legal_due_on));
            prop_assert_eq!(own.period.year(), year);
            prop_assert!(!own.rule.moves || Place::spain().is_working(own.legal_due_on));
        }
        prop_assert_eq!(derive(&history, year), found);
    }

    #[test]
    fn what_ended_before_a_year_asks_nothing_of_it(facts in proptest::collection::vec(any_fact(), 1..30)) {
        let mut facts = facts;
        facts.extend([said("active_to", "2025-12-31", "")]);
        let found = derive(&History(facts), 2026);
        // But a fiscal year that ended in it began before.
        prop_assert!(found.iter().all(|own| own.rule.periods == Periods::FiscalYear), "{found:?}");
    }
}
