//! What a text finds in the cell of an account: accounts by code and name, contacts by number and name, and what could be made of it.

use std::collections::HashMap;

use axum::{Json, extract::State, response::IntoResponse};
use despacho_contacts::{
    Contact,
    store::{self as contacts, Filter},
};
use despacho_kernel::{Id, access::OrganizationRight as R, text::fold};
use despacho_ledger::{
    accounts::{Account, store as accounts},
    api::common::currency,
    journal::{codes, sheet},
};
use despacho_platform::{Platform, Result, t};
use despacho_ui::{InOrganization, Outcome, Query, format};
use serde::Deserialize;
use serde_json::{Value, json};

use super::store as own;

/// Rows that a search answers.
const FOUND: usize = 12;

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
}

/// A row of the list.
#[derive(Debug, Clone)]
struct Row {
    account: Account,
    contact: Option<Contact>,
}

impl Row {
    /// Whether it is what was typed, and not only holds it.
    fn is_exact(&self, text: &str, whole: Option<&str>) -> bool {
        match &self.contact {
            Some(contact) => contact.name_key == fold(text),
            None => self.account.code == text || Some(self.account.code.as_str()) == whole || fold(&self.account.name) == fold(text),
        }
    }
}

/// A control account and the beginning of a contact of it: `430.7`, `430 · vive`.
fn within(text: &str) -> Option<(&str, &str)> {
    codes::dotted(text).or_else(|| sheet::apart(text)).or_else(|| text.strip_suffix('.').map(|code| (code, "")))
}

/// What the accounts and contacts of rows hold, as the reader writes it.
async fn held(platform: &Platform, who: &InOrganization, rows: &[Row]) -> Result<HashMap<(Id, Option<Id>), i64>> {
    let db = platform.db.read();
    let alone: Vec<Id> = rows.iter().filter(|row| row.contact.is_none()).map(|row| row.account.id).collect();
    let people: Vec<Id> = rows.iter().filter_map(|row| row.contact.as_ref()).map(|contact| contact.id).collect();
    let mut found: HashMap<(Id, Option<Id>), i64> =
        own::balances(db, who.organization, &alone).await?.into_iter().map(|of| ((of.account_id, None), of.amount)).collect();
    found.extend(own::balances_of(db, who.organization, &people).await?.into_iter().map(|of| ((of.account_id, of.contact_id), of.amount)));
    Ok(found)
}

/// Contacts of a name, each on the accounts that it has postings on, or on the first that its kind has.
async fn people(platform: &Platform, who: &InOrganization, text: &str) -> Result<Vec<Row>> {
    let db = platform.db.read();
    let filter = Filter { search: text.to_owned(), active: Some(true), ..Filter::default() };
    let found = contacts::list(db, who.organization, &filter, ("name", false), 8, 0).await?;
    if found.is_empty() {
        return Ok(vec![]);
    }
    let ids: Vec<Id> = found.iter().map(|contact| contact.id).collect();
    let mut on: HashMap<Id, Vec<Id>> = HashMap::new();
    for of in own::balances_of(db, who.organization, &ids).await? {
        on.entry(of.contact_id.unwrap_or_default()).or_default().push(of.account_id);
    }
    let usual = own::first_controls(db, who.organization).await?;
    let named: Vec<Id> = on.values().flatten().copied().collect();
    let known: HashMap<Id, Account> = accounts::of_ids(db, who.organization, &named).await?.into_iter().map(|account| (account.id, account)).collect();
    let mut rows = vec![];
    for contact in found {
        let mut of: Vec<Account> = on
            .get(&contact.id)
            .into_iter()
            .flatten()
            .filter_map(|id| known.get(id).cloned())
            .filter(|account| account.active)
            .collect();
        for (is, control) in [(contact.customer, "receivable"), (contact.vendor, "payable")] {
            if is && !of.iter().any(|account| account.control == control) {
                of.extend(usual.iter().find(|account| account.control == control).cloned());
            }
        }
        of.sort_by(|a, b| a.code.cmp(&b.code));
        rows.extend(of.into_iter().map(|account| Row { account, contact: Some(contact.clone()) }));
    }
    Ok(rows)
}

/// What could be made of a text.
async fn offered(platform: &Platform, who: &InOrganization, text: &str, control: Option<&Account>) -> Result<(Option<Value>, Vec<Value>)> {
    let (lang, db) = (who.lang(), platform.db.read());
    let contact = |account: &Account, name: &str| {
        let label = if name.is_empty() {
            t!(lang, "entry-make-contact", account = account.label())
        } else {
            t!(lang, "entry-make-contact-named", name = name, account = account.label())
        };
        json!({ "account": account.code, "name": name, "label": label })
    };
    if let Some(account) = control {
        let rest = within(text).map_or("", |(_, rest)| rest);
        let name = if rest.bytes().all(|b| b.is_ascii_digit()) { "" } else { rest };
        return Ok((None, if who.may(R::PostEntries) { vec![contact(account, name)] } else { vec![] }));
    }
    // What could be a new account is offered to whoever may make one.
    let code = codes::filled(text, codes::digits(db, who.organization).await?).unwrap_or_else(|| text.to_owned());
    let is_code = code.len() > 2 && code.len() <= 20 && code.bytes().all(|b| b.is_ascii_digit() || b == b'.') && !code.ends_with('.');
    if is_code {
        let new = who.may(R::EditAccounts) && accounts::find_by_code(db, who.organization, &code).await?.is_none();
        return Ok((new.then(|| json!({ "code": code, "url": who.path(&format!("/accounts/new?code={code}")) })), vec![]));
    }
    if !who.may(R::PostEntries) || text.chars().filter(|c| c.is_alphabetic()).count() < 3 {
        return Ok((None, vec![]));
    }
    Ok((None, own::first_controls(db, who.organization).await?.iter().map(|account| contact(account, text)).collect()))
}

/// The accounts and contacts that a text finds: what it says exactly first, then codes, then names. Headings are left out, as they take no postings.
pub async fn search(State(platform): State<Platform>, who: InOrganization, Query(asked): Query<Asked>) -> Outcome {
    let (lang, db) = (who.lang(), platform.db.read());
    let text: String = asked.q.trim().chars().take(100).collect();
    let whole = codes::filled(&text, codes::digits(db, who.organization).await?);
    let mut control = None;
    let mut found: Vec<Row> = vec![];
    let (mut exact, mut cut) = (false, false);
    if let Some((code, rest)) = within(&text)
        && let Some(account) = accounts::find_by_code(db, who.organization, code).await?
        && !account.control.is_empty()
        && account.active
    {
        let of = |contact: Contact| Row { account: account.clone(), contact: Some(contact) };
        let limit = i64::try_from(FOUND + 1).unwrap_or(i64::MAX);
        let people = if rest.bytes().all(|b| b.is_ascii_digit()) {
            let number = rest.trim_start_matches('0');
            let found = contacts::of_beginning(db, who.organization, number, limit).await?;
            exact = found.first().is_some_and(|contact| contact.number.to_string() == number);
            found
        } else {
            let filter = Filter { search: rest.to_owned(), active: Some(true), ..Filter::default() };
            contacts::list(db, who.organization, &filter, ("name", false), limit, 0).await?
        };
        found.extend(people.into_iter().map(of));
        control = Some(account);
    } else {
        let alone = accounts::search(db, who.organization, &text, i64::try_from(FOUND + 1).unwrap_or(i64::MAX)).await?;
        let people = if text.chars().any(char::is_alphabetic) { people(&platform, &who, &text).await? } else { vec![] };
        // However many accounts have the name, contacts have their place.
        let room = FOUND - people.len().min(FOUND / 3);
        cut = !people.is_empty() && alone.len() > room;
        found.extend(alone.into_iter().take(if cut { room } else { FOUND + 1 }).map(|account| Row { account, contact: None }));
        found.extend(people);
    }
    if let Some(whole) = &whole
        && let Some(account) = accounts::find_by_code(db, who.organization, whole).await?
        && account.active
    {
        found.retain(|row| row.account.id != account.id || row.contact.is_some());
        let at = usize::from(exact);
        found.insert(at.min(found.len()), Row { account, contact: None });
        exact = true;
    }
    found.retain(|row| !row.account.is_heading());
    if !exact && let Some(at) = found.iter().position(|row| row.is_exact(&text, whole.as_deref())) {
        let row = found.remove(at);
        // Two of one name are still two.
        exact = !found.iter().any(|other| other.is_exact(&text, whole.as_deref()));
        found.insert(0, row);
    }
    let more = cut || found.len() > FOUND;
    found.truncate(FOUND);
    let held = held(&platform, &who, &found).await?;
    let currency = currency(&platform, who.organization).await?;
    let item = |row: &Row| {
        let contact = row.contact.as_ref();
        let amount = held.get(&(row.account.id, contact.map(|contact| contact.id))).copied().unwrap_or(0);
        json!({
            "code": contact.map_or_else(|| row.account.code.clone(), |contact| sheet::joined(&row.account.code, &contact.number.to_string())),
            "name": contact.map_or(&row.account.name, |contact| &contact.name),
            "lacks": contact.is_none() && !row.account.control.is_empty(),
            "amount": if amount == 0 { String::new() } else { format::amount(lang, amount, currency.digits) },
        })
    };
    let items: Vec<Value> = found.iter().map(item).collect();
    let (new, people) = if exact && control.is_none() { (None, vec![]) } else { offered(&platform, &who, &text, control.as_ref()).await? };
    Ok(Json(json!({ "items": items, "more": more, "exact": exact, "new": new, "contacts": people })).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_an_account_is_looked_for_among_contacts() {
        assert_eq!(within("430.7"), Some(("430", "7")));
        assert_eq!(within("430 · 7"), Some(("430", "7")));
        assert_eq!(within("430·vive"), Some(("430", "vive")));
        assert_eq!(within("430."), Some(("430", "")));
        assert_eq!(within("430"), None);
    }

    #[test]
    fn a_row_is_exact_by_its_code_or_its_name() {
        let alone = |code: &str, name: &str| Row { account: Account { code: code.into(), name: name.into(), ..Account::default() }, contact: None };
        assert!(alone("572", "Bancos").is_exact("572", None) && alone("572", "Bancos").is_exact("bancos", None));
        assert!(alone("62900007", "Residuos").is_exact("629.7", Some("62900007")) && !alone("572", "Bancos").is_exact("57", None));
        let contact = Contact { name: "Núñez".into(), number: 7, ..Contact::default() }.settled("ES");
        let row = Row { contact: Some(contact), ..alone("430", "Clientes") };
        assert!(row.is_exact("NUÑEZ", None) && !row.is_exact("430", None));
    }
}
