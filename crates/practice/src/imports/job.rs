//! The background job of an import.

use async_trait::async_trait;
use despacho_kernel::Id;
use despacho_platform::{Error, Event, Platform, Result, jobs::Handler};
use serde::Deserialize;

use super::actions;

pub(super) const KIND: &str = "import_clients";

/// Imports batch after batch until nothing is pending.
pub struct ImportJob;

#[derive(Deserialize)]
struct Payload {
    practice_id: Id,
    import_id: Id,
}

#[async_trait]
impl Handler for ImportJob {
    fn kind(&self) -> &'static str {
        KIND
    }

    async fn run(&self, platform: &Platform, payload: serde_json::Value) -> Result<()> {
        let payload: Payload = serde_json::from_value(payload).map_err(|e| Error::Other(e.to_string()))?;
        loop {
            let more = actions::batch(platform, payload.practice_id, payload.import_id).await?;
            platform.tell(Event::Progress(payload.import_id));
            if !more {
                return Ok(());
            }
        }
    }
}
