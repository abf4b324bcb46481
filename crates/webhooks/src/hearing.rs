//! What of the activity is told to webhooks: it is heard in the transaction in which it is written, so that nothing is told that did not happen.

use despacho_platform::{Result, activity::Entry, jobs, sql::Connection};
use futures_util::future::BoxFuture;
use serde_json::{Map, Value, json};

use crate::{store, webhook::TellEvent};

/// The event that an entry of the activity is.
fn event(action: &str) -> Option<&'static str> {
    Some(match action {
        "client_created" | "client_imported" => "client.created",
        "client_updated" | "client_assigned" | "client_activated" | "client_deactivated" | "contact_added" | "contact_updated" | "contact_removed" => {
            "client.updated"
        }
        "organization_created" => "organization.created",
        "client_file_import_completed" | "import_completed" => "client_import.completed",
        "blueprint_applied" => "blueprint.applied",
        _ => return None,
    })
}

/// Hears what is written to the activity, and has it told.
pub fn hear<'a>(db: &'a dyn Connection, entries: &'a [Entry<'a>], now: i64) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let told: Vec<(&Entry<'_>, &'static str)> = entries.iter().filter_map(|entry| Some((entry, event(entry.action)?))).collect();
        if told.is_empty() || !store::any(db).await? {
            return Ok(());
        }
        for (entry, event) in told {
            let (kind, id, name) = entry.subject;
            let changes: Map<String, Value> = entry.changes.iter().map(|change| (change.field.clone(), json!(change.after))).collect();
            let data = json!({ "kind": kind, "id": id, "name": name, "changes": changes });
            jobs::enqueue(db, &TellEvent { tenant: entry.tenant, event: event.into(), data, at: now }, now).await?;
        }
        Ok(())
    })
}
