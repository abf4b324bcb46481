//! Gives the clients of earlier releases the words that they are found by, and keeps the list in the order of names that change.

use despacho_kernel::Id;
use despacho_platform::{
    Platform,
    jobs::{Handles, Job, Trouble},
    memberships,
    users::Renamed,
};
use serde::{Deserialize, Serialize};

use super::{store, words_store};

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

/// Sorts the clients of somebody who has another name. Done twice, it does the same.
pub struct Sorter;

/// Most practices of one person.
const PRACTICES: i64 = 500;

impl Handles<Renamed> for Sorter {
    async fn run(platform: &Platform, renamed: Renamed) -> Result<(), Trouble> {
        for practice in memberships::practices(platform.db.read(), renamed.user_id, PRACTICES).await? {
            let mut last = Id::nil();
            loop {
                let tx = platform.db.begin().await?;
                // Of two who assign and sort at once the second sees what the first did.
                memberships::hold(&tx, practice.tenant_id).await?;
                let some = store::assigned_after(&tx, practice.tenant_id, renamed.user_id, last, BATCH).await?;
                let Some(end) = some.last() else { break };
                last = *end;
                store::sort_by_assigned(&tx, practice.tenant_id, &some).await?;
                tx.commit().await?;
                if platform.is_ending() {
                    return Err(Trouble::Retry("the server ended".into()));
                }
            }
        }
        Ok(())
    }
}
