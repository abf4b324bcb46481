//! How the API describes what it takes and answers of the ledger.

pub use despacho_ui::schema::id;
use despacho_ui::schema::{CODE, DATE, FILLED, LINE, named, or_empty};
use serde_json::{Value, json};

use crate::{
    dimensions::tags,
    journal::{Journal, Kind, State, typed::MAX_LINES},
};

/// An amount: a decimal text.
const DECIMAL: &str = "^-?[0-9]{1,15}(\\.[0-9]{1,4})?$";
const UNSIGNED: &str = "^[0-9]{1,15}(\\.[0-9]{1,4})?$";

pub fn amount() -> Value {
    json!({ "type": "string", "pattern": DECIMAL })
}

pub fn typed_amount() -> Value {
    or_empty(json!({ "type": "string", "pattern": UNSIGNED, CODE: "amount_invalid" }))
}

pub fn date() -> Value {
    json!({ "type": "string", "format": "date", "pattern": DATE, CODE: "date" })
}

pub fn or_null(mut schema: Value) -> Value {
    schema["type"] = json!([schema["type"], "null"]);
    schema
}

pub fn text(max: usize) -> Value {
    json!({ "type": "string", "maxLength": max, "pattern": LINE })
}

pub fn words(all: Vec<&str>) -> Value {
    json!({ "type": "string", "enum": all })
}

pub fn object(properties: Value, required: &[&str]) -> Value {
    json!({ "type": "object", "required": required, "properties": properties })
}

/// Every member is always there.
pub fn answer(properties: Value) -> Value {
    let names: Vec<String> = properties.as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect();
    json!({ "type": "object", "required": names, "properties": properties })
}

pub fn rows(of: Value) -> Value {
    json!({ "type": "array", "items": of })
}

/// A line of an entry as it is sent.
pub fn line() -> Value {
    let properties = json!({
        "account_code": { "type": "string", "minLength": 1, "maxLength": 20, "pattern": FILLED },
        "debit": typed_amount(),
        "credit": typed_amount(),
        "description": or_null(text(300)),
        "currency": or_empty(named("Currency")),
        "amount_in_currency": typed_amount(),
        "rate": or_empty(json!({ "type": "string", "pattern": "^[0-9]{1,9}(\\.[0-9]{1,10})?$", CODE: "number" })),
        "tags": { "type": ["object", "null"], "propertyNames": text(40), "additionalProperties": text(40), "maxProperties": tags::MAX },
        "contact": {
            "type": ["string", "integer", "null"],
            "minimum": 1,
            "maximum": 999_999_999,
            "pattern": "^([0-9]{1,9}|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})?$",
            CODE: "contact_unknown",
        },
    });
    object(properties, &["account_code"])
}

/// An entry as it is sent.
pub fn new_entry() -> Value {
    let properties = json!({
        "date": date(),
        "description": text(500),
        "reference": text(100),
        "journal": words(Journal::ALL.iter().map(|j| j.word()).collect()),
        "status": words(vec!["draft", "posted"]),
        "reverse_on": or_null(date()),
        "postings": { "type": "array", "maxItems": MAX_LINES, "items": line() },
    });
    object(properties, &["date", "postings"])
}

/// A line of an entry as it is answered.
fn posting() -> Value {
    answer(json!({
        "account_code": { "type": "string" },
        "account_name": { "type": "string" },
        "debit": { "type": "string" },
        "credit": { "type": "string" },
        "description": { "type": "string" },
        "currency": { "type": "string" },
        "amount_in_currency": { "type": "string" },
        "rate": { "type": "string" },
        "tags": { "type": "object", "additionalProperties": { "type": "string" } },
        "contact": or_null(id()),
        "contact_number": { "type": ["integer", "null"] },
        "contact_name": { "type": "string" },
    }))
}

/// An entry as it is answered.
pub fn entry() -> Value {
    answer(json!({
        "id": id(),
        "number": { "type": ["integer", "null"] },
        "revision": { "type": "integer" },
        "book_number": { "type": ["integer", "null"] },
        "fiscal_year": { "type": ["string", "null"] },
        "journal": words(Journal::ALL.iter().map(|j| j.word()).collect()),
        "kind": words(Kind::ALL.iter().map(|k| k.word()).collect()),
        "date": { "type": "string", "format": "date" },
        "status": words(State::ALL.iter().map(|s| s.word()).collect()),
        "description": { "type": "string" },
        "reference": { "type": "string" },
        "total": { "type": "string" },
        "postings": rows(posting()),
        "reverses": or_null(id()),
        "reversed_by": or_null(id()),
        "supersedes": or_null(id()),
        "source": { "type": ["object", "null"], "properties": { "kind": { "type": "string" }, "id": id() } },
        "in_locked_period": { "type": "boolean" },
        "version": { "type": "integer" },
    }))
}

/// Why something is done.
pub fn reason() -> Value {
    object(json!({ "reason": { "type": "string", "minLength": 1, "maxLength": 300, "pattern": FILLED } }), &["reason"])
}

/// Nothing needs to be said.
pub fn nothing() -> Value {
    object(json!({}), &[])
}

/// What a report of a period answers.
pub fn period(more: Value) -> Value {
    let mut properties =
        json!({ "from": { "type": "string", "format": "date" }, "to": { "type": "string", "format": "date" }, "currency": { "type": "string" } });
    if let (Some(all), Some(more)) = (properties.as_object_mut(), more.as_object()) {
        all.extend(more.clone());
    }
    answer(properties)
}
