//! What is open of an organization, found by amount, number and name.

use std::collections::{HashMap, HashSet};

use despacho_kernel::Id;

use super::{
    facts::{Booked, Facts, Habit, Item, Own, Ruling},
    proposal::{MOST, Proposal},
    words::{days, telling, words_of},
};

/// What lines are matched with: everything that is open, found by amount and by name.
#[derive(Debug, Default)]
pub struct Ground {
    pub(super) booked: Vec<Booked>,
    pub(super) booked_by_amount: HashMap<(Id, i64), Vec<usize>>,
    pub(super) items: Vec<Item>,
    pub(super) items_by_amount: HashMap<i64, Vec<usize>>,
    pub(super) items_by_contact: HashMap<Id, Vec<usize>>,
    /// The items whose number has this first word.
    pub(super) items_by_word: HashMap<String, Vec<usize>>,
    /// Telling words of contacts' names, and whose they are.
    pub(super) names: HashMap<String, Vec<Id>>,
    pub(super) contact_words: HashMap<Id, Vec<String>>,
    pub(super) lines: Vec<Facts>,
    pub(super) lines_by_amount: HashMap<i64, Vec<usize>>,
    pub rules: Vec<Ruling>,
    pub habits: HashMap<String, Habit>,
    pub own: Vec<Own>,
    pub(super) used: HashSet<(Id, i64)>,
    pub(super) settled: HashSet<Id>,
    /// Whether there is more than is looked at.
    pub limited: bool,
    pub(super) done: HashSet<Id>,
}

impl Ground {
    /// Of what is open.
    pub fn new(booked: Vec<Booked>, items: Vec<Item>, lines: Vec<Facts>) -> Self {
        let mut ground = Self::default();
        for (at, of) in booked.iter().enumerate() {
            ground.booked_by_amount.entry((of.bank_account, of.amount)).or_default().push(at);
        }
        for (at, of) in items.iter().enumerate() {
            ground.items_by_amount.entry(of.amount).or_default().push(at);
            for source in [&of.label, &of.reference] {
                // By its first word, and written without what stands between its parts.
                let words = words_of(source);
                let mut keys: Vec<String> = words.first().cloned().into_iter().chain([words.concat()]).collect();
                keys.dedup();
                for key in keys.into_iter().filter(|key| key.len() <= 40) {
                    ground.items_by_word.entry(key).or_default().push(at);
                }
            }
            let contact = of.contact;
            ground.items_by_contact.entry(contact).or_default().push(at);
            if !ground.contact_words.contains_key(&contact) {
                let words: Vec<String> = telling(&words_of(&of.contact_name)).take(3).cloned().collect();
                for word in &words {
                    ground.names.entry(word.clone()).or_default().push(contact);
                }
                ground.contact_words.insert(contact, words);
            }
        }
        for (at, of) in lines.iter().enumerate() {
            ground.lines_by_amount.entry(of.amount).or_default().push(at);
        }
        Self { booked, items, lines, ..ground }
    }

    /// Takes what a proposal names out of what is open, as it was accepted.
    pub fn take(&mut self, line: Id, of: &Proposal) {
        self.done.insert(line);
        self.used.extend(of.postings.iter().copied());
        self.settled.extend(of.items.iter().map(|part| part.document));
        self.done.extend(of.line);
    }

    /// What a line may be, the best first.
    pub fn proposals(&self, line: &Facts) -> Vec<Proposal> {
        let mut found = self.of_booked(line);
        found.extend(self.of_items(line));
        found.extend(self.of_own(line));
        found.extend(self.of_rules(line));
        found.extend(self.of_habit(line));
        found.sort_by_key(|proposal| std::cmp::Reverse(proposal.score));
        // Two that are the same but for their reason are told once.
        let mut seen = vec![];
        found.retain(|of| {
            let key = (of.postings.clone(), of.items.clone(), of.account_code.clone(), of.bank_account);
            let new = !seen.contains(&key);
            seen.push(key);
            new
        });
        found.truncate(MOST);
        found
    }

    /// How many other lines of the same account have the amount within so many days.
    pub(super) fn twins(&self, line: &Facts, within: i64) -> usize {
        let same = |of: &&Facts| of.id != line.id && of.bank_account == line.bank_account && !self.done.contains(&of.id) && days(of.date, line.date) <= within;
        self.lines_by_amount.get(&line.amount).map_or(0, |all| all.iter().map(|at| &self.lines[*at]).filter(same).count())
    }

    /// Whom a line names: the contacts of whose name it has the most, if it has enough of it.
    pub(super) fn named(&self, line: &Facts) -> Vec<Id> {
        if let Some(contact) = self.habits.get(&line.payee).and_then(|habit| habit.contact) {
            return vec![contact];
        }
        let mut hits: HashMap<Id, usize> = HashMap::new();
        let mut seen = HashSet::new();
        for word in line.words.iter().filter(|word| seen.insert(word.as_str())) {
            for contact in self.names.get(word).into_iter().flatten() {
                *hits.entry(*contact).or_default() += 1;
            }
        }
        // Of a name of several words two are needed.
        let enough = |contact: &Id, count: usize| count >= self.contact_words.get(contact).map_or(usize::MAX, |words| words.len().clamp(1, 2));
        let best = hits.iter().filter(|(contact, count)| enough(contact, **count)).map(|(_, count)| *count).max();
        hits.into_iter()
            .filter(|(contact, count)| Some(*count) == best && enough(contact, *count))
            .map(|(contact, _)| contact)
            .collect()
    }

    pub(super) fn is_open(&self, at: usize, line: &Facts) -> bool {
        let of = &self.items[at];
        !self.settled.contains(&of.document) && of.currency == line.currency && of.amount.signum() == line.amount.signum() && of.date <= line.date
    }
}
