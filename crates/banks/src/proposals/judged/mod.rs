//! How often what is certain is right: a year of two banks, generated with the truth of each line. Some months are learned from, the others judged.

mod events;
mod world;

use std::collections::{BTreeMap, HashMap, HashSet};

use despacho_kernel::Id;

use self::world::{Judged, Truth, World};
use super::{
    facts::{self, Habit},
    ground::Ground,
    proposal::{CERTAIN, Kind, Proposal},
};

/// Lines of which nothing but what they were is taken, and lines that are judged.
const LEARNED: usize = 200;
const LINES: usize = 500;

/// What came of a set.
#[derive(Debug, Default)]
struct Figures {
    /// Lines that are something that is there.
    known: usize,
    accepted: usize,
    right: usize,
    /// Lines whose best proposal is right, accepted or not.
    first: usize,
    judged: usize,
    wrong: Vec<String>,
    by_event: BTreeMap<&'static str, (usize, usize)>,
}

fn is(found: &Proposal, truth: &Truth) -> bool {
    match truth {
        Truth::Items(parts, charges) => {
            let mut told: Vec<(Id, i64)> = found.items.iter().map(|part| (part.document, part.amount)).collect();
            let mut parts = parts.clone();
            told.sort_unstable();
            parts.sort_unstable();
            let parts: Vec<(Id, i64)> = parts.into_iter().map(|(id, amount)| (id, amount.abs())).collect();
            found.kind == Kind::OpenItems && told == parts && found.charges == *charges
        }
        Truth::Posting(at) => found.kind == Kind::Posting && found.postings == [*at],
        Truth::Transfer(line) => found.kind == Kind::Transfer && found.line.is_none_or(|found| found == *line),
        Truth::Account(code) => matches!(found.kind, Kind::Rule | Kind::Account) && found.account_code == *code,
        Truth::Unknown => false,
    }
}

/// What payees were before, as the database tells it: the latest first.
fn learned(lines: &[Judged]) -> HashMap<String, Habit> {
    let before = lines.iter().rev().filter_map(|line| match line.truth {
        Truth::Items(..) => Some((line.facts.payee.clone(), None, line.contact)),
        Truth::Account(code) => Some((line.facts.payee.clone(), Some(code.to_owned()), None)),
        _ => None,
    });
    facts::habits(before.filter(|(_, account, contact)| account.is_some() || contact.is_some()))
}

/// Judges a set: month by month what is certain is accepted, and then somebody does the rest as it was.
fn judge(seed: u64) -> Figures {
    let mut world = World::year(seed);
    // The lines of a statement that is cut anywhere.
    world.lines.truncate(LINES);
    let (learn, rest) = world.lines.split_at(LEARNED);
    let habits = learned(learn);
    let (mut left, mut gone): (HashMap<Id, i64>, HashSet<(Id, i64)>) = (HashMap::new(), HashSet::new());
    for item in &world.items {
        left.insert(item.document, item.amount);
    }
    let settle = |line: &Judged, left: &mut HashMap<Id, i64>, gone: &mut HashSet<(Id, i64)>| match &line.truth {
        Truth::Items(parts, _) => {
            for (document, amount) in parts {
                if let Some(open) = left.get_mut(document) {
                    *open -= amount.abs() * open.signum();
                }
            }
        }
        Truth::Posting(at) => {
            gone.insert(*at);
        }
        _ => {}
    };
    for line in learn {
        settle(line, &mut left, &mut gone);
    }
    let mut figures = Figures::default();
    for month in rest.chunk_by(|a, b| a.facts.date.month() == b.facts.date.month()) {
        let end = month[0].facts.date.last_of_month();
        let items = world
            .items
            .iter()
            .filter(|item| item.date <= end && left[&item.document] != 0)
            .map(|item| super::facts::Item { amount: left[&item.document], ..item.clone() });
        let booked = world.booked.iter().filter(|of| of.date <= end && !gone.contains(&of.at)).cloned();
        let mut ground = Ground::new(booked.collect(), items.collect(), month.iter().map(|line| line.facts.clone()).collect());
        ground.rules = World::rules();
        ground.own = world.own();
        ground.habits.clone_from(&habits);
        for line in month {
            figures.judged += 1;
            figures.known += usize::from(line.truth != Truth::Unknown);
            let events = figures.by_event.entry(line.event).or_default();
            events.1 += 1;
            let Some(best) = ground.proposals(&line.facts).into_iter().next() else { continue };
            let right = is(&best, &line.truth);
            figures.first += usize::from(right);
            if best.score < CERTAIN {
                continue;
            }
            figures.accepted += 1;
            figures.right += usize::from(right);
            events.0 += usize::from(right);
            if !right {
                figures
                    .wrong
                    .push(format!("{}: {} {} → {:?} {} {}", line.event, line.facts.amount, line.facts.parts[0], best.reason, best.score, best.about));
            }
            ground.take(line.facts.id, &best);
        }
        for line in month {
            settle(line, &mut left, &mut gone);
        }
    }
    figures
}

/// Judges several sets together, tells what came of them, and answers precision and recall in thousandths.
fn told(seeds: std::ops::Range<u64>) -> (usize, usize) {
    let mut all = Figures::default();
    for seed in seeds.clone() {
        let found = judge(seed);
        assert_eq!(found.judged, LINES - LEARNED, "seed {seed}");
        all.known += found.known;
        all.accepted += found.accepted;
        all.right += found.right;
        all.first += found.first;
        all.judged += found.judged;
        all.wrong.extend(found.wrong);
        for (event, (right, of)) in found.by_event {
            let sum = all.by_event.entry(event).or_default();
            *sum = (sum.0 + right, sum.1 + of);
        }
    }
    let (precision, recall) = (all.right * 1000 / all.accepted.max(1), all.right * 1000 / all.known.max(1));
    println!(
        "seeds {seeds:?}: {} lines judged, {} accepted, {} of them right: precision {precision} ‰, recall {recall} ‰; the first proposal right {} times",
        all.judged, all.accepted, all.right, all.first
    );
    for (event, (right, of)) in &all.by_event {
        println!("  {event}: {right} of {of}");
    }
    for wrong in &all.wrong {
        println!("  wrong: {wrong}");
    }
    (precision, recall)
}

#[test]
fn what_is_certain_is_right() {
    let (precision, recall) = told(1..9);
    assert!(precision >= 990, "{precision} ‰ of what is accepted is right");
    assert!(recall >= 550, "{recall} ‰ of what could be is accepted");
}

/// Sets that the scores were not made by.
#[test]
fn what_is_certain_is_right_in_other_years() {
    let (precision, recall) = told(1_000..1_016);
    assert!(precision >= 990, "{precision} ‰ of what is accepted is right");
    assert!(recall >= 550, "{recall} ‰ of what could be is accepted");
}
