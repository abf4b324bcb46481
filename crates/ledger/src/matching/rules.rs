//! What may be matched, and what is proposed: rules that need no database.

use std::collections::BTreeMap;

use despacho_kernel::{Id, Invalid, words};

use super::store::Candidate;

/// Most postings of a match.
pub const MAX_POSTINGS: usize = 500;

/// A posting: its entry and its position there.
pub type At = (Id, i64);

words! {
    /// Why postings are proposed to be matched.
    Reason {
        /// One document names them, and together they are nothing.
        Reference = "reference",
        /// A debit and a credit of one amount, and no other of it.
        Amount = "amount",
    }
}

/// Postings that seem to settle each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    pub reason: Reason,
    pub postings: Vec<Candidate>,
}

impl Proposal {
    /// The sum of its debits, in minor units.
    pub fn amount(&self) -> i64 {
        self.postings.iter().map(|posting| posting.amount.max(0)).sum()
    }
}

/// The letters of a match: A to Z, then AA and on, as columns of a spreadsheet are called.
pub fn letters(number: i64) -> String {
    let (mut left, mut found) = (number.max(1), vec![]);
    while left > 0 {
        let digit = u8::try_from((left - 1) % 26).unwrap_or(0);
        found.push(char::from(b'A' + digit));
        left = (left - 1) / 26;
    }
    found.iter().rev().collect()
}

/// Notes what stands against matching these: each fault at the posting's place among those `asked`, the difference at the whole.
pub fn check(asked: &[At], found: &[Candidate], difference_as: impl Fn(i64) -> String, errors: &mut Invalid) {
    if asked.len() < 2 {
        errors.push("postings", "too_few_postings");
    }
    if asked.len() > MAX_POSTINGS {
        errors.push_with("postings", "too_many_rows", vec![("max", MAX_POSTINGS.to_string())]);
        return;
    }
    let mut first: Option<&Candidate> = None;
    let mut sum = 0;
    for (at, place) in asked.iter().enumerate() {
        let field = format!("postings[{at}]");
        let Some(of) = found.iter().find(|of| (of.entry_id, of.position) == *place) else {
            errors.push(&field, "posting_unknown");
            continue;
        };
        let own = if asked[..at].contains(place) {
            Some("posting_twice")
        } else if !of.stands() {
            Some("posting_not_standing")
        } else if of.match_id.is_some() {
            Some("posting_matched")
        } else {
            None
        };
        // Held against the first that could be matched: what is settled already says nothing of the others.
        let fault = own.or_else(|| {
            let first = *first.get_or_insert(of);
            if of.account_id != first.account_id {
                Some("match_account")
            } else if of.contact_id != first.contact_id {
                Some("match_contact")
            } else {
                None
            }
        });
        match fault {
            Some(code) => errors.push(&field, code),
            None => sum += of.amount,
        }
    }
    if errors.0.is_empty() && sum != 0 {
        errors.push_with("postings", "match_difference", vec![("difference", difference_as(sum))]);
    }
}

/// What may be matched without asking: all that is open of a contact under one document, if together it is nothing; then a debit and a
/// credit of a contact of one amount, if each is the only one of it.
pub fn proposals(open: &[Candidate]) -> Vec<Proposal> {
    let mut found = vec![];
    let mut taken: Vec<At> = vec![];
    let mut by_document: BTreeMap<(Id, Option<Id>, &str), Vec<&Candidate>> = BTreeMap::new();
    for of in open.iter().filter(|of| !of.reference.is_empty()) {
        by_document.entry((of.account_id, of.contact_id, of.reference.as_str())).or_default().push(of);
    }
    for group in by_document.into_values() {
        if group.len() >= 2 && group.iter().map(|of| of.amount).sum::<i64>() == 0 {
            taken.extend(group.iter().map(|of| (of.entry_id, of.position)));
            found.push(Proposal { reason: Reason::Reference, postings: group.into_iter().cloned().collect() });
        }
    }
    let mut by_amount: BTreeMap<(Id, Option<Id>, i64), Vec<&Candidate>> = BTreeMap::new();
    for of in open.iter().filter(|of| !taken.contains(&(of.entry_id, of.position))) {
        by_amount.entry((of.account_id, of.contact_id, of.amount.abs())).or_default().push(of);
    }
    for group in by_amount.into_values() {
        if let [one, other] = group.as_slice()
            && one.amount + other.amount == 0
        {
            found.push(Proposal { reason: Reason::Amount, postings: vec![(*one).clone(), (*other).clone()] });
        }
    }
    found.sort_by(|a, b| a.postings[0].date.cmp(&b.postings[0].date));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(entry: u128, contact: u128, amount: i64, reference: &str) -> Candidate {
        Candidate {
            entry_id: Id::from_u128(entry),
            position: 0,
            account_id: Id::from_u128(1),
            contact_id: (contact > 0).then(|| Id::from_u128(contact)),
            date: format!("2026-01-{entry:02}"),
            amount,
            reference: reference.into(),
            text: String::new(),
            number: None,
            state: "posted".into(),
            kind: "manual".into(),
            source_kind: String::new(),
            match_id: None,
        }
    }

    fn told(asked: &[u128], found: &[Candidate]) -> Vec<String> {
        let asked: Vec<At> = asked.iter().map(|entry| (Id::from_u128(*entry), 0)).collect();
        let mut errors = Invalid::new();
        check(&asked, found, |sum| sum.to_string(), &mut errors);
        errors
            .0
            .into_iter()
            .map(|e| format!("{} {} {}", e.field, e.code, e.params.first().map_or("", |p| p.1.as_str())).trim().to_owned())
            .collect()
    }

    #[test]
    fn letters_go_on_as_columns_do() {
        assert_eq!([1, 2, 26, 27, 52, 53, 702, 703].map(letters), ["A", "B", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn what_is_nothing_together_may_be_matched() {
        let mut all = vec![open(1, 7, 121, ""), open(2, 7, -100, ""), open(3, 7, -21, ""), open(4, 8, -121, ""), open(5, 7, -121, "")];
        assert_eq!(told(&[1, 2, 3], &all), Vec::<String>::new());
        assert_eq!(told(&[1, 2], &all), ["postings match_difference 21"]);
        assert_eq!(told(&[1], &all), ["postings too_few_postings"]);
        assert_eq!(told(&[1, 4], &all), ["postings[1] match_contact"]);
        assert_eq!(told(&[1, 9], &all), ["postings[1] posting_unknown"]);
        assert_eq!(told(&[1, 1], &all), ["postings[1] posting_twice"]);
        all[4].match_id = Some(Id::nil());
        assert_eq!(told(&[1, 5], &all), ["postings[1] posting_matched"]);
        all[4] = Candidate { state: "superseded".into(), match_id: None, ..all[4].clone() };
        assert_eq!(told(&[1, 5], &all), ["postings[1] posting_not_standing"]);
        all[4] = Candidate { state: "posted".into(), kind: "closing".into(), ..all[4].clone() };
        assert_eq!(told(&[1, 5], &all), ["postings[1] posting_not_standing"]);
        all[4] = Candidate { kind: "manual".into(), account_id: Id::from_u128(2), ..all[4].clone() };
        assert_eq!(told(&[1, 5], &all), ["postings[1] match_account"]);
    }

    #[test]
    fn documents_come_before_amounts_and_what_is_in_doubt_is_left() {
        let all = vec![
            open(1, 7, 121, "F-1"),
            open(2, 7, -100, "F-1"),
            open(3, 7, -21, "F-1"),
            // Two of one amount: which of them is paid is not known.
            open(4, 7, 50, ""),
            open(5, 7, 50, ""),
            open(6, 7, -50, ""),
            // Another contact's.
            open(7, 8, 60, ""),
            open(8, 9, -60, ""),
            open(9, 8, -60, "T"),
            open(10, 8, 5, "F-2"),
            open(11, 8, -4, "F-2"),
        ];
        let found = proposals(&all);
        let seen: Vec<_> = found
            .iter()
            .map(|p| (p.reason, p.amount(), p.postings.iter().map(|of| of.entry_id.as_u128()).collect::<Vec<_>>()))
            .collect();
        assert_eq!(seen, [(Reason::Reference, 121, vec![1, 2, 3]), (Reason::Amount, 60, vec![7, 9])]);
        for proposal in &found {
            let asked: Vec<At> = proposal.postings.iter().map(|of| (of.entry_id, of.position)).collect();
            let mut errors = Invalid::new();
            check(&asked, &all, |sum| sum.to_string(), &mut errors);
            assert!(errors.0.is_empty(), "{errors:?}");
        }
    }
}
