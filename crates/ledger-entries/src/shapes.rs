//! How the API describes changes of entries.

use despacho_ledger::api::shapes::{date, new_entry, object};
use despacho_ui::schema::FILLED;
use serde_json::{Value, json};

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

/// The day and reason of a reversal.
pub fn reversal() -> Value {
    object(json!({ "date": date(), "reason": { "type": "string", "minLength": 1, "maxLength": 300, "pattern": FILLED } }), &["date", "reason"])
}
