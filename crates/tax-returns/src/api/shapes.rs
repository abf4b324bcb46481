//! How the API describes tax figures.

use despacho_ledger::api::shapes::{amount, answer, date, id, or_null, period, rows};
use despacho_ui::openapi::Operation;
use serde_json::{Value, json};

use crate::book::{self, Side};

fn text() -> Value {
    json!({ "type": "string" })
}

fn count() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}

fn cursor() -> Value {
    json!({ "type": ["string", "null"] })
}

/// It takes the first and the last day.
pub fn within(operation: Operation) -> Operation {
    operation.asks("from", date()).asks("to", date())
}

/// An account of taxes held against the documents.
fn tie() -> Value {
    let entry = answer(json!({
        "entry": id(),
        "number": { "type": ["integer", "null"] },
        "date": { "type": "string", "format": "date" },
        "description": text(),
        "amount": amount(),
        "settles": { "type": "boolean" },
    }));
    answer(json!({
        "account_code": text(),
        "account_name": text(),
        "roles": rows(json!({ "type": "string", "enum": ["output", "input", "withheld_by_customers", "withheld_from_vendors", "carried"] })),
        "documents": amount(),
        "ledger": amount(),
        "settled": amount(),
        "difference": amount(),
        "entries": rows(entry),
        "entries_count": count(),
    }))
}

/// What documents come to in each tax, and the accounts of taxes.
pub fn summary() -> Value {
    let item = answer(json!({
        "code": text(),
        "direction": { "type": "string", "enum": ["sale", "purchase"] },
        "treatment": text(),
        "rate": text(),
        "base": amount(),
        "tax": amount(),
        "deductible": amount(),
        "count": count(),
    }));
    period(json!({ "items": rows(item), "ties": rows(tie()), "ties_differ": { "type": "boolean" } }))
}

/// A page of a book of VAT.
pub fn book(side: Side) -> Value {
    let mut row = json!({ "document_id": id(), "document_kind": text(), "contact_id": id() });
    for column in book::columns(side) {
        row[column.name] = cursor();
    }
    let totals = answer(json!({
        "documents": count(),
        "total": amount(),
        "base": amount(),
        "tax": amount(),
        "deductible_tax": amount(),
        "surcharge": amount(),
        "withheld": amount(),
    }));
    period(json!({ "items": rows(answer(row)), "totals": totals, "next_cursor": cursor() }))
}

fn head() -> Value {
    json!({
        "model": text(),
        "period": text(),
        "name": text(),
        "from": { "type": "string", "format": "date" },
        "to": { "type": "string", "format": "date" },
        "due_on": or_null(json!({ "type": "string", "format": "date" })),
        "state": { "type": "string", "enum": ["draft", "approved", "filed", "paid"] },
        "version": count(),
        "result": or_null(answer(json!({ "box": text(), "amount": amount() }))),
    })
}

/// What was approved, filed or paid of a return.
fn filing() -> Value {
    let maybe = |schema: Value| or_null(schema);
    let day = || json!({ "type": "string", "format": "date" });
    answer(json!({
        "id": id(),
        "sequence": count(),
        "kind": { "type": "string", "enum": ["ordinary", "rectifying", "complementary", "substitute"] },
        "state": { "type": "string", "enum": ["draft", "approved", "filed", "paid"] },
        "outcome": maybe(json!({ "type": "string", "enum": ["pay", "refund", "carry", "zero", "inform"] })),
        "result": amount(),
        "approved_at": { "type": ["integer", "null"] },
        "filed_on": maybe(day()),
        "filed_at": { "type": ["integer", "null"] },
        "reference": cursor(),
        "csv": cursor(),
        "proof": cursor(),
        "reason": cursor(),
        "entry_id": maybe(id()),
        "paid_on": maybe(day()),
        "payment_entry_id": maybe(id()),
    }))
}

fn reason() -> Value {
    json!({ "type": "string", "maxLength": 300 })
}

/// What approving takes.
pub fn approving() -> Value {
    json!({ "type": "object", "properties": { "fingerprint": text() } })
}

/// What filing takes.
pub fn filing_sent() -> Value {
    json!({
        "type": "object",
        "required": ["date", "reference", "csv"],
        "properties": {
            "date": date(),
            "reference": text(),
            "csv": text(),
            "reason": reason(),
            "outcome": { "type": ["string", "null"], "enum": ["pay", "refund", "carry", "zero", "inform", null] },
            "fingerprint": text(),
        },
    })
}

/// What paying takes.
pub fn paying() -> Value {
    json!({ "type": "object", "required": ["date", "account_code"], "properties": { "date": date(), "account_code": text() } })
}

/// What reopening takes.
pub fn reopening() -> Value {
    json!({ "type": "object", "required": ["reason"], "properties": { "reason": reason() } })
}

/// What was done with a return.
pub fn done() -> Value {
    let mut shape = head();
    shape["filing"] = or_null(filing());
    answer(shape)
}

/// The returns of a year.
pub fn list() -> Value {
    answer(json!({ "year": { "type": "integer" }, "currency": text(), "items": rows(answer(head())) }))
}

fn document() -> Value {
    answer(json!({
        "id": id(),
        "kind": text(),
        "number": text(),
        "vendor_number": text(),
        "date": { "type": "string", "format": "date" },
        "contact_id": id(),
        "contact_name": text(),
        "amount": amount(),
    }))
}

/// A return with its boxes.
pub fn one() -> Value {
    let of_box = answer(json!({
        "box": text(),
        "label": text(),
        "section": text(),
        "amount": amount(),
        "documents": rows(document()),
        "documents_count": count(),
    }));
    let record = answer(json!({
        "contact_id": id(),
        "contact_number": count(),
        "contact_name": text(),
        "tax_id": text(),
        "country": text(),
        "key": text(),
        "documents": count(),
        "base": amount(),
        "withheld": amount(),
        "quarters": { "type": ["array", "null"], "items": amount() },
    }));
    let mut shape = head();
    shape["currency"] = text();
    shape["source"] = text();
    shape["boxes"] = rows(of_box);
    shape["records"] = rows(record);
    shape["records_count"] = count();
    shape["next_cursor"] = cursor();
    shape["ties"] = rows(tie());
    shape["ties_differ"] = json!({ "type": "boolean" });
    shape["unfiled_before"] = rows(json!({ "type": "string" }));
    shape["filing"] = or_null(filing());
    shape["filings"] = rows(filing());
    shape["fingerprint"] = text();
    let change = json!({ "box": text(), "label": text(), "filed": amount(), "present": amount() });
    shape["changes"] = rows(answer(change));
    shape["changed_documents"] = rows(answer(json!({ "id": id(), "kind": text(), "number": text(), "date": { "type": "string", "format": "date" } })));
    shape["settlement"] = rows(answer(json!({ "account_code": text(), "account_name": text(), "debit": amount(), "credit": amount() })));
    answer(shape)
}

/// A page of the documents behind a box.
pub fn documents() -> Value {
    answer(json!({ "model": text(), "period": text(), "box": text(), "amount": amount(), "items": rows(document()), "next_cursor": cursor() }))
}
