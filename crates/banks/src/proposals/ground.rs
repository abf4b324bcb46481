//! What is open of an organization, found by amount, number and name.

use std::collections::{HashMap, HashSet};

use despacho_kernel::Id;

use super::{
    facts::{Booked, Facts, Habit, Item, Own, Ruling},
    proposal::{MOST, Proposal},
    words::{days, telling, words_of},
};

/// Most lines of one amount that are held against each other.
const MOST_TWINS: usize = 50;

/// What lines are matched with: everything that is open, found by amount and by name.
#[derive(Debug, Default)]
pub struct Ground {
    pub(super) booked: Vec<Booked>,
    pub(super) booked_by_amount: HashMap<(Id, i64), Vec<usize>>,
    pub(super) items: Vec<Item>,
    pub(super) items_by_amount: HashMap<i64, Vec<usize>>,
    pub(super) items_by_contact: HashMap<Id, Vec<usize>>,
    /// The items whose number ends with this, its parts written together.
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
                // By what it ends with, however its parts are joined: beginnings are those of a whole series.
                let mut key = String::new();
                let keys = words_of(source).into_iter().rev().map(|word| {
                    key.insert_str(0, &word);
                    key.clone()
                });
                let keys: Vec<String> = keys.collect();
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

    /// The postings of a bank account that no line is.
    pub fn booked_of(&self, account: Id) -> impl Iterator<Item = &Booked> {
        self.booked.iter().filter(move |of| of.bank_account == account && !self.used.contains(&of.at))
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

    /// The other lines of the same account that have the amount within so many days, as many as are looked at.
    pub(super) fn twins<'l>(&'l self, line: &'l Facts, within: i64) -> impl Iterator<Item = &'l Facts> {
        let same =
            move |of: &&Facts| of.id != line.id && of.bank_account == line.bank_account && !self.done.contains(&of.id) && days(of.date, line.date) <= within;
        self.lines_by_amount.get(&line.amount).into_iter().flatten().map(|at| &self.lines[*at]).filter(same).take(MOST_TWINS)
    }

    /// Whether another line of the amount names a contact as well: which of them is it, then? One that names somebody else wants nothing of theirs.
    pub(super) fn has_rival(&self, line: &Facts, contact: Id) -> bool {
        self.twins(line, 30).any(|twin| self.named(twin).contains(&contact))
    }

    /// Whose a line is: whoever it was of the last time, else whom it names.
    pub(super) fn named(&self, line: &Facts) -> Vec<Id> {
        match self.habits.get(&line.payee).and_then(|habit| habit.contact) {
            Some(contact) => vec![contact],
            None => self.named_in_words(line),
        }
    }

    /// Whom a line names: the contacts of whose name it has the most, if it has enough of it.
    pub(super) fn named_in_words(&self, line: &Facts) -> Vec<Id> {
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

#[cfg(test)]
mod tests {
    use despacho_kernel::new_id;

    use super::*;
    use crate::proposals::{
        proposal::{Kind, Reason},
        words::payee_key,
    };

    fn line(bank: Id, amount: i64, text: &str) -> Facts {
        Facts {
            id: new_id(),
            bank_account: bank,
            currency: "EUR".into(),
            date: "2026-03-10".parse().expect("a day"),
            amount,
            words: words_of(text),
            iban: String::new(),
            payee: payee_key("", text),
            parts: [despacho_kernel::text::fold(text), String::new(), String::new()],
        }
    }

    fn item(label: &str, (contact, name): (Id, &str), amount: i64) -> Item {
        Item {
            document: new_id(),
            label: label.into(),
            reference: String::new(),
            contact,
            contact_name: name.into(),
            date: "2026-02-01".parse().expect("a day"),
            currency: "EUR".into(),
            amount,
        }
    }

    fn best(items: &[Item], line: &Facts, others: &[Facts]) -> Option<(u8, Reason, i64, Vec<i64>)> {
        let ground = Ground::new(vec![], items.to_vec(), others.iter().chain([line]).cloned().collect());
        let found = ground.proposals(line).into_iter().next()?;
        assert_eq!(found.kind, Kind::OpenItems);
        Some((found.score, found.reason, found.charges, found.items.iter().map(|part| part.amount).collect()))
    }

    #[test]
    fn open_items_are_proposed_by_what_a_line_says() {
        let (bank, quintana, roble) = (new_id(), (new_id(), "Viveros Quintana, S. L."), (new_id(), "Carpintería Roble"));
        let items = [item("F-00012", quintana, 12_100), item("F-00013", quintana, 6_050), item("F-00014", roble, 12_100), item("C-00001", roble, -5_000)];
        let of = |amount: i64, text: &str| best(&items, &line(bank, amount, text), &[]);
        assert_eq!(of(12_100, "PAGO FRA F-00012"), Some((98, Reason::AmountAndNumber, 0, vec![12_100])));
        // The number of one and the name of another do not go together.
        assert_eq!(of(12_100, "CARPINTERIA ROBLE F-00012").map(|found| found.0 < 85), Some(true));
        assert_eq!(of(18_150, "VIVEROS QUINTANA"), Some((91, Reason::SumOfAll, 0, vec![12_100, 6_050])));
        assert_eq!(of(18_150, "F-00012 Y F-00013"), Some((97, Reason::SumOfNumbers, 0, vec![12_100, 6_050])));
        assert_eq!(of(12_100, "TRANSFERENCIA"), Some((52, Reason::AmountOfSeveral, 0, vec![12_100])));
        assert_eq!(of(11_950, "PAGO F-00012"), Some((80, Reason::LessCharges, 150, vec![12_100])));
        assert_eq!(of(11_000, "PAGO F-00012"), None, "no bank takes so much");
        assert_eq!(of(-5_000, "CARPINTERIA ROBLE").map(|found| (found.0, found.3)), Some((92, vec![5_000])));
        assert_eq!(of(5_000, "C-00001"), None, "what is owed is not received");
    }

    #[test]
    fn what_two_lines_want_alike_is_not_certain() {
        let (bank, contact) = (new_id(), (new_id(), "Viveros Quintana"));
        let items = [item("F-00012", contact, 12_100)];
        let (one, other) = (line(bank, 12_100, "VIVEROS QUINTANA"), line(bank, 12_100, "VIVEROS QUINTANA"));
        assert_eq!(best(&items, &one, &[]).map(|found| found.0), Some(92));
        assert_eq!(best(&items, &one, &[other]).map(|found| found.0), Some(82));
    }

    #[test]
    fn what_was_taken_is_not_proposed_again() {
        let (bank, contact) = (new_id(), (new_id(), "Viveros Quintana"));
        let line = line(bank, 12_100, "F-00012");
        let mut ground = Ground::new(vec![], vec![item("F-00012", contact, 12_100)], vec![line.clone()]);
        let taken = ground.proposals(&line).into_iter().next().expect("a proposal");
        ground.take(new_id(), &taken);
        assert!(ground.proposals(&line).is_empty());
    }
}
