//! How the API describes fiscal years, locks and opening balances.

use despacho_ledger::{
    api::shapes::{amount, answer, date, id, line, object, or_null, rows, words},
    journal::{
        Kind,
        locks::{Level, Scope},
        typed::MAX_LINES,
    },
};
use despacho_ui::schema::{FILLED, or_empty};
use serde_json::{Value, json};

/// Whether closing is only shown.
pub fn closing() -> Value {
    object(json!({ "dry_run": { "type": "boolean" } }), &[])
}

/// What a closing writes, or would write.
pub fn closed() -> Value {
    let line = answer(json!({ "account_code": { "type": "string" }, "account_name": { "type": "string" }, "debit": amount(), "credit": amount() }));
    let entry = answer(json!({
        "kind": words(Kind::ALL.iter().map(|k| k.word()).collect()),
        "date": { "type": "string", "format": "date" },
        "description": { "type": "string" },
        "postings": rows(line),
    }));
    answer(json!({
        "fiscal_year": fiscal_year(),
        "dry_run": { "type": "boolean" },
        "result": amount(),
        "drafts": { "type": "integer" },
        "against": rows(json!({ "type": "string" })),
        "entries": rows(entry),
    }))
}

/// A fiscal year to be added.
pub fn new_year() -> Value {
    object(json!({ "starts_on": date(), "ends_on": date() }), &["starts_on", "ends_on"])
}

/// A lock.
pub fn lock() -> Value {
    answer(json!({
        "scope": words(Scope::ALL.iter().map(|s| s.word()).collect()),
        "level": words(Level::ALL.iter().map(|l| l.word()).collect()),
        "locked_through": { "type": ["string", "null"], "format": "date" },
        "reason": { "type": "string" },
        "set_at": { "type": "integer" },
    }))
}

/// A lock to be set, moved or taken away.
pub fn new_lock() -> Value {
    let properties = json!({
        "scope": words(Scope::ALL.iter().map(|s| s.word()).collect()),
        "level": words(Level::ALL.iter().map(|l| l.word()).collect()),
        "locked_through": or_empty(date()),
        "reason": { "type": "string", "minLength": 1, "maxLength": 300, "pattern": FILLED },
    });
    object(properties, &["scope", "locked_through", "reason"])
}

/// Opening balances as they are sent.
pub fn new_opening() -> Value {
    object(json!({ "date": or_empty(date()), "rows": { "type": "array", "maxItems": MAX_LINES, "items": line() } }), &["rows"])
}

/// Opening balances as they stand.
pub fn opening() -> Value {
    let row = answer(json!({
        "account_code": { "type": "string" },
        "debit": { "type": "string" },
        "credit": { "type": "string" },
        "description": { "type": "string" },
        "currency": { "type": "string" },
        "amount_in_currency": { "type": "string" },
        "rate": { "type": "string" },
        "contact_number": { "type": ["integer", "null"] },
    }));
    answer(json!({ "date": { "type": "string", "format": "date" }, "rows": rows(row), "difference": amount(), "entry": or_null(id()) }))
}

/// A fiscal year.
pub fn fiscal_year() -> Value {
    answer(json!({
        "id": id(),
        "name": { "type": "string" },
        "starts_on": { "type": "string", "format": "date" },
        "ends_on": { "type": "string", "format": "date" },
        "state": words(vec!["open", "closed"]),
        "closed_at": { "type": ["integer", "null"] },
    }))
}
