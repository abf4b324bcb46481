//! Which contact of an organization a file means: by number and name together, or by a name that one alone has.

use std::collections::HashMap;

use despacho_contacts::Contact;
use despacho_kernel::text::fold;

/// The contacts, to find one in.
#[derive(Debug, Default)]
pub struct People {
    by_number: HashMap<i64, String>,
    /// None where two have the name.
    by_name: HashMap<String, Option<i64>>,
}

/// A name without the marks that formats leave out.
fn plain(name: &str) -> String {
    fold(name).chars().filter(|c| c.is_alphanumeric()).collect()
}

impl People {
    pub fn new(contacts: &[Contact]) -> Self {
        let mut found = Self::default();
        for contact in contacts.iter().filter(|contact| contact.active) {
            let name = plain(&contact.name);
            found.by_name.entry(name.clone()).and_modify(|one| *one = None).or_insert(Some(contact.number));
            found.by_number.insert(contact.number, name);
        }
        found
    }

    /// The number of the contact that a text means: `7`, `7 Viveros Quintana`, `Viveros Quintana`.
    pub fn meant(&self, text: &str) -> Option<i64> {
        let (first, rest) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
        let number: Option<i64> = first.parse().ok();
        let name = plain(if number.is_some() { rest } else { text });
        let numbered = number.filter(|number| self.by_number.get(number).is_some_and(|known| name.is_empty() || *known == name));
        let named = |name: &str| self.by_name.get(name).copied().flatten();
        numbered.or_else(|| named(&name)).or_else(|| named(&plain(text)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contact_is_meant_by_its_number_and_name() {
        let contact = |number: i64, name: &str| Contact { number, name: name.into(), active: true, ..Contact::default() };
        let people = People::new(&[
            contact(7, "Viveros Quintana, S. L."),
            contact(8, "Dos"),
            contact(9, "Dos"),
            contact(11, "3 Torres, S. L."),
            Contact { active: false, ..contact(10, "Baja") },
        ]);
        assert_eq!(people.meant("7 Viveros Quintana S. L."), Some(7));
        assert_eq!((people.meant("7"), people.meant("3 Torres SL"), people.meant("11 3 Torres SL")), (Some(7), Some(11), Some(11)));
        // Of other books, numbers are others'.
        assert_eq!(people.meant("3 Viveros Quintana, S. L."), Some(7));
        assert_eq!(people.meant("viveros quintana sl"), Some(7));
        assert_eq!((people.meant("8 Otro"), people.meant("Dos"), people.meant("9 Dos"), people.meant("10 Baja")), (None, None, Some(9), None));
    }
}
