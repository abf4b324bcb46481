//! What is open of contacts: one item, or several that come to the amount.

use despacho_kernel::Id;

use super::{
    facts::{Facts, Item},
    ground::Ground,
    proposal::{Kind, Part, Proposal, Reason},
    words::stands_in,
};

/// Most open items of a contact of which sums are tried.
const SUMMED: usize = 12;
/// Most minor units that a bank is thought to take for a payment.
const MOST_CHARGED: i64 = 500;

/// Whether a text has an item's number, or what the other side calls it.
fn is_told(item: &Item, line: &Facts) -> bool {
    stands_in(&item.label, &line.words) || stands_in(&item.reference, &line.words)
}

impl Ground {
    /// Settling these items whole.
    fn settling(&self, all: &[usize], (score, reason): (u8, Reason)) -> Proposal {
        let mut about = all.iter().take(3).map(|at| self.items[*at].label.clone()).collect::<Vec<_>>().join(", ");
        if all.len() > 3 {
            about.push_str(" …");
        }
        let contact = all.first().map(|at| &self.items[*at]);
        if let Some(of) = contact {
            about = format!("{about} · {}", of.contact_name);
        }
        let part = |at: &usize| {
            let of = &self.items[*at];
            Part { document: of.document, label: of.label.clone(), amount: of.amount.abs() }
        };
        Proposal { items: all.iter().map(part).collect(), contact: contact.map(|of| of.contact), ..Proposal::new(score, Kind::OpenItems, reason, about) }
    }

    /// An item with what the bank keeps of it, or takes beside it; none where the difference is more than banks take.
    fn charged(&self, at: usize, line: &Facts, score: u8) -> Option<Proposal> {
        let charges = self.items[at].amount - line.amount;
        (charges > 0 && charges <= MOST_CHARGED).then(|| Proposal { charges, ..self.settling(&[at], (score, Reason::LessCharges)) })
    }

    /// What is open of contacts: one item, or several that come to the amount.
    pub(super) fn of_items(&self, line: &Facts) -> Vec<Proposal> {
        let mut found = vec![];
        // Items whose number the line tells.
        let mut told: Vec<usize> = vec![];
        for word in &line.words {
            // A number may be written without what stands between its parts.
            for at in self.items_by_word.get(word).into_iter().flatten() {
                if self.is_open(*at, line) && !told.contains(at) && is_told(&self.items[*at], line) {
                    told.push(*at);
                }
            }
        }
        let same: Vec<usize> = self.items_by_amount.get(&line.amount).into_iter().flatten().copied().filter(|at| self.is_open(*at, line)).collect();
        for at in same.iter().filter(|at| is_told(&self.items[**at], line)) {
            if !told.contains(at) {
                told.push(*at);
            }
        }
        let contacts = self.named(line);
        let of_one = |all: &[usize]| all.windows(2).all(|pair| self.items[pair[0]].contact == self.items[pair[1]].contact);
        match told.as_slice() {
            [] => {}
            [one] if self.items[*one].amount == line.amount => {
                // The number of one contact's and the name of another's do not go together; who paid for one before may pay for another.
                let named = self.named_in_words(line);
                let other = !named.is_empty() && !named.contains(&self.items[*one].contact) && !contacts.contains(&self.items[*one].contact);
                found.push(self.settling(&[*one], (if other { 70 } else { 98 }, Reason::AmountAndNumber)));
            }
            several if several.len() > 1 && of_one(several) && several.iter().map(|at| self.items[*at].amount).sum::<i64>() == line.amount => {
                found.push(self.settling(several, (97, Reason::SumOfNumbers)));
            }
            several => {
                let exact: Vec<usize> = several.iter().copied().filter(|at| self.items[*at].amount == line.amount).collect();
                if let [one] = exact.as_slice() {
                    found.push(self.settling(&[*one], (80, Reason::AmountAndNumber)));
                } else if let [one] = several {
                    found.extend(self.charged(*one, line, 80));
                }
            }
        }
        if let [contact] = contacts.as_slice() {
            found.extend(self.of_contact(line, *contact, told.is_empty()));
        } else {
            // Several that are named alike, or nobody.
            let lone = same.len() == 1 && self.twins(line, 30).next().is_none();
            for at in same.iter().take(3) {
                let score = if lone { 68 } else { 52 };
                found.push(self.settling(&[*at], (score, if lone { Reason::AmountAlone } else { Reason::AmountOfSeveral })));
            }
        }
        found
    }

    fn of_contact(&self, line: &Facts, contact: Id, unnumbered: bool) -> Vec<Proposal> {
        let mut open: Vec<usize> = self.items_by_contact.get(&contact).into_iter().flatten().copied().filter(|at| self.is_open(*at, line)).collect();
        open.sort_by_key(|at| (self.items[*at].date, self.items[*at].document));
        let exact: Vec<usize> = open.iter().copied().filter(|at| self.items[*at].amount == line.amount).collect();
        let mut found = vec![];
        match exact.as_slice() {
            [one] if unnumbered => found.push(self.settling(&[*one], (if self.has_rival(line, contact) { 82 } else { 92 }, Reason::AmountAndContact))),
            [first, ..] => found.push(self.settling(&[*first], (72, Reason::AmountOfSeveral))),
            [] => {
                let sum: i64 = open.iter().map(|at| self.items[*at].amount).sum();
                if open.len() > 1 && sum == line.amount {
                    found.push(self.settling(&open, (91, Reason::SumOfAll)));
                } else if let Some((some, only)) = subset(&open.iter().take(SUMMED).map(|at| self.items[*at].amount).collect::<Vec<_>>(), line.amount) {
                    let some: Vec<usize> = some.into_iter().map(|at| open[at]).collect();
                    found.push(self.settling(&some, (if only { 88 } else { 60 }, Reason::SumOfSome)));
                } else if let [one] = open.as_slice()
                    && self.items[*one].amount.abs() > line.amount.abs()
                {
                    let mut part = self.settling(&[*one], (62, Reason::PartOfItem));
                    part.items[0].amount = line.amount.abs();
                    found.extend(self.charged(*one, line, 66));
                    found.push(part);
                }
            }
        }
        found
    }
}

/// The fewest amounts that come to a sum, and whether no others do; of two amounts at least.
fn subset(amounts: &[i64], sum: i64) -> Option<(Vec<usize>, bool)> {
    let mut best: Option<u32> = None;
    let mut count = 0;
    for mask in 1u32..(1 << amounts.len().min(SUMMED)) {
        if mask.count_ones() < 2 || amounts.iter().enumerate().filter(|(at, _)| mask & (1 << at) != 0).map(|(_, amount)| amount).sum::<i64>() != sum {
            continue;
        }
        count += 1;
        if best.is_none_or(|best| mask.count_ones() < best.count_ones()) {
            best = Some(mask);
        }
    }
    best.map(|mask| ((0..amounts.len()).filter(|at| mask & (1 << at) != 0).collect(), count == 1))
}
