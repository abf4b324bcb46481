//! What is no open item: postings that are there, own accounts, rules, and what was done before.

use despacho_kernel::Id;

use super::{
    facts::{Booked, Facts},
    ground::Ground,
    proposal::{CERTAIN, Kind, MOST, Proposal, Reason},
    words::{days, is_number, stands_in, telling, words_of},
};

/// How many words that tell something a text and a line have in common.
fn in_common(text: &str, line: &Facts) -> usize {
    let words = words_of(text);
    telling(&words).filter(|word| line.words.contains(word)).count()
}

/// Whether a line says that it goes between own accounts.
fn says_transfer(line: &Facts) -> bool {
    let says = |word: &str| line.words.iter().any(|of| of == word);
    ["traspaso", "traspasos", "interna", "internal"].into_iter().any(says) || (says("entre") && says("cuentas")) || (says("own") && says("account"))
}

impl Ground {
    /// Postings of the bank's account in the books with the line's amount.
    pub(super) fn of_booked(&self, line: &Facts) -> Vec<Proposal> {
        let Some(all) = self.booked_by_amount.get(&(line.bank_account, line.amount)) else { return vec![] };
        let open: Vec<&Booked> = all
            .iter()
            .map(|at| &self.booked[*at])
            .filter(|of| !self.used.contains(&of.at) && days(of.date, line.date) <= 45)
            .collect();
        let near = open.iter().filter(|of| days(of.date, line.date) <= 7).count();
        // Lines of the same account and amount about the same day want the same postings, and postings of the amount the same line: words tell them apart.
        let rivals: Vec<&Facts> = self.twins(line, 7).collect();
        let shared: Vec<usize> = open.iter().map(|of| if days(of.date, line.date) <= 7 { in_common(&of.text, line) } else { 0 }).collect();
        let most = shared.iter().copied().max().unwrap_or(0);
        let told_apart = |of: &Booked, own: usize| {
            own > 0 && own == most && shared.iter().filter(|other| **other == most).count() == 1 && rivals.iter().all(|rival| in_common(&of.text, rival) < own)
        };
        let rivals = rivals.len();
        let mut found: Vec<Proposal> = open
            .iter()
            .zip(&shared)
            .map(|(of, own)| {
                let apart = days(of.date, line.date);
                let numbered = stands_in(&of.reference, &line.words) || words_of(&of.text).iter().any(|word| is_number(word) && line.words.contains(word));
                let alike = in_common(&of.text, line) > 0;
                let (score, reason) = match (numbered, alike) {
                    (true, _) => (98, Reason::AmountAndNumber),
                    (_, true) if near <= 1 && rivals == 0 && apart <= 7 => (93, Reason::AmountAndText),
                    (_, true) if told_apart(of, *own) => (90, Reason::AmountAndText),
                    (_, true) => (if apart <= 7 { 80 } else { 66 }, Reason::AmountAndText),
                    _ if near <= 1 && open.len() == 1 && rivals == 0 && apart <= 3 => (87, Reason::AmountAndDay),
                    _ if near <= 1 && rivals == 0 && apart <= 7 => (78, Reason::AmountAndDay),
                    _ => (if apart <= 7 { 68 } else { 55 }, Reason::AmountOfSeveral),
                };
                let about = if of.text.is_empty() { of.reference.clone() } else { of.text.clone() };
                Proposal { postings: vec![of.at], ..Proposal::new(score, Kind::Posting, reason, about) }
            })
            .collect();
        // Two that are equally sure are neither.
        if found.iter().filter(|of| of.score >= CERTAIN).count() > 1 {
            for of in &mut found {
                of.score = of.score.min(76);
            }
        }
        found.sort_by_key(|of| std::cmp::Reverse(of.score));
        found.truncate(MOST);
        found
    }

    /// Transfers between own accounts.
    pub(super) fn of_own(&self, line: &Facts) -> Vec<Proposal> {
        let mut found = vec![];
        let opposite = |of: &&Facts| of.bank_account != line.bank_account && !self.done.contains(&of.id) && days(of.date, line.date) <= 5;
        let others: Vec<&Facts> = self.lines_by_amount.get(&-line.amount).into_iter().flatten().map(|at| &self.lines[*at]).filter(opposite).collect();
        let rivals = self.twins(line, 5).count();
        let iban = |id: Id| self.own.iter().find(|own| own.id == id).map(|own| own.iban.as_str()).filter(|iban| !iban.is_empty());
        for of in others.iter().take(3) {
            let Some(own) = self.own.iter().find(|own| own.id == of.bank_account) else { continue };
            // Either of the two may tell.
            let known = iban(own.id) == Some(&line.iban) || iban(line.bank_account) == Some(&of.iban);
            let said = says_transfer(line) || says_transfer(of);
            let score = match (others.len(), rivals, known || said, days(of.date, line.date)) {
                (1, 0, true, _) => 95,
                (1, 0, false, 0..=1) => 82,
                (_, _, true, 0) => 80,
                _ => 60,
            };
            let about = format!("{} {}", own.account_code, own.name);
            found.push(Proposal {
                bank_account: Some(own.id),
                line: Some(of.id),
                account_code: own.account_code.clone(),
                ..Proposal::new(score, Kind::Transfer, Reason::OppositeLine, about)
            });
        }
        if found.is_empty()
            && let Some(own) = self.own.iter().find(|own| own.id != line.bank_account && !own.iban.is_empty() && own.iban == line.iban)
        {
            let about = format!("{} {}", own.account_code, own.name);
            found.push(Proposal {
                bank_account: Some(own.id),
                account_code: own.account_code.clone(),
                ..Proposal::new(84, Kind::Transfer, Reason::OwnIban, about)
            });
        }
        found
    }

    /// The first rule that applies.
    pub(super) fn of_rules(&self, line: &Facts) -> Option<Proposal> {
        let rule = self.rules.iter().find(|rule| rule.applies(line))?;
        Some(Proposal { account_code: rule.account_code.clone(), rule: Some(rule.id), ..Proposal::new(90, Kind::Rule, Reason::Rule, rule.name.clone()) })
    }

    /// What lines of the same payee were before.
    pub(super) fn of_habit(&self, line: &Facts) -> Option<Proposal> {
        let habit = self.habits.get(&line.payee)?;
        let code = habit.account.as_ref()?;
        let times = u8::try_from(habit.times.clamp(1, 10)).unwrap_or(1);
        let score = if times < 2 { 58 } else { 69 + times };
        Some(Proposal { account_code: code.clone(), ..Proposal::new(score, Kind::Account, Reason::AsBefore, habit.times.to_string()) })
    }
}
