//! How the API describes what it takes and answers of the ledger.

use despacho_ui::schema::{CODE, DATE, FILLED, LINE, named, or_empty};
use serde_json::{Value, json};

use crate::{
    dimensions::tags,
    journal::{
        Journal, Kind, State,
        locks::{Level, Scope},
        typed::MAX_LINES,
    },
};

/// An amount: a decimal text.
const DECIMAL: &str = "^-?[0-9]{1,15}(\\.[0-9]{1,4})?$";
const UNSIGNED: &str = "^[0-9]{1,15}(\\.[0-9]{1,4})?$";

pub fn amount() -> Value {
    json!({ "type": "string", "pattern": DECIMAL })
}

fn typed_amount() -> Value {
    or_empty(json!({ "type": "string", "pattern": UNSIGNED, CODE: "amount_invalid" }))
}

pub fn date() -> Value {
    json!({ "type": "string", "format": "date", "pattern": DATE, CODE: "date" })
}

pub fn id() -> Value {
    json!({ "type": "string", "format": "uuid" })
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
fn line() -> Value {
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

/// A change of a draft.
pub fn change_entry() -> Value {
    let mut schema = new_entry();
    schema["required"] = json!([]);
    if let Some(properties) = schema["properties"].as_object_mut() {
        properties.remove("status");
    }
    schema
}

/// An entry as it is sent whole in place of another.
pub fn correction() -> Value {
    let mut schema = new_entry();
    if let Some(properties) = schema["properties"].as_object_mut() {
        properties.remove("status");
        properties.remove("reverse_on");
    }
    schema
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

/// The day and reason of a reversal.
pub fn reversal() -> Value {
    object(json!({ "date": date(), "reason": { "type": "string", "minLength": 1, "maxLength": 300, "pattern": FILLED } }), &["date", "reason"])
}

/// Why something is done.
pub fn reason() -> Value {
    object(json!({ "reason": { "type": "string", "minLength": 1, "maxLength": 300, "pattern": FILLED } }), &["reason"])
}

/// Nothing needs to be said.
pub fn nothing() -> Value {
    object(json!({}), &[])
}

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

pub fn period(more: Value) -> Value {
    let mut properties =
        json!({ "from": { "type": "string", "format": "date" }, "to": { "type": "string", "format": "date" }, "currency": { "type": "string" } });
    if let (Some(all), Some(more)) = (properties.as_object_mut(), more.as_object()) {
        all.extend(more.clone());
    }
    answer(properties)
}

/// The trial balance.
pub fn trial_balance() -> Value {
    let sums = json!({ "opening": amount(), "debit": amount(), "credit": amount(), "closing": amount() });
    let mut row = sums.clone();
    row["code"] = json!({ "type": "string" });
    row["name"] = json!({ "type": "string" });
    period(json!({ "rows": rows(answer(row)), "totals": answer(sums) }))
}

/// A page of the general ledger.
pub fn general_ledger() -> Value {
    let row = answer(json!({
        "entry": id(),
        "number": { "type": ["integer", "null"] },
        "date": { "type": "string", "format": "date" },
        "account_code": { "type": "string" },
        "description": { "type": "string" },
        "reference": { "type": "string" },
        "debit": amount(),
        "credit": amount(),
        "balance": amount(),
        "position": { "type": "integer" },
        "contact": or_null(id()),
        "contact_number": { "type": ["integer", "null"] },
        "contact_name": { "type": "string" },
        "match": or_null(id()),
        "matched": { "type": "string" },
    }));
    let account = answer(json!({ "code": { "type": "string" }, "name": { "type": "string" } }));
    period(json!({ "account": or_null(account), "opening": amount(), "rows": rows(row), "next_cursor": { "type": ["string", "null"] } }))
}

/// Balances by contact.
pub fn contact_balances() -> Value {
    let row = answer(json!({
        "account_code": { "type": "string" },
        "account_name": { "type": "string" },
        "contact": id(),
        "contact_number": { "type": "integer" },
        "contact_name": { "type": "string" },
        "tax_id": { "type": "string" },
        "balance": amount(),
    }));
    let account = answer(json!({ "code": { "type": "string" }, "name": { "type": "string" }, "balance": amount(), "without_contact": amount() }));
    answer(
        json!({ "date": { "type": "string", "format": "date" }, "currency": { "type": "string" }, "rows": rows(row), "accounts": rows(account), "total": amount() }),
    )
}

/// A page of the journal.
pub fn journal() -> Value {
    period(json!({ "items": rows(named("JournalEntry")), "next_cursor": { "type": ["string", "null"] } }))
}

fn section() -> Value {
    let row = answer(
        json!({ "code": { "type": "string" }, "name": { "type": "string" }, "amount": amount(), "compared": or_null(amount()), "columns": rows(amount()) }),
    );
    answer(json!({ "rows": rows(row), "total": amount(), "compared": or_null(amount()), "columns": rows(amount()) }))
}

/// Digits of the codes that accounts are gathered under.
pub fn level() -> Value {
    json!({ "type": "integer", "minimum": 1, "maximum": 20 })
}

/// A dimension's value, `code:value`.
pub fn tag() -> Value {
    json!({ "type": "string", "minLength": 3, "maxLength": 61 })
}

/// A model of statements.
pub fn model() -> Value {
    words(vec!["chart", "pymes", "abridged"])
}

/// Lines of a country's model; empty where statements follow the chart.
fn lines() -> Value {
    let account = answer(
        json!({ "code": { "type": "string" }, "name": { "type": "string" }, "amount": amount(), "compared": or_null(amount()), "columns": rows(amount()) }),
    );
    rows(answer(json!({
        "key": { "type": "string" },
        "level": { "type": "integer" },
        "name": { "type": "string" },
        "amount": amount(),
        "compared": or_null(amount()),
        "columns": rows(amount()),
        "accounts": rows(account),
    })))
}

/// Cash flows.
pub fn cash_flow() -> Value {
    let cash = answer(json!({ "amount": amount(), "compared": or_null(amount()), "columns": rows(amount()) }));
    period(json!({ "columns": columns(), "lines": lines(), "change": amount(), "opening": cash, "closing": cash }))
}

/// Changes in equity.
pub fn changes_in_equity() -> Value {
    let sums = json!({ "opening": amount(), "result": amount(), "increases": amount(), "decreases": amount(), "closing": amount() });
    let mut row = sums.clone();
    row["code"] = json!({ "type": "string" });
    row["name"] = json!({ "type": "string" });
    period(json!({ "rows": rows(answer(row)), "totals": answer(sums) }))
}

/// The periods of columns.
fn columns() -> Value {
    let day = || json!({ "type": "string", "format": "date" });
    rows(answer(json!({ "from": day(), "to": day() })))
}

/// Profit and loss.
pub fn profit_and_loss() -> Value {
    period(json!({
        "columns": columns(),
        "income": section(),
        "expenses": section(),
        "result": amount(),
        "compared_result": or_null(amount()),
        "model": model(),
        "lines": lines(),
    }))
}

/// The balance sheet.
pub fn balance_sheet() -> Value {
    answer(json!({
        "date": { "type": "string", "format": "date" },
        "currency": { "type": "string" },
        "columns": columns(),
        "assets": section(),
        "liabilities": section(),
        "equity": section(),
        "result": amount(),
        "compared_result": or_null(amount()),
        "model": model(),
        "lines": lines(),
    }))
}

/// Income and expenses by the values of a dimension.
pub fn tag_analysis() -> Value {
    let named = || answer(json!({ "code": { "type": "string" }, "name": { "type": "string" } }));
    let amounts = json!({ "values": { "type": "object", "additionalProperties": amount() }, "untagged": amount(), "total": amount() });
    let mut row = amounts.clone();
    row["code"] = json!({ "type": "string" });
    row["name"] = json!({ "type": "string" });
    let section = || answer(json!({ "rows": rows(answer(row.clone())), "totals": answer(amounts.clone()) }));
    period(json!({ "dimension": named(), "values": rows(named()), "income": section(), "expenses": section(), "result": answer(amounts.clone()) }))
}
