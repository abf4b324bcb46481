//! Accounts and contacts as they are typed in a line: by code, by a code whose zeros are left out, or by the number of a contact behind its account.

use std::collections::HashMap;

use despacho_contacts::{Contact, store as contacts};
use despacho_kernel::{Id, Invalid};
use despacho_organizations::store as organizations;
use despacho_platform::{Result, sql::Connection};

use super::sheet::{cell, place};
use crate::{
    accounts::{Account, store as accounts},
    catalog,
    journal::typed::{TypedEntry, TypedLine},
};

/// The digits before and after the dot of a text that is written so: `629.7`.
pub fn dotted(text: &str) -> Option<(&str, &str)> {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    text.split_once('.').filter(|(start, end)| digits(start) && digits(end))
}

/// `629.7` with its zeros, `62900007` of eight digits; nothing where it is not written so, or where the chart leaves no zeros out.
pub fn filled(code: &str, digits: Option<usize>) -> Option<String> {
    let (start, end) = dotted(code)?;
    let zeros = digits?.checked_sub(start.len() + end.len())?;
    Some(format!("{start}{}{end}", "0".repeat(zeros)))
}

/// How many digits the sub-accounts of an organization have; none where its chart keeps codes of its own.
pub async fn digits(db: &dyn Connection, organization: Id) -> Result<Option<usize>> {
    Ok(catalog::pack(&organizations::find(db, organization).await?.country).account_digits)
}

/// The accounts and contacts that lines name.
#[derive(Debug, Clone, Default)]
pub struct Named {
    accounts: HashMap<String, Account>,
    contacts: HashMap<i64, Contact>,
    digits: Option<usize>,
}

impl Named {
    pub fn account(&self, line: &TypedLine) -> Option<&Account> {
        self.accounts.get(&line.account_code)
    }

    pub fn contact(&self, line: &TypedLine) -> Option<&Contact> {
        self.contacts.get(&line.contact.parse().ok()?)
    }

    /// A code with its zeros, where it was written without them.
    pub fn filled(&self, code: &str) -> Option<String> {
        filled(code, self.digits)
    }

    /// Whether a line is on a control account and names nobody.
    pub fn lacks_contact(&self, line: &TypedLine) -> bool {
        line.contact.is_empty() && self.account(line).is_some_and(|account| !account.control.is_empty())
    }

    /// Writes a line as it is stored: contacts by their numbers, `430.7` as a control account and its contact, and codes whose zeros were left out
    /// whole where the chart has that account and not the other.
    fn settle(&self, line: &mut TypedLine) {
        if let Ok(id) = line.contact.parse::<Id>()
            && let Some(contact) = self.contacts.values().find(|contact| contact.id == id)
        {
            line.contact = contact.number.to_string();
        }
        if self.accounts.contains_key(&line.account_code) {
            return;
        }
        let whole = self.filled(&line.account_code).filter(|whole| self.accounts.contains_key(whole));
        if line.contact.is_empty()
            && let Some((start, end)) = dotted(&line.account_code)
            && self.accounts.get(start).is_some_and(|account| !account.control.is_empty())
            && let Ok(number) = end.parse::<i64>()
            && (whole.is_none() || self.contacts.contains_key(&number))
        {
            (line.account_code, line.contact) = (start.to_owned(), number.to_string());
        } else if let Some(whole) = whole {
            line.account_code = whole;
        }
    }
}

/// The accounts and contacts that the lines name; the lines are written as they are stored.
pub async fn named(db: &dyn Connection, organization: Id, typed: &mut TypedEntry) -> Result<Named> {
    let mut found = Named { digits: digits(db, organization).await?, ..Named::default() };
    let mut codes: Vec<String> = vec![];
    let (mut numbers, mut ids): (Vec<i64>, Vec<Id>) = (vec![], vec![]);
    for line in typed.postings.iter().filter(|line| !line.account_code.is_empty()) {
        codes.push(line.account_code.clone());
        codes.extend(found.filled(&line.account_code));
        if let Some((start, end)) = dotted(&line.account_code) {
            codes.push(start.to_owned());
            numbers.extend(end.parse::<i64>().ok());
        }
        numbers.extend(line.contact.parse::<i64>().ok());
        ids.extend(line.contact.parse::<Id>().ok());
    }
    codes.sort_unstable();
    codes.dedup();
    numbers.sort_unstable();
    numbers.dedup();
    for part in codes.chunks(1000) {
        let accounts = accounts::of_codes(db, organization, &part.iter().map(String::as_str).collect::<Vec<_>>()).await?;
        found.accounts.extend(accounts.into_iter().map(|account| (account.code.clone(), account)));
    }
    let mut people = contacts::of_ids(db, organization, &ids).await?;
    for part in numbers.chunks(1000) {
        people.extend(contacts::of_numbers(db, organization, part).await?);
    }
    found.contacts = people.into_iter().map(|contact| (contact.number, contact)).collect();
    for line in &mut typed.postings {
        found.settle(line);
    }
    Ok(found)
}

/// Errors with those of accounts and contacts that are not there, line by line.
pub fn with_missing(mut errors: Invalid, typed: &TypedEntry, named: &Named) -> Invalid {
    for (at, line) in typed.postings.iter().enumerate() {
        if !line.account_code.is_empty() && named.account(line).is_none() {
            errors.push(&cell(at, "account_code"), "account_unknown");
        } else if !line.contact.is_empty() && named.contact(line).is_none() {
            let place = cell(at, "contact");
            errors.push(&place, "contact_unknown");
        }
    }
    // The head's first, those of the whole last.
    errors.0.sort_by_key(|error| match place(&error.field) {
        Some((at, _)) => at + 1,
        None if error.field == "postings" || error.field.is_empty() => usize::MAX,
        None => 0,
    });
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(code: &str, contact: &str) -> TypedLine {
        TypedLine { account_code: code.into(), contact: contact.into(), ..TypedLine::default() }
    }

    fn known(codes: &[&str], numbers: &[i64]) -> Named {
        let account = |code: &&str| {
            let control = if code.starts_with("43") { "receivable".to_owned() } else { String::new() };
            ((*code).to_owned(), Account { code: (*code).into(), control, ..Account::default() })
        };
        let contact = |number: &i64| (*number, Contact { number: *number, ..Contact::default() });
        Named { accounts: codes.iter().map(account).collect(), contacts: numbers.iter().map(contact).collect(), digits: Some(8) }
    }

    #[test]
    fn errors_are_told_line_by_line_with_the_accounts_and_contacts_that_are_missing() {
        let typed = TypedEntry { postings: vec![line("629", ""), line("999", ""), line("", ""), line("430", "8"), line("430", "7")], ..TypedEntry::default() };
        let mut errors = Invalid::one("postings[2].debit", "amount_invalid");
        errors.push("postings", "unbalanced");
        errors.push("date", "date");
        let told: Vec<String> = with_missing(errors, &typed, &known(&["629", "430"], &[7]))
            .0
            .into_iter()
            .map(|error| format!("{} {}", error.field, error.code))
            .collect();
        assert_eq!(
            told,
            [
                "date date",
                "postings[1].account_code account_unknown",
                "postings[2].debit amount_invalid",
                "postings[3].contact contact_unknown",
                "postings unbalanced"
            ]
        );
    }

    #[test]
    fn zeros_that_were_left_out_are_filled_in_to_the_charts_length() {
        assert_eq!(filled("629.7", Some(8)).as_deref(), Some("62900007"));
        assert_eq!(filled("5720.123", Some(8)).as_deref(), Some("57200123"));
        assert_eq!(filled("629.7", Some(10)).as_deref(), Some("6290000007"));
        assert_eq!(filled("6290000.7", Some(8)).as_deref(), Some("62900007"));
        for none in ["629", "629.", ".7", "629.x", "6290000.77", "6.2.9", ""] {
            assert_eq!(filled(none, Some(8)), None, "{none}");
        }
        assert_eq!(filled("629.7", None), None);
    }

    #[test]
    fn what_follows_a_control_account_is_its_contact() {
        let of = |named: &Named, code: &str, contact: &str| {
            let mut line = line(code, contact);
            named.settle(&mut line);
            (line.account_code, line.contact)
        };
        let pair = |code: &str, contact: &str| (code.to_owned(), contact.to_owned());
        let named = known(&["430", "629", "62900007"], &[7]);
        assert_eq!(of(&named, "430.7", ""), pair("430", "7"));
        assert_eq!(of(&named, "430.007", ""), pair("430", "7"));
        // One that is not there yet is told as such.
        assert_eq!(of(&named, "430.8", ""), pair("430", "8"));
        assert_eq!(of(&named, "629.7", ""), pair("62900007", ""));
        assert_eq!(of(&named, "629.8", ""), pair("629.8", ""));
        assert_eq!(of(&named, "430", "7"), pair("430", "7"));
        // Who keeps sub-accounts in their place goes on with them, unless there is such a contact.
        let old = known(&["430", "43000007", "43000009"], &[7]);
        assert_eq!(of(&old, "430.9", ""), pair("43000009", ""));
        assert_eq!(of(&old, "430.7", ""), pair("430", "7"));
        let id = Id::from_u128(5);
        let by_id = Named { contacts: [(3, Contact { number: 3, id, ..Contact::default() })].into(), ..known(&["430"], &[]) };
        assert_eq!(of(&by_id, "430", &id.to_string()), pair("430", "3"));
    }
}
