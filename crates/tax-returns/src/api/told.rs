//! Tax figures as they are answered.

use despacho_kernel::{money::plain, place::Currency};
use serde_json::{Value, json};

use crate::{
    filing::Filing,
    returns::{BoxDocument, Figure},
    ties::Tie,
};

/// Accounts of taxes held against the documents.
pub fn ties(ties: &[Tie], currency: &Currency) -> Value {
    let amount = |minor: i64| plain(minor, currency.digits);
    let one = |tie: &Tie| {
        let entries: Vec<Value> = tie
            .outside
            .iter()
            .map(|entry| {
                json!({
                    "entry": entry.entry_id,
                    "number": entry.number,
                    "date": entry.date,
                    "description": entry.description,
                    "amount": amount(tie.side() * entry.amount),
                    "settles": tie.is_settled_by(entry),
                })
            })
            .collect();
        json!({
            "account_code": tie.account.code,
            "account_name": tie.account.name,
            "roles": tie.roles.iter().map(|role| role.word()).collect::<Vec<_>>(),
            "documents": amount(tie.documents),
            "ledger": amount(tie.ledger),
            "settled": amount(tie.settled),
            "difference": amount(tie.difference()),
            "entries": entries,
            "entries_count": tie.entries,
        })
    };
    ties.iter().map(one).collect()
}

/// The figure of a box: an amount, or a count.
pub fn figure(figure: &Figure, currency: &Currency) -> String {
    if figure.is_count() { figure.value.to_string() } else { plain(figure.value, currency.digits) }
}

/// Documents behind a box.
pub fn documents(found: &[BoxDocument], currency: &Currency) -> Value {
    let one = |of: &BoxDocument| {
        json!({
            "id": of.document.id,
            "kind": of.document.kind,
            "number": of.document.number,
            "vendor_number": of.document.vendor_number,
            "date": of.document.date,
            "contact_id": of.document.contact_id,
            "contact_name": of.document.contact_name,
            "amount": plain(of.amount, currency.digits),
        })
    };
    found.iter().map(one).collect()
}

/// What was approved, filed or paid of a return.
pub fn filing(of: &Filing, currency: &Currency) -> Value {
    let maybe = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    json!({
        "id": of.id,
        "sequence": of.sequence,
        "kind": of.kind,
        "state": of.state,
        "outcome": maybe(&of.outcome),
        "result": plain(of.result, currency.digits),
        "approved_at": of.approved_at,
        "filed_on": maybe(&of.filed_on),
        "filed_at": of.filed_at,
        "reference": maybe(&of.reference),
        "csv": maybe(&of.csv),
        "proof": maybe(&of.proof_name),
        "reason": maybe(&of.reason),
        "entry_id": of.entry_id,
        "paid_on": maybe(&of.paid_on),
        "payment_entry_id": of.payment_entry_id,
    })
}
