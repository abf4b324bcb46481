//! What has been in the bin for its time goes for good.

use std::time::Duration;

use despacho_platform::{
    Platform, Result,
    clock::DAY,
    jobs::{self, Handles, Job, Trouble},
};
use despacho_ui::format;
use futures_util::future::BoxFuture;
use serde::{Deserialize, Serialize};

use crate::{actions::BIN, store};

/// Removes what is in the bin for longer than [`BIN`] days.
#[derive(Debug, Serialize, Deserialize)]
pub struct EmptyBin {}

impl Job for EmptyBin {
    const KIND: &'static str = "empty_document_bin";
    const TIME: Duration = Duration::from_secs(600);
}

/// Documents of one transaction, and of one job: the next hour takes the rest.
const TOGETHER: i64 = 50;
const MOST: usize = 2000;

pub struct Sweeper;

impl Handles<EmptyBin> for Sweeper {
    async fn run(platform: &Platform, _: EmptyBin) -> Result<(), Trouble> {
        let now = platform.clock.now();
        let today = format::local_date("UTC", now).map(|day| day.to_string()).unwrap_or_default();
        let mut gone = 0;
        while gone < MOST {
            let tx = platform.db.begin().await?;
            let ended = store::ended(&tx, now - BIN * DAY, &today, TOGETHER).await?;
            if ended.is_empty() {
                break;
            }
            gone += ended.len();
            store::purge_many(&tx, &ended).await?;
            tx.commit().await?;
        }
        Ok(())
    }
}

/// Calls for it where there is something to remove.
pub fn hourly(platform: Platform) -> BoxFuture<'static, Result<()>> {
    Box::pin(async move {
        let now = platform.clock.now();
        let today = format::local_date("UTC", now).map(|day| day.to_string()).unwrap_or_default();
        if !store::ended(platform.db.read(), now - BIN * DAY, &today, 1).await?.is_empty() {
            let tx = platform.db.begin().await?;
            jobs::enqueue(&tx, &EmptyBin {}, now).await?;
            tx.commit().await?;
            platform.wake_workers();
        }
        Ok(())
    })
}
