//! Gives the clients of earlier releases the words that they are found by.

use despacho_kernel::Id;
use despacho_platform::{
    Platform,
    jobs::{Handles, Job, Trouble},
};
use serde::{Deserialize, Serialize};

use super::words_store;

/// Clients of one transaction.
const BATCH: i64 = 500;

/// Enqueued by the migration that makes the table of words.
#[derive(Debug, Serialize, Deserialize)]
pub struct IndexClients {}

impl Job for IndexClients {
    const KIND: &'static str = "index_clients";
}

/// Writes the words of every client anew. Done twice, it does the same.
pub struct Indexer;

impl Handles<IndexClients> for Indexer {
    async fn run(platform: &Platform, _: IndexClients) -> Result<(), Trouble> {
        let mut last = (Id::nil(), Id::nil());
        loop {
            let tx = platform.db.begin().await?;
            let mut some = words_store::some_after(&tx, last, BATCH).await?;
            let Some(end) = some.last() else { return Ok(()) };
            last = (end.practice_id, end.id);
            for client in &mut some {
                client.search_text = client.words();
            }
            words_store::replace(&tx, last.0, &some).await?;
            tx.commit().await?;
            if platform.is_ending() {
                return Err(Trouble::Retry("the server ended".into()));
            }
        }
    }
}
