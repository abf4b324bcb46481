//! Accounts at banks of contacts, and their mandates: reading and keeping them.

use despacho_bank_files::iban;
use despacho_contacts::{Contact, store as contacts};
use despacho_kernel::{Id, Invalid, new_id};
use despacho_ledger::journal::typed::or_empty;
use despacho_platform::{
    Error, Result, Tx,
    activity::{self, Change, Entry},
    memberships,
    users::User,
};
use despacho_sepa_files::is_identifier;
use jiff::civil::Date;
use serde::Deserialize;

use crate::{
    remittance::{ContactBank, Mandate},
    store,
};

/// An account as it is typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct TypedBank {
    #[serde(deserialize_with = "or_empty")]
    pub iban: String,
    #[serde(deserialize_with = "or_empty")]
    pub bic: String,
}

/// A mandate as it is typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct TypedMandate {
    /// Made from the contact's number where it is empty.
    #[serde(deserialize_with = "or_empty")]
    pub reference: String,
    #[serde(deserialize_with = "or_empty")]
    pub scheme: String,
    #[serde(deserialize_with = "or_empty")]
    pub usage: String,
    #[serde(deserialize_with = "or_empty")]
    pub signed_on: String,
}

async fn recorded(tx: &Tx, contact: &Contact, action: &str, changes: Vec<Change>, (by, now): (&User, i64)) -> Result<()> {
    let label = contact.label();
    let entry = Entry { tenant: contact.organization_id, actor: Some(by), action, subject: ("contact", contact.id, &label), changes };
    activity::record(tx, entry, now).await
}

/// Whether a bank's code is written as one is (ISO 9362).
fn is_bic(text: &str) -> bool {
    let letters = |part: Option<&str>| part.is_some_and(|part| part.bytes().all(|b| b.is_ascii_uppercase()));
    [8, 11].contains(&text.len()) && letters(text.get(..6)) && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

/// Keeps the account of a contact; an empty IBAN takes it away.
///
/// Errors: `iban` `iban`; `bic` `bic`; stale where another version than `seen` is there.
pub async fn keep(tx: &Tx, organization: Id, (contact, seen): (Id, Option<i64>), typed: &TypedBank, who: (&User, i64)) -> Result<ContactBank> {
    memberships::hold(tx, organization).await?;
    let contact = contacts::find(tx, organization, contact).await?;
    let before = store::bank(tx, organization, contact.id).await?;
    if seen.is_some_and(|seen| seen != before.as_ref().map_or(0, |bank| bank.version)) {
        return Err(Error::Stale(vec![]));
    }
    let mut errors = Invalid::new();
    let iban = if typed.iban.trim().is_empty() { String::new() } else { errors.take("iban", iban::checked(&typed.iban).ok_or("iban")).unwrap_or_default() };
    let bic: String = typed.bic.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_uppercase();
    if !bic.is_empty() && !is_bic(&bic) {
        errors.push("bic", "bic");
    }
    errors.finish()?;
    let after = ContactBank { organization_id: organization, contact_id: contact.id, iban, bic, version: before.as_ref().map_or(1, |bank| bank.version) };
    match &before {
        Some(before) if (&before.iban, &before.bic) == (&after.iban, &after.bic) => return Ok(before.clone()),
        Some(_) => {
            if !store::update_bank(tx, &after).await? {
                return Err(Error::Stale(vec![]));
            }
        }
        None => store::insert_bank(tx, &after).await?,
    }
    // The account itself is nobody's to read in a log: its last four are.
    let last = |iban: &str| iban.get(iban.len().saturating_sub(4)..).unwrap_or_default().to_owned();
    let change = Change { field: "iban".into(), before: before.map(|bank| last(&bank.iban)).unwrap_or_default(), after: last(&after.iban) };
    recorded(tx, &contact, "contact_bank_changed", vec![change], who).await?;
    store::bank(tx, organization, contact.id).await?.ok_or(Error::NotFound)
}

/// Keeps a new mandate of a contact.
///
/// Errors: `signed_on` `required`, `date`, `date_future`; `reference` `identifier`, `taken`; `scheme` and `usage` `choice`.
pub async fn sign(tx: &Tx, organization: Id, contact: Id, typed: &TypedMandate, today: Date, who: (&User, i64)) -> Result<Mandate> {
    memberships::hold(tx, organization).await?;
    let contact = contacts::find(tx, organization, contact).await?;
    let mut errors = Invalid::new();
    let word = |field: &str, text: &str, usual: &str, all: [&str; 2], errors: &mut Invalid| match text.trim() {
        "" => usual.to_owned(),
        text if all.contains(&text) => text.to_owned(),
        _ => {
            errors.push(field, "choice");
            String::new()
        }
    };
    let scheme = word("scheme", &typed.scheme, "core", ["core", "b2b"], &mut errors);
    let usage = word("usage", &typed.usage, "recurrent", ["recurrent", "once"], &mut errors);
    let signed: Option<Date> = if typed.signed_on.trim().is_empty() {
        errors.push("signed_on", "required");
        None
    } else {
        errors.take("signed_on", typed.signed_on.trim().parse().map_err(|_| "date"))
    };
    if signed.is_some_and(|day| day > today) {
        errors.push("signed_on", "date_future");
    }
    let count = store::mandates(tx, organization, &[contact.id]).await?.len();
    let reference = match typed.reference.trim() {
        "" => format!("M-{}-{}", contact.number, count + 1),
        text => text.to_owned(),
    };
    if !is_identifier(&reference, 35) {
        errors.push("reference", "identifier");
    } else if store::is_taken(tx, organization, &reference).await? {
        errors.push("reference", "taken");
    }
    errors.finish()?;
    let new = Mandate {
        organization_id: organization,
        id: new_id(),
        contact_id: contact.id,
        reference,
        scheme,
        usage,
        signed_on: signed.map(|day| day.to_string()).unwrap_or_default(),
        state: "active".into(),
        debits: 0,
        last_used_on: String::new(),
        version: 1,
    };
    store::insert_mandate(tx, &new).await?;
    let change = Change { field: "reference".into(), before: String::new(), after: new.reference.clone() };
    recorded(tx, &contact, "mandate_signed", vec![change], who).await?;
    Ok(new)
}

/// Ends a mandate: no other debit is made by it.
///
/// Errors: conflict `mandate_cancelled`; not found where it is another contact's.
pub async fn cancel(tx: &Tx, organization: Id, (contact, id): (Id, Id), who: (&User, i64)) -> Result<Mandate> {
    memberships::hold(tx, organization).await?;
    let before = store::mandate(tx, organization, id).await?;
    if before.contact_id != contact {
        return Err(Error::NotFound);
    }
    if before.state != "active" {
        return Err(Error::Conflict("mandate_cancelled"));
    }
    let contact = contacts::find(tx, organization, before.contact_id).await?;
    let after = Mandate { state: "cancelled".into(), ..before };
    store::update_mandate(tx, &after).await?;
    let change = Change { field: "reference".into(), before: after.reference.clone(), after: String::new() };
    recorded(tx, &contact, "mandate_cancelled", vec![change], who).await?;
    store::mandate(tx, organization, id).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_banks_code_has_eight_or_eleven_letters() {
        assert!(is_bic("CAIXESBB") && is_bic("CAIXESBBXXX") && is_bic("BSABESBB001"));
        assert!(!is_bic("CAIXESB") && !is_bic("CA1XESBB") && !is_bic("caixesbb") && !is_bic("ÑAIXESB"));
    }
}
