//! How the API describes requests.

pub(super) use despacho_ui::schema::id;
use despacho_ui::schema::{CODE, DATE, FILLED, LINE, LINES as SEVERAL_LINES};
use serde_json::{Value, json as value};

use crate::{
    actions::REASON,
    request::{DOCUMENT_KINDS, FileKind, Kind, LINES, LineState, RECIPIENTS, State},
    typed::{CHOICE, CHOICES, HELP, MESSAGE, SELDOM, TITLE},
};

pub(super) fn words(all: Vec<&str>) -> Value {
    value!({ "type": "string", "enum": all })
}

pub(super) fn or_null(mut schema: Value) -> Value {
    schema["type"] = value!([schema["type"], "null"]);
    if let Some(all) = schema["enum"].as_array_mut() {
        all.push(Value::Null);
    }
    schema
}

pub(super) fn text(max: usize) -> Value {
    value!({ "type": "string", "maxLength": max, "pattern": LINE })
}

pub(super) fn object(properties: Value, required: &[&str]) -> Value {
    value!({ "type": "object", "required": required, "properties": properties })
}

/// Every member is always there.
fn answered(properties: Value) -> Value {
    let names: Vec<String> = properties.as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect();
    value!({ "type": "object", "required": names, "properties": properties })
}

fn condition() -> Value {
    let answer = value!({ "type": ["string", "boolean"], "maxLength": CHOICE });
    let properties = value!({ "line": { "type": "integer", "minimum": 1, "maximum": LINES }, "answer": answer });
    value!({ "type": ["object", "null"], "required": ["line", "answer"], "properties": properties })
}

/// A line as it is sent.
fn new_line() -> Value {
    let several = |of: Value, most: usize| value!({ "type": "array", "maxItems": most, "items": of });
    let properties = value!({
        "kind": words(Kind::ALL.iter().map(|kind| kind.word()).collect()),
        "title": { "type": "string", "minLength": 1, "maxLength": TITLE, "pattern": FILLED },
        "help": or_null(value!({ "type": "string", "maxLength": HELP, "pattern": SEVERAL_LINES })),
        "required": { "type": "boolean" },
        "choices": several(text(CHOICE), CHOICES),
        "file_kinds": several(words(FileKind::ALL.iter().map(|kind| kind.word()).collect()), FileKind::ALL.len()),
        "document_kind": or_null(words(DOCUMENT_KINDS.to_vec())),
        "period": or_null(value!({ "type": "string", "pattern": "^([0-9]{4}(-(Q[1-4]|0[1-9]|1[0-2]))?)?$", CODE: "request_period" })),
        "currency": or_null(value!({ "type": "string", "pattern": "^([A-Z]{3})?$", CODE: "currency" })),
        "condition": condition(),
    });
    object(properties, &["kind", "title"])
}

/// A request as it is sent.
pub(super) fn new_request() -> Value {
    let properties = value!({
        "title": { "type": "string", "minLength": 1, "maxLength": TITLE, "pattern": FILLED },
        "client_id": id(),
        "message": or_null(value!({ "type": "string", "maxLength": MESSAGE, "pattern": SEVERAL_LINES })),
        "due_on": or_null(value!({ "type": "string", "format": "date", "pattern": DATE, CODE: "date" })),
        "recipients": { "type": "array", "maxItems": RECIPIENTS, "items": id() },
        "remind_every": { "type": ["integer", "null"], "minimum": 0, "maximum": SELDOM },
        "asks_code": { "type": ["boolean", "null"] },
        "task_id": or_null(id()),
        "lines": { "type": "array", "minItems": 1, "maxItems": LINES, "items": new_line() },
    });
    object(properties, &["title", "client_id", "lines"])
}

fn instant() -> Value {
    value!({ "type": ["integer", "null"] })
}

/// A line as it is answered.
fn line() -> Value {
    let file = answered(value!({
        "id": id(),
        "name": { "type": "string" },
        "size": { "type": "integer" },
        "media_type": { "type": "string" },
        "sha256": { "type": "string" },
        "brought_by": { "type": "string" },
        "brought_at": { "type": "integer" },
        "document_id": or_null(id()),
    }));
    let condition = value!({
        "type": ["object", "null"],
        "required": ["line", "line_id", "answer"],
        "properties": { "line": { "type": "integer" }, "line_id": id(), "answer": { "type": ["string", "boolean"] } },
    });
    answered(value!({
        "id": id(),
        "kind": words(Kind::ALL.iter().map(|kind| kind.word()).collect()),
        "title": { "type": "string" },
        "help": { "type": "string" },
        "required": { "type": "boolean" },
        "asked": { "type": "boolean" },
        "choices": { "type": "array", "items": { "type": "string" } },
        "file_kinds": { "type": "array", "items": { "type": "string" } },
        "document_kind": { "type": ["string", "null"] },
        "period": { "type": ["string", "null"] },
        "currency": { "type": ["string", "null"] },
        "condition": condition,
        "state": words(LineState::ALL.iter().map(|state| state.word()).collect()),
        "answer": { "type": ["string", "boolean", "array", "null"], "items": { "type": "string" } },
        "files": { "type": "array", "items": file },
        "reason": { "type": ["string", "null"] },
        "answered_by": { "type": ["string", "null"] },
        "answered_at": instant(),
    }))
}

/// A request as it is answered.
pub(super) fn shape() -> Value {
    answered(value!({
        "id": id(),
        "title": { "type": "string" },
        "client_id": id(),
        "task_id": or_null(id()),
        "message": { "type": "string" },
        "due_on": { "type": ["string", "null"], "format": "date" },
        "recipients": { "type": "array", "items": id() },
        "remind_every": { "type": "integer" },
        "asks_code": { "type": "boolean" },
        "state": words(State::ALL.iter().map(|state| state.word()).collect()),
        "reason": { "type": ["string", "null"] },
        "answered": { "type": "integer" },
        "asked": { "type": "integer" },
        "lines": { "type": "array", "items": line() },
        "created_at": { "type": "integer" },
        "sent_at": instant(),
        "opened_at": instant(),
        "submitted_at": instant(),
        "closed_at": instant(),
        "version": { "type": "integer" },
    }))
}

pub(super) fn reason(required: bool) -> Value {
    let text = value!({ "type": ["string", "null"], "maxLength": REASON, "pattern": LINE });
    let filled = value!({ "type": "string", "minLength": 1, "maxLength": REASON, "pattern": FILLED });
    if required { filled } else { text }
}
