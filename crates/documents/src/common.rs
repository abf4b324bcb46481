//! What documents and payments read alike.

use despacho_contacts::{Contact, store as contacts};
use despacho_kernel::{
    Id, Invalid,
    number::{Notation, decimal},
    place::Currency,
};
use despacho_platform::{Result, sql::Connection};
use despacho_ui::days;
use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::ground::Ground;

/// A contact that may be named, or `required`, `contact_unknown` or `contact_inactive` at `contact_id`.
pub async fn contact(db: &dyn Connection, organization: Id, id: Option<Id>, errors: &mut Invalid) -> Result<Option<Contact>> {
    let Some(id) = id else {
        errors.push("contact_id", "required");
        return Ok(None);
    };
    let found = contacts::of_ids(db, organization, &[id]).await?.pop();
    match &found {
        None => errors.push("contact_id", "contact_unknown"),
        Some(contact) if !contact.active => errors.push("contact_id", "contact_inactive"),
        Some(_) => {}
    }
    Ok(found)
}

/// A day as it is typed, the usual one where nothing is, or `date` at its field.
pub fn day(field: &str, text: &str, usual: Option<Date>, errors: &mut Invalid) -> Option<Date> {
    match text.trim() {
        "" => usual,
        text => errors.take(field, days::iso(text).ok_or("date")),
    }
}

/// The rate of a currency, one for the organization's own: as it is typed, or that of a day; or `number` at `rate`, or `no_rate` at `currency`.
pub async fn rate(db: &dyn Connection, ground: &Ground, typed: &str, (currency, day): (&Currency, Date), errors: &mut Invalid) -> Result<Option<Decimal>> {
    if currency.code == ground.currency.code {
        return Ok(Some(Decimal::ONE));
    }
    if !typed.trim().is_empty() {
        let rate = errors.take("rate", decimal(typed, Notation::Plain, 10));
        if rate.is_some_and(|rate| rate <= Decimal::ZERO) {
            errors.push("rate", "number");
        }
        return Ok(rate.filter(|rate| *rate > Decimal::ZERO));
    }
    let found = ground.rate(db, &currency.code, day).await?;
    if found.is_none() {
        errors.push_with("currency", "no_rate", vec![("currency", currency.code.clone()), ("date", day.to_string())]);
    }
    Ok(found)
}
