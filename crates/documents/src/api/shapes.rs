//! How the API describes what it takes and answers of documents.

use despacho_ledger::api::shapes::{amount, answer, date, id, object, or_null, rows, text, words};
use despacho_taxes::document::MAX_LINES;
use despacho_ui::schema::{CODE, LINES, named, or_empty};
use serde_json::{Value, json};

use crate::{document::STATUSES, kind::Kind};

fn number(pattern: &str) -> Value {
    or_empty(json!({ "type": "string", "pattern": pattern, CODE: "number" }))
}

/// A quantity or a price: at most six decimals.
fn decimal() -> Value {
    number("^-?[0-9]{1,12}(\\.[0-9]{1,6})?$")
}

fn percent() -> Value {
    number("^[0-9]{1,3}(\\.[0-9]{1,4})?$")
}

/// An amount that may be left out.
pub fn given_amount() -> Value {
    or_empty(json!({ "type": "string", "pattern": "^-?[0-9]{1,15}(\\.[0-9]{1,4})?$", CODE: "amount_invalid" }))
}

pub fn rate() -> Value {
    number("^[0-9]{1,9}(\\.[0-9]{1,10})?$")
}

pub fn notes() -> Value {
    or_null(json!({ "type": "string", "maxLength": 2000, "pattern": LINES }))
}

pub fn given_date() -> Value {
    or_empty(date())
}

pub fn currency() -> Value {
    or_empty(named("Currency"))
}

fn line() -> Value {
    let tax = object(json!({ "code": text(20), "amount": given_amount() }), &["code"]);
    let properties = json!({
        "item_id": or_null(id()),
        "description": or_null(json!({ "type": "string", "maxLength": 2000, "pattern": LINES })),
        "quantity": decimal(),
        "unit_price": decimal(),
        "discount_percent": percent(),
        "taxes": { "type": ["array", "null"], "maxItems": 20, "items": { "anyOf": [text(20), tax] } },
        "account_code": or_null(text(20)),
    });
    object(properties, &[])
}

/// The members that a document is sent with.
fn members(kind: Kind) -> Value {
    let mut properties = json!({
        "contact_id": id(),
        "date": given_date(),
        "due_date": given_date(),
        "series": or_null(text(60)),
        "currency": currency(),
        "rate": rate(),
        "prices_include_tax": { "type": ["boolean", "null"] },
        "reference": or_null(text(100)),
        "notes": notes(),
        "lines": { "type": "array", "maxItems": MAX_LINES, "items": line() },
        "status": words(vec!["draft", "issued"]),
    });
    let mut more = |name: &str, schema: Value| properties[name] = schema;
    match kind {
        Kind::Invoice => more("simplified", json!({ "type": ["boolean", "null"] })),
        Kind::Bill | Kind::VendorCredit => {
            more("vendor_number", or_null(text(60)));
            more("taxes", json!({ "type": "array", "maxItems": 20, "items": object(json!({ "code": text(20), "amount": given_amount() }), &["code"]) }));
        }
        Kind::CreditNote | Kind::Estimate | Kind::PurchaseOrder => {}
    }
    if let Some(of) = kind.corrects() {
        more(&format!("{}_id", of.word()), or_null(id()));
        more("method", or_empty(words(vec!["differences"])));
        more("reason", or_null(text(300)));
    }
    properties
}

/// A document as it is sent.
pub fn new(kind: Kind) -> Value {
    object(members(kind), &["contact_id"])
}

/// What an invoice says whenever it comes again: all but its days, its rate and its status.
pub fn undated() -> Value {
    let mut properties = members(Kind::Invoice);
    if let Some(all) = properties.as_object_mut() {
        all.retain(|name, _| !["date", "due_date", "rate", "status"].contains(&name.as_str()));
    }
    properties
}

/// A change of a draft.
pub fn change(kind: Kind) -> Value {
    let mut properties = members(kind);
    if let Some(all) = properties.as_object_mut() {
        all.remove("status");
    }
    object(properties, &[])
}

/// What corrects an invoice or a bill: the whole of it where no lines are told.
pub fn correction(kind: Kind) -> Value {
    let by = kind.corrected_by().unwrap_or(kind);
    let of = members(by);
    let mut properties = json!({});
    for name in ["date", "series", "reference", "notes", "lines", "taxes", "vendor_number", "method", "reason", "status"] {
        if let Some(schema) = of.get(name) {
            properties[name] = schema.clone();
        }
    }
    object(properties, &[])
}

/// Why and when something is done.
pub fn deed(account: bool) -> Value {
    let mut properties = json!({ "date": given_date(), "reason": or_null(text(300)) });
    if account {
        properties["account_code"] = or_null(text(20));
    }
    object(properties, &[])
}

/// A document as it is answered.
pub fn document() -> Value {
    let tax = || answer(json!({ "code": { "type": "string" }, "rate": { "type": "string" }, "base": amount(), "amount": amount() }));
    let line = answer(json!({
        "item_id": or_null(id()),
        "description": { "type": "string" },
        "quantity": { "type": "string" },
        "unit_price": { "type": "string" },
        "discount_percent": { "type": "string" },
        "taxes": rows(json!({ "type": "string" })),
        "account_code": { "type": "string" },
        "net": amount(),
    }));
    let totals = answer(json!({
        "net": amount(),
        "taxes": rows(tax()),
        "withholdings": rows(tax()),
        "withheld": amount(),
        "total": amount(),
        "payable": amount(),
        "paid": amount(),
        "balance": amount(),
    }));
    answer(json!({
        "id": id(),
        "kind": words(Kind::ALL.iter().map(|kind| kind.word()).collect()),
        "number": { "type": ["string", "null"] },
        "series": { "type": ["string", "null"] },
        "date": { "type": "string", "format": "date" },
        "due_date": { "type": "string", "format": "date" },
        "status": words(STATUSES.to_vec()),
        "overdue": { "type": "boolean" },
        "contact_id": id(),
        "contact_name": { "type": "string" },
        "contact_tax_id": { "type": "string" },
        "currency": { "type": "string" },
        "rate": { "type": ["string", "null"] },
        "prices_include_tax": { "type": "boolean" },
        "simplified": { "type": "boolean" },
        "reference": { "type": "string" },
        "notes": { "type": "string" },
        "vendor_number": { "type": "string" },
        "corrects_id": or_null(id()),
        "method": { "type": "string" },
        "reason": { "type": "string" },
        "lines": rows(line),
        "totals": totals,
        "written_off": amount(),
        "entry_id": or_null(id()),
        "warnings": rows(answer(json!({ "code": { "type": "string" }, "tax": { "type": "string" }, "typed": amount(), "computed": amount() }))),
        "version": { "type": "integer" },
    }))
}
