//! What a state needs, and what a profile's change proposes.

use super::*;
use crate::profile::history::tests::said;

fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

/// The obligations of a year as they are when they are accepted.
fn kept(history: &History, year: i16) -> Vec<Obligation> {
    derive::derive(history, year).iter().map(|own| of_derived((Id::nil(), 0), Id::nil(), own)).collect()
}

fn autonomous() -> History {
    let facts = [
        ("legal_form", "individual"),
        ("tax_authority", "aeat"),
        ("community", "ES-MD"),
        ("vat_regime", "general"),
        ("vat_period", "quarter"),
        ("income_tax", "direct_simplified"),
    ];
    History(facts.iter().map(|(field, value)| said(field, value, "")).collect())
}

#[test]
fn accepted_proposals_propose_nothing_more() {
    let history = autonomous();
    let proposal = Proposal::of(&history, vec![], 2026);
    assert_eq!((proposal.added.len(), proposal.ended.len(), proposal.moved.len()), (10, 0, 0), "303 and 130 of four quarters, 390 and 100");
    let again = Proposal::of(&history, kept(&history, 2026), 2026);
    assert!(again.is_empty() && again.kept == 10);
}

#[test]
fn a_change_of_the_profile_adds_from_its_day_and_ends_what_nobody_touched() {
    let mut history = autonomous();
    let mut before = kept(&history, 2026);
    // Somebody is at the third quarter already.
    before.iter_mut().find(|own| own.model == "130" && own.period == "2026-Q3").expect("an instalment").state = "in_preparation".into();
    history.0.extend([said("has_employees", "yes", "2026-05-01")]);
    history.0.extend([said("withheld_income", "yes", "2026-07-01")]);
    let proposal = Proposal::of(&history, before, 2026);
    let added: Vec<String> = proposal
        .added
        .iter()
        .map(|own| format!("{} {}", own.rule.model, own.period.text()))
        .filter(|own| own.starts_with('1'))
        .collect();
    assert_eq!(added, ["111 2026-Q2", "111 2026-Q3", "111 2026-Q4", "190 2026"]);
    assert_eq!(proposal.ended.iter().map(Obligation::label).collect::<Vec<_>>(), ["130 2026-Q4"]);
    // Where a municipality's holiday comes to be known, what is open moves.
    let mut moved = autonomous();
    moved.0.extend([said("third_party_operations", "yes", "")]);
    let before = kept(&moved, 2026);
    moved.0.extend([said("community", "ES-AN", "")]);
    let proposal = Proposal::of(&moved, before, 2026);
    assert_eq!(
        proposal.moved.iter().map(|(own, now)| (own.label(), now.legal_due_on.to_string())).collect::<Vec<_>>(),
        [("347 2026".to_owned(), "2027-03-02".to_owned())]
    );
}

#[test]
fn a_state_has_what_it_needs_and_nothing_of_another() {
    let own = kept(&autonomous(), 2026).into_iter().find(|own| own.model == "303" && own.period == "2026-Q1").expect("a return");
    let edit = |edit: Edit, before: &Obligation, today: &str| {
        let mut errors = Invalid::new();
        let after = edited(before, edit, day(today), &mut errors);
        (after, errors.0.into_iter().map(|e| (e.field, e.code)).collect::<Vec<_>>())
    };
    let state = |state| Edit { state: Some(state), ..Edit::default() };
    let told = |field: &str, code| vec![(field.to_owned(), code)];
    assert_eq!(edit(state(State::NotApplicable), &own, "2026-04-10").1, told("reason", "required"));
    let (filed, errors) = edit(Edit { reference: Some(" 303 1 ".into()), amount: Some(Some(-12)), ..state(State::Filed) }, &own, "2026-04-10");
    assert_eq!((filed.filed_on.as_str(), filed.reference.as_str(), filed.amount, errors), ("2026-04-10", "303 1", Some(-12), vec![]));
    // Late, it says why.
    assert_eq!(edit(state(State::Filed), &own, "2026-04-21").1, told("late_reason", "fiscal_late_reason"));
    assert_eq!(edit(Edit { filed_on: Some("2026-04-20".into()), ..state(State::Filed) }, &own, "2026-04-21").1, vec![]);
    assert_eq!(edit(Edit { filed_on: Some("2026-04-22".into()), ..state(State::Filed) }, &own, "2026-04-21").1, told("filed_on", "fiscal_future"));
    let (paid, _) = edit(state(State::Paid), &filed, "2026-04-20");
    assert_eq!((paid.paid_on.as_str(), paid.filed_on.as_str()), ("2026-04-20", "2026-04-10"));
    let (back, _) = edit(state(State::InPreparation), &paid, "2026-04-20");
    assert_eq!((back.paid_on.as_str(), back.filed_on.as_str(), back.reference.as_str(), back.amount), ("", "", "", None));
    assert_eq!((own.late_days(day("2026-04-20")), own.late_days(day("2026-04-23")), filed.late_days(day("2026-05-01"))), (None, Some(3), None));
}
