//! Vendors as they are typed: `31`, `400.31`, a tax id, a name, or as a cell shows them.

use std::collections::HashMap;

use despacho_contacts::{
    Contact,
    store::{self as contacts, Filter},
};
use despacho_kernel::{Id, Invalid, text::fold};
use despacho_ledger::{
    accounts::store as accounts,
    journal::{codes, sheet},
};
use despacho_platform::{Result, sql::Connection};

use crate::store;

/// The number that a text begins with, and the name behind it: `400.31 Talleres`, `31 · Talleres`, `400 · 31`, `31`.
fn numbered(text: &str) -> Option<(i64, &str)> {
    if let Some((left, right)) = sheet::apart(text) {
        return right.parse().ok().map(|number| (number, "")).or_else(|| left.parse().ok().map(|number| (number, right)));
    }
    let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let number = codes::dotted(first).map_or(first, |(_, number)| number);
    number.parse().ok().map(|number| (number, rest.trim()))
}

/// Whether a text is rather a tax id than a name: it has more digits than letters.
pub fn is_tax_id(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    digits >= 5 && digits > text.chars().filter(|c| c.is_alphabetic()).count()
}

/// The contacts that a text finds, whom it says exactly first; and whether that one is meant.
pub async fn search(db: &dyn Connection, organization: Id, text: &str, limit: i64) -> Result<(Vec<Contact>, bool)> {
    let text = text.trim();
    if let Some((number, name)) = numbered(text) {
        let found = contacts::of_beginning(db, organization, &number.to_string(), limit).await?;
        let same = |contact: &Contact| contact.number == number && (name.is_empty() || contact.name_key == fold(name));
        if let Some(at) = found.iter().position(same) {
            let mut found = found;
            let first = found.remove(at);
            found.insert(0, first);
            return Ok((found, true));
        }
        if name.is_empty() && !found.is_empty() {
            return Ok((found, false));
        }
    }
    let plain = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase();
    let typed = plain(text);
    // A tax id is found however it is written.
    let words = if is_tax_id(text) { typed.clone() } else { text.to_owned() };
    let filter = Filter { search: words, kind: "vendor".into(), active: Some(true) };
    let mut found = contacts::list(db, organization, &filter, ("name", false), limit, 0).await?;
    let is = |contact: &Contact| contact.name_key == fold(text) || (!contact.tax_id.is_empty() && plain(&contact.tax_id) == typed);
    let exact = found.iter().filter(|contact| is(contact)).count() == 1;
    found.sort_by_key(|contact| !is(contact));
    Ok((found, exact))
}

/// Whom a text means; or `required`, `vendor_unknown` or `vendor_several` at `vendor`.
pub async fn read(db: &dyn Connection, organization: Id, text: &str, errors: &mut Invalid) -> Result<Option<Contact>> {
    if text.trim().is_empty() {
        errors.push("vendor", "required");
        return Ok(None);
    }
    let (mut found, exact) = search(db, organization, text, 10).await?;
    // The beginning of a number is none.
    let begins = !exact && numbered(text.trim()).is_some_and(|(_, name)| name.is_empty());
    match found.len() {
        _ if begins => errors.push("vendor", "vendor_unknown"),
        0 => errors.push("vendor", "vendor_unknown"),
        1 => return Ok(found.pop()),
        _ if exact => return Ok(Some(found.swap_remove(0))),
        _ => errors.push("vendor", "vendor_several"),
    }
    Ok(None)
}

/// As a cell shows one: `400.31 Talleres`.
pub fn label(control: &str, contact: &Contact) -> String {
    let number = contact.number;
    if control.is_empty() { format!("{number} {}", contact.name) } else { format!("{control}.{number} {}", contact.name) }
}

/// The codes of the control accounts that vendors are owed on; `usual` of those who are owed nothing yet.
pub async fn controls(db: &dyn Connection, organization: Id, vendors: &[Contact], usual: &str) -> Result<HashMap<Id, String>> {
    let ids: Vec<Id> = vendors.iter().map(|contact| contact.id).collect();
    let owed = store::owed_on(db, organization, &ids).await?;
    let accounts = accounts::of_ids(db, organization, &owed.iter().map(|of| of.account_id).collect::<Vec<_>>()).await?;
    let mut all: HashMap<Id, String> = ids.into_iter().map(|id| (id, usual.to_owned())).collect();
    for of in owed {
        if let Some(account) = accounts.iter().find(|account| account.id == of.account_id) {
            all.insert(of.contact_id, account.code.clone());
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_however_it_is_written() {
        for (text, read) in [
            ("31", Some((31, ""))),
            ("400.31", Some((31, ""))),
            ("4000.31 Talleres Sol", Some((31, "Talleres Sol"))),
            ("400 · 31", Some((31, ""))),
            ("31 · Talleres Sol", Some((31, "Talleres Sol"))),
            ("B12345674", None),
            ("Talleres 31", None),
            ("3M Ejemplo", None),
        ] {
            assert_eq!(numbered(text), read, "{text}");
        }
    }
}
