//! How the API describes what it takes and answers of banks.

use despacho_bank_files::Format;
use despacho_documents::api::shapes::{given_amount, given_date};
use despacho_ledger::api::shapes::{amount, answer, id, object, or_null, rows, text, words};
use despacho_ui::schema::LINE;
use serde_json::{Value, json};

use crate::{
    line::{EXCLUDED, MATCHED, UNMATCHED},
    proposals::proposal::{Kind, Reason},
    wanted::MOST,
};

fn texts() -> Value {
    json!({ "type": "string" })
}

fn whole() -> Value {
    json!({ "type": "integer" })
}

fn day() -> Value {
    json!({ "type": "string", "format": "date" })
}

/// What an account's balances are.
pub fn balances() -> Value {
    json!({
        "bank_balance": or_null(amount()),
        "book_balance": amount(),
        "unmatched_lines": whole(),
        "reconciled_through": { "type": ["string", "null"], "format": "date" },
    })
}

/// The form that brings a statement.
pub fn file() -> Value {
    let properties = json!({
        "file": { "type": "string", "contentMediaType": "application/octet-stream" },
        "format": words(Format::ALL.iter().map(|format| format.word()).collect()),
        "mapping": { "type": "string", "contentMediaType": "application/json" },
    });
    object(properties, &["file"])
}

pub fn statement() -> Value {
    answer(json!({
        "id": id(),
        "bank_account_id": id(),
        "file_name": texts(),
        "format": words(Format::ALL.iter().map(|format| format.word()).collect()),
        "from": day(),
        "to": day(),
        "opening": or_null(amount()),
        "closing": or_null(amount()),
        "lines": whole(),
        "duplicates": whole(),
        "warnings": rows(answer(json!({ "code": words(vec!["statement_gap"]), "expected": amount(), "found": amount() }))),
        "sha256": texts(),
        "imported_by": id(),
        "imported_at": whole(),
    }))
}

fn posting() -> Value {
    answer(json!({ "entry_id": id(), "position": whole() }))
}

fn proposal() -> Value {
    answer(json!({
        "score": whole(),
        "certainty": words(vec!["certain", "likely", "doubtful"]),
        "reason": words(Reason::ALL.iter().map(|reason| reason.word()).collect()),
        "kind": words(Kind::ALL.iter().map(|kind| kind.word()).collect()),
        "about": texts(),
        "items": rows(answer(json!({ "document_id": id(), "number": texts(), "amount": amount() }))),
        "charges": amount(),
        "postings": rows(posting()),
        "account_code": or_null(texts()),
        "rule_id": or_null(id()),
        "bank_account_id": or_null(id()),
        "bank_line_id": or_null(id()),
    }))
}

pub fn line() -> Value {
    answer(json!({
        "id": id(),
        "bank_account_id": id(),
        "statement_id": id(),
        "date": day(),
        "value_date": { "type": ["string", "null"], "format": "date" },
        "amount": amount(),
        "currency": texts(),
        "text": texts(),
        "reference": texts(),
        "counterparty": texts(),
        "counterparty_iban": texts(),
        "code": texts(),
        "status": words(vec![UNMATCHED, MATCHED, EXCLUDED]),
        "kind": { "type": ["string", "null"] },
        "reason": texts(),
        "postings": rows(posting()),
        "undone": { "type": "boolean" },
        "reconciliation_id": or_null(id()),
        "by_hand": { "type": "boolean" },
        "version": whole(),
        "proposals": rows(proposal()),
    }))
}

/// A line by hand, and what is changed of a line.
pub fn typed_line(required: &[&str]) -> Value {
    object(
        json!({
            "bank_account_id": id(),
            "date": given_date(),
            "value_date": given_date(),
            "amount": given_amount(),
            "text": text(300),
            "reference": or_null(text(100)),
            "counterparty": or_null(text(200)),
            "counterparty_iban": or_null(text(42)),
        }),
        required,
    )
}

/// What a line is matched with.
pub fn wanted() -> Value {
    let many = |of: Value| json!({ "type": ["array", "null"], "maxItems": MOST, "items": of });
    let code = || json!({ "type": ["string", "null"], "maxLength": 20, "pattern": LINE });
    let item = json!({ "document_id": id(), "invoice_id": id(), "bill_id": id(), "credit_note_id": id(), "vendor_credit_id": id(), "payment_id": id(), "amount": given_amount() });
    object(
        json!({
            "postings": many(object(json!({ "entry_id": id(), "position": whole() }), &["entry_id", "position"])),
            "entry_id": or_null(id()),
            "items": many(object(item, &[])),
            "charges": given_amount(),
            "contact_id": or_null(id()),
            "lines": many(object(json!({ "account_code": text(20), "amount": given_amount(), "description": or_null(text(300)) }), &["account_code"])),
            "account_code": code(),
            "rule_id": or_null(id()),
            "bank_account_id": or_null(id()),
            "bank_line_id": or_null(id()),
            "description": or_null(text(300)),
        }),
        &[],
    )
}

/// What an account is closed through.
pub fn closing() -> Value {
    object(json!({ "through": given_date(), "balance": given_amount() }), &[])
}

pub fn reconciliation() -> Value {
    answer(json!({
        "id": id(),
        "bank_account_id": id(),
        "through": day(),
        "bank_balance": amount(),
        "book_balance": amount(),
        "outstanding": amount(),
        "status": words(vec!["closed", "reopened"]),
        "closed_by": id(),
        "closed_at": whole(),
        "reopened_by": or_null(id()),
        "reopened_at": { "type": ["integer", "null"] },
    }))
}
