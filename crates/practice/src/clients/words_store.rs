//! Every SQL of the words that clients are found by.

use despacho_kernel::Id;
use despacho_platform::{
    Result, Tx,
    sql::{self, Connection, Engine, FromRow},
    vals,
};

use super::client::Client;

/// Stores the words of new clients.
pub async fn insert(tx: &Tx, practice: Id, clients: &[Client]) -> Result<()> {
    let words = clients.iter().flat_map(|c| c.search_text.split(' ').filter(|word| !word.is_empty()).map(move |word| (c.id, word)));
    let rows = words.map(|(id, word)| vals![practice, id, word.as_bytes().to_vec()]).collect();
    Ok(sql::insert_many(tx, "client_words", &["practice_id", "client_id", "word"], rows).await?)
}

/// Replaces the words of clients.
pub async fn replace(tx: &Tx, practice: Id, clients: &[Client]) -> Result<()> {
    let ids: Vec<Id> = clients.iter().map(|c| c.id).collect();
    sql::run_in(tx, "DELETE FROM client_words WHERE practice_id = $1 AND client_id IN ({ids})", vals![practice], &ids).await?;
    insert(tx, practice, clients).await
}

/// Some clients of one practice, the first ones after a practice and client, held until the transaction ends.
pub async fn some_after(tx: &Tx, (practice, client): (Id, Id), limit: i64) -> Result<Vec<Client>> {
    let lock = if tx.engine() == Engine::Postgres { " FOR UPDATE" } else { "" };
    let next = "SELECT practice_id FROM clients WHERE practice_id > $1 OR (practice_id = $1 AND id > $2) ORDER BY practice_id LIMIT 1";
    let Some(of) = sql::scalar::<Id>(tx, next, vals![practice, client]).await? else { return Ok(vec![]) };
    let after = if of == practice { client } else { Id::nil() };
    let sql = format!("SELECT {} FROM clients WHERE practice_id = $1 AND id > $2 ORDER BY id LIMIT $3{lock}", Client::columns());
    Ok(sql::rows(tx, &sql, vals![of, after, limit]).await?)
}
