//! How the API describes reports.

use despacho_ledger::api::shapes::{amount, answer, date, id, or_null, period, rows, words};
use despacho_ui::{openapi::Operation, schema::named};
use serde_json::{Value, json};

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

/// Asks a report for its period.
pub fn within(operation: Operation) -> Operation {
    operation.asks("from", date()).asks("to", date())
}

/// Yes or no, as a parameter.
pub fn flag() -> Value {
    words(vec!["true", "false"])
}

/// An account's code, as a parameter.
pub fn account_code() -> Value {
    json!({ "type": "string", "minLength": 1, "maxLength": 20 })
}

/// A contact, by number or id, as a parameter.
pub fn contact() -> Value {
    json!({ "type": "string", "minLength": 1, "maxLength": 40 })
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
