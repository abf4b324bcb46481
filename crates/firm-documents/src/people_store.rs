//! Every SQL of a client's people.

use despacho_kernel::Id;
use despacho_platform::{
    Error, Result, Tx,
    sql::{self, Connection, FromRow},
    vals,
};

use crate::people::Person;

/// Somebody at a client of which they are.
pub async fn at_client(db: &dyn Connection, client: Id, user: Id) -> Result<Person> {
    let sql = format!("SELECT {} FROM client_people WHERE user_id = $1 AND client_id = $2 LIMIT 1", Person::columns());
    sql::maybe(db, &sql, vals![user, client]).await?.ok_or(Error::NotFound)
}

despacho_platform::row! {
    /// A client that somebody is of, and the firm that looks after it.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Place {
        pub client_id: Id,
        pub practice_id: Id,
        pub client: String,
        pub practice: String,
    }
}

/// The clients that somebody is of, by name, at most `limit`.
pub async fn places(db: &dyn Connection, user: Id, limit: i64) -> Result<Vec<Place>> {
    let sql = "SELECT p.client_id, p.practice_id, c.display_name AS client, t.name AS practice
               FROM client_people p JOIN clients c ON c.practice_id = p.practice_id AND c.id = p.client_id JOIN tenants t ON t.id = p.practice_id
               WHERE p.user_id = $1 ORDER BY c.name_key, p.client_id LIMIT $2";
    Ok(sql::rows(db, sql, vals![user, limit]).await?)
}

/// A client's people, the first first, at most 200.
pub async fn of_client(db: &dyn Connection, practice: Id, client: Id) -> Result<Vec<Person>> {
    let sql = format!("SELECT {} FROM client_people WHERE practice_id = $1 AND client_id = $2 ORDER BY created_at, user_id LIMIT 200", Person::columns());
    Ok(sql::rows(db, &sql, vals![practice, client]).await?)
}

pub async fn insert(tx: &Tx, person: &Person) -> Result<()> {
    Ok(sql::insert(tx, std::slice::from_ref(person)).await?)
}

pub async fn update(tx: &Tx, person: &Person) -> Result<bool> {
    Ok(sql::update(tx, person).await?)
}

pub async fn remove(tx: &Tx, person: &Person) -> Result<()> {
    sql::delete::<Person>(tx, vals![person.practice_id, person.client_id, person.user_id]).await?;
    Ok(())
}

/// Notes that somebody was there.
pub async fn visited(db: &dyn Connection, person: &Person, now: i64) -> Result<()> {
    let sql = "UPDATE client_people SET seen_at = $4 WHERE practice_id = $1 AND client_id = $2 AND user_id = $3";
    sql::run(db, sql, vals![person.practice_id, person.client_id, person.user_id, now]).await?;
    Ok(())
}
