//! Every SQL of fiscal profiles.

use std::collections::HashMap;

use despacho_kernel::Id;
use despacho_platform::{
    Result, Tx,
    sql::{self, Connection},
    vals,
};

use super::history::{History, Said};

/// Most values that were said of a client: each of some forty fields changed twice a year for ten years would be fewer.
pub const MOST: i64 = 2_000;

/// What was said of a client, in the order in which it was said.
pub async fn history(db: &dyn Connection, practice: Id, client: Id) -> Result<History> {
    let columns = <Said as sql::FromRow>::columns();
    let sql = format!("SELECT {columns} FROM fiscal_profile_values WHERE practice_id = $1 AND client_id = $2 ORDER BY id LIMIT {MOST}");
    Ok(History(sql::rows(db, &sql, vals![practice, client]).await?))
}

/// The same of several clients.
pub async fn histories(db: &dyn Connection, practice: Id, clients: &[Id]) -> Result<HashMap<Id, History>> {
    let columns = <Said as sql::FromRow>::columns();
    let sql = format!("SELECT {columns} FROM fiscal_profile_values WHERE practice_id = $1 AND client_id IN ({{ids}}) ORDER BY id");
    let mut found: HashMap<Id, History> = HashMap::new();
    for said in sql::rows_in::<Said>(db, &sql, vals![practice], clients).await? {
        found.entry(said.client_id).or_default().0.push(said);
    }
    Ok(found)
}

/// The version of a client's profile; zero before anything was said.
pub async fn version(db: &dyn Connection, practice: Id, client: Id) -> Result<i64> {
    let sql = "SELECT version FROM fiscal_profiles WHERE practice_id = $1 AND client_id = $2";
    Ok(sql::scalar(db, sql, vals![practice, client]).await?.unwrap_or(0))
}

/// Keeps what is said, and with it the next version. The practice is held.
pub async fn say(tx: &Tx, practice: Id, client: Id, said: &[Said], now: i64) -> Result<()> {
    sql::insert(tx, said).await?;
    let sql = "INSERT INTO fiscal_profiles (practice_id, client_id, version, updated_at) VALUES ($1, $2, 1, $3)
               ON CONFLICT (practice_id, client_id) DO UPDATE SET version = fiscal_profiles.version + 1, updated_at = excluded.updated_at";
    sql::run(tx, sql, vals![practice, client, now]).await?;
    Ok(())
}
